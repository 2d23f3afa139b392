/// What a few consecutive random cases gave.
struct CaseBatch: Sendable {
  var accepted = 0
  var discarded = 0
  var tooLarge = 0
  var checks = 0
  var choices = 0
  var labels: [String: Int] = [:]
  var coverage: [CaseRecord.Requirement: Int] = [:]
  var leaders: [String: [Execution.Leader]] = [:]
  var failures: [(index: Int, trial: Trial)] = []
  /// All of them, where somebody observes.
  var observed: [(index: Int, trial: Trial)] = []
  /// Whether time was up before the last of them.
  var isCut = false

  /// Whether no later case counts.
  var endsRun: Bool { isCut || (!failures.isEmpty && !continuesAfterFailure) }
  private let continuesAfterFailure: Bool

  /// Tries the cases of `indices`, up to the first that fails.
  init(
    _ indices: Range<Int>, _ name: String, _ settings: Settings, _ runner: any TrialRunner,
    _ deadline: ContinuousClock.Instant?
  ) {
    continuesAfterFailure = settings.continuesAfterFailure
    var capacity = 0
    for index in indices {
      if let deadline, ContinuousClock.now >= deadline {
        isCut = true
        return
      }
      let trial = runner.run(
        Draw(
          seed: settings.seed, name: name, index: index, size: Settings.size(ofCase: index),
          limit: settings.choiceLimit, capacity: capacity,
          describing: settings.isObserving))
      capacity = max(capacity, trial.choices.count)
      if settings.isObserving { observed.append((index, trial)) }
      take(trial, index)
      if endsRun { return }
    }
  }

  private mutating func take(_ trial: Trial, _ index: Int) {
    choices += trial.choices.count
    switch trial.outcome {
    case .discarded:
      discarded += 1
      return
    case .tooLarge:
      tooLarge += 1
      return
    case .failed:
      failures.append((index, trial))
    case .passed:
      break
    }
    accepted += 1
    let record = trial.record
    checks += record.checks
    for label in record.labels { labels[label, default: 0] += 1 }
    for (requirement, isMet) in record.coverage { coverage[requirement, default: 0] += isMet ? 1 : 0 }
    guard trial.failure == nil, !trial.choices.isEmpty else { return }
    for (figure, value) in record.figures {
      leaders[figure, default: []].insert(Execution.Leader(value: value, trial: trial))
    }
  }
}

extension Settings {
  /// The size of random case `index`: 0, 4, 8, ..., 100 for the first cases, so that small cases come first; then 100
  /// for three cases of four, while the fourth runs through all sizes. It depends on nothing but the index, so that a
  /// case is the same whatever the budget.
  static func size(ofCase index: Int) -> Int {
    if index < 25 { return 4 * index }
    return index % 4 == 0 ? index / 4 * 61 % 101 : 100
  }
}
