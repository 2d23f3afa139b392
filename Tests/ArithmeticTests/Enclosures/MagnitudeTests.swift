import Arithmetic
import TestSupport
import Testing

/// Every operation of magnitudes bounds the exact result from the side it says, and closely.
@Suite struct MagnitudeTests {
  struct Operation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let isUpper: Bool
    let magnitude: @Sendable (Magnitude, Magnitude) -> Magnitude
    /// The result, rounded to 2000 bits in the direction that makes the test the stricter.
    let exact: @Sendable (BigFloat, BigFloat) -> BigFloat

    init(
      _ description: String, isUpper: Bool = true, _ magnitude: @escaping @Sendable (Magnitude, Magnitude) -> Magnitude,
      _ exact: @escaping @Sendable (BigFloat, BigFloat) -> BigFloat
    ) {
      testDescription = description
      self.isUpper = isUpper
      self.magnitude = magnitude
      self.exact = exact
    }
  }

  static let wide: Precision = 600
  private static func one(_ x: BigFloat) -> BigFloat { BigFloat(1, in: wide) }

  static let operations: [Operation] = [
    Operation("x + y", { $0 + $1 }, { $0 + $1 }),
    Operation("x y", { $0 * $1 }, { $0 * $1 }),
    Operation("x / y", { $0 / $1 }, { $0 / $1 }),
    Operation("sqrt x", { x, _ in .sqrt(x) }, { x, _ in BigFloat.sqrt(x) }),
    Operation("hypot", { .hypot($0, $1) }, { BigFloat.sqrt($0 * $0 + $1 * $1) }),
    Operation("x + y below", isUpper: false, { .lowerSum($0, $1) }, { $0 + $1 }),
    Operation("x - y below", isUpper: false, { .lowerDifference($0, $1) }, { max($0 - $1, BigFloat(0, in: wide)) }),
    Operation("x y below", isUpper: false, { .lowerProduct($0, $1) }, { $0 * $1 }),
    Operation("x / y below", isUpper: false, { .lowerQuotient($0, $1) }, { $0 / $1 }),
    Operation("sqrt x below", isUpper: false, { x, _ in .lowerSqrt(x) }, { x, _ in BigFloat.sqrt(x) }),
    Operation("hypot below", isUpper: false, { .lowerHypot($0, $1) }, { BigFloat.sqrt($0 * $0 + $1 * $1) }),
    Operation("e^x - 1", { x, _ in .expMinusOne(x) }, { x, _ in BigFloat.expMinusOne(x) }),
    Operation("e^x", { x, _ in .exp(x) }, { x, _ in BigFloat.exp(x) }),
    Operation("sinh x", { x, _ in .sinh(x) }, { x, _ in BigFloat.sinh(x) }),
    Operation(
      "cosh x - 1", { x, _ in .coshMinusOne(x) },
      { x, _ in
        let half = BigFloat.sinh(x / 2)
        return 2 * half * half
      }),
    Operation("-log(1 - x)", { x, _ in .negativeLogOneMinus(x) }, { x, _ in -BigFloat.log(onePlus: -x) }),
    Operation("1 - sqrt(1 - x)", { x, _ in .oneMinusSqrtOneMinus(x) }, { x, _ in x / (1 + BigFloat.sqrt(1 - x)) }),
  ]

  private static let magnitude = Generator<Magnitude>(describedBy: \.digits) { draw in
    draw.span(SpanLabel.number) { draw in
      // 1, its neighbours, those of 2, and all others.
      let significand = draw.float(FloatDomain(1...2.0.nextDown))
      let exponent = draw.index(upTo: 3) == 3 ? draw.integer(in: -2000...2000) : draw.integer(in: -40...3)
      return Magnitude(significand).scaled(byPowerOfTwo: exponent)
    }
  }

  /// Two magnitudes: one in 16 the same, one in 8 a power of two apart.
  private static let pair = Generator<(Magnitude, Magnitude)> { draw in
    let y = try magnitude.draw(from: &draw)
    switch draw.index(upTo: 15) {
    case 15: return (y, y)
    case 13...14: return (y.scaled(byPowerOfTwo: draw.integer(in: -2...2)), y)
    default: return (try magnitude.draw(from: &draw), y)
    }
  }.described { "\($0.digits), \($1.digits)" }

  @Test(.cases(10_000, deep: 50_000), arguments: operations)
  func boundsTheExactResult(_ operation: Operation) async {
    await checkProperty("magnitude \(operation.testDescription)") { draw in
      let (x, y) = try draw(Self.pair, "x, y")
      let bound = operation.magnitude(x, y)
      let exact = operation.exact(x.wide, y.wide)
      let isRegular = exact.isFinite && bound.isFinite && !exact.isZero
      draw.cover("regular", when: isRegular, atLeast: 0.25)
      guard isRegular else {
        // Undefined: the upper bound is infinite. Overflowing: it is beyond every `BigFloat`. Zero: it is found exactly.
        let isBeyond = !bound.isFinite || bound.exponent >= BigFloat.maximumExponent - 1
        try draw.verify(
          exact.isZero ? bound < Magnitude.powerOfTwo(-4000) : !operation.isUpper || isBeyond,
          "\(bound.double) bounds \(exact)")
        return
      }
      let value = bound.wide
      let isBound = operation.isUpper ? value >= exact : value <= exact
      try draw.verify(isBound, "\(bound.double) does not bound \(exact)")
      let excess = Magnitude(upperBoundOf: value - exact) / Magnitude(lowerBoundOf: exact)
      // Differences of nearby numbers lose relative accuracy to the last place of the larger operand.
      let last = operation.isUpper ? Magnitude.zero : x.scaled(byPowerOfTwo: -50)
      let allowed = Magnitude(lowerBoundOf: exact).scaled(byPowerOfTwo: -18) + last
      try draw.verify(Magnitude(upperBoundOf: value - exact) <= allowed, "\(bound.double) is far from \(exact)")
      if operation.isUpper { draw.maximize(excess.double, "relative excess") }
    }
  }

  @Test func extremes() {
    let least = Magnitude.leastPositive
    #expect(least * least == least)
    #expect(least / Magnitude(3) == least)
    #expect(Magnitude.lowerProduct(least, least) == .zero)
    #expect(Magnitude.powerOfTwo(1 << 60) * Magnitude(4) == .infinity)
    #expect(Magnitude.zero * .infinity == .infinity)
    #expect(Magnitude.one / .zero == .infinity)
    #expect(Magnitude(Double.nan) == .infinity)
    #expect(Magnitude(-3) == 3)
    #expect(Magnitude(Double.leastNonzeroMagnitude) == .powerOfTwo(-1074))
    #expect(Magnitude.powerOfTwo(-2000).double == Double.leastNonzeroMagnitude)
    #expect(Magnitude.powerOfTwo(2000).double == .infinity)
    #expect(Magnitude(0.1).double == 0.1)
    #expect(Magnitude.zero < least && least < 1 && Magnitude.one < 1.5 && Magnitude(1.5) < .infinity)
    #expect(Magnitude.powerOfTwo(-10) < Magnitude.powerOfTwo(-9))
    #expect(Magnitude(upperBoundOf: .nan(in: 53)) == .infinity && Magnitude(lowerBoundOf: .nan(in: 53)) == .zero)
    #expect("\(Magnitude(0.125))" == "0.125")
    #expect("\(Magnitude(1.0 / 3))" == "0.334")
    #expect("\(Magnitude(9.999))" == "10")
    #expect("\(Magnitude(1e-300) * Magnitude(1e-300))" == "1.01e-600")
    #expect("\(Magnitude.powerOfTwo(1 << 60))" == "inf")
    #expect("\(Magnitude.zero)" == "0" && "\(Magnitude.infinity)" == "inf")
  }

  /// A `BigFloat` lies between its bounds, which are neighbours.
  @Test(.cases(10_000, deep: 50_000))
  func boundsOfBigFloats() async {
    await checkProperty { draw in
      let x = try draw(.number { $0.number(in: $0.precision()) }, "x")
      let (lower, upper) = (Magnitude(lowerBoundOf: x), Magnitude(upperBoundOf: x))
      try draw.verify(lower.bigFloat <= x.magnitude && x.magnitude <= upper.bigFloat)
      draw.cover("inexact", when: lower != upper, atLeast: 0.2)
      try draw.verify((lower == upper) == (x.significantBits <= 53))
      try draw.verify(upper <= lower * Magnitude(1 + 0x1p-52))
    }
  }
}

extension Magnitude {
  fileprivate var digits: String { "\(significand) * 2^\(exponent)" }
  fileprivate var wide: BigFloat { bigFloat.rounded(to: MagnitudeTests.wide) }
}
