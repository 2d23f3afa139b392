import Claims

extension CheckReport {
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
  private static func words(_ tally: Tally, of what: String) -> String {
    "\(what): \(counted(tally.cases, "case")), \(counted(tally.comparisons, "comparison"))"
      + (tally.discarded > 0 ? ", \(grouped(tally.discarded)) outside the hypotheses" : "")
      + (tally.bits > 0 ? ", up to \(tally.bits) bits" : "")
  }

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
