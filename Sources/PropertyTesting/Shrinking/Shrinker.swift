/// Makes a case simpler while it stays interesting.
///
/// Passes change the recorded choices, replay them, and keep a case that is interesting and strictly simpler in the
/// order of ``Trial/isSimpler(than:)``. They are repeated until none of them helps, so that the result is a fixed
/// point: shrinking it again changes nothing. Nothing is known of the values that the choices make, so that it works
/// for any generator.
///
/// The idea of shrinking the choices and not the values, and that of passes run to a fixed point: MacIver, Donaldson:
/// Test-case reduction via test-case generation, ECOOP 2020, doi:10.4230/LIPIcs.ECOOP.2020.13.
public struct Shrinker: Sendable {
  /// What shrinking came to.
  public struct Result: Sendable {
    public let trial: Trial
    /// How many cases were tried.
    public let cases: Int
    /// Whether it ended because nothing simpler was found, not because the budget ran out.
    public let isFixedPoint: Bool
    /// What each pass did, in the order of their first use.
    public let passes: [Pass]
  }

  /// What one pass did, over all rounds.
  public struct Pass: Sendable, Hashable {
    public let name: String
    /// How many cases it tried, and how many of those were taken.
    public internal(set) var cases = 0
    public internal(set) var taken = 0
  }

  let runner: any TrialRunner
  let maximumCases: Int
  let deadline: ContinuousClock.Instant?

  /// A shrinker of the cases that `runner` runs, with a budget of cases and, where there is a deadline, of time.
  public init(_ runner: any TrialRunner, maximumCases: Int = 20_000, deadline: ContinuousClock.Instant? = nil) {
    self.runner = runner
    self.maximumCases = maximumCases
    self.deadline = deadline
  }

  /// The simplest case found that is interesting, beginning with `start`, which is.
  ///
  /// A case that was discarded or grew too large is never interesting, whatever `isInteresting` says.
  public func shrink(_ start: Trial, while isInteresting: (Trial) -> Bool) -> Result {
    withoutActuallyEscaping(isInteresting) { isInteresting in
      var search = ShrinkSearch(
        runner: runner, isInteresting: isInteresting, maximumCases: maximumCases, deadline: deadline, best: start)
      let isFixedPoint = search.runToFixedPoint()
      return Result(trial: search.best, cases: search.cases, isFixedPoint: isFixedPoint, passes: search.passes)
    }
  }
}
