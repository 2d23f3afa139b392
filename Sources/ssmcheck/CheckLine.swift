import Claims

/// What `ssmcheck check` says about a claim.
struct CheckLine {
  let verdict: String
  let hasDefects: Bool
  let text: String

  /// The lines of a result just found: with the margins, the counterexample of a claim that fails, and every defect.
  init(_ result: ClaimResult) {
    let tally = result.correctionTally ?? result.tally
    let cases = "\(tally.random) \(tally.random == 1 ? "case" : "cases")"
    let searched = tally.searched > 0 ? " and \(tally.searched) searched" : ""
    var details = result.margins.map { margin in
      let random = margin.random == margin.ratio ? "" : margin.random.map { " (random cases alone: \($0))" } ?? ""
      return "margin \(margin.ratio)\(random): \(margin.evidence.statement)"
    }
    if let counterexample = result.verdict.counterexample {
      details.append("fails where \(counterexample.evidence)")
      details.append("again: ssmcheck check \(result.id) --replay \(counterexample.replay)")
    }
    details += result.defects.map { "defect: \($0)" }
    self.init(
      id: result.id, verdict: result.verdict.name, headline: result.headline,
      remark: cases + searched, details: details,
      hasDefects: !result.defects.isEmpty)
  }

  /// The lines of a result that an earlier run saved.
  init(saved result: JSONValue) {
    let defects = result["defects"]?.elements.compactMap(\.text) ?? []
    self.init(
      id: result["id"]?.text ?? "", verdict: result["verdict"]?.text ?? "undecided",
      headline: result["headline"]?.text ?? "", remark: "from the file", details: defects.map { "defect: \($0)" },
      hasDefects: !defects.isEmpty)
  }

  private init(id: String, verdict: String, headline: String, remark: String, details: [String], hasDefects: Bool) {
    self.verdict = verdict
    self.hasDefects = hasDefects
    // Only a statement read first-hand is called refuted, and the headline knows.
    let isQuoted = verdict == "refuted" && !headline.hasPrefix(verdict)
    let head = (isQuoted ? "fails as quoted" : verdict).padding(to: 20) + id
    let body = ["\(headline) (\(remark))"] + details
    text = ([head] + body.map { Text.wrap($0, indent: 4, hanging: 2) }).joined(separator: "\n")
  }

  /// The exit code that these verdicts give.
  static func status(of lines: [CheckLine]) -> ExitStatus {
    if lines.isEmpty || lines.contains(where: { $0.hasDefects || $0.verdict == "refuted" }) { return .refuted }
    return lines.contains { $0.verdict == "undecided" } ? .undecided : .holds
  }

  /// The last line: how many claims came out how.
  static func summary(of lines: [CheckLine]) -> String {
    let words = [
      ("holds", "hold"), ("holds as corrected", "hold as corrected"), ("refuted", "fail"), ("undecided", "undecided"),
    ]
    let counts = words.map { verdict, word in "\(lines.count { $0.verdict == verdict }) \(word)" }
    let defects = lines.count(where: \.hasDefects)
    return "\(lines.count) claims: " + counts.joined(separator: ", ") + (defects > 0 ? "; \(defects) with defects" : "")
  }
}
