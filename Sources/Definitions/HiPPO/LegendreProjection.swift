import Arithmetic
import LinearAlgebra

/// The coefficients of the best approximation, in the mean square, of a function's history by polynomials: what a HiPPO
/// state is meant to hold.
///
/// All coefficients are those of the rational twin, g_k = c_k/sqrt(2k + 1), which are rational where the function is:
/// the approximation is sum_k (2k + 1) g_k P_k(2z - 1) for z in [0, 1] along the window.
///
/// - Source: Gu, Dao, Ermon, Rudra, Re, arXiv 2008.07669, section 2 and appendix D.
public enum LegendreProjection {
  /// LegS, the whole history: g_k(t) = (1/t) int_0^t f(x) P_k(2x/t - 1) dx, k = 0 ..< order, as polynomials in t.
  public static func scaled<A: Arithmetic>(_ f: Polynomial<A>, order: Int) -> [Polynomial<A>] {
    (0..<order).map { k in
      Polynomial(
        f.coefficients.enumerated().map { m, c in c * A(Legendre.moment(m, order: k), in: f.context) }, in: f.context)
    }
  }

  /// LegT, the last unit of time: g_k(t) = int_0^1 f(t - 1 + z) P_k(2z - 1) dz, as polynomials in t.
  public static func sliding<A: Arithmetic>(_ f: Polynomial<A>, order: Int) -> [Polynomial<A>] {
    // f(y + z) with y = t - 1 is sum_j z^j f^(j)(y)/j!.
    let shift = Polynomial([A(-1, in: f.context), A(1, in: f.context)], in: f.context)
    var taylor: [Polynomial<A>] = []
    var derivative = f
    for j in 0..<f.coefficients.count {
      let scale = A(1 / Rational.factorial(j), in: f.context)
      taylor.append(derivative.scaled(by: scale).composed(with: shift))
      derivative = derivative.derivative
    }
    return (0..<order).map { k in
      taylor.enumerated().reduce(Polynomial([], in: f.context)) { sum, term in
        sum + term.element.scaled(by: A(Legendre.moment(term.offset, order: k), in: f.context))
      }
    }
  }
}

extension Polynomial {
  /// p(q(x)), by Horner's rule.
  public func composed(with q: Polynomial) -> Polynomial {
    coefficients.reversed().reduce(Polynomial([], in: context)) { $0 * q + Polynomial([$1], in: context) }
  }
}
