import Claims

/// What is printed and does not hold: of each claim that fails as its source gives it, the printed statement, the
/// smallest case on which it fails, and what holds in its place.
///
/// Made from the results of a check, so that nothing is in it that was not found again.
public struct Errata: Sendable {
  /// One printed statement.
  public struct Entry: Sendable {
    public let claim: Claim
    public let result: ClaimResult
    public let counterexample: Counterexample

    /// "refuted as printed", or "the statement as quoted by ... fails".
    public var verdict: String { String(result.headline.prefix { $0 != ";" }) }

    /// The smallest case on which the statement fails, on one line: the instance, and the two sides to six digits.
    public var failure: String {
      let evidence = counterexample.evidence
      let place = evidence.instance.map { "\($0.name) = \(shortened($0.value))" }.joined(separator: ", ")
      let comparison =
        evidence.left == "false" && evidence.right == "true"
        ? "not: \(evidence.statement)"
        : "\(evidence.statement): \(shortened(evidence.left)) \(evidence.relation.rawValue) "
          + "\(shortened(evidence.right)) is false"
      return place.isEmpty ? comparison : place + ": " + comparison
    }

    /// How the claim is checked again at this case alone.
    public var replay: String { "ssmcheck check \(claim.id) --replay \(counterexample.replay)" }
  }

  /// In the order of the claims.
  public let entries: [Entry]
  /// The claims that were checked, whatever their verdict.
  public let checked: Int
  private let options: CheckOptions

  /// - Parameter claims: those that were checked, in any order.
  public init(_ report: CheckReport, claims: [Claim]) {
    let known = Dictionary(claims.map { ($0.id, $0) }) { first, _ in first }
    entries = report.results.compactMap { result in
      guard let claim = known[result.id], let counterexample = result.verdict.counterexample else { return nil }
      return Entry(claim: claim, result: result, counterexample: counterexample)
    }
    checked = report.results.count
    options = report.options
  }

  /// The works in which something fails, in the order of their first entry.
  private var works: [(title: String, entries: [Entry])] {
    var works: [(title: String, entries: [Entry])] = []
    for entry in entries {
      let title = entry.claim.source.title
      if let place = works.firstIndex(where: { $0.title == title }) {
        works[place].entries.append(entry)
      } else {
        works.append((title, [entry]))
      }
    }
    return works
  }

  /// "31 of 40 statements are refuted as printed, 9 fail as quoted, in 17 works."
  public var total: String {
    let refuted = entries.count { $0.claim.source.provenance.isFirstHand }
    return "\(counted(checked, "claim")) about what is printed: \(refuted) refuted as printed, "
      + "\(entries.count - refuted) fail as quoted or recalled, in \(counted(works.count, "work"))."
  }

  /// The table for a terminal, at most 110 characters wide where words allow.
  public var text: String {
    var lines: [String] = []
    for work in works {
      lines += [work.title, ""]
      for entry in work.entries {
        lines.append("  \(entry.claim.id)")
        for (label, words) in [
          ("place", entry.claim.source.locus), ("verdict", entry.verdict),
          ("printed", entry.claim.statement), ("fails at", entry.failure),
          ("instead", entry.claim.correction?.statement ?? "nothing is known to hold"),
        ] {
          for (line, part) in wrapped(words, width: 94).enumerated() {
            lines.append("    " + (line == 0 ? label : "") + spaces(10 - (line == 0 ? label.count : 0)) + part)
          }
        }
        lines.append("")
      }
    }
    return (lines + [total, ""]).joined(separator: "\n")
  }

  /// The table as a page of Markdown.
  public var markdown: String {
    var page = Markdown()
    page.heading(1, "What is printed and does not hold")
    page.paragraph(
      "\(total) *Refuted as printed* is said only of a statement that was read in the paper or in its authors' code; of "
        + "one that was quoted by somebody else, recalled or derived, only that it fails as quoted. The case at which "
        + "it fails was made as small as it could be, and is compared again by the command beside it. Made by "
        + "\(Markdown.code("ssmcheck errata --output FILE")), seed \(options.seed).")
    for work in works {
      page.heading(2, work.title)
      for entry in work.entries {
        page.paragraph(
          "**\(Markdown.escaped(entry.claim.source.locus))** (\(Markdown.code(entry.claim.id)); "
            + "\(entry.claim.source.provenance.rawValue)): \(Markdown.escaped(entry.verdict)).")
        page.list([
          "*Printed.* \(Markdown.escaped(entry.claim.statement))",
          "*Fails at* \(Markdown.code(entry.failure)) (\(Markdown.code(entry.replay)))",
          "*Instead* (\(entry.claim.method.assurance)). "
            + Markdown.escaped(entry.claim.correction?.statement ?? "Nothing is known to hold."),
        ])
      }
    }
    return String(page.text.dropLast())
  }
}

extension Source {
  /// The work without the place in it.
  fileprivate var title: String { work + (arXiv.map { " (arXiv \($0))" } ?? "") }
}

/// A number as an arithmetic prints it, with at most six digits after its point and without its radius; anything else
/// as it is.
private func shortened(_ text: String) -> String {
  let midpoint = text.split(separator: " +/- ", maxSplits: 1).first.map(String.init) ?? text
  guard let match = midpoint.wholeMatch(of: /(-?[0-9]+\.[0-9]{6})[0-9]+(e-?[0-9]+)?/) else { return midpoint }
  return match.1 + "..." + (match.2 ?? "")
}

private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(1, count)) }
