import Arithmetic

/// A layer of Mamba-2 as a map of tokens z_i of shape (features), every one of whose features has the same state decay:
///
///     h_i = e^(-alpha Delta_i) h_(i-1) + Delta_i (S_B z_i) z_i^T,   r_i = h_i^T (S_C z_i),   h_0 = 0
///
/// with S_B and S_C of shape (state, features).
///
/// - Source: the consensus dynamics of selective state-space models, Lemma 2.1.
public struct ConsensusLayer<A: ElementaryArithmetic>: Sendable {
  /// alpha.
  public let rate: A
  /// S_B and S_C, by rows.
  public let inputRows, outputRows: [A.Vector]

  public init(rate: A, inputRows: [A.Vector], outputRows: [A.Vector]) {
    precondition(inputRows.count == outputRows.count && !inputRows.isEmpty, "one state size")
    self.rate = rate
    self.inputRows = inputRows
    self.outputRows = outputRows
  }

  private func product(_ rows: [A.Vector], _ z: A.Vector) -> A.Vector {
    A.Vector(rows.map { $0.dot(z) }, in: z.context)
  }

  /// The steps of the recurrence, those of Mamba-2.
  public func steps(of tokens: [A.Vector], stepSizes: [A]) -> [AffineStep<A>] {
    zip(tokens, stepSizes).map { z, step in
      .stateSpaceDuality(
        rate: -rate, step: step, input: z, inputGain: product(inputRows, z), outputGain: product(outputRows, z))
    }
  }

  /// The recurrence unrolled, causal linear attention with weights that decay:
  ///
  ///     r_i = sum_(j <= i) (z_i^T S_C^T S_B z_j) Delta_j exp(-alpha sum_(l = j + first)^i Delta_l) z_j,   first = 1.
  ///
  /// - Parameter first: 0 for the mistake of letting a token decay by its own step.
  public func attention(of tokens: [A.Vector], stepSizes: [A], first: Int = 1) -> [A.Vector] {
    tokens.indices.map { i in
      var sum = A.Vector(zeros: tokens[i].count, in: rate.context)
      for j in 0...i {
        let elapsed = stepSizes[min(j + first, i + 1)..<(i + 1)].reduce(A(0, in: rate.context), +)
        let score = product(outputRows, tokens[i]).dot(product(inputRows, tokens[j]))
        sum.addProduct(score * stepSizes[j] * A.exp(-rate * elapsed), tokens[j])
      }
      return sum
    }
  }
}
