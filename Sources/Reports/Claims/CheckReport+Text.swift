import Claims

extension ClaimResult {
  /// One line for a terminal: the verdict, the claim, and the worst margin.
  public var terminalLine: String {
    let head = verdict.name + String(repeating: " ", count: max(1, 19 - verdict.name.count))
    var text = head + id
    if let ratio = worst?.ratio { text += "  (worst ratio \(significant(ratio, 6)))" }
    if !defects.isEmpty { text += "  DEFECT" }
    return text
  }

  /// What was found, for a terminal: the line, and below it what a reader has to know.
  public var terminalText: String {
    var lines = [terminalLine, "  " + headline]
    lines.append("  " + Self.words(tally, of: "statement"))
    if let correctionTally { lines.append("  " + Self.words(correctionTally, of: "corrected statement")) }
    if let worst {
      lines.append("  worst       \(worst)")
    }
    if let counterexample = verdict.counterexample {
      lines.append("  fails       \(counterexample.evidence) (case \(counterexample.caseIndex))")
    }
    for falsifier in falsifiers {
      lines.append("  falsifier   \(falsifier.name): " + (falsifier.firedOn == nil ? "did not fire" : "fires"))
    }
    lines += quoted.map { "  quoted      \($0)" }
    lines += defects.map { "  DEFECT      \($0)" }
    lines += notes.flatMap { note in
      wrapped(note, width: 96).enumerated().map { ($0.offset == 0 ? "  note        " : "              ") + $0.element }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func words(_ tally: Tally, of what: String) -> String {
    "\(what): \(counted(tally.cases, "case")), \(counted(tally.comparisons, "comparison"))"
      + (tally.discarded > 0 ? ", \(grouped(tally.discarded)) outside the hypotheses" : "")
      + (tally.bits > 0 ? ", up to \(tally.bits) bits" : "")
  }
}

extension CheckReport {
  /// The verdicts for a terminal, a line each, and how many there are of each kind.
  public var terminalText: String {
    results.map(\.terminalLine).joined(separator: "\n") + "\n\n" + total + "\n"
  }

  /// "21 claims: 14 hold, 6 hold as corrected, 1 refuted".
  public var total: String {
    let kinds: [(String, String)] = [
      ("holds", "hold"), ("holds as corrected", "hold as corrected"), ("refuted", "refuted"),
      ("undecided", "undecided"),
    ]
    let counts = kinds.compactMap { name, words -> String? in
      let count = results.count { $0.verdict.name == name }
      guard count > 0 else { return nil }
      return "\(count) \(count == 1 && words.hasPrefix("hold") ? words.replacing("hold", with: "holds") : words)"
    }
    let defects = results.reduce(0) { $0 + $1.defects.count }
    return "\(counted(results.count, "claim")): " + counts.joined(separator: ", ")
      + (defects > 0 ? "; \(counted(defects, "defect"))" : "")
  }

  /// The whole report as Markdown; figures are linked in `figures/`.
  public var markdown: String {
    var page = Markdown()
    page.heading(1, "Claims")
    page.paragraph(
      "\(total). Seed \(options.seed), \(counted(options.cases, "case")) for a claim, \(options.precision.bits) bits at "
        + "first and \(options.cap.bits) at most. The ratio is left/right of the inequality at the worst instance found; "
        + "1 is sharp.")
    page.table(
      ["claim", "verdict", "method", "worst ratio", "cases"],
      results.map { result in
        [
          Markdown.code(result.id), result.verdict.name, result.method.rawValue,
          result.worst?.ratio.map { significant($0, 6) } ?? "", grouped(result.tally.cases),
        ]
      }, alignments: [.left, .left, .left, .right, .right])
    for result in results { result.write(to: &page) }
    return page.text
  }
}

extension ClaimResult {
  fileprivate func write(to page: inout Markdown) {
    page.heading(2, id)
    page.paragraph("**\(Markdown.escaped(title))**: \(Markdown.escaped(headline)).")
    page.paragraph("Source: \(Markdown.escaped(source.description)).")
    var items = [Self.words(tally, of: "Statement")]
    if let correctionTally { items.append(Self.words(correctionTally, of: "Corrected statement")) }
    if let worst { items.append("Worst: \(Markdown.code(worst.description))") }
    if let counterexample = verdict.counterexample {
      items.append("Fails: \(Markdown.code(counterexample.evidence.description)) (case \(counterexample.caseIndex))")
    }
    items += falsifiers.map { falsifier in
      "Falsifier *\(Markdown.escaped(falsifier.name))*"
        + (falsifier.firedOn.map { " fires: \(Markdown.code($0.evidence.description))" } ?? " did not fire")
    }
    items += quoted.map { "Quoted figure: \(Markdown.code($0.description))" }
    items += defects.map { "**Defect**: \(Markdown.escaped($0.description))" }
    items += notes.map(Markdown.escaped)
    page.list(items)
    for figure in figures { page.image("figures/\(figure.name).svg", caption: figure.title) }
  }
}
