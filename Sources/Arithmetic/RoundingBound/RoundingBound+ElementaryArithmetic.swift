import RealModule

// f at an argument x that is computed with an error A, and whose value v has an error F: both move f by at most the
// largest slope |f'| on [v - r, v + r], r = A + F, times the error. The slopes are upper bounds by a factor 1 + 2^-40,
// far more than the platform's functions and the rounding of their arguments need. In `Double` functions are taken to
// be accurate to four units in the last place, 8 * 2^-53.
extension RoundingBound: RealElementaryArithmetic {
  private static var slack: Double { 1 + 0x1p-40 }

  /// r: how far the exact and the computed argument can be from `value`.
  private var reach: Double { ((bound() + valueError) * RoundingTerms.inflation) }
  private var leastMagnitude: Double { max((abs(value) - reach) * (1 - 0x1p-50), 0) }
  private var greatestMagnitude: Double { (abs(value) + reach) * (1 + 0x1p-50) }
  private static func undefined(_ context: FloatModel) -> Self { Self(parts: .undefined, in: context) }

  /// The image of x: one term.
  ///
  /// - Parameters:
  ///   - value: f(v).
  ///   - slope: the largest slope on [v - r, v + r].
  ///   - argument: what the error per argument is multiplied with.
  private static func image(
    _ function: RoundedFunction, of x: Self, value: Double, slope: Double, argument: Double? = nil,
    additionalUnderflow: Double = 0
  ) -> Self {
    let error = x.bound()
    // An underflow of the slope itself is covered.
    let slope = slope * slack + 0x1p-1000
    return image(
      function, value: value, valueSpread: slope * x.valueError, spread: slope * error,
      argument: argument ?? x.greatestMagnitude, additionalUnderflow: additionalUnderflow, in: x.context)
  }

  /// One term near `value`, which the value's error moves by `valueSpread`, and the argument's error by `spread`.
  private static func image(
    _ function: RoundedFunction, value: Double, valueSpread: Double, spread: Double, argument: Double,
    additionalUnderflow: Double = 0, in context: FloatModel
  ) -> Self {
    let errors = context.functions[function]
    let valueError = (valueSpread + 0x1p-50 * abs(value)) * RoundingTerms.inflation + RoundingTerms.tiny
    let size = (abs(value) + valueError) * RoundingTerms.inflation
    let units = (errors.relative + errors.relativePerArgument * argument) * (size + spread) + errors.absolute
    let underflow = context.underflow(of: function) + additionalUnderflow
    let error = (spread + context.unitRoundoff * units + underflow) * RoundingTerms.inflation
    guard size + error <= context.largest else { return undefined(context) }
    return Self(
      parts: RoundingTerms(value: value, valueError: valueError, magnitude: size, error: error, terms: 1), in: context)
  }

  /// Undefined where x may be computed as less than 0; exactly 0 at 0. Slope: 1/(2 sqrt(v - r)).
  public static func sqrt(_ x: Self) -> Self {
    if x.parts.terms == 0 { return x }
    guard x.value > 0, x.leastMagnitude > 0 else { return undefined(x.context) }
    return image(.sqrt, of: x, value: Double.sqrt(x.value), slope: 0.5 / Double.sqrt(x.leastMagnitude))
  }

  /// e^x: the errors b of the argument move it by e^x (e^b - 1).
  public static func exp(_ x: Self) -> Self {
    let context = x.context
    let result = RoundingTerms.exponential(
      x.parts, context.functions[.exp], underflow: context.underflow(of: .exp), .init(context))
    return Self(parts: result.isWithin(context.largest) ? result : .undefined, in: context)
  }

  /// Slope: e^(v + r).
  public static func expMinusOne(_ x: Self) -> Self {
    image(.expMinusOne, of: x, value: Double.expMinusOne(x.value), slope: Double.exp(x.value + x.reach))
  }

  /// Undefined where x may be computed as 0. Slope: 1/(v - r).
  public static func log(_ x: Self) -> Self {
    guard x.value > 0, x.leastMagnitude > 0 else { return undefined(x.context) }
    return image(.log, of: x, value: Double.log(x.value), slope: 1 / x.leastMagnitude)
  }

  /// Undefined where x may be computed as -1. Slope: 1/(1 + v - r).
  public static func log(onePlus x: Self) -> Self {
    // 1 + (v - r) has roundings of at most 2^-53 of each of its parts.
    let least = 1 + (x.value - x.reach) - 0x1p-50 * (1 + x.greatestMagnitude)
    guard least > 0 else { return undefined(x.context) }
    return image(.logOnePlus, of: x, value: Double.log(onePlus: x.value), slope: 1 / least)
  }

