import Arithmetic
import Testing

@Suite("BigFloat: edge cases")
struct BigFloatEdgeCaseTests {
  static let specials: [Double] = [
    0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, .infinity, -.infinity, .nan, 1e300, -1e300, 1e-300, -1e-300,
  ]

  /// What the hardware's library gives, where that is not a matter of rounding: a NaN, an infinity that is no overflow, a
  /// zero that is no underflow.
  private static func agrees(_ x: BigFloat, _ y: Double) -> Bool {
    if y.isNaN || x.isNaN { return y.isNaN && x.isNaN }
    if x.isZero || x.isInfinite { return x.double() == y && x.hasMinusSign == (y.sign == .minus) }
    // Its neighbours, for a library that does not round correctly; zeros and infinities, where its exponents end.
    return y.isInfinite || y == 0 || (x.double() - y).magnitude <= y.ulp
  }

  @Test("Special operands, one")
  func unary() {
    let functions: [(BigFloat.UnaryFunction, (Double) -> Double)] = [
      (.negate, { -$0 }), (.magnitude, { $0.magnitude }), (.square, { $0 * $0 }), (.sqrt, { Double.sqrt($0) }),
      (.exp, { Double.exp($0) }), (.expMinusOne, { Double.expMinusOne($0) }), (.log, { Double.log($0) }),
      (.logOnePlus, { Double.log(onePlus: $0) }), (.sin, { Double.sin($0) }), (.cos, { Double.cos($0) }),
      (.tan, { Double.tan($0) }), (.atan, { Double.atan($0) }), (.sinh, { Double.sinh($0) }),
      (.cosh, { Double.cosh($0) }), (.tanh, { Double.tanh($0) }),
      (.softplus, { $0 == -.infinity ? 0 : $0 > 700 ? $0 : Double.log(onePlus: Double.exp($0)) }),
      (.sigmoid, { 1 / (1 + Double.exp(-$0)) }),
    ]
    #expect(functions.count == BigFloat.UnaryFunction.allCases.count)
    for (function, hardware) in functions {
      for x in Self.specials {
        let result = BigFloat.withTernary(function, BigFloat(exactly: x), in: 53)
        #expect(Self.agrees(result.value, hardware(x)), "\(function)(\(x)) = \(result.value), not \(hardware(x))")
        if !x.isFinite || result.value.isNaN { #expect(result.isExact || function == .atan, "\(function)(\(x))") }
      }
    }
  }

  @Test("Special operands, two")
  func binary() {
    let functions: [(BigFloat.BinaryFunction, (Double, Double) -> Double)] = [
      (.add, { $0 + $1 }), (.subtract, { $0 - $1 }), (.multiply, { $0 * $1 }), (.divide, { $0 / $1 }),
      (.atan2, { Double.atan2(y: $0, x: $1) }),
    ]
    for x in Self.specials {
      for y in Self.specials {
        let p = BigFloat(exactly: x)
        let q = BigFloat(exactly: y)
        for (function, hardware) in functions {
          let result = BigFloat.withTernary(function, p, q, in: 53).value
          #expect(Self.agrees(result, hardware(x, y)), "\(function)(\(x), \(y)) = \(result), not \(hardware(x, y))")
        }
        #expect((p == q) == (x == y) && (p < q) == (x < y) && (p <= q) == (x <= y), "\(x), \(y)")
        #expect(p.isEqual(to: q) == x.isEqual(to: y) && p.isLess(than: q) == x.isLess(than: y), "\(x), \(y)")
        if p == q { #expect(p.hashValue == q.hashValue) }
      }
    }
  }

  /// IEEE 754-2019, 9.2.1.
  @Test("Powers of special numbers")
  func powers() {
    let zero = BigFloat(0, in: 53)
    let one = BigFloat(1, in: 53)
    let infinity = BigFloat.infinity(in: 53)
    let nan = BigFloat.nan(in: 53)
    #expect(BigFloat.pow(nan, 0) == one && BigFloat.pow(nan, zero) == one && BigFloat.pow(one, nan) == one)
    #expect(BigFloat.pow(zero, 0) == one && BigFloat.pow(zero, -1) == infinity && BigFloat.pow(-zero, -1) == -infinity)
    #expect(BigFloat.pow(-infinity, 3) == -infinity && BigFloat.pow(-infinity, -2) == zero)
    #expect(BigFloat.pow(BigFloat(-8, in: 53), one / 3).isNaN && BigFloat.pow(-one, infinity) == one)
    #expect(BigFloat.pow(one / 2, infinity) == zero && BigFloat.pow(one + one, -infinity) == zero)
  }

  @Test("Exponents beyond the range, and huge operands: defined, and at once")
  func extremes() {
    let two = BigFloat(2, in: 53)
    let huge = BigFloat(1e300, in: 53)
    let largest = BigFloat.largestFinite(in: 53)
    let least = BigFloat.leastNonzero(in: 53)
    let infinity = BigFloat.infinity(in: 53)
    let zero = BigFloat.zero(in: 53)
    let one = BigFloat(1, in: 53)
    #expect(BigFloat.exp(huge) == infinity && BigFloat.exp(-huge) == zero && BigFloat.expMinusOne(-huge) == -one)
    #expect(BigFloat.sinh(-huge) == -infinity && BigFloat.cosh(huge) == infinity && BigFloat.tanh(huge) == one)
    #expect(BigFloat.pow(two, .max) == infinity && BigFloat.pow(two, .min) == zero)
    #expect(BigFloat.pow(huge, huge) == infinity && BigFloat.pow(huge, -huge) == zero)
    #expect(BigFloat.pow(one.nextUp, huge) == infinity && BigFloat.pow(one, .max) == one)
    #expect(largest * two == infinity && -largest - largest == -infinity && least / two == zero)
    #expect(least * -least == zero && (least * -least).hasMinusSign && largest.nextUp == infinity)
    #expect(BigFloat.log(least).signum < 0 && BigFloat.log(onePlus: least) == least && BigFloat.sin(least) == least)
    #expect(BigFloat.atan2(y: least, x: largest) == zero && BigFloat.atan2(y: largest, x: least).signum > 0)
    #expect(BigFloat.atan2(y: least, x: -largest) == BigFloat.pi(in: 53) && BigFloat.sqrt(largest).isFinite)
    for function in [BigFloat.UnaryFunction.sin, .cos, .tan] {
      for x in [largest, -BigFloat.powerOfTwo(BigFloat.maximumAngleExponent, in: 53)] {
        #expect(BigFloat.withTernary(function, x, in: 53).value.isNaN)
      }
      #expect(BigFloat.withTernary(function, .powerOfTwo(1 << 14, in: 53), in: 53).value.isFinite)
    }
    for x in [largest, least, infinity, .nan(in: 2)] { #expect(x.rational == nil) }
    #expect(
      largest.double() == .infinity && least.double() == 0 && largest.float(rounding: .down) == .greatestFiniteMagnitude
    )
    #expect(
      largest.rounded(to: .binary16) == infinity && least.rounded(to: .binary16, rounding: .up).double() == 0x1p-24)
    #expect(least.rounded(to: .binary32) == zero && (-least).rounded(to: .binary32).hasMinusSign)
    #expect(BigFloat.powerOfTwo(.max, in: 2) == infinity && BigFloat.powerOfTwo(.min, in: 2) == zero)
    #expect(one.scaled(byPowerOfTwo: .max) == infinity && one.scaled(byPowerOfTwo: .min) == zero)
    for function in BigFloat.UnaryFunction.allCases {
      for x in [largest, -largest, least, -least, one, -one] {
        for mode in RoundingMode.allCases {
          let result = BigFloat.withTernary(function, x, in: 53, rounding: mode)
          #expect(result.value.precision == 53 && (!result.value.isNaN || result.isExact), "\(function)(\(x)) \(mode)")
        }
      }
    }
  }

  @Test("Parts of a number")
  func parts() {
    let x = BigFloat(-6, in: 53)
    #expect(x.exponent == 3 && x.significantBits == 2 && x.signum == -1 && x.hasMinusSign && x.isInteger)
    #expect(x.ulp == .powerOfTwo(-50, in: 53) && x.nextUp - x == x.ulp && x - x.nextDown == x.ulp)
    #expect(x.rational == -6 && x.compare(to: Rational(-13, 2)) == 1 && x.compare(to: -6) == 0)
    #expect(x.compare(to: .undefined) == nil && BigFloat.nan(in: 2).compare(to: 0) == nil)
    #expect(BigFloat(0, in: 53).exponent == .min && BigFloat.infinity(in: 53).exponent == .max)
    #expect(
      x.hashValue == x.rounded(to: 500).hashValue && x == x.rounded(to: 500) && x.rounded(to: 500).precision == 500)
    #expect(BigFloat(0, in: 53).hashValue == BigFloat(-0.0, in: 1000).hashValue)
    #expect((x + BigFloat(1, in: 100)).precision == 100 && Precision(bits: -5).bits == 2)
    #expect(BigFloat(.max, in: 63).rational == Rational(.max) && BigFloat(.min, in: 2).rational == Rational(.min))
    var y = x
    #expect(y.formSum(x, BigFloat(Rational(1, 3), in: 200), rounding: .up) > 0 && y.precision == 53 && x.rational == -6)
    #expect(y == .add(x, BigFloat(Rational(1, 3), in: 200), in: 53, rounding: .up))
    let old = y
    #expect(y.formProduct(y, y) != 0 && y == old * old)
    #expect(y.formQuotient(x, x) == 0 && y.rational == 1 && y.formDifference(x, x) == 0 && y.isZero)
    #expect(y.form(.exp, x) != 0 && y == .exp(x))
  }
}
