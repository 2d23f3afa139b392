import Arithmetic
import TestSupport
import Testing

@Suite struct DoubleDoubleTests {
  static let specials: [Double] = [
    0, -0.0, 1, -1, 2, 0.5, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, 0x1p-1000, 0x1p-537,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0x1p1000, 0x1p512, .infinity, -.infinity, .nan, .pi, 709.78,
    -745.13, 745.2, 0x1p40, 1.0.nextUp, 1.0.nextDown, -1.0.nextDown,
  ]

  /// What is wrong with a result at members of the operands; nil where nothing is, or where there is no result.
  private func violation(
    _ result: DoubleDouble, _ operation: DoubleDoubleOperation, _ p: BigFloat, _ q: BigFloat, _ draw: inout Draw
  ) -> String? {
    guard result.isDefined else { return nil }
    // The referee is off by half a unit in its 200th bit, and by nothing near the least double.
    let value = operation.reference(p, q, in: 200)
    let error = distance(value, result.exactMidpoint)
    let allowed = BigFloat.add(
      BigFloat(exactly: result.radius), value.magnitude.scaled(byPowerOfTwo: -200), in: 260, rounding: .up)
    // A NaN of the referee is outside every enclosure.
    guard error <= allowed else { return "\(result.digits) misses \(value)" }
    if !result.isExact { draw.maximize(BigFloat.divide(error, allowed, in: 53).double(), "distance in radii") }
    return nil
  }

  /// The operands of a case: of one of the operation's ranges of exponents; one in eight twice the same.
  private func operands(of operation: DoubleDoubleOperation) -> Generator<(DoubleDouble, DoubleDouble)> {
    let ranges = operation.exponents
    let pair = Generator<(DoubleDouble, DoubleDouble)> { draw in
      let exponents = ranges[Int(draw.index(upTo: UInt64(ranges.count - 1)))]
      let isAliased = operation.isUnary || draw.index(upTo: 7) == 7
      let x = draw.doubleDouble(exponents: exponents)
      return (x, isAliased ? x : draw.doubleDouble(exponents: exponents))
    }
    return pair.described { "\($0.digits), \($1.digits)" }
  }

  /// The function of any members of the operands is a member of the result, with a radius that, for exact operands, is the
  /// documented error or less in the median.
  @Test(.cases(20_000, deep: 100_000), arguments: DoubleDoubleOperation.allCases)
  func containment(of operation: DoubleDoubleOperation) async {
    let operands = operands(of: operation)
    let result = await checkProperty("double-double \(operation)") { draw in
      let (x, y) = try draw(operands, operation.isUnary ? "x, x" : "x, y")
      let result = operation(x, y)
      draw.cover("defined", when: result.isDefined, atLeast: 0.25)
      guard result.isDefined else { return }
      let members = try draw(.numbers { draw in [draw.member(of: x), draw.member(of: y)] }, "members")
      let violation = violation(result, operation, members[0], members[1], &draw)
      try draw.verify(violation == nil, violation ?? "")
      let size = abs(result.high)
      guard x.isExact, y.isExact, size > 0x1p-900, size < 0x1p900, let ownError = operation.ownError else { return }
      draw.label("exact operands")
      // Radii are inflated by 1 + 2^-49 for each of the few operations.
      draw.label("within own error", when: result.radius / size * 0x1p106 <= ownError * (1 + 0x1p-46))
    }
    let exact = result.labels["exact operands", default: 0]
    #expect(operation.ownError == nil || exact > 100)
    #expect(2 * result.labels["within own error", default: 0] >= exact, "\(result)")
  }

  @Test(arguments: DoubleDoubleOperation.allCases)
  func containmentOfSpecials(of operation: DoubleDoubleOperation) {
    for x in Self.specials {
      for y in Self.specials {
        var draw = Draw(replaying: [])
        let (p, q) = (DoubleDouble(x), DoubleDouble(y))
        let violation = violation(operation(p, q), operation, p.exactMidpoint, q.exactMidpoint, &draw)
        #expect(violation == nil, "\(operation)(\(x), \(y)): \(violation ?? "")")
      }
    }
  }

