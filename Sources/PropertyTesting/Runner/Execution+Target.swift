extension Execution {
  /// Searches for a large value of each figure that the random cases reported, then makes the case that has it simpler,
  /// keeping the value or a larger one.
  mutating func target() {
    let figures = leaders.keys.sorted()
    guard !figures.isEmpty else { return }
    let budget = settings.targetCases / figures.count
    for figure in figures {
      let starts = leaders[figure, default: []]
      guard let first = starts.first else { continue }
      var best = first.trial
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
        value: best.record.figures[figure] ?? first.value, choices: best.choices,
        arguments: described.record.arguments, random: first.value)
    }
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
