import Arithmetic
import LinearAlgebra

extension LinearSystem where S: ConjugateArithmetic {
  /// The discrete system that the continuous one is for an input which is constant over each step Delta:
  ///
  ///     Abar = e^(Delta A),   Bbar = integral of e^(sA) ds B over [0, Delta] = Delta phi_1(Delta A) B.
  ///
  /// A may be singular. C and D stay. Certified in balls; over `Rational` only for a nilpotent A.
  ///
  /// - Throws: as `Matrix.exponential()`.
  public func zeroOrderHold(step: S) throws(LinearAlgebraError) -> LinearSystem {
    let (exponential, phi) = try matrix.scaled(by: step).phiFunctions(1, times: input.scaled(by: step))
    return LinearSystem(matrix: exponential, input: phi[0], output: output, feedthrough: feedthrough)
  }

  /// C e^(tA) B, the impulse response of the continuous system at time t without D, shape (outputs, inputs).
  ///
  /// - Throws: as `Matrix.exponential()`.
  public func impulseResponse(at time: S) throws(LinearAlgebraError) -> Matrix<S> {
    output * (try matrix.scaled(by: time).exponential()) * input
  }
}
