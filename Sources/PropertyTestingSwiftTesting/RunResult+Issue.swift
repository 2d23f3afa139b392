import PropertyTesting
import Testing

extension RunResult {
  /// Records an issue, and attaches what replays it, unless the property passed.
  func report(_ verbosity: Settings.Verbosity, at sourceLocation: SourceLocation) {
    if isPassed {
      if verbosity == .verbose { print(description(verbosity)) }
      return
    }
    let text = description(verbosity).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains("Replay: PROPERTY_TESTING_REPLAY=") ? line + Test.command : String(line)
    }.joined(separator: "\n")
    Attachment.record(text + "\n", named: "report.txt", sourceLocation: sourceLocation)
    for counterexample in counterexamples {
      Attachment.record(counterexample.replay + "\n", named: "replay.txt", sourceLocation: sourceLocation)
    }
    Issue.record(Comment(rawValue: text), sourceLocation: sourceLocation)
  }
}

extension Test {
  /// Module, suites and function: the identifier without the place in the source.
  var path: String {
    let parts = "\(id)".split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(parts.last?.contains(".swift:") == true ? 1 : 0).joined(separator: "/")
  }

  /// What runs the current test only, after the variables that replay its example.
  static var command: String {
    guard let path = current?.path.prefix(while: { $0 != "(" }) else { return "" }
    return " swift test --filter '\(path)'"
  }
}
