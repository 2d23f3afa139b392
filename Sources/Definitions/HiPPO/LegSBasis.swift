import Arithmetic
import LinearAlgebra

/// A function sum_m p_m e^(-m t) of t >= 0, given as the polynomial p in z = e^(-t).
public struct DecayPolynomial<A: Arithmetic>: Sendable {
  /// p.
  public let polynomial: Polynomial<A>

  public init(_ polynomial: Polynomial<A>) { self.polynomial = polynomial }

  private var context: A.Context { polynomial.context }

  /// d/dt, which is -z p'(z).
  public var derivative: DecayPolynomial {
    DecayPolynomial(
      Polynomial(polynomial.coefficients.enumerated().map { m, c in -(IntegerConstant(m) * c) }, in: context))
  }

  public static func * (x: DecayPolynomial, y: DecayPolynomial) -> DecayPolynomial {
    DecayPolynomial(x.polynomial * y.polynomial)
  }

  /// int_0^inf e^(-s t) p dt = sum_m p_m/(s + m): the Laplace transform; at s = 0 the integral. A coefficient that is
  /// exactly 0 has no pole.
  public func laplaceTransform(at s: A) -> A {
    polynomial.coefficients.enumerated().reduce(A(0, in: context)) { sum, term in
      term.element.isEqual(to: A(0, in: context)).isTrue ? sum : sum + term.element / (s + IntegerConstant(term.offset))
    }
  }
}

extension LegS {
  /// The time-invariant LegS basis in twin coordinates: e_j^T e^(t A) B/sqrt(2j + 1) = P_j(2 e^(-t) - 1) e^(-t), j = 0
  /// ..< order.
  ///
  /// - Source: Gu, Johnson, Timalsina, Rudra, Re, How to Train Your HiPPO, arXiv 2206.12037.
  public func twinBasis<A: Arithmetic>(in context: A.Context) -> [DecayPolynomial<A>] {
    let z = Polynomial([A(0, in: context), A(1, in: context)], in: context)
    return (0..<order).map { DecayPolynomial(z * Legendre.shifted($0, in: context)) }
  }

  /// The reachability Gramian of LegS, int_0^inf e^(tA) B B^T e^(tA^T) dt = (I + J)/2, in twin coordinates, T^-1 P
  /// T^-1: J is the Jacobi matrix of the Legendre polynomials, J_(j,j+1) = (j + 1)/sqrt((2j + 1)(2j + 3)). Shape
  /// (order, order).
  ///
  /// - Source: derived.
  public func twinGramian<A: Arithmetic>(in context: A.Context) -> Matrix<A> {
    Matrix(order, order, in: context) { i, j in
      switch abs(i - j) {
      case 0: A(Rational(1, 2 * (2 * i + 1)), in: context)
      case 1: A(Rational(max(i, j), 2 * (2 * i + 1) * (2 * j + 1)), in: context)
      default: A(0, in: context)
      }
    }
  }
}
