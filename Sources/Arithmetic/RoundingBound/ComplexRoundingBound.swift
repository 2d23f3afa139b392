/// The a-priori rounding error of a complex float computation: ``RoundingBound`` with moduli.
///
/// Carried are the value, M >= sum_i |t_i|, the error E of the terms, as a modulus, and the number of real numbers that
/// make up a component. A product grows M by the modulus of the factor: a scan with |a| = 1 keeps it, where rectangles,
/// `Complex<RoundingBound>`, would let it grow by |Re a| + |Im a| a step.
///
/// A product is computed with four real products and two sums, in any order and fused or not, also with the sum to
/// which it is added; not with three products (Gauss). Its error is then at most 2 sqrt(2) u |x||y| to first order,
/// sqrt(2) of it counted when the sum is formed; alone and unfused it is known to be below sqrt(5) u |x||y|.
///
/// - Source: Brent, Percival and Zimmermann, "Error bounds on complex floating-point multiplication", Math. Comp. 76,
///   2007, for sqrt(5); Higham, "Accuracy and Stability of Numerical Algorithms", 2002, lemma 3.5, for 2 sqrt(2).
public struct ComplexRoundingBound: ComplexArithmetic {
  public typealias Real = RoundingBound

  var parts: ComplexRoundingTerms
  public let context: FloatModel

  init(parts: ComplexRoundingTerms, in context: FloatModel) {
    self.parts = parts
    self.context = context
  }

  /// real + i imaginary: each component has at most as many numbers as the longer sum.
  public init(_ real: RoundingBound, _ imaginary: RoundingBound) {
    let (x, y) = (real.parts, imaginary.parts)
    func modulus(_ x: Double, _ y: Double) -> Double {
      // An exact modulus stays so: a real number is one.
      x == 0 || y == 0 ? x + y : Double.hypot(x, y) * RoundingTerms.inflation
    }
    self.init(
      parts: ComplexRoundingTerms(
        real: x.value, imaginary: y.value, valueError: modulus(x.valueError, y.valueError),
        magnitude: modulus(x.magnitude, y.magnitude), error: modulus(x.error, y.error), terms: max(x.terms, y.terms)),
      in: real.context)
  }

  /// A single term with a known error, a modulus: see ``RoundingBound/init(_:magnitude:error:valueError:in:)``.
  public init(
    real: Double, imaginary: Double, magnitude: Double = 0, error: Double, valueError: Double = 0,
    in context: FloatModel
  ) {
    let size = Double.hypot(real, imaginary) * RoundingTerms.inflation
    let modulus = RoundingBound(size, magnitude: magnitude, error: error, valueError: valueError, in: context).parts
    self.init(
      parts: ComplexRoundingTerms(
        real: modulus.value.isNaN ? .nan : real, imaginary: imaginary, valueError: modulus.valueError,
        magnitude: modulus.magnitude, error: modulus.error, terms: modulus.terms),
      in: context)
  }

  public init(_ value: Int, in context: FloatModel) {
    self.init(RoundingBound(value, in: context), RoundingBound(0, in: context))
  }
  public init(_ value: Double, in context: FloatModel) {
    self.init(RoundingBound(value, in: context), RoundingBound(0, in: context))
  }
  public init(_ value: Rational, in context: FloatModel) {
    self.init(RoundingBound(value, in: context), RoundingBound(0, in: context))
  }

  /// The real part: its error and its magnitude are those of the complex number.
  public var real: RoundingBound { component(parts.real) }
  /// The imaginary part: its error and its magnitude are those of the complex number.
  public var imaginary: RoundingBound { component(parts.imaginary) }

  private func component(_ value: Double) -> RoundingBound {
    RoundingBound(
      parts: RoundingTerms(
        value: value, valueError: parts.valueError, magnitude: parts.magnitude, error: parts.error, terms: parts.terms),
      in: context)
  }

  /// M, sum_i |t_i|.
  public var magnitudeSum: Double { parts.magnitude }
  /// An upper bound of |value - exact|.
  public var valueError: Double { parts.valueError < .infinity ? parts.valueError : .infinity }

  /// An upper bound of |computed - exact|; infinite where nothing can be said. See
  /// ``RoundingBound/bound(additionalDepth:)``.
  public func bound(additionalDepth: Int = 0) -> Double {
    let total = parts.total(.init(context), additionalDepth: Double(additionalDepth))
    return isDefined && total < .infinity ? total : .infinity
  }

  public var isDefined: Bool {
    parts.real.isFinite && parts.imaginary.isFinite && parts.valueError < .infinity && parts.magnitude < .infinity
      && parts.error < .infinity
  }

