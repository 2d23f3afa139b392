import Oracle

extension ComparisonReport {
  /// The report as Markdown; figures are linked in `figures/`.
  public var markdown: String {
    var page = Markdown()
    page.heading(1, "\(call.kernel): \(judgement.verdict.title)")
    for line in summary.split(separator: "\n").dropFirst() { page.paragraph(Markdown.escaped(String(line))) }
    page.heading(2, "The call")
    page.paragraph(Markdown.escaped("\(definition.title). Source: \(definition.source)."))
    page.preformatted(definition.formula)
    page.table(
      ["tensor", "shape", "elements"],
      call.names.compactMap { name in
        call.tensors[name].map {
          [Markdown.code(name), "\($0.shape)", $0.format.description + ($0.isComplex ? ", complex" : "")]
        }
      })
    if !call.flags.isEmpty {
      let flags = call.flags.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
      page.paragraph("Flags: \(Markdown.escaped(flags.joined(separator: ", "))).")
    }
    page.heading(2, "How it was judged")
    page.paragraph(Markdown.escaped(method))
    page.table(
      [
        "output", "judged", "correctly rounded", "explained", "less accurate", "defects", "vacuous", "undecided",
        "worst",
      ],
      judgement.tensors.map { tensor in
        [
          Markdown.code(tensor.name), grouped(tensor.judgedCount), grouped(tensor.count(.correctlyRounded)),
          grouped(tensor.count(.explained)), grouped(tensor.count(.lessAccurate)), grouped(tensor.count(.defect)),
          grouped(tensor.count(.vacuous)), grouped(tensor.count(.undecided)),
          tensor.worst.map { significant($0.ratio) } ?? "",
        ]
      }, alignments: [.left] + Array(repeating: .right, count: 8))
    for tensor in judgement.tensors {
      if let worst = tensor.worst { page.paragraph(Markdown.escaped(Self.words(worst, of: tensor))) }
    }
    if let diagnosis = judgement.diagnosis {
      page.heading(2, "Diagnosis")
      page.paragraph(Markdown.escaped(diagnosis.summary))
      page.list(diagnosis.observations.map(Markdown.escaped))
      if diagnosis.matches.count > 1 {
        page.paragraph("Known defects that give the same on this call:")
        page.list(diagnosis.matches.map { "\(Markdown.code($0.identifier)): \(Markdown.escaped($0.statement))" })
      }
    }
    page.heading(2, "Errors")
    for figure in figures where figure.hasPoints {
      page.image("figures/\(figure.name).svg", caption: figure.title)
      page.paragraph(Markdown.escaped(figure.caption))
    }
    return page.text
  }

  /// What the bound assumes.
  private var method: String {
    let storage = judgement.plan.storage.sorted { $0.key.name < $1.key.name }.map {
      ", the \($0.key) kept in \($0.value)"
    }
    return
      "The exact values are those of the definition on the numbers as they are stored, enclosed rigorously. The bound of "
      + "each element is the definition evaluated with rounding errors: \(judgement.form.summary), in any order of "
      + "summation, in an arithmetic of \(judgement.plan.arithmetic)\(storage.joined()). No tolerance is typed in."
  }
}
