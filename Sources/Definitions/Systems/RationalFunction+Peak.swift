import Arithmetic
import LinearAlgebra

extension RationalFunction where R == Rational {
  /// |p(i w)|^2 as a polynomial in w^2: with p(s) = e(s^2) + s o(s^2), it is e(-x)^2 + x o(-x)^2 at x = w^2.
  static func squaredModulus(of p: Polynomial<Rational>) -> Polynomial<Rational> {
    func part(_ parity: Int) -> Polynomial<Rational> {
      let terms = p.coefficients.enumerated().filter { $0.offset % 2 == parity }
      return Polynomial(terms.map { $0.offset / 2 % 2 == 0 ? $0.element : -$0.element }, in: p.context)
    }
    let (even, odd) = (part(0), part(1))
    return even * even + Polynomial([0, 1], in: p.context) * odd * odd
  }

  /// Whether |G(i w)|^2 < bound for every real w: exactly, by counting the roots of bound |a|^2 - |b|^2 as a polynomial
  /// in w^2.
  public func squaredModulusStaysBelow(_ bound: Rational) -> Bool {
    let gap = (Self.squaredModulus(of: denominator).scaled(by: bound) - Self.squaredModulus(of: numerator)).trimmed
    return gap.degree >= 0 && gap(0).signum > 0 && gap.rootCount(above: 0) == 0
  }

  /// lower <= sup_w |G(i w)|^2 <= upper, the square of the H-infinity norm of a function without poles in Re s >= 0, by
  /// bisection with ``squaredModulusStaysBelow(_:)``.
  ///
  /// - Parameter relativeWidth: (upper - lower)/upper at the end, as a power of 2.
  /// - Returns: nil where the supremum is above 2^64.
  public func squaredPeak(relativeWidth exponent: Int = -20) -> (lower: Rational, upper: Rational)? {
    var upper = Rational.pow(2, 64)
    guard squaredModulusStaysBelow(upper) else { return nil }
    guard numerator.trimmed.degree >= 0 else { return (0, 0) }
    var lower = upper / 2
    while squaredModulusStaysBelow(lower) { (lower, upper) = (lower / 2, lower) }
    let width = Rational.pow(2, exponent)
    while upper - lower > upper * width {
      let middle = (lower + upper) / 2
      if squaredModulusStaysBelow(middle) { upper = middle } else { lower = middle }
    }
    return (lower, upper)
  }
}
