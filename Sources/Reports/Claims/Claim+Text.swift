import Claims

extension Claim {
  /// The claim for a terminal: what is said, under which conditions, how it is checked, and what breaks it.
  public var terminalText: String {
    var lines = ["\(id): \(title)", "  source      \(source)"]
    if let quotedBy = source.quotedBy { lines.append("  quoted by   \(quotedBy)") }
    lines.append("  method      \(method.rawValue): \(method.assurance)")
    lines += paragraph("statement", statement)
    if let correction { lines += paragraph("corrected", correction.statement) }
    lines += labelled("needs", hypotheses.map { "\($0.name): \($0.statement)" })
    lines += labelled(
      "falsifiers",
      falsifiers.map { falsifier in
        falsifier.name + (falsifier.dropping.map { " (drops \($0))" } ?? " (strengthens the statement)")
      })
    lines += labelled(
      "untested", hypotheses.compactMap { hypothesis in hypothesis.untested.map { "\(hypothesis.name): \($0)" } })
    lines += labelled("notes", notes)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The claim as a section of Markdown.
  public var markdown: String {
    var page = Markdown()
    page.heading(2, id)
    page.paragraph("**\(Markdown.escaped(title))**")
    page.paragraph(Markdown.escaped(statement))
    if let correction { page.paragraph("*Corrected:* " + Markdown.escaped(correction.statement)) }
    page.paragraph("Source: \(Markdown.escaped(source.description)). Method: \(method.rawValue), \(method.assurance).")
    if !hypotheses.isEmpty {
      page.paragraph("Hypotheses:")
      page.list(
        hypotheses.map { hypothesis in
          "*\(Markdown.escaped(hypothesis.name))*: \(Markdown.escaped(hypothesis.statement))"
            + (hypothesis.untested.map { " (no falsifier: \(Markdown.escaped($0)))" } ?? "")
        })
    }
    if !falsifiers.isEmpty {
      page.paragraph("Falsifiers:")
      page.list(
        falsifiers.map { falsifier in
          Markdown.escaped(falsifier.name)
            + (falsifier.dropping.map { ", which drops *\(Markdown.escaped($0))*" }
              ?? ", which strengthens the statement")
        })
    }
    page.list(notes.map(Markdown.escaped))
    return page.text
  }

  private func paragraph(_ label: String, _ text: String) -> [String] { labelled(label, [text]) }

  /// Lines of at most 110 characters with a label before the first.
  private func labelled(_ label: String, _ items: [String]) -> [String] {
    items.enumerated().flatMap { place, item in
      wrapped(item, width: 96).enumerated().map { line, words in
        let head = place == 0 && line == 0 ? label : ""
        return "  " + head + String(repeating: " ", count: max(1, 12 - head.count)) + words
      }
    }
  }
}

/// `text` in lines of at most `width` characters, broken at spaces.
func wrapped(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    var current = ""
    for word in line.split(separator: " ") {
      if !current.isEmpty && current.count + 1 + word.count > width {
        lines.append(current)
        current = ""
      }
      current += (current.isEmpty ? "" : " ") + word
    }
    lines.append(current)
  }
  return lines
}
