import Dispatch

extension Execution {
  /// How many random cases a thread tries in one go.
  static let batchSize = 32
  /// How many batches a thread tries before the results are taken together.
  static let batchesPerRound = 8
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
  /// missing, so that where it stops does not depend on the number of threads.
  private mutating func generate(_ next: inout Int, upTo goal: Int, _ deadline: ContinuousClock.Instant?) {
    let threads = max(1, settings.threads)
    while result.randomCases < goal {
      let size = min(goal - result.randomCases, threads * Self.batchSize * Self.batchesPerRound)
      let starts = Array(stride(from: next, to: next + size, by: Self.batchSize))
      let end = next + size
      for batch in batches(starts, end, deadline) {
        take(batch)
        guard !batch.endsRun else { return }
      }
      next = end
      let unused = result.discarded + result.tooLarge
      if unused / Self.discardRatio > max(goal, 10) { return }
    }
  }

  /// The batches that begin at `starts`, tried on the threads asked for.
  private func batches(_ starts: [Int], _ end: Int, _ deadline: ContinuousClock.Instant?) -> [CaseBatch] {
    let threads = min(max(1, settings.threads), starts.count)
    let batch = { @Sendable [name, settings, runner] (start: Int) in
      CaseBatch(start..<min(start + Self.batchSize, end), name, settings, runner, deadline)
    }
    if threads == 1 {
      var done: [CaseBatch] = []
      for start in starts {
        done.append(batch(start))
        if done.last!.endsRun { break }
      }
      return done
    }
    let done = Slots(starts.count)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      for position in stride(from: thread, to: starts.count, by: threads) { done[position] = batch(starts[position]) }
    }
    return done.values
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

/// A place for the result of each batch, written by one thread each.
private final class Slots: @unchecked Sendable {
  private let storage: UnsafeMutableBufferPointer<CaseBatch?>

  init(_ count: Int) {
    storage = .allocate(capacity: count)
    storage.initialize(repeating: nil)
  }

  deinit {
    storage.deinitialize()
    storage.deallocate()
  }

  subscript(position: Int) -> CaseBatch? {
    get { storage[position] }
    set { storage[position] = newValue }
  }

  var values: [CaseBatch] { storage.compactMap { $0 } }
}

extension [Execution.Leader] {
  /// Inserts in descending order, after equal values, and keeps the few largest.
  mutating func insert(_ leader: Execution.Leader) {
    if count == Execution.leaderCount, leader.value <= self[count - 1].value { return }
    insert(leader, at: firstIndex { $0.value < leader.value } ?? count)
    if count > Execution.leaderCount { removeLast() }
  }
}
