import Arithmetic

/// A diagonal linear layer on a circle of T times: the stationary response to an input of period T,
///
///     y_t = sum_s k_(t - s mod T) x_s,   k_l = sum_n C_n B_n a_n^l/(1 - a_n^T),
///
/// whose transfer function at z = e^(-i omega), z^T = 1, is H(z) = sum_n C_n B_n/(1 - a_n z) = sum_l k_l z^l.
///
/// - Source: Smekal et al., arXiv 2407.07279, for learning dynamics in the frequency domain.
public struct CircularSystem<A: Arithmetic>: Sendable {
  /// a, B and C, shape (state).
  public let eigenvalues, input, output: [A]
  /// T.
  public let period: Int

  public init(eigenvalues: [A], input: [A], output: [A], period: Int) {
    precondition(
      !eigenvalues.isEmpty && eigenvalues.count == input.count && eigenvalues.count == output.count && period >= 1,
      "one coefficient for each mode, and a period")
    self.eigenvalues = eigenvalues
    self.input = input
    self.output = output
    self.period = period
  }

  private var context: A.Context { eigenvalues[0].context }

  private func sum(_ terms: [A]) -> A { terms.reduce(A(0, in: context), +) }

  /// k, shape (period).
  public var kernel: [A] {
    (0..<period).map { l in
      sum(
        eigenvalues.indices.map { n in
          output[n] * input[n] * A.pow(eigenvalues[n], l) / (1 - A.pow(eigenvalues[n], period))
        })
    }
  }

  /// The kernel of the same layer from rest, without what went before: k_l = sum_n C_n B_n a_n^l.
  public var kernelFromRest: [A] {
    (0..<period).map { l in
      sum(eigenvalues.indices.map { output[$0] * input[$0] * A.pow(eigenvalues[$0], l) })
    }
  }

  /// H(z).
  public func transferFunction(at z: A) -> A { sum(eigenvalues.indices.map { output[$0] * response($0, at: z) }) }

  /// dH/dC_n = B_n/(1 - a_n z).
  public func response(_ n: Int, at z: A) -> A { input[n] / (1 - eigenvalues[n] * z) }
}

/// sum_s k_(t - s mod T) x_s, shape (period).
public func circularConvolution<A: Arithmetic>(_ kernel: [A], _ x: [A], in context: A.Context) -> [A] {
  let period = x.count
  precondition(kernel.count == period, "kernel and input have one period")
  return (0..<period).map { t in
    (0..<period).reduce(A(0, in: context)) { $0.addingProduct(kernel[(t - $1 + period) % period], x[$1]) }
  }
}
