/// Makes a case simpler while it stays interesting.
public struct Shrinker: Sendable {
  /// What shrinking came to.
  public struct Result: Sendable {
    public let trial: Trial
    /// How many cases were tried.
    public let cases: Int
    /// Whether it ended because nothing simpler was found, not because the budget ran out.
    public let isFixedPoint: Bool
  }

  let runner: any TrialRunner
  let maximumCases: Int
  let deadline: ContinuousClock.Instant?

  public init(_ runner: any TrialRunner, maximumCases: Int = 20_000, deadline: ContinuousClock.Instant? = nil) {
    self.runner = runner
    self.maximumCases = maximumCases
    self.deadline = deadline
  }

  /// The simplest case found that is interesting, beginning with `start`, which is.
  public func shrink(_ start: Trial, while isInteresting: (Trial) -> Bool) -> Result {
    Result(trial: start, cases: 0, isFixedPoint: false)
  }
}
