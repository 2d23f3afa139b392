extension Execution {
  var shrinkDeadline: ContinuousClock.Instant? { settings.shrinkTime.map { ContinuousClock.now + $0 } }

  /// Replays, shrinks and explains each defect. Others met on the way join the queue.
  mutating func resolveDefects(in phases: Set<Settings.Phase>) {
    var position = 0
    while position < defects.count {
      resolve(defects[position], phases)
      position += 1
    }
  }

  private mutating func resolve(_ defect: Defect, _ phases: Set<Settings.Phase>) {
    let confirmation = replay(defect.trial.choices)
    guard confirmation.failure?.identity == defect.failure.identity else {
      return addFlaky(defect, confirmation)
    }
    var minimal = confirmation
    var shrinkCases = 0
    var isFullyShrunk = false
    if phases.contains(.shrink) {
      let shrinker = Shrinker(runner, maximumCases: settings.shrinkCases, deadline: shrinkDeadline)
      let shrunk = shrinker.shrink(confirmation, while: watch(for: defect.failure.identity))
      (minimal, shrinkCases, isFullyShrunk) = (shrunk.trial, shrunk.cases, shrunk.isFixedPoint)
      noteMet()
    }
    let described = replay(minimal.choices, describing: true)
    guard let failure = described.failure, failure.identity == defect.failure.identity else {
      return addFlaky(defect, described)
    }
    var counterexample = RunResult.Counterexample(
      failure: failure, choices: minimal.choices, arguments: described.record.arguments, notes: described.record.notes,
      phase: defect.phase, caseIndex: defect.caseIndex, shrinkCases: shrinkCases, isFullyShrunk: isFullyShrunk)
    if phases.contains(.explain) {
      counterexample.explanation = Explainer(runner, deadline: shrinkDeadline).explain(
        described, random: stream("explain " + defect.failure.identity), while: watch(for: defect.failure.identity))
      noteMet()
    }
    observe(described, .shrink)
    result.counterexamples.append(counterexample)
  }

  private mutating func addFlaky(_ defect: Defect, _ replayed: Trial) {
    let described = replay(defect.trial.choices, describing: true)
    result.counterexamples.append(
      RunResult.Counterexample(
        failure: defect.failure, choices: defect.trial.choices, arguments: described.record.arguments,
        notes: described.record.notes, phase: defect.phase, caseIndex: defect.caseIndex, shrinkCases: 0,
        isFullyShrunk: false, replayedOutcome: replayed.outcome))
  }

  /// Whether a case fails with `identity`; a failure with another is kept for later.
  private func watch(for identity: String) -> (Trial) -> Bool {
    let met = met
    return { trial in
      guard let failure = trial.failure else { return false }
      if failure.identity == identity { return true }
      met.add(trial, failure.identity)
      return false
    }
  }

  private mutating func noteMet() {
    for trial in met.take() { note(trial, in: .shrink) }
  }
}

/// Failures met while looking for another one: the first of each identity.
final class MetFailures {
  private var trials: [Trial] = []
  private var identities: Set<String> = []

  func add(_ trial: Trial, _ identity: String) {
    if identities.insert(identity).inserted { trials.append(trial) }
  }

  func take() -> [Trial] {
    defer { trials = [] }
    return trials
  }
}
