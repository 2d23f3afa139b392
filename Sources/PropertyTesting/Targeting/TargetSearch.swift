/// Climbs to large values of a figure that a property reports, in the space of its choices.
public struct TargetSearch: Sendable {
  /// What a climb came to.
  public struct Result: Sendable {
    /// The case with the largest value of the figure.
    public let best: Trial
    /// A case that failed on the way, which ends the climb.
    public let failure: Trial?
    public let cases: Int
  }

  let runner: any TrialRunner
  let figure: String
  let maximumCases: Int
  let threads: Int

  public init(_ runner: any TrialRunner, figure: String, maximumCases: Int, threads: Int = 1) {
    self.runner = runner
    self.figure = figure
    self.maximumCases = maximumCases
    self.threads = threads
  }

  /// Climbs from `starts`, cases that report the figure and are not empty; all randomness comes from `random`.
  public func climb(from starts: [Trial], random: SplitMix64) -> Result {
    Result(best: starts[0], failure: nil, cases: 0)
  }
}
