/// The numbers that a ``ComplexRoundingBound`` carries, and the rules for sums, products and quotients.
///
/// Errors and magnitudes are moduli. A term contributes at most `terms` real numbers to each component, which are added
/// in any order: the products of the parts of two factors are two, so that it does not matter whether a kernel forms
/// a c - b d before it adds it to something, or adds a c and then - b d, fused or not.
///
/// What is said at ``RoundingTerms`` of roundings and underflow in `Double` holds here too.
struct ComplexRoundingTerms {
  var real: Double
  var imaginary: Double
  /// F: at least |value - x|.
  var valueError: Double
  /// M: at least |x|, and the sum of the absolute values of the real numbers that make up a component.
  var magnitude: Double
  /// E: at least the modulus of the two sums of the errors of these numbers.
  var error: Double
  /// n: the numbers in a component; 0 for the exact 0.
  var terms: Double

  typealias Rounding = RoundingTerms.Rounding
  static var inflation: Double { RoundingTerms.inflation }
  static var tiny: Double { RoundingTerms.tiny }
  /// At least the square root of 2.
  static var root: Double { 1.4142135623730952 }

  static var undefined: Self {
    Self(real: .nan, imaginary: .nan, valueError: .nan, magnitude: .nan, error: .nan, terms: 1)
  }

  /// At least the modulus of the value.
  var size: Double { Double.hypot(real, imaginary) * inflation }
  private var inflation: Double { Self.inflation }

  /// The exact number, and a real one: a factor with which a component of the other is multiplied once.
  private var isExactlyReal: Bool { imaginary == 0 && valueError == 0 && error == 0 && terms <= 1 }

  /// A: at least |computed - x|. Each component has at most k additions, and so, as in ``RoundingTerms``, an error of
  /// at most (M + E')((1 + u)^k - 1) on top of that of its numbers; the two together sqrt(2) times that.
  @inline(__always) func total(_ rounding: Rounding, additionalDepth depth: Double = 0) -> Double {
    let additions = terms - 1 + depth
    guard additions > 0 else { return error }
    let inner = error + Self.root * additions * rounding.sumUnderflow
    return (inner + Self.root * ((magnitude + inner) * rounding.growth(additions))) * inflation
  }

  @inline(__always) func formed(_ rounding: Rounding) -> Self {
    var result = self
    result.error = total(rounding)
    result.terms = min(terms, 1)
    return result
  }

  @inline(__always) static prefix func - (x: Self) -> Self {
    var result = x
    (result.real, result.imaginary) = (-x.real, -x.imaginary)
    return result
  }

  @inline(__always) static func sum(_ x: Self, _ y: Self) -> Self {
    let (real, realError) = twoSum(x.real, y.real)
    let (imaginary, imaginaryError) = twoSum(x.imaginary, y.imaginary)
    return Self(
      real: real, imaginary: imaginary,
      valueError: (x.valueError + y.valueError + (abs(realError) + abs(imaginaryError))) * inflation,
      magnitude: (x.magnitude + y.magnitude) * inflation, error: (x.error + y.error) * inflation,
      terms: x.terms + y.terms)
  }

  /// x y with two products in each component. With |computed x| <= Mx + Ax and |computed y| <= My + Ay they sum up to
  /// at most (Mx + Ax)(My + Ay) in absolute value (Cauchy and Schwarz), so that their roundings come to u times that in
  /// each component, sqrt(2) u in all; the errors of the factors bring Mx Ay + Ax (My + Ay) as for real numbers, the
  /// underflow two eta in each component. A product with an exact real number has one product in each component, and u
  /// in all.
  ///
  /// In `Double` a component has two products and a sum, an error of at most 2 v (1 + v) |x||y|, and sqrt(2) times
  /// that.
  @inline(__always) static func product(_ x: Self, _ y: Self, _ rounding: Rounding) -> Self {
    let (errorOfX, errorOfY) = (x.total(rounding), y.total(rounding))
    let reachOfY = y.magnitude + errorOfY
    let isReal = x.isExactlyReal || y.isExactlyReal
    let terms: Double = x.terms > 0 && y.terms > 0 ? (isReal ? 1 : 2) : 0
    let unit = isReal ? rounding.unit : root * rounding.unit
    let real = x.real * y.real - x.imaginary * y.imaginary
    let imaginary = x.real * y.imaginary + x.imaginary * y.real
    let (sizeOfX, sizeOfY) = (x.size, y.size)
    return Self(
      real: real, imaginary: imaginary,
      valueError: (sizeOfX * y.valueError + x.valueError * (sizeOfY + y.valueError) + 0x1.7p-52 * (sizeOfX * sizeOfY))
        * inflation + terms * tiny,
      magnitude: x.magnitude * y.magnitude * inflation + terms * tiny,
      error: (x.magnitude * errorOfY + errorOfX * reachOfY + unit * ((x.magnitude + errorOfX) * reachOfY)
        + 2 * terms * rounding.underflow) * inflation,
      terms: terms)
  }

  /// x / y, with the bound of `roundoff` on the relative error of its evaluation, normwise: one term. As for real
  /// numbers.
  ///
  /// In `Double` the value is formed by Smith's method, whose error is at most 6 v to first order.
  static func quotient(_ x: Self, _ y: Self, roundoff: Double, _ rounding: Rounding) -> Self {
    let (errorOfX, errorOfY) = (x.total(rounding), y.total(rounding))
    let floor = (y.size * (1 - 0x1p-48) - y.valueError) * (2 - inflation)
    let computedFloor = (floor - errorOfY) * (2 - inflation)
    guard computedFloor > 0 else { return undefined }
    let terms: Double = x.terms > 0 ? 1 : 0
    let value = Complex(x.real, x.imaginary) / Complex(y.real, y.imaginary)
    let size = Double.hypot(value.real, value.imaginary) * inflation
    let magnitude = x.magnitude / floor
    return Self(
      real: value.real, imaginary: value.imaginary,
      valueError: ((x.valueError + size * y.valueError + terms * tiny) / floor + 0x1p-50 * size) * inflation
        + terms * tiny,
      magnitude: magnitude * inflation + terms * tiny,
      error: (magnitude * (errorOfY / computedFloor) + errorOfX / computedFloor
        + roundoff * ((x.magnitude + errorOfX) / computedFloor)
        + terms * (2 * rounding.underflow + tiny / computedFloor)) * inflation,
      terms: terms)
  }
}
