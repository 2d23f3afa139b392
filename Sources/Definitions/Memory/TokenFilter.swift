import Arithmetic

extension SelectiveChannel {
  /// What each token contributes to the last state from h0 = 0, shape (length, state):
  ///
  ///     exp(A sum_(k = j+1)^L Delta_k) . Delta_j B_j u_j,   j = 1 ... L,
  ///
  /// whose sum over j is h_L.
  ///
  /// - Parameters: as for ``output(of:steps:inputGains:outputGains:initialState:)``.
  public func contributions(of input: [A], steps: [A], inputGains: [A.Vector]) -> [A.Vector] {
    var elapsed = A(0, in: context)
    var contributions: [A.Vector] = []
    for j in input.indices.reversed() {
      var exponent = eigenvalues
      exponent.multiply(by: elapsed)
      var contribution = exponent
      A.formExponential(&contribution, of: exponent)
      var drive = inputGains[j]
      drive.multiply(by: steps[j] * input[j])
      contribution.multiply(by: drive)
      contributions.append(contribution)
      elapsed = elapsed + steps[j]
    }
    return contributions.reversed()
  }
}

/// Token filtering: steps are set to 0, so that the state decays over a long sequence no further than over those of the
/// training.
///
/// - Source: Ye et al., LongMamba, arXiv 2504.16053; GATECH-EIC/LongMamba.
public enum TokenFilter {
  /// The steps with all set to 0 but the largest, of which as many are kept as it takes for their sum to reach
  /// `budget`; the earlier first where equal.
  public static func filtered<A: RealArithmetic>(_ steps: [A], budget: A) -> [A] {
    var kept = steps.map { A(0, in: $0.context) }
    var sum = A(0, in: budget.context)
    let order = steps.indices.sorted { i, j in
      let isLarger = steps[j].isLess(than: steps[i]).isTrue
      return isLarger || (i < j && !steps[i].isLess(than: steps[j]).isTrue)
    }
    for i in order where sum.isLess(than: budget).isTrue {
      kept[i] = steps[i]
      sum = sum + steps[i]
    }
    return kept
  }
}
