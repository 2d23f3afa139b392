/// What a run of a property found. Nothing in it depends on the number of threads; with budgets given in cases, nothing
/// depends on the machine either, apart from the warnings about time.
public struct RunResult: Sendable {
  /// The conclusion.
  public enum Verdict: String, Sendable {
    /// Every case passed, and there were some.
    case passed
    case falsified
    /// A required label is certainly too rare.
    case coverageMissed
    /// Whether a required label is frequent enough could not be decided within the budget.
    case coverageUndecided
    /// Nothing was compared: no case was generated, all were discarded, or no comparison was made.
    case vacuous
    /// A case failed and, replayed, did not fail again.
    case flaky
  }

  /// A failing case, as simple as shrinking could make it.
  public struct Counterexample: Sendable {
    public internal(set) var failure: Trial.Failure
    public internal(set) var choices: [Choice]
    public internal(set) var arguments: [CaseRecord.Argument]
    public internal(set) var notes: [String]
    /// The phase that found it, and the index of the random case, where it was one.
    public internal(set) var phase: Settings.Phase
    public internal(set) var caseIndex: Int?
    /// Which parts matter, where that was asked for.
    public internal(set) var explanation: Explanation?
    /// How many cases shrinking tried, and whether it ended by itself.
    public internal(set) var shrinkCases: Int
    public internal(set) var isFullyShrunk: Bool
    /// How the case ended when it was replayed, where it did not fail again in the same way: the property is flaky.
    public internal(set) var replayedOutcome: Trial.Outcome?
    /// The text that replays it.
    public var replay: String { Replay(choices).text }
  }

  /// The largest value found of a figure.
  public struct Maximum: Sendable {
    public internal(set) var value: Double
    public internal(set) var choices: [Choice]
    public internal(set) var arguments: [CaseRecord.Argument]
    /// The largest value that the random cases alone gave.
    public internal(set) var random: Double?
  }

  public let name: String
  public let seed: UInt64
  public internal(set) var verdict: Verdict
  /// One for each defect found, the first found first.
  public internal(set) var counterexamples: [Counterexample] = []
  /// The cases that passed or failed, and all those of the search for large figures; shrinking and explaining not
  /// counted.
  public internal(set) var cases = 0
  /// The cases discarded by ``Draw/assume(_:)`` and by generators.
  public internal(set) var discarded = 0
  /// The cases that made more choices than allowed.
  public internal(set) var tooLarge = 0
  /// The choices made in the random cases.
  public internal(set) var choices = 0
  /// The comparisons made in those cases.
  public internal(set) var checks = 0
  /// How many random cases had each label.
  public internal(set) var labels: [String: Int] = [:]
  /// The largest value found of each figure.
  public internal(set) var maxima: [String: Maximum] = [:]
  /// The random cases that passed or failed.
  public internal(set) var randomCases = 0
  /// Whether all cases there are were tried.
  public internal(set) var isExhaustive = false
  /// What is unhealthy about the cases, or went wrong beside them.
  public internal(set) var warnings: [String] = []
  /// What takes long: for people, as it depends on the machine.
  public internal(set) var timeWarnings: [String] = []
  /// The verdict on each required label.
  public internal(set) var coverage: [Coverage] = []

  init(name: String, seed: UInt64, verdict: Verdict) {
    self.name = name
    self.seed = seed
    self.verdict = verdict
  }
}
