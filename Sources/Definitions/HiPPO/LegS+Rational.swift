import Arithmetic
import LinearAlgebra

// LegS as exact rational functions of s, and its matrix exponential as an exact function of e^-t.

extension LegS {
  /// G(s) = C (s I - A)^-1 B over (s+1) ... (s+l).
  ///
  /// - Parameter output: C in twin coordinates, shape (l), 1 <= l <= n: the others are 0.
  public func transferFunction(output: [Rational]) -> RationalFunction<Rational> {
    let count = output.count
    precondition(count >= 1 && count <= order, "an output has from one to as many elements as there are states")
    let numerator = output.enumerated().reduce(Polynomial<Rational>([], in: Intrinsic())) { sum, term in
      let (j, c) = term
      let roots = (0..<j).map { Rational($0) } + (j + 1..<max(count, j + 1)).map { Rational(-($0 + 1)) }
      return sum + Polynomial(roots: roots, in: Intrinsic()).scaled(by: c)
    }
    return RationalFunction(numerator, over: LegS(order: count).characteristicPolynomials.ofMatrix)
  }

  /// G_D(s) - G(s) = -G(s) phi(s)/(1 + phi(s)), of degree n + l: what putting (N, B/2) in the place of (A, B) changes.
  ///
  /// - Parameter output: C in twin coordinates, shape (l), 1 <= l <= n.
  public func diagonalDeviation(output: [Rational]) -> RationalFunction<Rational> {
    let transfer = transferFunction(output: output)
    let feedback = characteristicPolynomials.ofMatrix + blaschkeNumerator
    return RationalFunction(
      -(transfer.numerator * blaschkeNumerator), over: transfer.denominator * feedback)
  }

  /// T^-1 e^(t A) T = V diag(x, x^2, ..., x^n) W at x = e^-t: a polynomial in x with rational coefficients.
  public func twinExponential<A: Arithmetic>(decay x: A) -> Matrix<A> {
    let powers = (1...order).map { A.pow(x, $0) }
    let vectors: Matrix<A> = twinEigenvectors(in: x.context)
    let inverse: Matrix<A> = twinLeftEigenvectors(in: x.context)
    return vectors.multipliedFromRight(byDiagonal: powers) * inverse
  }

  /// (s I - A)^-1 f in orthonormal coordinates, in O(n) operations.
  public func resolvent<S: ComplexArithmetic>(at s: S, times right: [S]) -> [S] where S.Real: RealElementaryArithmetic {
    let scale = self.scale(in: s.context) as [S]
    return zip(scale, twinResolvent(at: s, times: zip(right, scale).map { $0 / $1 })).map { $0 * $1 }
  }

  /// The row c (s I - A)^-1 in orthonormal coordinates, in O(n) operations.
  public func resolvent<S: ComplexArithmetic>(at s: S, rightOf left: [S]) -> [S]
  where S.Real: RealElementaryArithmetic {
    let scale = self.scale(in: s.context) as [S]
    return zip(twinResolvent(at: s, rightOf: zip(left, scale).map { $0 * $1 }), scale).map { $0 / $1 }
  }

  /// T = diag(sqrt(2j+1)), shape (order): also B in orthonormal coordinates.
  public func scale<S: ComplexArithmetic>(in context: S.Context) -> [S] where S.Real: RealElementaryArithmetic {
    (HiPPO.legS.input(order: order, in: context) as [S.Real]).map { S($0) }
  }
}
