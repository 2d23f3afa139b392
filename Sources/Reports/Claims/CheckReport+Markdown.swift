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
      "\(total). Seed \(options.seed), \(counted(options.cases, "random case")) for a claim and as many in the search for "
        + "large ratios, \(options.precision.bits) bits at first and \(options.cap.bits) at most. The margin is the ratio "
        + "left/right of the inequality at the worst instance found; 1 is sharp.")
    page.table(
      ["claim", "verdict", "method", "margin", "of random cases alone", "cases"],
      results.map { result in
        let worst = result.worst
        return [
          Markdown.code(result.id), result.verdict.name, result.method.rawValue,
          worst.map { significant($0.ratio, 6) } ?? "", worst?.random.map { significant($0, 6) } ?? "",
          "\(grouped(result.tally.random)) + \(grouped(result.tally.searched))",
        ]
      }, alignments: [.left, .left, .left, .right, .right, .right])
    for result in results { result.write(to: &page) }
    return page.text
  }
}

extension ClaimResult {
  private static func words(_ tally: Tally, of what: String) -> String {
    "\(what): \(counted(tally.random, "random case")), \(counted(tally.comparisons, "comparison"))"
      + (tally.searched > 0 ? ", \(grouped(tally.searched)) in the search" : "")
      + (tally.discarded > 0 ? ", \(grouped(tally.discarded)) outside the hypotheses" : "")
      + (tally.bits > 0 ? ", up to \(tally.bits) bits" : "")
  }

  /// Where a counterexample is from, and how to see it again.
  private static func words(_ counterexample: Counterexample, of id: String) -> String {
    (counterexample.caseIndex.map { "from case \($0)" } ?? "from the search")
      + ": \(Markdown.code("ssmcheck check \(id) --replay \(counterexample.replay)"))"
  }

  fileprivate func write(to page: inout Markdown) {
    page.heading(2, id)
    page.paragraph("**\(Markdown.escaped(title))**: \(Markdown.escaped(headline)).")
    page.paragraph("Source: \(Markdown.escaped(source.description)).")
    var items = [Self.words(tally, of: "Statement")]
    if let correctionTally { items.append(Self.words(correctionTally, of: "Corrected statement")) }
    if let counterexample = verdict.counterexample {
      items.append(
        "Fails: \(Markdown.code(counterexample.evidence.description)), \(Self.words(counterexample, of: id))")
    }
    items += falsifiers.map { falsifier in
      "Falsifier *\(Markdown.escaped(falsifier.name))*"
        + (falsifier.firedOn.map {
          " fires: \(Markdown.code($0.evidence.description)), \(Self.words($0, of: id))"
        } ?? " did not fire")
    }
    items += quoted.map { "Quoted figure: \(Markdown.code($0.description))" }
    items += defects.map { "**Defect**: \(Markdown.escaped($0.description))" }
    items += notes.map(Markdown.escaped)
    page.list(items)
    if !margins.isEmpty {
      page.table(
        ["inequality", "margin", "of random cases alone", "at", "replay"],
        margins.map { margin in
          [
            Markdown.code("\(margin.evidence.statement)"), significant(margin.ratio, 6),
            margin.random.map { significant($0, 6) } ?? "",
            Markdown.code(margin.evidence.instance.map(\.description).joined(separator: ", ")),
            Markdown.code(margin.replay.description),
          ]
        }, alignments: [.left, .right, .right, .left, .left])
    }
    for figure in figures { page.image("figures/\(figure.name).svg", caption: figure.title) }
  }
}
