import Arithmetic
import LinearAlgebra

extension LegS {
  /// C (s I - A - E)^-1 B - C (s I - A)^-1 B for E = e u v^T, in O(n) operations:
  ///
  ///     e (C R u)(v^T R B)/(1 - e v^T R u),   R = (s I - A)^-1,
  ///
  /// all in orthonormal coordinates, shape (order) each.
  ///
  /// - Source: Sherman and Morrison.
  public func rankOneDeviation<S: ComplexArithmetic>(
    at s: S, size e: S, _ u: [S], _ v: [S], input: [S], output: [S]
  ) -> S where S.Real: RealElementaryArithmetic {
    func inner(_ x: [S], _ y: [S]) -> S { zip(x, y).reduce(S(0, in: s.context)) { $0.addingProduct($1.0, $1.1) } }
    let moved = resolvent(at: s, times: u)
    return e * inner(output, moved) * inner(v, resolvent(at: s, times: input)) / (1 - e * inner(v, moved))
  }
}
