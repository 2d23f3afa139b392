import Arithmetic
import Testing

@Suite struct DoubleDoubleTests {
  static let specials: [Double] = [
    0, -0.0, 1, -1, 2, 0.5, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, 0x1p-1000, 0x1p-537,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0x1p1000, 0x1p512, .infinity, -.infinity, .nan, .pi, 709.78,
    -745.13, 745.2, 0x1p40, 1.0.nextUp, 1.0.nextDown, -1.0.nextDown,
  ]

  /// The function of any members of the operands is a member of the result, for random operands and all pairs of special
  /// ones; with a radius that, for exact operands, is the documented error or less in the median.
  @Test(arguments: DoubleDoubleOperation.allCases)
  func containment(of operation: DoubleDoubleOperation) {
    var draws = Draws(seed: 20)
    var violations = 0
    var defined = 0
    var widths: [Double] = []
    func check(_ x: DoubleDouble, _ y: DoubleDouble) {
      let result = operation(x, y)
      guard result.isDefined else { return }
      defined += 1
      // The referee is off by half a unit in its 200th bit, and by nothing near the least double.
      let value = operation.reference(draws.member(of: x), draws.member(of: y), in: 200)
      let allowed = BigFloat.add(
        BigFloat(exactly: result.radius), value.magnitude.scaled(byPowerOfTwo: -200), in: 260, rounding: .up)
      // A NaN of the referee is outside every enclosure.
      if !(distance(value, result.exactMidpoint) <= allowed) {
        violations += 1
        if violations < 4 { Issue.record("\(operation)(\(x), \(y)) = \(result) misses \(value)") }
      }
      let size = abs(result.high)
      if x.isExact && y.isExact && size > 0x1p-900 && size < 0x1p900 { widths.append(result.radius / size * 0x1p106) }
    }

    let ranges = operation.exponents
    for trial in 0..<operandCount {
      let x = draws.doubleDouble(exponents: ranges[trial % ranges.count])
      let aliased = trial % 8 == 0 || operation.isUnary
      check(x, aliased ? x : draws.doubleDouble(exponents: ranges[trial % ranges.count]))
    }
    #expect(defined > operandCount / 4)
    widths.sort()
    // Radii are inflated by 1 + 2^-49 for each of the few operations.
    if let ownError = operation.ownError { #expect(widths[widths.count / 2] <= ownError * (1 + 0x1p-46)) }
    for x in Self.specials {
      for y in Self.specials { check(DoubleDouble(x), DoubleDouble(y)) }
    }
    #expect(violations == 0)
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

  @Test func conversions() throws {
    var draws = Draws(seed: 21)
    for value in [Int.max, Int.min, 0, 1, -1, Int.max - 1, 1 << 53 + 1] {
      #expect(DoubleDouble(value).exactMidpoint == BigFloat(value, in: 64))
      #expect(DoubleDouble(value).isExact)
    }
    for _ in 0..<1000 {
      let numerator = Int(truncatingIfNeeded: draws.next())
      let rational = Rational(numerator, Int.random(in: 1...Int.max, using: &draws))
      let enclosed = DoubleDouble(rational)
      #expect(Ball(enclosed).contains(rational))
      #expect(enclosed.radius <= abs(enclosed.high) * 0x1p-106)
      let x = draws.doubleDouble(exponents: -1000...1000)
      let back = DoubleDouble(Ball(x))
      // Subnormal radii are rounded up on the way.
      #expect(back.high == x.high && back.low == x.low)
      #expect(back.radius == x.radius || back.radius == x.radius.nextUp && x.radius.isSubnormal)
      let long = BigFloat(rational, in: 300)
      let shortened = DoubleDouble(long)
      #expect(Ball(shortened).contains(long) && shortened.radius <= abs(shortened.high) * 0x1p-106)
    }
    #expect(DoubleDouble(BigFloat.powerOfTwo(-3000, in: 53)).isExact == false)
    #expect(!DoubleDouble(BigFloat.powerOfTwo(3000, in: 53)).isDefined)
    #expect(DoubleDouble(0.5).description == "0.5")
  }
}