  /// By value.
  public func isEqual(to other: Self) -> Truth {
    real.isEqual(to: other.real) && imaginary.isEqual(to: other.imaginary)
  }
  /// "(x, y) +/- bound".
  public var description: String { "(\(parts.real), \(parts.imaginary)) +/- \(bound())" }
}

extension ComplexRoundingBound {
  public static prefix func - (x: Self) -> Self { Self(parts: -x.parts, in: x.context) }
  public static func + (x: Self, y: Self) -> Self { Self(parts: .sum(x.parts, y.parts), in: x.context) }
  public static func - (x: Self, y: Self) -> Self { x + -y }

  /// Two numbers in each component.
  public static func * (x: Self, y: Self) -> Self {
    Self(parts: .product(x.parts, y.parts, .init(x.context)), in: x.context)
  }

  /// One term, computed by Smith's method or as x conj(y) / |y|^2. Undefined where y may be computed as 0.
  ///
  /// With q u the error of a real quotient, q >= 1: in Smith's method the numerator is off by at most (1 + (2 + q)
  /// r)/sqrt(1 + r^2) <= (3 + q)/sqrt(2), the divisor by (1 + (2 + q) r^2)/(1 + r^2) <= (3 + q)/2, the quotient by q;
  /// in the other the product by 2 sqrt(2), |y|^2 by 2, the quotient by q, which is less. Higher orders are those of c
  /// u/(1 - c u) for the sum c.
  public static func / (x: Self, y: Self) -> Self {
    let quotient = max(x.context.functions[.division].relative, 1)
    let units = (1.208 * (3 + quotient) + quotient) * x.context.unitRoundoff
    return Self(
      parts: .quotient(x.parts, y.parts, roundoff: units < 1 ? units / (1 - units) : .infinity, .init(x.context)),
      in: x.context)
  }

  public var conjugate: Self {
    var result = self
    result.parts.imaginary = -parts.imaginary
    return result
  }

  /// x^2 + y^2, two terms that make up |z|^2, each with one rounding.
  public var squaredMagnitude: RoundingBound {
    let z = parts
    let error = z.total(.init(context))
    let size = z.magnitude + error
    let value = z.real * z.real + z.imaginary * z.imaginary
    let terms: Double = z.terms > 0 ? 2 : 0
    return RoundingBound(
      parts: RoundingTerms(
        value: value,
        valueError: (z.valueError * (2 * z.size + z.valueError) + 0x1p-51 * value) * RoundingTerms.inflation
          + terms * RoundingTerms.tiny,
        magnitude: z.magnitude * z.magnitude * RoundingTerms.inflation + terms * RoundingTerms.tiny,
        error: (error * (z.magnitude + size) + context.unitRoundoff * (size * size) + terms * context.underflow)
          * RoundingTerms.inflation,
        terms: terms),
      in: context)
  }

  /// |z|: the square root of |z|^2, or m sqrt(1 + (s/m)^2) for the larger and the smaller component.
  ///
  /// The latter is off by the errors of the root, of half the sum (a quotient and a rounding, twice, and the sum), and
  /// of the product: at most root + quotient + 3, which covers the former too.
  public var magnitude: RoundingBound {
    guard parts.terms > 0 else { return RoundingBound(0, in: context) }
    let z = parts.formed(.init(context))
    let functions = context.functions
    let units = (functions[.sqrt].relative + functions[.division].relative + 3) * context.unitRoundoff
    let roundoff = units < 1 ? units / (1 - units) : .infinity
    let value = Double.hypot(z.real, z.imaginary)
    return RoundingBound(
      parts: RoundingTerms(
        value: value, valueError: (z.valueError + 0x1p-50 * value) * RoundingTerms.inflation + RoundingTerms.tiny,
        magnitude: z.magnitude,
        error: (z.error + roundoff * (z.magnitude + z.error) + 2 * context.underflow) * RoundingTerms.inflation,
        terms: 1),
      in: context)
  }

  /// A cast of both components: see ``RoundingBound/rounded(to:)``.
  public func rounded(to format: FloatModel) -> Self {
    if context.isContained(in: format) || parts.terms == 0 { return self }
    var result = parts.formed(.init(context))
    if result.error == 0, valueError == 0, format.holds(result.real), format.holds(result.imaginary) { return self }
    let size = (min(result.magnitude, result.size + result.valueError) + result.error) * RoundingTerms.inflation
    guard size <= format.largest else { return Self(parts: .undefined, in: context) }
    result.error = (result.error + format.unitRoundoff * size + 2 * format.underflow) * RoundingTerms.inflation
    return Self(parts: result, in: context)
  }

  /// The computed number, cast to another format in which the computation goes on.
  public init(_ x: Self, in context: FloatModel) {
    let isSame = x.context == context
    self.init(parts: isSame ? x.parts : x.rounded(to: context).parts.formed(.init(x.context)), in: context)
  }
}
