import Arithmetic
import LinearAlgebra

/// The Legendre polynomials P_k, with P_k(1) = 1, and those on the unit interval, P_k(2z - 1).
///
/// On [0, 1] the P_k(2z - 1) are orthogonal, with int_0^1 P_k(2z - 1)^2 dz = 1/(2k + 1).
///
/// - Source: Abramowitz, Stegun, chapter 22.
public enum Legendre {
  /// P_0(x), ..., P_(count - 1)(x), by (k + 1) P_(k+1) = (2k + 1) x P_k - k P_(k-1).
  public static func values<A: Arithmetic>(at x: A, count: Int) -> [A] {
    var values = Array([A(1, in: x.context), x].prefix(count))
    for k in stride(from: 2, to: count, by: 1) {
      let next = IntegerConstant(2 * k - 1) * x * values[k - 1] - IntegerConstant(k - 1) * values[k - 2]
      values.append(next / IntegerConstant(k))
    }
    return values
  }

  /// P_k(2z - 1) = sum_m (-1)^(k+m) binomial(k, m) binomial(k + m, m) z^m, whose coefficients are integers.
  public static func shifted<A: Arithmetic>(_ k: Int, in context: A.Context) -> Polynomial<A> {
    Polynomial(
      (0...k).map { m in
        let size = Rational.binomial(k, m) * Rational.binomial(k + m, m)
        return A((k + m).isMultiple(of: 2) ? size : -size, in: context)
      }, in: context)
  }

  /// int_0^1 z^m P_k(2z - 1) dz = (m!)^2/((m - k)! (m + k + 1)!), 0 for m < k.
  public static func moment(_ m: Int, order k: Int) -> Rational {
    // binomial(m, k)/(binomial(m + k, k) (m + k + 1)).
    Rational.binomial(m, k) / (Rational.binomial(m + k, k) * Rational(m + k + 1))
  }

  /// Q_0(z), ..., Q_(count - 1)(z) with Q_k(z) = int_0^z P_k(2x - 1) dx: z, and (P_(k+1) - P_(k-1))(2z - 1)/(2 (2k +
  /// 1)).
  static func antiderivatives<A: Arithmetic>(at z: A, count: Int) -> [A] {
    let p = values(at: 2 * z - 1, count: count + 1)
    return (0..<count).map { k in k == 0 ? z : (p[k + 1] - p[k - 1]) / IntegerConstant(2 * (2 * k + 1)) }
  }
}
