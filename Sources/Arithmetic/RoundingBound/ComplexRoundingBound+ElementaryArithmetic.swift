import RealModule

// f at an argument z whose value is v, within r of which lie the exact and the computed argument: an analytic function
// moves by at most the largest |f'| on the disc about v of radius r, times the error.
//
// The functions of `Complex` are made of real functions, each off by a unit roundoff or so, and have errors of so many
// units; where the real functions are off by q units, those errors are at most q times as large. In `Double` the factor
// 4 makes them units in the last place of the platform's functions.
extension ComplexRoundingBound: ElementaryArithmetic {
  private typealias Value = Complex<Double>
  private static var slack: Double { 1 + 0x1p-40 }

  private var value: Value { Complex(parts.real, parts.imaginary) }
  private var reach: Double { (bound() + valueError) * RoundingTerms.inflation }
  private static func undefined(_ context: FloatModel) -> Self { Self(parts: .undefined, in: context) }
  private static func size(_ z: Value) -> Double { Double.hypot(z.real, z.imaginary) }

  /// The image of z: one term.
  ///
  /// - Parameters:
  ///   - value: f(v).
  ///   - slope: the largest slope.
  ///   - units: the error of f made of real functions with errors of one unit.
  ///   - functions: the real functions that f is made of.
  private static func image(
    of z: Self, value: Value, slope: Double, units: Double, _ functions: RoundedFunction...
  ) -> Self {
    let slope = slope * slack + 0x1p-1000
    return image(
      value: value, valueSpread: slope * z.valueError, spread: slope * z.bound(), units: units, functions,
      argument: size(z.value) + z.reach, in: z.context)
  }

  private static func image(
    value: Value, valueSpread: Double, spread: Double, units: Double, _ functions: [RoundedFunction], argument: Double,
    in context: FloatModel
  ) -> Self {
    let errors = functions.map { context.functions[$0] }
    let worst = errors.reduce(1) { max($0, $1.relative + $1.relativePerArgument * argument) } * units
    let absolute = errors.reduce(0) { max($0, $1.absolute) } * units * context.unitRoundoff
    // Errors of higher order: (1 + q u)^units - 1.
    let roundoff = RoundingTerms.exponentialGrowth(worst * context.unitRoundoff)
    let modulus = size(value)
    let valueError = (valueSpread + 4 * units * 0x1p-53 * modulus) * slack + RoundingTerms.tiny
    let magnitude = (modulus + valueError) * RoundingTerms.inflation
    let underflow = 2 * functions.reduce(context.underflow) { max($0, context.underflow(of: $1)) }
    // The real parts of which a component is made are at most as large as f, up to an absolute error's share.
    let error = (spread + roundoff * (magnitude + spread) + absolute * (1 + magnitude) + underflow) * slack
    guard magnitude + error <= context.largest else { return undefined(context) }
    return Self(
      parts: ComplexRoundingTerms(
        real: value.real, imaginary: value.imaginary, valueError: valueError, magnitude: magnitude, error: error,
        terms: 1),
      in: context)
  }

  /// e^x (cos y + i sin y): the errors b of the argument move it by |e^z| (e^b - 1); 3 units.
  public static func exp(_ z: Self) -> Self {
    let value = Complex.exp(z.value)
    let power = Double.exp(z.parts.real) * slack
    let valueGrowth = RoundingTerms.exponentialGrowth(z.valueError)
    let growth = RoundingTerms.exponentialGrowth(z.bound())
    return image(
      value: value, valueSpread: power * valueGrowth, spread: power * (1 + valueGrowth) * growth * slack, units: 3,
      [.exp, .sin, .cos], argument: size(z.value) + z.reach, in: z.context)
  }

  /// Slope: e^(x + r).
  public static func expMinusOne(_ z: Self) -> Self {
    image(
      of: z, value: Complex.expMinusOne(z.value), slope: Double.exp(z.parts.real + z.reach), units: 6,
      .exp, .expMinusOne, .sin, .cos)
  }

  /// Whether z may lie on the negative real axis, without being known to be there, or at 0.
  private var mayCrossBranch: Bool { parts.real - reach < 0 && reach > 0 && abs(parts.imaginary) <= reach }

  /// Slope: 1/(2 sqrt(|v| - r)).
  public static func sqrt(_ z: Self) -> Self {
    if z.parts.terms == 0 { return z }
    let least = size(z.value) * (1 - 0x1p-50) - z.reach
    guard least > 0, !z.mayCrossBranch else { return undefined(z.context) }
    return image(of: z, value: Complex.sqrt(z.value), slope: 0.5 / Double.sqrt(least), units: 8, .sqrt, .division)
  }

  /// Slope: 1/(|v| - r).
  public static func log(_ z: Self) -> Self {
    let least = size(z.value) * (1 - 0x1p-50) - z.reach
    guard least > 0, !z.mayCrossBranch else { return undefined(z.context) }
    return image(of: z, value: Complex.log(z.value), slope: 1 / least, units: 6, .log, .logOnePlus, .atan2, .division)
  }

