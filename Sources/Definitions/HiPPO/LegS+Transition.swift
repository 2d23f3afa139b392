import Arithmetic
import LinearAlgebra

extension LegS {
  /// e^(t A) in twin coordinates as a function of z = e^-t, T^-1 e^(t A) T = V diag(z, z^2, ..., z^n) V^-1, shape
  /// (order, order): exact over `Rational` for a rational z, also for a z of any size.
  public func twinTransition<A: Arithmetic>(decay z: A) -> Matrix<A> {
    let powers = (0..<order).map { A.pow(z, $0 + 1) }
    let (right, left): (Matrix<A>, Matrix<A>) = (twinEigenvectors(in: z.context), twinLeftEigenvectors(in: z.context))
    return right.multipliedFromRight(byDiagonal: powers) * left
  }
}
