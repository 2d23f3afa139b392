extension Execution {
  /// Searches for a large value of each figure that the random cases reported, then makes the case that has it simpler,
  /// keeping the value or a larger one.
  mutating func target() {
    let figures = leaders.keys.sorted()
    guard !figures.isEmpty else { return }
    let budget = settings.targetCases / figures.count
    for figure in figures {
      let random = leaders[figure, default: []]
      guard let first = random.first else { continue }
      let starts = (random + earlierBest(of: figure)).sorted { $0.value > $1.value }
      var best = starts[0].trial
      if budget > 0 {
        let search = TargetSearch(runner, figure: figure, maximumCases: budget, threads: settings.threads)
        let found = search.climb(from: starts.map(\.trial), random: stream("target " + figure))
        result.cases += found.cases
        best = found.best
        if let failure = found.failure { note(failure, in: .target) }
      }
      best = simplify(best, figure)
      let described = replay(best.choices, describing: true)
      result.maxima[figure] = RunResult.Maximum(
        value: best.record.figures[figure] ?? starts[0].value, choices: best.choices,
        arguments: described.record.arguments, random: first.value)
    }
  }

  /// The best example of an earlier run, where it is to be used.
  private mutating func earlierBest(of figure: String) -> [Leader] {
    guard settings.reusesMaxima, let database = settings.database,
      let example = database.best(of: name, figure: figure, &result.warnings)
    else { return [] }
    let trial = replay(example.choices)
    if trial.failure != nil { note(trial, in: .reuse) }
    guard trial.outcome == .passed, let value = trial.record.figures[figure] else { return [] }
    return [Leader(value: value, trial: trial)]
  }

  private mutating func simplify(_ best: Trial, _ figure: String) -> Trial {
    guard settings.phases.contains(.shrink), let value = best.record.figures[figure] else { return best }
    let shrinker = Shrinker(
      runner, maximumCases: min(settings.shrinkCases, settings.targetCases), deadline: shrinkDeadline)
    var met: [Trial] = []
    let shrunk = shrinker.shrink(best) { trial in
      if trial.failure != nil { met.append(trial) }
      return trial.outcome == .passed && trial.record.figures[figure].map { $0 >= value } == true
    }
    for trial in met { note(trial, in: .shrink) }
    return shrunk.trial
  }
}
