/// The a-priori rounding error of a float computation: the error bound that any correct kernel for a definition meets,
/// in whatever order it adds, because the definition was evaluated in this arithmetic.
///
/// The value x is a sum of `terms` signed terms t_i. A float computation returns sum_i t_i (1 + d_i), where the factor
/// 1 + d_i collects the roundings that t_i has met: k_i before the sum, and at most terms - 1 in it, however it is
/// ordered. With k the largest count, |d_i| <= k_i u/(1 - k u), and so
///
///     |computed - x| <= u sum_i k_i |t_i| / (1 - k u).
///
/// Carried are sum_i |t_i| (`magnitude`), sum_i k_i |t_i| (`weight`) and k (`depth`), rounded up, with what underflow may
/// add on top. A product of sums is one term: a kernel does not multiply sums out. It may recompute a product of
/// products in any order, which meets as many roundings.
///
/// A parallel scan adds its terms along a tree of D levels that the definition's loop does not have: it is entitled to
/// `bound(additionalDepth: D)`.
///
/// - Source: Higham, "Accuracy and Stability of Numerical Algorithms", 2002, sections 3.1 and 4.2, for the counting.
public struct RoundingBound: RealArithmetic {
  /// The exact value, but for the errors of its evaluation in `Double`, see ``valueError``.
  public let value: Double
  /// sum_i |t_i|.
  public let magnitudeSum: Double
  /// sum_i k_i |t_i|, the roundings inside this sum left out.
  let innerWeight: Double
  /// The largest k_i, the roundings inside this sum left out.
  let innerDepth: Double
  /// The number of terms.
  public let terms: Double
  /// What underflows may add to the error.
  let underflowError: Double
  public let context: FloatModel

  init(
    _ value: Double, magnitude: Double, weight: Double = 0, depth: Double = 0, terms: Double = 1, underflow: Double = 0,
    in context: FloatModel
  ) {
    self.value = value
    magnitudeSum = magnitude
    innerWeight = weight
    innerDepth = depth
    self.terms = terms
    underflowError = underflow
    self.context = context
  }

  /// An input: exact where the format's precision holds it, else with one rounding.
  public init(_ value: Double, in context: FloatModel) {
    let roundings: Double = context.holds(value) ? 0 : 1
    self.init(value, magnitude: abs(value), weight: roundings * abs(value), depth: roundings, in: context)
  }

  public init(_ value: Int, in context: FloatModel) { self.init(Rational(value), in: context) }

  /// A constant: exact where the format's precision holds it, else with one rounding.
  public init(_ value: Rational, in context: FloatModel) {
    let nearest = value.double()
    let isExact = nearest.isFinite && Rational(exactly: nearest) == value && context.holds(nearest)
    let size = isExact ? abs(nearest) : abs(nearest).nextUp
    // Two roundings: one to the format, and less than one to `Double`.
    self.init(nearest, magnitude: size, weight: isExact ? 0 : (2 * size), depth: isExact ? 0 : 2, in: context)
  }

  /// sum_i k_i |t_i|, with the roundings of this sum.
  public var weight: Double { (innerWeight + ((terms - 1) * magnitudeSum).nextUp).nextUp }
  /// The largest k_i, with the roundings of this sum.
  public var depth: Double { innerDepth + terms - 1 }

  /// An upper bound of |computed - exact|: infinite where k u >= 1, and nothing can be said.
  ///
  /// - Parameter additionalDepth: additions that each term may meet beyond those of the definition, as in a tree.
  public func bound(additionalDepth: Int = 0) -> Double {
    bound(unitRoundoff: context.unitRoundoff, additionalDepth: Double(additionalDepth), underflow: underflowError)
  }

  /// An upper bound of |value - exact|: the same analysis for `Double`, with exact inputs.
  public var valueError: Double { bound(unitRoundoff: 0x1p-53, additionalDepth: 0, underflow: 0x1p-1000) }

  private func bound(unitRoundoff u: Double, additionalDepth: Double, underflow: Double) -> Double {
    let room = 1 - (depth + additionalDepth) * u * (1 + 0x1p-50)
    guard room > 0, isDefined else { return .infinity }
    let total = (weight + (additionalDepth * magnitudeSum).nextUp).nextUp
    return ((total * u).nextUp / room.nextDown + underflow).nextUp.nextUp
  }

