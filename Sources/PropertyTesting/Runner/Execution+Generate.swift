extension Execution {
  /// How many random cases a thread tries in one go.
  static let batchSize = 32
  /// After how many random cases at most the results are taken together. It does not depend on the number of threads,
  /// so that neither does where a run gives up.
  static let roundSize = 64 * batchSize
  /// A run gives up where more than this many cases are discarded for each one asked for.
  static let discardRatio = 10

  /// Tries random cases until there are as many as asked for, one fails, too many are discarded, or time is up. Where
  /// required coverage is undecided by then, it goes on, up to a multiple of the cases asked for.
  mutating func generate() {
    let deadline = settings.time.map { ContinuousClock.now + $0 }
    let most = settings.cases.multipliedReportingOverflow(by: max(1, settings.coverageMultiple))
    let limit = most.overflow ? Int.max : most.partialValue
    var goal = settings.cases
    var next = 0
    while true {
      generate(&next, upTo: goal, deadline)
      result.coverage = assessCoverage()
      let isUndecided = result.coverage.contains { $0.decision == .undecided }
      guard isUndecided, result.randomCases == goal, goal < limit, defects.isEmpty else { return }
      goal += min(settings.cases, limit - goal)
    }
  }

  /// Tries random cases, the first of which is `next`, until `goal` did not discard. No round is larger than what is
  /// missing.
  private mutating func generate(_ next: inout Int, upTo goal: Int, _ deadline: ContinuousClock.Instant?) {
    while result.randomCases < goal {
      let end = next + min(goal - result.randomCases, Self.roundSize)
      for batch in batches(next, end, deadline) {
        take(batch)
        guard !batch.endsRun else { return }
      }
      next = end
      let unused = result.discarded + result.tooLarge
      if unused / Self.discardRatio > max(goal, 10) { return }
    }
  }

  /// The cases of a round in batches, up to the one that ends the run.
  private func batches(_ start: Int, _ end: Int, _ deadline: ContinuousClock.Instant?) -> [CaseBatch] {
    let starts = Array(stride(from: start, to: end, by: Self.batchSize))
    return concurrentMap(starts, threads: settings.threads, until: \.endsRun) { [name, settings, runner] start in
      CaseBatch(start..<min(start + Self.batchSize, end), name, settings, runner, deadline)
    }
  }

  private mutating func take(_ batch: CaseBatch) {
    result.randomCases += batch.accepted
    result.cases += batch.accepted
    result.discarded += batch.discarded
    result.tooLarge += batch.tooLarge
    result.checks += batch.checks
    result.choices += batch.choices
    result.labels.merge(batch.labels, uniquingKeysWith: +)
    coverage.merge(batch.coverage, uniquingKeysWith: +)
    for (figure, found) in batch.leaders {
      for leader in found { leaders[figure, default: []].insert(leader) }
    }
    for (index, trial) in batch.observed { observe(trial, .generate, index: index) }
    for failure in batch.failures { note(failure.trial, in: .generate, caseIndex: failure.index) }
  }
}

extension [Execution.Leader] {
  /// Inserts in descending order, after equal values, and keeps the few largest.
  mutating func insert(_ leader: Execution.Leader) {
    if count == Execution.leaderCount, leader.value <= self[count - 1].value { return }
    insert(leader, at: firstIndex { $0.value < leader.value } ?? count)
    if count > Execution.leaderCount { removeLast() }
  }
}
