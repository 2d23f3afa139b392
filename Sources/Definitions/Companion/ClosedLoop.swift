import Arithmetic
import LinearAlgebra

/// A model that predicts its own next input: x_(h+1) = A x_h + B u_h with u_h = K x_h and y_h = C x_h, that is
/// x_(h+1) = (A + B K) x_h.
///
/// - Source: Zhang et al., SpaceTime, arXiv 2303.09489, section 3.2.
public struct ClosedLoopModel<S: SizedArithmetic>: Sendable {
  /// A, shape (state, state).
  public var matrix: Matrix<S>
  /// B, K and C, shape (state).
  public var input, gain, output: [S]

  /// What stands for K in A + B K.
  public enum FeedbackGain: String, Sendable {
    /// K, as the model has it.
    case gain
    /// B, as the released code has it where it does not normalize (`closed_loop/companion.py` with norm_order <= 0).
    case input
  }

  public init(matrix: Matrix<S>, input: [S], gain: [S], output: [S]) {
    self.matrix = matrix
    self.input = input
    self.gain = gain
    self.output = output
  }

  /// y_h and u_h of `count` steps from a state x_0, by the powers of A + B K.
  public func rollout(from state: [S], count: Int, feedback: FeedbackGain = .gain) -> (outputs: [S], inputs: [S]) {
    let row = feedback == .gain ? gain : input
    let closed =
      matrix + Matrix(column: input, in: matrix.context) * Matrix([row], in: matrix.context)
    var x = state
    var result: (outputs: [S], inputs: [S]) = ([], [])
    for _ in 0..<count {
      result.outputs.append(dot(output, x))
      result.inputs.append(dot(gain, x))
      x = closed * x
    }
    return result
  }

  /// y_h of the open loop x_(h+1) = A x_h + B u_h that is given inputs.
  public func outputs(from state: [S], inputs: [S]) -> [S] {
    var x = state
    return inputs.map { u in
      defer { x = zip(matrix * x, input).map { $0.addingProduct($1, u) } }
      return dot(output, x)
    }
  }

  private func dot(_ x: [S], _ y: [S]) -> S {
    zip(x, y).reduce(S(0, in: matrix.context)) { $0.addingProduct($1.0, $1.1) }
  }
}
