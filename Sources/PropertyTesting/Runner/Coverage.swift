import Foundation

/// What a run says about a label that a share of the cases must have.
public struct Coverage: Sendable, Hashable {
  /// The verdict of the sequential test.
  public enum Decision: String, Sendable {
    case met, missed, undecided
  }

  public let label: String
  /// The share demanded.
  public let share: Double
  /// How many of the `cases` random cases had the label.
  public let count: Int
  public let cases: Int
  public let decision: Decision

  /// Wilson's interval for the probability of the label at 95 % confidence, for people: the decision does not rest on
  /// it.
  ///
  /// - Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927)
  ///   209-212.
  public var interval: (lower: Double, upper: Double) {
    guard cases > 0 else { return (0, 1) }
    let z = 1.959963984540054
    let n = Double(cases)
    let observed = Double(count) / n
    let center = (observed + z * z / (2 * n)) / (1 + z * z / n)
    let radius = z / (1 + z * z / n) * (observed * (1 - observed) / n + z * z / (4 * n * n)).squareRoot()
    return (max(0, center - radius), min(1, center + radius))
  }
}

/// Wald's sequential probability ratio test of a required share.
///
/// It decides between p >= share and p <= (9/10) share, where p is the probability that a case has the label, by the
/// ratio of the likelihoods of the two bounds. Where p >= share the ratio is a nonnegative supermartingale that begins
/// at 1, so that it ever exceeds 1/error with probability at most `error` (Ville's inequality); the same holds the
/// other way. The bound holds whenever one looks, so that looking again after more cases costs nothing. Between the two
/// shares either verdict is right.
///
/// - Source: A. Wald, Sequential tests of statistical hypotheses, Ann. Math. Stat. 16 (1945) 117-186; J. Ville, Etude
///   critique de la notion de collectif (1939).
public struct SequentialTest: Sendable {
  /// The demanded share, and the one that is certainly too small.
  public let share: Double
  public let missedShare: Double
  /// The probability of a wrong verdict, either way.
  public let error: Double

  /// The share below which coverage is missed, relative to the one demanded.
  public static let indifference = 0.9

  /// A test of `share`, wrong with probability at most `error`; both lie strictly between 0 and 1.
  public init(share: Double, error: Double) {
    precondition(0 < share && share < 1, "a required share lies strictly between 0 and 1")
    precondition(0 < error && error < 1, "a probability of error lies strictly between 0 and 1")
    self.share = share
    missedShare = Self.indifference * share
    self.error = error
  }

  /// log(likelihood of `share` / likelihood of `missedShare`) for `count` cases of `cases`.
  public func logarithmicRatio(count: Int, of cases: Int) -> Double {
    Double(count) * log(share / missedShare) + Double(cases - count) * log((1 - share) / (1 - missedShare))
  }

  /// The verdict on `count` cases of `cases`.
  public func decide(count: Int, of cases: Int) -> Coverage.Decision {
    let ratio = logarithmicRatio(count: count, of: cases)
    let threshold = -log(error)
    return ratio >= threshold ? .met : ratio <= -threshold ? .missed : .undecided
  }
}

extension Execution {
  /// The verdicts on the labels required, in alphabetical order.
  func assessCoverage() -> [Coverage] {
    coverage.sorted { $0.key < $1.key }.map { requirement, count in
      let test = SequentialTest(share: requirement.share, error: settings.coverageError)
      return Coverage(
        label: requirement.label, share: requirement.share, count: count, cases: result.randomCases,
        decision: test.decide(count: count, of: result.randomCases))
    }
  }
}
