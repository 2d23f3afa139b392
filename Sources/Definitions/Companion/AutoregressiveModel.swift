import Arithmetic
import LinearAlgebra

/// The autoregressive model u_t = phi_1 u_(t-1) + ... + phi_p u_(t-p), without noise.
public struct AutoregressiveModel<S: SizedArithmetic>: Sendable {
  /// phi_1, ..., phi_p.
  public var coefficients: [S]

  public init(coefficients: [S]) {
    precondition(!coefficients.isEmpty, "a model of order 1 or more")
    self.coefficients = coefficients
  }

  public var order: Int { coefficients.count }

  /// The predictions of u_(t+1) from u_t, u_(t-1), ...: a convolution with the finite kernel phi_1, ..., phi_p.
  public func predictions(of inputs: [S]) -> [S] {
    inputs.indices.map { t in
      (0..<min(order, t + 1)).reduce(S(0, in: coefficients[0].context)) {
        $0.addingProduct(coefficients[$1], inputs[t - $1])
      }
    }
  }

  /// `count` numbers that continue a sequence.
  public func continuation(of inputs: [S], count: Int) -> [S] {
    var sequence = inputs
    for _ in 0..<count { sequence.append(predictions(of: sequence)[sequence.count - 1]) }
    return Array(sequence.dropFirst(inputs.count))
  }

  /// The companion model of d states, d >= p, with column 0: the states are the last d inputs, B = e_1, C = phi. Of
  /// fewer states, the first coefficients.
  public func companionModel(states: Int) -> LinearSystem<S> {
    let context = coefficients[0].context
    let zero = S(0, in: context)
    return LinearSystem(
      matrix: companionMatrix(column: Array(repeating: zero, count: states)),
      input: (0..<states).map { S($0 == 0 ? 1 : 0, in: context) },
      output: (0..<states).map { $0 < order ? coefficients[$0] : zero })
  }
}

/// The nilpotent shift as a bilinear transform: A = (2/Delta) (S - I) (S + I)^-1, lower triangular, with the only
/// eigenvalue -2/Delta, has (I - Delta A/2)^-1 (I + Delta A/2) = S. A continuous-time system whose discretization has a
/// finite kernel.
///
/// - Throws: `noPivot` never over a field of characteristic other than 2: S + I is unit lower triangular.
public func bilinearPreimageOfShift<S: SizedArithmetic>(order: Int, step: S) throws(LinearAlgebraError) -> Matrix<S> {
  let one = S(1, in: step.context)
  let shift = companionMatrix(column: Array(repeating: S(0, in: step.context), count: order))
  let inverse = try shift.addingToDiagonal(one).inverse()
  return (shift.addingToDiagonal(-one) * inverse).scaled(by: 2 * one / step)
}
