import Arithmetic

extension StableSSM {
  /// The reported training tables: arithmetic only.
  static let trainingTables = Claim(
    "stablessm.tables",
    title: "The reported tables: their averages are those of their entries",
    statement: """
      Long Range Arena: exp (S4) 59.60, 86.82, 90.90, 88.65, 94.2, 96.35, average 86.09; best 60.80, 88.5, 91.3, 87.39, 94.8, \
      96.1, average 86.48.
      """,
    source: paper("Long Range Arena table"),
    hypotheses: [
      Hypothesis(
        "reported", "the entries are quoted, never verified", untested: "nothing short of training checks them")
    ],
    method: .exact,
    notes: [
      "Reported numbers without a spread; only the averages can be checked: 86.0867 and 86.4817.",
      "MNIST test losses as reported, at learning rates 5e-4, 5e-3, 5e-2, 5e-1, 5: direct 0.094, then NaN; softplus 0.094, "
        + "0.024, 0.803, 2.314, NaN; exp 0.093, 0.024, 0.868, 2.314, NaN; best 0.092, 0.023, 0.089, 2.186, 199.0.",
    ],
    check: { draw, _ in
      let row = draw.element(of: rows)
      return [Evidence("the average of \(row.name)", average(row.entries), isQuotedAs: row.average)]
    },
    falsifiers: [
      Falsifier("one entry changed by 1/10") { draw, _ in
        let row = draw.element(of: rows)
        var entries = row.entries
        let index = draw.integer(in: 0...entries.count - 1)
        entries[index] = entries[index] + Rational(1, 10)
        return [
          Evidence(
            "the average of \(row.name)", average(entries), isQuotedAs: row.average,
            at: [NamedValue("entries", entries)])
        ]
      }
    ],
    quoted: { _ in
      zip(rows, ["86.0867", "86.4817"]).map { row, digits in
        Evidence("the average of \(row.name)", average(row.entries), isQuotedAs: digits)
      }
    })

  private struct Row: Sendable {
    let name: String
    let entries: [Rational]
    let average: String
  }

  private static let rows = [
    Row(name: "exp (S4)", entries: [5960, 8682, 9090, 8865, 9420, 9635].map { Rational($0, 100) }, average: "86.09"),
    Row(name: "best", entries: [6080, 8850, 9130, 8739, 9480, 9610].map { Rational($0, 100) }, average: "86.48"),
  ]

  private static func average(_ entries: [Rational]) -> Rational {
    entries.reduce(Rational(0, 1)) { $0 + $1 } / Rational(entries.count, 1)
  }
}
