/// The numbers that a ``RoundingBound`` carries, and the rules for sums, products and quotients: the one place where
/// they are, for elements and for vectors.
///
/// The analysis itself runs in `Double`, rounded to nearest with unit roundoff v = 2^-53. Each result below is a sum of
/// products of numbers >= 0, none subtracted, with fewer than 14 roundings on any path, so that the factor `inflation`
/// = 1 + 16 v makes it an upper bound, as long as nothing underflows; for that eta (for the error) or `tiny` (for the
/// value and the magnitude) is added, 2^-1022 at least where products lose a few 2^-1075. Both are normal numbers, for
/// subnormal ones are slow.
struct RoundingTerms {
  /// The number x, evaluated in `Double`.
  var value: Double
  /// F: at least |value - x|.
  var valueError: Double
  /// M: at least sum_i |t_i|.
  var magnitude: Double
  /// E: at least sum_i |computed t_i - t_i|.
  var error: Double
  /// n, the number of terms: 0 for the exact 0, for which all the others are 0 too.
  var terms: Double

  static var inflation: Double { 1 + 0x1p-49 }
  static var tiny: Double { 0x1p-1020 }
  static var valueRoundoff: Double { 0x1p-53 }
  static var undefined: RoundingTerms {
    RoundingTerms(value: .nan, valueError: .nan, magnitude: .nan, error: .nan, terms: 1)
  }

  /// The rounding of a format: what the rules need of a ``FloatModel``.
  struct Rounding {
    let unit: Double
    let underflow: Double
    let sumUnderflow: Double

    @inline(__always) init(_ model: FloatModel) {
      unit = model.unitRoundoff
      underflow = model.underflow
      sumUnderflow = model.sumUnderflow
    }

    /// At least (1 + u)^k - 1 for k >= 0.
    @inline(__always) func growth(_ k: Double) -> Double { RoundingTerms.exponentialGrowth(k * unit) }
  }

  /// At least e^x - 1 for x >= 0: e^x <= (1 + x/2)/(1 - x/2) for x < 2, since log((1 + y)/(1 - y)) = 2 atanh y >= 2 y,
  /// and so e^x - 1 <= x/(1 - x/2), which exceeds it by x^2/12 of it. And (1 + u)^k <= e^(k u).
  @inline(__always) static func exponentialGrowth(_ x: Double) -> Double {
    x <= 0.5 ? x / (1 - 0.5 * x) * inflation : largeExponentialGrowth(x)
  }

  @inline(never) private static func largeExponentialGrowth(_ x: Double) -> Double {
    // The platform's function, with four units in the last place; x has a rounding of its own.
    Double.expMinusOne(x * inflation) * (1 + 0x1p-49)
  }

  /// A: at least |computed - x|, where the sum is formed in any order, or with `depth` more additions on each term's
  /// way.
  ///
  /// A term meets at most k = n - 1 + depth additions, each a factor 1 + d with |d| <= u, and each may lose s by a
  /// flush to 0, which is a further term. So with E' = E + k s the computed sum is sum_i (computed t_i)(1 + d_i) with
  /// |d_i| <= (1 + u)^k - 1 and sum_i |computed t_i| <= M + E', and is off by at most
  ///
  ///     E' + (M + E') ((1 + u)^k - 1) = (M + E') (1 + u)^k - M.
  @inline(__always) func total(_ rounding: Rounding, additionalDepth depth: Double = 0) -> Double {
    let additions = terms - 1 + depth
    guard additions > 0 else { return error }
    let inner = error + additions * rounding.sumUnderflow
    return (inner + (magnitude + inner) * rounding.growth(additions)) * Self.inflation
  }

  /// The sum as a single term: its additions are done here.
  @inline(__always) func formed(_ rounding: Rounding) -> Self {
    var result = self
    result.error = total(rounding)
    result.terms = min(terms, 1)
    return result
  }

  @inline(__always) static prefix func - (x: Self) -> Self {
    var result = x
    result.value = -x.value
    return result
  }

  /// Whether neither the number nor what is computed is larger than `largest`.
  @inline(__always) func isWithin(_ largest: Double) -> Bool { magnitude + error <= largest }