  /// Whether the error of `computed` is explained by rounding, in any summation order.
  public func explains(_ computed: Double, additionalDepth: Int = 0) -> Bool {
    abs(computed - value).nextDown <= (bound(additionalDepth: additionalDepth) + valueError).nextUp
  }

  public var isDefined: Bool { value.isFinite && magnitudeSum.isFinite && innerWeight.isFinite }
  public var approximation: Double { value }
  /// By value.
  public func isEqual(to other: RoundingBound) -> Truth { value.isEqual(to: other.value) }
  /// By value.
  public func isLess(than other: RoundingBound) -> Truth { value.isLess(than: other.value) }
  public var magnitude: RoundingBound { value < 0 ? -self : self }
  /// "value +/- bound".
  public var description: String { "\(value) +/- \(bound())" }
}

extension RoundingBound {
  public static prefix func - (x: Self) -> Self {
    Self(
      -x.value, magnitude: x.magnitudeSum, weight: x.innerWeight, depth: x.innerDepth, terms: x.terms,
      underflow: x.underflowError, in: x.context)
  }

  /// The terms of both, to be added in any order.
  public static func + (x: Self, y: Self) -> Self {
    Self(
      x.value + y.value, magnitude: (x.magnitudeSum + y.magnitudeSum).nextUp,
      weight: (x.innerWeight + y.innerWeight).nextUp, depth: max(x.innerDepth, y.innerDepth), terms: x.terms + y.terms,
      underflow: ((x.underflowError + y.underflowError) * (1 + 4 * x.context.unitRoundoff)).nextUp, in: x.context)
  }

  public static func - (x: Self, y: Self) -> Self { x + -y }

  /// One term: t_i s_j meets k_i + l_j + 1 roundings.
  public static func * (x: Self, y: Self) -> Self {
    let magnitude = (x.magnitudeSum * y.magnitudeSum).nextUp
    let spread = ((x.weight * y.magnitudeSum).nextUp + (x.magnitudeSum * y.weight).nextUp).nextUp
    return Self(
      x.value * y.value, magnitude: magnitude, weight: (spread + magnitude).nextUp, depth: x.depth + y.depth + 1,
      underflow: x.underflow(times: y), in: x.context)
  }

  /// The underflow errors of both factors, each times the largest computed size of the other, and the product's own.
  private func underflow(times y: Self) -> Double {
    let (size, sizeOfY) = (computedSize, y.computedSize)
    return ((underflowError * sizeOfY).nextUp + (size * y.underflowError).nextUp + context.underflow).nextUp.nextUp
  }

  /// An upper bound of |computed|, roundings and underflow included.
  private var computedSize: Double { ((magnitudeSum + bound()).nextUp * (1 + 4 * context.unitRoundoff)).nextUp }

  /// With c = sum_j l_j |s_j| / |y|, the divisor's relative error is at most c u/(1 - l u), so that the quotient's terms
  /// meet k_i + c + 1 roundings, with 1 - (k + l + c + 1) u below. Undefined where y may be computed as 0.
  public static func / (x: Self, y: Self) -> Self {
    let floor = (abs(y.value) - y.valueError).nextDown
    // A lower bound of |computed y|.
    let computed = (floor - y.bound()).nextDown
    guard computed > 0 else { return Self(.nan, magnitude: .nan, in: x.context) }
    let condition = (y.weight / floor).nextUp
    let magnitude = (x.magnitudeSum / floor).nextUp
    let weight = ((x.weight / floor).nextUp + (magnitude * (condition + 1)).nextUp).nextUp
    let underflow = ((x.underflowError + (magnitude * y.underflowError).nextUp).nextUp / computed).nextUp
    return Self(
      x.value / y.value, magnitude: magnitude, weight: weight, depth: x.depth + y.depth + condition + 1,
      underflow: (underflow * (1 + 4 * x.context.unitRoundoff) + x.context.underflow).nextUp, in: x.context)
  }
}
