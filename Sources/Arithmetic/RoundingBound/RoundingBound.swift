/// The a-priori rounding error of a float computation: the error bound that any correct kernel for a definition meets,
/// in whatever order it adds, because the definition was evaluated in this arithmetic.
///
/// The value x is a sum of n = `terms` signed terms t_i, each computed with an error: sum_i |computed t_i - t_i| <= E.
/// Carried are M >= sum_i |t_i| (`magnitudeSum`), E and n, rounded up. The additions are not counted until the sum is
/// used, so that they may happen in any order: then, with the unit roundoff u,
///
///     |computed - x| <= (M + E)(1 + u)^(n-1) - M,   the `bound`.
///
/// A product of sums is one term, with M = Mx My and M + E = (Mx + Ax)(My + Ay)(1 + u), where Ax and Ay are the bounds
/// of the factors. So M + E is the definition evaluated on absolute values, with a factor 1 + u for each rounding:
/// multiplied out, a monomial m that meets k roundings contributes |m| ((1 + u)^k - 1). The bound therefore also covers
/// a computation that multiplies sums out, or forms products in another order, as long as no monomial meets more
/// roundings than in the definition. A parallel scan is such a computation, but for the additions of its tree of D
/// levels: it is entitled to `bound(additionalDepth: D)`. Fused products round less, and are covered.
///
/// M + E stays finite as long as (1 + u)^k times the decay of the definition does: a scan with decay a has a bound for
/// any length if a (1 + u)^2 < 1, in 16-bit formats too.
///
/// Functions map an argument's bound through the largest slope that they have there, and add their own error from the
/// table of the ``FloatModel``. Comparisons, and so branches, are by value; ``maximum(_:_:)`` and ``minimum(_:_:)``
/// hold for either order. Overflow is looked for where functions and casts are evaluated, and where it is possible the
/// result is undefined; for sums and products it is taken not to happen.
///
/// - Source: Higham, "Accuracy and Stability of Numerical Algorithms", 2002, sections 3.1, 3.4 and 4.2.
public struct RoundingBound: RealArithmetic {
  var parts: RoundingTerms
  public let context: FloatModel

  init(parts: RoundingTerms, in context: FloatModel) {
    self.parts = parts
    self.context = context
  }

  /// A single term with a known error: the computed number, one of the format, is within `error` of the exact one.
  ///
  /// - Parameters:
  ///   - value: the exact number, to within `valueError`.
  ///   - magnitude: at least its absolute value, and larger where it stands for a sum that a kernel may multiply out;
  ///     |value| + valueError where that is larger.
  public init(_ value: Double, magnitude: Double = 0, error: Double, valueError: Double = 0, in context: FloatModel) {
    guard value.isFinite, error >= 0, valueError >= 0, magnitude >= 0 else {
      self.init(parts: .undefined, in: context)
      return
    }
    let size = max(magnitude, (abs(value) + valueError) * RoundingTerms.inflation)
    self.init(
      parts: RoundingTerms(
        value: value, valueError: valueError, magnitude: valueError == 0 && magnitude == 0 ? abs(value) : size,
        error: error, terms: size == 0 && error == 0 ? 0 : 1),
      in: context)
  }

  /// An input: exact where the format holds it, else with one rounding. Undefined beyond the format's range.
  public init(_ value: Double, in context: FloatModel) {
    self.init(value, error: context.holds(value) ? 0 : Self.conversionError(value, context), in: context)
  }

  public init(_ value: Int, in context: FloatModel) {
    if abs(value) < 1 << 53 {
      self.init(Double(value), in: context)
    } else {
      self.init(Rational(value), in: context)
    }
  }

  /// A constant: exact where the format holds it, else with one rounding.
  public init(_ value: Rational, in context: FloatModel) {
    let nearest = value.double()
    if nearest.isFinite && Rational(exactly: nearest) == value {
      self.init(nearest, in: context)
    } else {
      let size = abs(nearest).nextUp
      self.init(
        nearest, error: Self.conversionError(size, context), valueError: (size * 0x1p-53).nextUp, in: context)
    }
  }

  /// One rounding and the underflow; not a number where the value is out of range.
  private static func conversionError(_ size: Double, _ context: FloatModel) -> Double {
    abs(size) <= context.largest
      ? (abs(size) * context.unitRoundoff + context.underflow) * RoundingTerms.inflation : .nan
  }

  /// The exact value, but for the errors of its evaluation in `Double`, see ``valueError``.
  public var value: Double { parts.value }
  /// M, sum_i |t_i|.
  public var magnitudeSum: Double { parts.magnitude }
  /// n, the number of terms of the sum; 0 for the exact 0.
  public var terms: Double { parts.terms }
  /// An upper bound of |value - exact|: the running error of the evaluation in `Double`, in the order of the
  /// definition.
  public var valueError: Double { parts.valueError < .infinity ? parts.valueError : .infinity }

  /// An upper bound of |computed - exact|; infinite where nothing can be said.
  ///
  /// - Parameter additionalDepth: additions that each term may meet beyond those of the definition, as in a tree.
  public func bound(additionalDepth: Int = 0) -> Double {
    let total = parts.total(.init(context), additionalDepth: Double(additionalDepth))
    return isDefined && total < .infinity ? total : .infinity
  }

  /// Whether the error of `computed` is explained by rounding, in any summation order.
  public func explains(_ computed: Double, additionalDepth: Int = 0) -> Bool {
    abs(computed - value).nextDown <= (bound(additionalDepth: additionalDepth) + valueError).nextUp
  }

  public var isDefined: Bool {
    parts.value.isFinite && parts.valueError < .infinity && parts.magnitude < .infinity && parts.error < .infinity
  }
  public var approximation: Double { value }
  /// By value.
  public func isEqual(to other: RoundingBound) -> Truth { value.isEqual(to: other.value) }
  /// By value.
  public func isLess(than other: RoundingBound) -> Truth { value.isLess(than: other.value) }
  /// "value +/- bound".
  public var description: String { "\(value) +/- \(bound())" }
}
