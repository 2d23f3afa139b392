import Arithmetic

/// One channel of Mamba's selective scan (S6):
///
///     h_t = exp(Delta_t A) . h_(t-1) + Delta_t B_t u_t,   y_t = <C_t, h_t> + D u_t,   h_(-1) = h0
///
/// with h_t, A, B_t, C_t of shape (state). The input term is Delta B u, not the zero-order hold.
///
/// - Source: Gu, Dao, arXiv 2312.00752, Algorithm 2, with the input term of the released code.
public struct SelectiveChannel<A: ElementaryArithmetic>: Sendable {
  /// The diagonal of A, shape (state), per unit of time.
  public let eigenvalues: A.Vector
  /// D.
  public let feedthrough: A
  public var context: A.Context { eigenvalues.context }

  public init(eigenvalues: A.Vector, feedthrough: A) {
    self.eigenvalues = eigenvalues
    self.feedthrough = feedthrough
  }

  /// A = -exp(A_log), the parameterization of the released models.
  public init(logarithmicEigenvalues: A.Vector, feedthrough: A) {
    var eigenvalues = logarithmicEigenvalues
    A.formExponential(&eigenvalues, of: logarithmicEigenvalues)
    eigenvalues.multiply(by: A(-1, in: eigenvalues.context))
    self.init(eigenvalues: eigenvalues, feedthrough: feedthrough)
  }

  /// The scan, as a front-end of ``AffineRecurrence``: D_t = exp(Delta_t A), k_t = Delta_t u_t B_t, v_t = 1, q_t = C_t.
  ///
  /// - Parameters:
  ///   - input: `u`, shape (length).
  ///   - steps: `Delta`, shape (length), after the bias and the softplus.
  ///   - inputGains: `B`, shape (length, state).
  ///   - outputGains: `C`, shape (length, state).
  ///   - initialState: `h0`, shape (state); zeros by default.
  /// - Returns: `y`, shape (length), and the state after the last step.
  public func output(
    of input: [A], steps: [A], inputGains: [A.Vector], outputGains: [A.Vector], initialState: A.Vector? = nil
  ) -> (output: [A], finalState: A.Vector) {
    precondition(
      steps.count == input.count && inputGains.count == input.count && outputGains.count == input.count,
      "Delta, B and C have the length of the input")
    let zeros = A.Vector(zeros: eigenvalues.count, in: context)
    var recurrence = AffineRecurrence<A>(initialState: initialState ?? zeros, columns: 1)
    var y = A.Vector(zeros: 1, in: context)
    let output = input.indices.map { t in
      let step = Self.step(
        eigenvalues: eigenvalues, step: steps[t], input: input[t], inputGain: inputGains[t], outputGain: outputGains[t])
      recurrence.advance(step, output: &y)
      return y[0].addingProduct(feedthrough, input[t])
    }
    return (output, recurrence.state)
  }

  /// One step of the scan, without the feedthrough: D_t = exp(Delta_t A), k_t = Delta_t u_t B_t, v_t = 1, q_t = C_t.
  ///
  /// - Parameters:
  ///   - eigenvalues: A, shape (state).
  ///   - step: Delta_t.
  ///   - input: u_t.
  ///   - inputGain: B_t, shape (state).
  ///   - outputGain: C_t, shape (state).
  @inlinable public static func step(
    eigenvalues: A.Vector, step: A, input: A, inputGain: A.Vector, outputGain: A.Vector
  ) -> AffineStep<A> {
    var exponent = eigenvalues
    exponent.multiply(by: step)
    var decay = exponent
    A.formExponential(&decay, of: exponent)
    var key = inputGain
    key.multiply(by: step * input)
    var one = A.Vector(zeros: 1, in: eigenvalues.context)
    one[0] = A(1, in: eigenvalues.context)
    return AffineStep(decay: decay, key: key, value: one, query: outputGain)
  }
}

/// Mamba's step: Delta = softplus(r + bias), where r is the projection of the input.
public func selectiveStep<A: ElementaryArithmetic>(projection: A, bias: A) -> A {
  A.softplus(projection + bias)
}