  /// x^y = e^L for L = y log x, x > 0; 1 for y exactly 0, 0 for x exactly 0 and y > 0, else undefined.
  ///
  /// The error of L is at most |log x| b + (|y| + b) a/(v - r) for errors a of x and b of y; it moves e^L by e^L
  /// (e^error - 1).
  public static func pow(_ x: Self, _ y: Self) -> Self {
    if y.parts.terms == 0 { return Self(1, in: x.context) }
    if x.parts.terms == 0, y.value > y.reach { return x }
    guard x.value > 0, x.leastMagnitude > 0 else { return undefined(x.context) }
    let value = Double.pow(x.value, y.value)
    let logarithm = Double.log(x.value)
    let largest = (abs(logarithm) + x.reach / x.leastMagnitude) * slack
    func spread(_ a: Double, _ b: Double) -> Double {
      (largest * b + y.greatestMagnitude * a / x.leastMagnitude) * slack
    }
    let valueGrowth = RoundingTerms.exponentialGrowth(spread(x.valueError, y.valueError))
    let growth = RoundingTerms.exponentialGrowth(spread(x.bound(), y.bound()))
    // What underflows is at most the least normal number, and may grow from there.
    let base = max(value, .leastNormalMagnitude)
    let size = base * slack * (1 + valueGrowth)
    return image(
      .pow, value: value, valueSpread: base * slack * valueGrowth, spread: size * slack * growth,
      argument: largest * y.greatestMagnitude, in: x.context)
  }

  /// Slope: at most 1, and |cos v| + r.
  public static func sin(_ x: Self) -> Self {
    image(.sin, of: x, value: Double.sin(x.value), slope: min(1, abs(Double.cos(x.value)) + x.reach))
  }

  /// Slope: at most 1, and |sin v| + r.
  public static func cos(_ x: Self) -> Self {
    image(.cos, of: x, value: Double.cos(x.value), slope: min(1, abs(Double.sin(x.value)) + x.reach))
  }

  /// Undefined where a pole may be reached. Slope: 1/cos^2, and |cos| >= |cos v| - r.
  public static func tan(_ x: Self) -> Self {
    let least = abs(Double.cos(x.value)) - x.reach - 0x1p-50
    guard least > 0 else { return undefined(x.context) }
    return image(.tan, of: x, value: Double.tan(x.value), slope: 1 / (least * least))
  }

  /// Slope: cosh(|v| + r).
  public static func sinh(_ x: Self) -> Self {
    image(.sinh, of: x, value: Double.sinh(x.value), slope: Double.cosh(x.greatestMagnitude))
  }

  /// Slope: sinh(|v| + r).
  public static func cosh(_ x: Self) -> Self {
    image(.cosh, of: x, value: Double.cosh(x.value), slope: Double.sinh(x.greatestMagnitude))
  }

  /// Slope: 1/cosh^2 at the least |x|.
  public static func tanh(_ x: Self) -> Self {
    let growth = Double.cosh(x.leastMagnitude)
    return image(.tanh, of: x, value: Double.tanh(x.value), slope: 1 / growth / growth)
  }

  /// Slope: sigmoid(v + r).
  public static func softplus(_ x: Self) -> Self {
    image(.softplus, of: x, value: Double.softplus(x.value), slope: Double.sigmoid(x.value + x.reach))
  }

  /// Slope: 1/(2 cosh(x/2))^2 at the least |x|. Where e^-x may overflow, 1/(1 + e^-x) is computed as 0.
  public static func sigmoid(_ x: Self) -> Self {
    let growth = 2 * Double.cosh(x.leastMagnitude / 2)
    let largest = x.context.largest
    return image(
      .sigmoid, of: x, value: Double.sigmoid(x.value), slope: 1 / growth / growth,
      additionalUnderflow: x.value - x.reach < 1 - Double.log(largest) ? 3 / largest : 0)
  }

  /// Slope: 1/(1 + x^2) at the least |x|.
  public static func atan(_ x: Self) -> Self {
    let least = x.leastMagnitude
    return image(.atan, of: x, value: Double.atan(x.value), slope: 1 / (1 + least * least))
  }

  /// The angle moves by d/s where (x, y) moves by d and stays at least s away from 0. Undefined where that may be 0, or
  /// where the negative real axis may be crossed.
  public static func atan2(y: Self, x: Self) -> Self {
    let reach = (x.reach + y.reach) * slack
    let least = Swift.max(abs(x.value), abs(y.value)) - reach
    let mayCross = x.value - x.reach < 0 && y.reach > 0 && abs(y.value) <= y.reach
    guard least > 0, !mayCross else { return undefined(x.context) }
    func spread(_ a: Double, _ b: Double) -> Double { (a + b) / least * slack + RoundingTerms.tiny }
    return image(
      .atan2, value: Double.atan2(y: y.value, x: x.value), valueSpread: spread(x.valueError, y.valueError),
      spread: spread(x.bound(), y.bound()), argument: 0, in: x.context)
  }

  /// The circle constant, rounded to the format.
  public static func pi(in context: FloatModel) -> Self {
    // Double.pi is off by less than 2^-52.
    Self(Double.pi, error: context.unitRoundoff * 3.1416, valueError: 0x1p-52, in: context)
  }
}