  @Test func undefined() {
    let zero = DoubleDouble(0)
    let aroundZero = DoubleDouble(0, 0, radius: 1)
    let undefined: [DoubleDouble] = [
      DoubleDouble(Double.nan), DoubleDouble(Double.infinity), 1 / zero, 1 / aroundZero, .log(zero), .log(aroundZero),
      .sqrt(-DoubleDouble(1)), .sqrt(aroundZero), .log(onePlus: DoubleDouble(-1)), .exp(DoubleDouble(1000)),
      DoubleDouble(1e308) * 10, DoubleDouble(1e308) + DoubleDouble(1e308), .pow(DoubleDouble(-1), DoubleDouble(0.5)),
      DoubleDouble(1, 0, radius: .nan), DoubleDouble(1, 0, radius: -1), DoubleDouble(Rational(1, 0)),
    ]
    for (index, value) in undefined.enumerated() { #expect(!value.isDefined, "number \(index)") }
    #expect(undefined.allSatisfy { $0.isEqual(to: $0) == .undecided && $0.isLess(than: zero) == .undecided })
  }

  @Test func comparison() {
    let one = DoubleDouble(1)
    let slightlyMore = DoubleDouble(1, 0x1p-500)
    let nearly = DoubleDouble(1, 0, radius: 0x1p-500)
    #expect(one.isLess(than: slightlyMore) == .true)
    #expect(slightlyMore.isLess(than: one) == .false)
    #expect(one.isEqual(to: slightlyMore) == .false)
    #expect(one.isEqual(to: one) == .true)
    #expect(nearly.isEqual(to: one) == .undecided)
    #expect(nearly.isLess(than: slightlyMore) == .undecided)
    #expect(nearly.isLess(than: DoubleDouble(1.0.nextUp)) == .true)
    #expect(one.isAtMost(one) == .true)
    #expect(DoubleDouble(-0.0).isEqual(to: DoubleDouble(0)) == .true)
    #expect(DoubleDouble(0, 0, radius: 1).isNegative == .undecided)
  }

  @Test(.cases(2000, deep: 20_000))
  func conversionsOfNumbers() async {
    await checkProperty { draw in
      let rational = Rational(try draw(.integer(), "numerator"), try draw(.integer(in: 1...Int.max), "denominator"))
      let enclosed = DoubleDouble(rational)
      try draw.verify(Ball(enclosed).contains(rational), "\(enclosed.digits)")
      try draw.verify(enclosed.radius <= abs(enclosed.high) * 0x1p-106, "\(enclosed.digits)")
      let long = BigFloat(rational, in: 300)
      let shortened = DoubleDouble(long)
      try draw.verify(
        Ball(shortened).contains(long) && shortened.radius <= abs(shortened.high) * 0x1p-106, "\(shortened.digits)")
      let x = try draw(.doubleDouble(exponents: -1000...1000), "x")
      let back = DoubleDouble(Ball(x))
      // Subnormal radii are rounded up on the way.
      try draw.verify(back.high == x.high && back.low == x.low, "\(back.digits)")
      try draw.verify(
        back.radius == x.radius || back.radius == x.radius.nextUp && x.radius.isSubnormal, "\(back.digits)")
    }
  }

  @Test func conversions() {
    for value in [Int.max, Int.min, 0, 1, -1, Int.max - 1, 1 << 53 + 1] {
      #expect(DoubleDouble(value).exactMidpoint == BigFloat(value, in: 64))
      #expect(DoubleDouble(value).isExact)
    }
    #expect(DoubleDouble(BigFloat.powerOfTwo(-3000, in: 53)).isExact == false)
    #expect(!DoubleDouble(BigFloat.powerOfTwo(3000, in: 53)).isDefined)
    #expect(DoubleDouble(0.5).description == "0.5")
  }
}