  /// The terms of both. The rounding error of the value is known exactly.
  @inline(__always) static func sum(_ x: Self, _ y: Self) -> Self {
    let (value, rounding) = twoSum(x.value, y.value)
    return Self(
      value: value, valueError: (x.valueError + y.valueError + abs(rounding)) * inflation,
      magnitude: (x.magnitude + y.magnitude) * inflation, error: (x.error + y.error) * inflation,
      terms: x.terms + y.terms)
  }

  /// One term x y, of magnitude Mx My. The computed factors are off by at most Ax and Ay, and |x| <= Mx, |y| <= My, so
  /// that the computed product is off by at most
  ///
  ///     Mx Ay + Ax (My + Ay) + u (Mx + Ax)(My + Ay) + eta = (Mx + Ax)(My + Ay)(1 + u) - Mx My + eta.
  ///
  /// The value is off by |x| Fy + Fx (|y| + Fy), and its rounding. A product with the exact 0 is the exact 0.
  @inline(__always) static func product(_ x: Self, _ y: Self, _ rounding: Rounding) -> Self {
    let (errorOfX, errorOfY) = (x.total(rounding), y.total(rounding))
    let reachOfY = y.magnitude + errorOfY
    let terms: Double = x.terms > 0 && y.terms > 0 ? 1 : 0
    let value = x.value * y.value
    return Self(
      value: value,
      valueError: (abs(x.value) * y.valueError + x.valueError * (abs(y.value) + y.valueError)
        + valueRoundoff * abs(value)) * inflation + terms * tiny,
      magnitude: x.magnitude * y.magnitude * inflation + terms * tiny,
      error: (x.magnitude * errorOfY + errorOfX * reachOfY + rounding.unit * ((x.magnitude + errorOfX) * reachOfY)
        + terms * rounding.underflow) * inflation,
      terms: terms)
  }

  /// One term x (1/y) with the rounding `roundoff`, in place of u. Undefined where y may be, or may be computed as, 0.
  ///
  /// With y0 a lower bound of |y|, and y0 - Ay > 0 one of |computed y|, 1/y has the magnitude 1/y0 and the error
  /// Ay/(y0 (y0 - Ay)), together 1/(y0 - Ay); the rule for products gives
  ///
  ///     Mx Ay/(y0 (y0 - Ay)) + Ax/(y0 - Ay) + roundoff (Mx + Ax)/(y0 - Ay) + eta.
  ///
  /// With q the quotient of the values, x/y - q = ((x - value x) - q (y - value y))/y.
  static func quotient(_ x: Self, _ y: Self, roundoff: Double, _ rounding: Rounding) -> Self {
    let (errorOfX, errorOfY) = (x.total(rounding), y.total(rounding))
    let floor = (abs(y.value) - y.valueError) * (2 - inflation)
    let computedFloor = (floor - errorOfY) * (2 - inflation)
    guard computedFloor > 0 else { return undefined }
    let terms: Double = x.terms > 0 ? 1 : 0
    let value = x.value / y.value
    let magnitude = x.magnitude / floor
    return Self(
      value: value,
      valueError: ((x.valueError + abs(value) * y.valueError + terms * tiny) / floor + valueRoundoff * abs(value))
        * inflation + terms * tiny,
      magnitude: magnitude * inflation + terms * tiny,
      error: (magnitude * (errorOfY / computedFloor) + errorOfX / computedFloor
        + roundoff * ((x.magnitude + errorOfX) / computedFloor) + terms * (rounding.underflow + tiny / computedFloor))
        * inflation,
      terms: terms)
  }

  /// One term e^x. With g(b) = e^b - 1: the computed argument moves e^x by e^x g(Ax) at most, the value's error by
  /// e^x g(Fx); the function's own error comes on top, and in `Double` four units in the last place.
  @inline(__always) static func exponential(
    _ x: Self, _ function: FunctionError, underflow: Double, _ rounding: Rounding
  ) -> Self {
    let error = x.total(rounding)
    let power = Double.exp(x.value)
    let spread = exponentialGrowth(x.valueError)
    let size = power * (1 + 0x1p-49) * (1 + spread)
    let growth = exponentialGrowth(error)
    let units = function.relative + function.relativePerArgument * (abs(x.value) + x.valueError + error)
    return Self(
      value: power, valueError: power * (spread + 0x1p-50) * (1 + 0x1p-48) + tiny,
      magnitude: size * inflation + tiny,
      error: (size * growth + rounding.unit * (units * (size * (1 + growth)) + function.absolute) + underflow)
        * inflation,
      terms: 1)
  }
}
