import Arithmetic
import TestSupport
import Testing

@Suite struct DoubleDoubleDiscTests {
  enum Operation: String, CaseIterable { case sum, difference, product, quotient, root, exponential, logarithm }

  /// A number of the disc: its midpoint, or (nearly) a point of the circle, as exact components.
  private static func member(of z: DoubleDoubleDisc, _ draw: inout Draw) -> Disc {
    let isOnCircle = draw.bool()
    let radius = isOnCircle ? z.radius * 0.999_999 : 0
    let angle = isOnCircle ? draw.float(FloatDomain(0...6.3)) : 0
    // sin and cos of doubles, rounded toward zero in 53 bits.
    let cosine = BigFloat.cos(BigFloat(exactly: angle), in: .double, rounding: .towardZero)
    let sine = BigFloat.sin(BigFloat(exactly: angle), in: .double, rounding: .towardZero)
    let length = BigFloat(exactly: radius)
    let (real, imaginary) = (z.realMidpoint.exactMidpoint, z.imaginaryMidpoint.exactMidpoint)
    // The radius may lie far below the midpoint: bits enough for both, and for the double-double below the radius.
    let top = max(real.isZero ? 0 : real.exponent, imaginary.isZero ? 0 : imaginary.exponent)
    let gap = length.isZero ? 0 : top - length.exponent + 160
    let precision = max(300, real.precision, imaginary.precision, Precision(bits: max(2, gap)))
    return Disc(
      realMidpoint: .fma(cosine, length, real, in: precision),
      imaginaryMidpoint: .fma(sine, length, imaginary, in: precision), radius: .zero)
  }

  /// Two discs of one range of exponents, one in eight the same.
  private static let operands = Generator<(DoubleDoubleDisc, DoubleDoubleDisc)> { draw in
    let exponents = draw.bool() ? -30...8 : -3...3
    let isAliased = draw.index(upTo: 7) == 7
    let x = draw.doubleDoubleDisc(exponents: exponents)
    return (x, isAliased ? x : draw.doubleDoubleDisc(exponents: exponents))
  }.described { "\($0.digits), \($1.digits)" }

  @Test(.cases(20_000, deep: 100_000), arguments: Operation.allCases)
  func containment(of operation: Operation) async {
    await checkProperty("double-double disc \(operation)") { draw in
      let (x, y) = try draw(Self.operands, "x, y")
      let (p, q) = (Self.member(of: x, &draw), Self.member(of: y, &draw))
      let result: DoubleDoubleDisc
      let exact: Disc
      switch operation {
      case .sum: (result, exact) = (x + y, p + q)
      case .difference: (result, exact) = (x - y, p - q)
      case .product: (result, exact) = (x * y, p * q)
      case .quotient: (result, exact) = (x / y, p / q)
      case .root: (result, exact) = (.sqrt(x), .sqrt(p))
      case .exponential: (result, exact) = (.exp(x), .exp(p))
      case .logarithm: (result, exact) = (.log(x), .log(p))
      }
      draw.cover("defined", when: result.isDefined, atLeast: 0.25)
      guard result.isDefined else { return }
      // Exact but for some 2^-150 of the radius: less than its last bit.
      let real = exact.realMidpoint - result.realMidpoint.exactMidpoint
      let imaginary = exact.imaginaryMidpoint - result.imaginaryMidpoint.exactMidpoint
      let distance = BigFloat.sqrt(real * real + imaginary * imaginary)
      try draw.verify(
        distance <= BigFloat(exactly: result.radius.nextUp), "\(result.digits) does not contain \(exact.digits)")
      if result.radius > 0 { draw.maximize(distance.double() / result.radius, "distance in radii") }
    }
  }

