/// Defects that kernels of the delta rule have in common. A kernel's own enumeration lists those that it can have, under
/// the same identifiers; ``SequenceHead/deltaStep(_:)`` makes them.
enum DeltaDefect: String, KernelMutation {
  case errorBeforeDecay = "error-before-decay"
  case decayAfterWrite = "decay-after-write"
  case rateOnValuesOnly = "rate-on-values-only"
  case rateOnErrorOnly = "rate-on-error-only"
  case rateTwice = "rate-twice"
  case doubledRate = "doubled-rate"
  case previousRate = "previous-rate"
  case addedError = "added-error"
  case noError = "no-error"
  case errorOfQuery = "error-of-query"
  case unnormalizedQueries = "unnormalized-queries"
  case unnormalizedKeys = "unnormalized-keys"
  case noEpsilon = "no-epsilon"
  case epsilonOutside = "epsilon-outside"
  case meanSquare = "mean-square"
  case rateBeforeSigmoid = "rate-before-sigmoid"

  var statement: String {
    switch self {
    case .errorBeforeDecay: "the error v - S^T k taken of the state before its decay"
    case .decayAfterWrite: "the decay applied after the write, to the new state"
    case .rateOnValuesOnly: "S - k (S^T k)^T + beta k v^T: the rate missing in the correction"
    case .rateOnErrorOnly: "S - beta k (S^T k)^T + k v^T: the rate missing on the value"
    case .rateTwice: "beta^2 in place of beta"
    case .doubledRate: "2 beta in place of beta"
    case .previousRate: "the rate beta of the previous step"
    case .addedError: "v + S^T k in place of the error v - S^T k"
    case .noError: "v in place of the error v - S^T k: linear attention"
    case .errorOfQuery: "the error of the query, v - S^T q, in place of the key's"
    case .unnormalizedQueries: "queries that are not normalized"
    case .unnormalizedKeys: "keys that are not normalized"
    case .noEpsilon: "x/sqrt(<x, x>) in place of x/sqrt(<x, x> + 1e-6)"
    case .epsilonOutside: "x/(sqrt(<x, x>) + 1e-6) in place of x/sqrt(<x, x> + 1e-6)"
    case .meanSquare: "x/sqrt(mean(x^2) + 1e-6), the root mean square, in place of the norm"
    case .rateBeforeSigmoid: "beta itself in place of sigmoid(beta)"
    }
  }

  /// The statement of the common defect with an identifier.
  static func statement(of identifier: String) -> String {
    DeltaDefect(rawValue: identifier)?.statement ?? MatrixStateDefect.statement(of: identifier)
  }
}
