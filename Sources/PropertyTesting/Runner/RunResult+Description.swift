extension RunResult: CustomStringConvertible {
  /// The result for people, of normal verbosity.
  public var description: String { description(.normal) }

  /// Whether the property holds, as far as the run can tell: every other verdict is a failure of the test.
  public var isPassed: Bool { verdict == .passed }

  /// The result for people: the verdict, the counterexamples and how to replay them, labels, largest values, warnings.
  public func description(_ verbosity: Settings.Verbosity) -> String {
    var lines = [headline]
    for (position, found) in counterexamples.enumerated() {
      if counterexamples.count > 1 { lines.append("Defect \(position + 1) of \(counterexamples.count):") }
      lines += verbosity == .quiet ? [replayLine(found)] : paragraph(on: found)
    }
    guard verbosity != .quiet else { return lines.joined(separator: "\n") }
    lines += labelLines + maximumLines
    lines += warnings.map { "  Warning: \($0)" }
    if verbosity == .verbose { lines += timeWarnings.map { "  Warning: \($0)" } }
    return lines.joined(separator: "\n")
  }

  private var headline: String {
    let tried = "\(cases) \(cases == 1 ? "case" : "cases")"
    let rejected = discarded + tooLarge > 0 ? ", \(discarded + tooLarge) discarded" : ""
    let scope = isExhaustive ? ", all there are" : ", seed \(seed)"
    let summary = "(\(tried)\(rejected)\(scope))"
    return switch verdict {
    case .passed: "Passed: \(name) \(summary)"
    case .falsified: "Falsified: \(name) \(summary)"
    case .flaky: "Flaky: \(name) failed, and did not fail again when replayed \(summary)"
    case .coverageMissed: "Failed: \(name): a required label is too rare \(summary)"
    case .coverageUndecided: "Undecided: \(name): a required label may be too rare \(summary)"
    case .vacuous where cases == 0: "Failed: \(name): not tested at all \(summary)"
    case .vacuous: "Failed: \(name): nothing was compared \(summary)"
    }
  }

  private func paragraph(on found: Counterexample) -> [String] {
    var lines: [String] = []
    let findings = Dictionary(
      (found.explanation?.parts ?? []).map { ($0.name, $0.finding) }, uniquingKeysWith: { first, _ in first })
    let width = found.arguments.map(\.name.count).max() ?? 0
    for argument in found.arguments {
      let line = "  \(argument.name.padded(to: width)) = \(argument.value.indented(by: width + 5))"
      lines.append(line + (findings[argument.name].map { "   // \($0)" } ?? ""))
    }
    if let together = found.explanation?.together { lines.append("  // \(together)") }
    let message = found.failure.message.trimmedEnd.indented(by: 2)
    let place = found.failure.fileID.flatMap { file in found.failure.line.map { " (\(file):\($0))" } } ?? ""
    // An error says what it is by its type; a message of a dying process does not say how it died.
    let kind =
      found.failure.fileID != nil || message.contains(found.failure.identity) ? "" : found.failure.identity + ": "
    lines.append("  \(kind)\(message)\(place)")
    lines += found.notes.map { "  Note: \($0.indented(by: 8))" }
    if let outcome = found.replayedOutcome { lines.append("  Replayed, it \(outcome.phrase).") }
    lines.append("  " + provenance(of: found))
    lines.append("  " + replayLine(found))
    return lines
  }

  private func provenance(of found: Counterexample) -> String {
    let origin =
      switch found.phase {
      case .reuse: "An example that failed before"
      case .generate: found.caseIndex.map { "Found as case \($0)" } ?? "Found"
      case .target: "Found in the search for large figures"
      case .shrink, .explain: "Met while another failure was made simpler"
      }
    guard found.shrinkCases > 0 else { return origin + "." }
    let end = found.isFullyShrunk ? "" : "; the budget ran out before it was the simplest"
    return "\(origin), simplified in \(found.shrinkCases) \(found.shrinkCases == 1 ? "try" : "tries")\(end)."
  }

  /// A replay text longer than this is not printed.
  private static let longestLine = 2000

  private func replayLine(_ found: Counterexample) -> String {
    let text = found.replay
    guard text.count <= Self.longestLine else {
      return
        "Replay: PROPERTY_TESTING_SEED=\(seed) (the example makes \(found.choices.count) choices, too many for a line)"
    }
    return "Replay: PROPERTY_TESTING_REPLAY='\(name.replacing("'", with: "'\\''")):\(text)'"
  }

  private var labelLines: [String] {
    guard !labels.isEmpty || !coverage.isEmpty else { return [] }
    let required = Dictionary(grouping: coverage, by: \.label)
    let names = Set(labels.keys).union(required.keys).sorted()
    let width = names.map(\.count).max() ?? 0
    let total = max(1, coverage.first?.cases ?? randomCases)
    return ["  Labels:"]
      + names.map { name in
        let share = Double(labels[name] ?? 0) / Double(total)
        let demands = (required[name] ?? []).map { isPassed || counterexamples.isEmpty ? $0.phrase : "" }.joined()
        return "    \(name.padded(to: width))  \(percent(share).leftPadded(to: 6))\(demands)"
      }
  }

  private var maximumLines: [String] {
    maxima.sorted { $0.key < $1.key }.flatMap { name, maximum in
      let random = maximum.random.map { $0 < maximum.value ? ", \($0.shortText) among the random cases" : "" } ?? ""
      return ["  Largest \(name): \(maximum.value.shortText)\(random)"]
        + maximum.arguments.map { "    \($0.name) = \($0.value.indented(by: $0.name.count + 7))" }
    }
  }
}

extension Coverage {
  fileprivate var phrase: String {
    let (lower, upper) = interval
    let required = "  at least \(percent(share)) required: \(decision.rawValue)"
    return "\(required) (95 % Wilson interval \(percent(lower)) to \(percent(upper)))"
  }
}

extension Trial.Outcome {
  fileprivate var phrase: String {
    switch self {
    case .passed: "passed"
    case .discarded: "was discarded"
    case .tooLarge: "made too many choices"
    case .failed(let failure): "failed otherwise: \(failure.identity): \(failure.message)"
    }
  }
}

/// A share in percent with one decimal.
private func percent(_ share: Double) -> String {
  let tenths = Int((share * 1000).rounded())
  return "\(tenths / 10).\(tenths % 10) %"
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  fileprivate func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

  /// The lines after the first, moved to the right.
  fileprivate func indented(by width: Int) -> String {
    replacing("\n", with: "\n" + String(repeating: " ", count: width))
  }

  fileprivate var trimmedEnd: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
