/// What poles, Jordan blocks and Markov parameters do to memory: classical facts, and HOPE (arXiv 2405.13975).
public enum PolesAndMarkovParameters {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [jordanPeak, markovPerturbation, polePerturbation]
}
