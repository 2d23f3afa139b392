extension StabilityReport {
  /// The report as Markdown, with links to the figures in `figures/`.
  public var markdown: String {
    var page = Markdown()
    page.heading(1, "Stability of \(model.name)")
    page.paragraph(Markdown.escaped(summary))
    writeModel(&page)
    writeFindings(&page)
    writeStability(&page)
    writeRounding(&page)
    writeMemory(&page)
    writePerturbations(&page)
    writeQuantization(&page)
    writeGradients(&page)
    writeBounds(&page)
    writeClaims(&page)
    writeReading(&page)
    return page.text
  }

  /// The model, or its layers and the whole: a row each.
  var rows: [LayerReport] { layers.count > 1 ? layers + [whole] : [whole] }

  func title(_ layer: LayerReport) -> String { layer.index.map { "\($0)" } ?? "all" }

  private func image(_ name: String, in page: inout Markdown) {
    guard let figure = figures.first(where: { $0.name == name }) else { return }
    page.image("figures/\(figure.imageFile)", caption: figure.caption)
  }

  private func writeModel(_ page: inout Markdown) {
    page.table(
      ["model", Markdown.escaped(model.name)],
      [
        ["family", model.familyTitle],
        ["recurrent layers", "\(model.layerCount)"],
        ["modes", grouped(model.modeCount) + (model.isComplex ? ", complex" : ", real")],
        ["decay of one token", Markdown.code(model.formula)],
        ["parameterization", Markdown.code(model.parameterization)],
        ["stored as", model.elementTypes.joined(separator: ", ")],
      ], alignments: [.left, .left])
    page.list(model.notes.map(Markdown.escaped))
  }

  private func writeFindings(_ page: inout Markdown) {
    page.heading(2, "What to worry about")
    guard !findings.isEmpty else {
      page.paragraph("Nothing: every mode decays, in exact arithmetic and after rounding to each format.")
      return
    }
    page.list(
      findings.map { finding in
        let listed = finding.severity == .note ? 0 : finding.modes.count
        return "**\(finding.severity.rawValue)**: \(Markdown.escaped(finding.text))"
          + (listed > 1 ? " Modes: \(Self.list(finding.modes))." : "")
      }, numbered: true)
  }

  /// Modes layer by layer, the worst first in each; at most 64 of them.
  private static func list(_ modes: [NamedMode]) -> String {
    let most = 64
    var order: [Int] = []
    var groups: [Int: [String]] = [:]
    for mode in modes.prefix(most) {
      if groups[mode.location.layer] == nil { order.append(mode.location.layer) }
      groups[mode.location.layer, default: []].append(mode.location.shortIndices)
    }
    let axes = modes.first?.location.axes.joined(separator: ":") ?? ""
    let words = order.sorted().map { "layer \($0): \(groups[$0, default: []].joined(separator: ", "))" }
    let rest = modes.count > most ? "; and \(grouped(modes.count - most)) more" : ""
    return "(as \(axes)) " + words.joined(separator: "; ") + rest
  }

  private func writeStability(_ page: inout Markdown) {
    page.heading(2, "Where the modes are")
    page.paragraph(
      "Whether a mode decays is decided by enclosures of its decay `a` on the numbers as they are stored; where it says "
        + "stable, |a| < 1 is proved for that mode.")
    page.table(
      [
        "layer", "modes", "stable", "on the circle", "unstable", "undecided", "least 1 - |a|", "median", "greatest",
        "at",
      ],
      rows.map { layer in
        [
          title(layer), grouped(layer.modeCount), grouped(layer.stable), grouped(layer.marginal),
          grouped(layer.unstable), grouped(layer.undecided), significant(layer.distanceToOne.minimum),
          significant(layer.distanceToOne.median), significant(layer.distanceToOne.maximum),
          zip(layer.slowest.location.axes, layer.slowest.location.indices).map { "\($0) \($1)" }.joined(
            separator: ", "),
        ]
      })
    let isPerTime = whole.steps != nil
    page.table(
      ["layer", "-Re λ: least", "median", "greatest"] + (isPerTime ? ["step: least", "median", "greatest"] : [])
        + (whole.frequency == nil ? [] : ["Im λ: least", "greatest"]),
      rows.map { layer in
        var row = [title(layer)]
        row += [layer.decayRatePerTime.minimum, layer.decayRatePerTime.median, layer.decayRatePerTime.maximum]
          .map { significant($0) }
        if isPerTime, let steps = layer.steps {
          row += [steps.minimum, steps.median, steps.maximum].map { significant($0) }
        }
        if let frequency = layer.frequency {
          row += [significant(frequency.minimum), significant(frequency.maximum)]
        }
        return row
      })
    for name in ["modes", "modes-discrete", "modes-continuous"] { image(name, in: &page) }
  }

  private func writeRounding(_ page: inout Markdown) {
    page.heading(2, "After rounding to a number format")
    page.paragraph(
      "Parameters rounded to the format, the decay computed from them and rounded to the format once: what the most "
        + "careful kernel that holds its decays in that format would have. A decay of modulus exactly 1 never forgets; one "
        + "that is 0 forgets at once.")
    page.table(
      ["layer", "format", "rounds to 1", "rounds to 0", "above 1", "not finite", "closest to 1"],
      rows.flatMap { layer in
        layer.rounding.map { format in
          [
            title(layer), format.format, grouped(format.roundToOne.count), grouped(format.roundToZero.count),
            grouped(format.roundAboveOne.count), grouped(format.notFinite.count),
            format.roundToOne.first.map { $0.location.description } ?? "",
          ]
        }
      }, alignments: [.left, .left, .right, .right, .right, .right, .left])
    page.paragraph(
      "Every mode that is counted here is named in the JSON form of this report"
        + (modeTable == nil ? "." : ", and marked in `figures/all-modes.tsv`."))
    image("decay-against-step", in: &page)
  }

  private static let quantileNames = ["least", "5 %", "25 %", "median", "75 %", "95 %", "greatest"]

  private func writeMemory(_ page: inout Markdown) {
    page.heading(2, "How far it remembers")
    let condition =
      !model.isSelective
      ? ""
      : whole.halfLifeAtOpenGate == nil ? " at the steps that the biases give" : " at the gates that the biases give"
    page.paragraph("Half-life of the modes in tokens\(condition), from the shortest to the longest:")
    page.table(
      ["layer"] + Self.quantileNames, rows.map { [title($0)] + $0.halfLife.inOrder.map { significant($0) } })
    page.paragraph("Tokens until 1 % is left:")
    page.table(
      ["layer"] + Self.quantileNames, rows.map { [title($0)] + $0.onePercentHorizon.inOrder.map { significant($0) } })
    if whole.halfLifeAtOpenGate != nil {
      page.paragraph(
        "Half-life with the gate fully open, r = 1; with the gate closing, r → 0, every half-life grows "
          + "without bound:")
      page.table(
        ["layer"] + Self.quantileNames,
        rows.map { [title($0)] + ($0.halfLifeAtOpenGate?.inOrder.map { significant($0) } ?? []) })
    }
    for name in ["half-life-histogram", "half-life-by-layer"] { image(name, in: &page) }
    for capture in captures { write(capture, &page) }
  }

  private func write(_ capture: CaptureReport, _ page: inout Markdown) {
    page.heading(3, "Over the real steps of \(capture.name)")
    page.paragraph(
      "\(counted(capture.sequences, "sequence")) of \(counted(capture.length, "token")) through layer \(capture.layer)"
        + (capture.stride > 1 ? ", every \(capture.stride)th token looked at" : "") + ". Half-lives in tokens:")
    page.table(
      [""] + Self.quantileNames,
      [
        ["step"] + capture.steps.inOrder.map { significant($0) },
        ["half-life at single steps"] + capture.halfLifeAtSteps.inOrder.map { significant($0) },
        ["half-life over the capture"] + capture.halfLifeAtMeanStep.inOrder.map { significant($0) },
      ])
    if let exponent = capture.exponent { write(exponent, of: capture, &page) }
    page.table(
      ["format", "decays that round to 1", "to 0", "of"],
      capture.rounding.map { format in
        [
          format.format,
          "\(grouped(format.roundToOne)) (\(share(format.roundToOne, of: capture.decayCount)))",
          "\(grouped(format.roundToZero)) (\(share(format.roundToZero, of: capture.decayCount)))",
          grouped(capture.decayCount),
        ]
      })
  }
}