  @Test(.cases(50, deep: 1000))
  func bulkOperationsAreTheOperators() async {
    let specials: [DoubleDoubleDisc] = [
      DoubleDoubleDisc(0), .indeterminate, DoubleDoubleDisc(1e200), DoubleDoubleDisc(1e-200),
    ]
    let element = Generator<DoubleDoubleDisc>.oneOf(
      weights: (4, .disc(exponents: -20...20)), (1, .element(of: specials))
    ).described(by: \.digits)
    let vector = Generator<[DoubleDoubleDisc]>.array(of: element, count: 21)
    @Sendable func difference(_ vector: DoubleDoubleDiscVector, _ single: (Int) -> DoubleDoubleDisc) -> String? {
      for index in 0..<vector.count {
        let (x, y) = (vector[index], single(index))
        let isSame =
          x.isDefined
          ? x.realMidpoint.isEqual(to: y.realMidpoint).isTrue
            && x.imaginaryMidpoint.isEqual(to: y.imaginaryMidpoint).isTrue && x.radius == y.radius
          : !y.isDefined
        if !isSame { return "element \(index): \(x.digits) instead of \(y.digits)" }
      }
      return nil
    }
    await checkProperty { draw in
      let x = DoubleDoubleDiscVector(try draw(vector, "x"), in: Intrinsic())
      let y = DoubleDoubleDiscVector(try draw(vector, "y"), in: Intrinsic())
      let z = DoubleDoubleDiscVector(try draw(vector, "z"), in: Intrinsic())
      let s = try draw(.disc(exponents: -9...9), "s")
      func check(
        _ name: String, _ bulk: (inout DoubleDoubleDiscVector) -> Void, _ single: (Int) -> DoubleDoubleDisc
      ) throws {
        var result = z
        bulk(&result)
        let found = difference(result, single)
        try draw.verify(found == nil, "\(name), \(found ?? "")")
      }
      try check("add", { $0.add(x) }, { z[$0] + x[$0] })
      try check("subtract", { $0.subtract(x) }, { z[$0] - x[$0] })
      try check("multiply", { $0.multiply(by: x) }, { z[$0] * x[$0] })
      try check("scale", { $0.multiply(by: s) }, { z[$0] * s })
      try check("form product", { $0.formProduct(x, y) }, { x[$0] * y[$0] })
      try check("add product", { $0.addProduct(x, y) }, { z[$0] + x[$0] * y[$0] })
      try check("subtract product", { $0.subtractProduct(x, y) }, { z[$0] - x[$0] * y[$0] })
      try check("add scaled", { $0.addProduct(s, x) }, { z[$0] + s * x[$0] })
    }
  }

  /// h = a h + 1 with |a| = 1 - 1/1000, 10^5 steps: the radius stays bounded, as theory says it must, and holds the
  /// state; the radius of a rectangle is infinite long before.
  @Test func longRecurrence() {
    let angle = DoubleDouble(0.8)
    let size = DoubleDouble(Rational(999, 1000))
    let a = DoubleDoubleDisc(size * .cos(angle), size * .sin(angle))
    let coefficient = Disc(Ball(a.realMidpoint), Ball(a.imaginaryMidpoint)).rounded(to: 200)
    // Radii of operands are left out of the reference, so they are taken out of the candidate.
    let exact = DoubleDoubleDisc(a.realMidpoint, a.imaginaryMidpoint)
    var state = DoubleDoubleDisc(0)
    var rectangle = Complex<DoubleDouble>(0, in: Intrinsic())
    var reference = Disc(0, in: 200)
    for _ in 0..<100_000 {
      state = exact * state + DoubleDoubleDisc(1)
      rectangle = exact.rectangle * rectangle + 1
      reference = coefficient * reference + Disc(1, in: 200)
    }
    let midpoint = Disc(Ball(state.realMidpoint), Ball(state.imaginaryMidpoint))
    let distance = DoubleDouble.sqrt(DoubleDouble((reference - midpoint).squaredMagnitude))
    // A step's own error: 11 u^2 |a|_1 |h|_1 + 4 u^2 |h|_1, where |z|_1 <= sqrt(2) |z|, and |h| is at most 2/|1 - a| < 3.
    let step = (11 * 2 + 4 * 1.4143) * 3 * 0x1p-106
    #expect(state.radius < 1000 * step)
    #expect(state.radius > 0)
    #expect(distance.isLess(than: DoubleDouble(state.radius)) == .true)
    #expect(!rectangle.isDefined)
  }
}

extension DoubleDoubleDisc {
  /// The midpoint's parts and the radius in digits that read back.
  var digits: String {
    "(\(realMidpoint.high) + \(realMidpoint.low), \(imaginaryMidpoint.high) + \(imaginaryMidpoint.low)) +/- \(radius)"
  }
}
