import Foundation

extension Execution {
  /// Whether every case is told to somebody, so that its arguments must be written down.
  var isObserving: Bool { settings.isObserving }

  /// Tells of a case to whoever wants to know.
  func observe(_ trial: Trial, _ phase: Settings.Phase, index: Int? = nil) {
    guard isObserving else { return }
    let record = trial.record
    if settings.verbosity == .verbose {
      let arguments = record.arguments.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
      let place = index.map { " \($0)" } ?? ""
      settings.output("\(phase.rawValue)\(place): \(trial.outcome.word)\(arguments.isEmpty ? "" : ": ")\(arguments)")
    }
    guard let observer = settings.observer else { return }
    let testCase = Observation.TestCase(
      outcome: trial.outcome, arguments: record.arguments, labels: record.labels.sorted(), figures: record.figures,
      notes: record.notes, phase: phase, replay: Replay(trial.choices).text)
    observer(Observation(property: name, runStart: runStart, content: .testCase(testCase)))
  }

  /// Tells what the run came to.
  func observeResult() {
    settings.observer?(
      Observation(
        property: name, runStart: runStart, content: .info(title: "result of the run", text: result.description)))
  }
}

extension Settings {
  var isObserving: Bool { observer != nil || verbosity == .verbose }
}

extension Trial.Outcome {
  /// One word for people.
  var word: String {
    switch self {
    case .passed: "passed"
    case .discarded: "discarded"
    case .tooLarge: "too large"
    case .failed: "failed"
    }
  }
}
