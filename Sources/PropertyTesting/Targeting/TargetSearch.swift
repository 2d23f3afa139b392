/// Climbs to large values of a figure that a property reports, in the space of its choices.
///
/// A small population of cases climbs. Each round proposes a batch of changed cases, tries them, and takes the results
/// in the order of the proposals, so that the result is the same for any number of threads. What is changed, and how,
/// is chosen by how often each kind of change was an improvement lately. A case that has not improved for long gives
/// its place to a new one; the best case ever seen is kept.
public struct TargetSearch: Sendable {
  /// What a climb came to.
  public struct Result: Sendable {
    /// The case with the largest value of the figure.
    public let best: Trial
    /// A case that failed on the way, which ends the climb.
    public let failure: Trial?
    /// How many times the property was called, discarded cases counted.
    public let cases: Int
  }

  let runner: any TrialRunner
  let figure: String
  let maximumCases: Int
  let threads: Int
  let choiceLimit: Int

  /// A search for large values of `figure`, of `maximumCases` cases of at most `choiceLimit` choices on `threads`
  /// threads.
  public init(
    _ runner: any TrialRunner, figure: String, maximumCases: Int, threads: Int = 1,
    choiceLimit: Int = Draw.defaultLimit
  ) {
    self.runner = runner
    self.figure = figure
    self.maximumCases = maximumCases
    self.threads = threads
    self.choiceLimit = choiceLimit
  }

  /// Climbs from `starts`, cases that report the figure and are not empty; all randomness comes from `random`.
  ///
  /// It ends when the budget is spent, when a case fails, or when the figure is infinite.
  public func climb(from starts: [Trial], random: SplitMix64) -> Result {
    var population = Population(starts, figure: figure, budget: maximumCases, random: random)
    var cases = 0
    while cases < maximumCases && population.best.figure < .infinity {
      let proposals = population.propose(atMost: maximumCases - cases)
      let trials = concurrentMap(proposals, threads: threads) { [runner, choiceLimit] in
        runner.run(Draw(replaying: $0.choices, then: $0.random, limit: choiceLimit))
      }
      cases += trials.count
      if let failure = trials.first(where: { $0.failure != nil }) {
        return Result(best: population.best.trial, failure: failure, cases: cases)
      }
      for (proposal, trial) in zip(proposals, trials) { population.take(trial, of: proposal) }
      population.renew()
    }
    return Result(best: population.best.trial, failure: nil, cases: cases)
  }
}
