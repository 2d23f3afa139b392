import Arithmetic
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

  @Test(arguments: operations)
  func boundsTheExactResult(_ operation: Operation) {
    var draw = OperandGenerator(seed: enclosureSeed)
    var checked = 0
    for index in 0..<operandCount / 2 {
      var x = Self.draw(&draw)
      let y = index % 16 == 0 ? x : Self.draw(&draw)
      if index % 8 == 0 { x = y.scaled(byPowerOfTwo: draw.int(-2...2)) }
      let bound = operation.magnitude(x, y)
      let exact = operation.exact(x.wide, y.wide)
      guard exact.isFinite, bound.isFinite, !exact.isZero else {
        // Undefined: the upper bound is infinite. Overflowing: it is beyond every `BigFloat`. Zero: it is found exactly.
        let isBeyond = !bound.isFinite || bound.exponent >= BigFloat.maximumExponent - 1
        let isBound = exact.isZero ? bound < Magnitude.powerOfTwo(-4000) : !operation.isUpper || isBeyond
        #expect(isBound, "\(operation.testDescription) of \(x), \(y)")
        continue
      }
      // Differences of nearby numbers lose relative accuracy to the last place of the larger operand.
      let slack = BigFloat.multiply(exact, BigFloat(1, in: 64), in: Self.wide).scaled(byPowerOfTwo: -18).magnitude
      let value = bound.wide
      if operation.isUpper {
        #expect(value >= exact, "\(operation.testDescription) of \(x), \(y)")
        #expect(value <= exact + slack, "\(operation.testDescription) of \(x), \(y)")
      } else {
        #expect(value <= exact, "\(operation.testDescription) of \(x), \(y)")
        let last = x.wide.scaled(byPowerOfTwo: -50)
        #expect(value >= exact - slack - last, "\(operation.testDescription) of \(x), \(y)")
      }
      checked += 1
    }
    #expect(checked > operandCount / 8)
  }

  private static func draw(_ draw: inout OperandGenerator) -> Magnitude {
    let significand: Double
    switch draw.int(0...5) {
    case 0: significand = 1
    case 1: significand = 1 + Double(draw.int(1...3)) * 0x1p-52
    case 2: significand = 2 - Double(draw.int(1...3)) * 0x1p-52
    default: significand = 1 + Double(draw.next() >> 12) * 0x1p-52
    }
    let exponent = draw.int(0...3) == 0 ? draw.int(-2000...2000) : draw.int(-40...3)
    return Magnitude(significand).scaled(byPowerOfTwo: exponent)
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
  @Test func boundsOfBigFloats() {
    var draw = OperandGenerator(seed: enclosureSeed)
    for _ in 0..<operandCount / 2 {
      let x = draw.number(draw.precision())
      let (lower, upper) = (Magnitude(lowerBoundOf: x), Magnitude(upperBoundOf: x))
      #expect(lower.bigFloat <= x.magnitude && x.magnitude <= upper.bigFloat)
      #expect((lower == upper) == (x.significantBits <= 53))
      #expect(upper <= lower * Magnitude(1 + 0x1p-52))
    }
  }
}

extension Magnitude {
  fileprivate var wide: BigFloat { bigFloat.rounded(to: MagnitudeTests.wide) }
}