  /// Slope: 1/(|1 + v| - r).
  public static func log(onePlus z: Self) -> Self {
    let shifted = 1 + z
    let least = size(1 + z.value) * (1 - 0x1p-48) - z.reach
    guard least > 0, !shifted.mayCrossBranch else { return undefined(z.context) }
    return image(
      of: z, value: Complex.log(onePlus: z.value), slope: 1 / least, units: 8, .log, .logOnePlus, .atan2, .division)
  }

  /// e^(w log z); 1 for w exactly 0, 0 for z exactly 0 and Re w > 0, else undefined at 0.
  public static func pow(_ z: Self, _ w: Self) -> Self {
    if w.parts.terms == 0 { return Self(1, in: z.context) }
    if z.parts.terms == 0 { return w.parts.real > w.reach ? z : undefined(z.context) }
    return exp(w * log(z))
  }

  /// Slope: |cos z| <= cosh(|y| + r).
  public static func sin(_ z: Self) -> Self {
    image(of: z, value: Complex.sin(z.value), slope: z.growth(z.parts.imaginary), units: 3, .sin, .cos, .sinh, .cosh)
  }
  /// Slope: |sin z| <= cosh(|y| + r).
  public static func cos(_ z: Self) -> Self {
    image(of: z, value: Complex.cos(z.value), slope: z.growth(z.parts.imaginary), units: 3, .sin, .cos, .sinh, .cosh)
  }
  /// Slope: |cosh z| <= cosh(|x| + r).
  public static func sinh(_ z: Self) -> Self {
    image(of: z, value: Complex.sinh(z.value), slope: z.growth(z.parts.real), units: 3, .sin, .cos, .sinh, .cosh)
  }
  /// Slope: |sinh z| <= cosh(|x| + r).
  public static func cosh(_ z: Self) -> Self {
    image(of: z, value: Complex.cosh(z.value), slope: z.growth(z.parts.real), units: 3, .sin, .cos, .sinh, .cosh)
  }
  private func growth(_ component: Double) -> Double { Double.cosh(abs(component) + reach) }

  /// -i tanh(i z).
  public static func tan(_ z: Self) -> Self {
    let i = Self(RoundingBound(0, in: z.context), RoundingBound(1, in: z.context))
    let rotated = tanh(i.rotating(z))
    return (-i).rotating(rotated)
  }

  /// z times i or -i, which is exact.
  private func rotating(_ z: Self) -> Self {
    var result = z
    (result.parts.real, result.parts.imaginary) =
      (-parts.imaginary * z.parts.imaginary, parts.imaginary * z.parts.real)
    return result
  }

  /// Slope: 1/|cosh z|^2, and |cosh z| >= |cosh v| - r cosh(|x| + r). Undefined where a pole may be reached.
  public static func tanh(_ z: Self) -> Self {
    let least = size(Complex.cosh(z.value)) * (1 - 0x1p-44) - z.reach * z.growth(z.parts.real) * slack
    guard least > 0 else { return undefined(z.context) }
    return image(
      of: z, value: Complex.tanh(z.value), slope: 1 / least / least, units: 11, .tanh, .sin, .cos, .cosh, .division)
  }

  /// |1 + e^z| is at least |1 + e^v| - |e^v| (e^r - 1).
  private func leastPole(negated: Bool) -> Double {
    let z = negated ? -value : value
    let power = Complex.exp(z)
    let modulus = Self.size(power)
    return Self.size(1 + power) - (1 + modulus) * 0x1p-48
      - modulus * RoundingTerms.exponentialGrowth(reach) * Self.slack
  }

  /// Slope: sigmoid, for x > 0 1/|1 + e^-z|, else e^x/|1 + e^z|. Near the poles of the slope errors are as much larger.
  public static func softplus(_ z: Self) -> Self {
    let isRight = z.parts.real > 0
    let least = z.leastPole(negated: isRight)
    guard least > 0, !z.mayReachBranchOfSoftplus else { return undefined(z.context) }
    return image(
      of: z, value: Complex.softplus(z.value), slope: (isRight ? 1 : Double.exp(z.parts.real + z.reach)) / least,
      units: 12 / min(1, least), .exp, .log, .logOnePlus, .sin, .cos, .atan2)
  }

  /// Whether 1 + e^z may be negative, where the logarithm jumps: Im z an odd multiple of pi, Re z > 0.
  private var mayReachBranchOfSoftplus: Bool {
    let (x, y) = (parts.real, parts.imaginary)
    let nearest = Double.pi * (2 * ((y / .pi - 1) / 2).rounded() + 1)
    // The multiple of pi and the difference are off by a few units in the last place.
    let distance = abs(y - nearest) - 0x1p-50 * (1 + abs(y))
    return x + reach > 0 && distance <= reach
  }

  /// Slope: |sigmoid(z) sigmoid(-z)| = e^-|x| / |1 + e^-z|^2 for x > 0, with e^z for x < 0. Near the poles errors are
  /// as much larger.
  public static func sigmoid(_ z: Self) -> Self {
    let least = z.leastPole(negated: z.parts.real > 0)
    guard least > 0 else { return undefined(z.context) }
    return image(
      of: z, value: Complex.sigmoid(z.value), slope: Double.exp(z.reach - abs(z.parts.real)) / least / least,
      units: 15 / min(1, least), .exp, .sin, .cos, .division)
  }
}
