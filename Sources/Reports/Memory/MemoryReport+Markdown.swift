extension MemoryReport {
  /// The report as Markdown, with links to the figures in `figures/`.
  public var markdown: String {
    var page = Markdown()
    page.heading(1, "Memory of \(model.name)")
    page.paragraph(Markdown.escaped(summary))
    page.table(
      ["model", Markdown.escaped(model.name)],
      [
        ["family", model.familyTitle],
        ["recurrent layers", "\(model.layerCount)"],
        ["modes", grouped(model.modeCount) + (model.isComplex ? ", complex" : ", real")],
        ["decay of one token", Markdown.code(model.formula)],
      ], alignments: [.left, .left])
    page.list(model.notes.map(Markdown.escaped))
    writeFindings(&page)
    writeDecay(&page)
    writeWindows(&page)
    writeInfluence(&page)
    for capture in captures { write(capture, &page) }
    writeReading(&page)
    return page.text
  }

  private func image(_ name: String, in page: inout Markdown) {
    guard let figure = figures.first(where: { $0.name == name }) else { return }
    page.image("figures/\(figure.imageFile)", caption: figure.caption)
  }

  private func writeFindings(_ page: inout Markdown) {
    page.heading(2, "What stands out")
    guard !findings.isEmpty else {
      page.paragraph("Nothing: every layer forgets, in exact arithmetic and after rounding to each format.")
      return
    }
    page.list(findings.map { "**\($0.severity.rawValue)**: \(Markdown.escaped($0.text))" }, numbered: true)
  }

  private func writeDecay(_ page: inout Markdown) {
    page.heading(2, "How each layer forgets")
    page.paragraph(
      "The class is decided from the parameters by enclosures, not fitted. The memory function M_t is at most `C t^d "
        + "exp(-κ t)` times its largest value; κ = log(1/A_max) is the rate of the slowest mode.")
    page.table(
      ["layer", "modes", "decay", "C", "d", "κ, per token", "slowest", "A_min", "power law"],
      layers.map { layer in
        [
          "\(layer.index)", grouped(layer.modeCount), layer.decay.title,
          layer.envelope.constant.isFinite
            ? significant(roundedOutward(layer.envelope.constant, up: true, 3)) : "-",
          "\(layer.envelope.degree)", significant(layer.envelope.rate),
          zip(layer.slowest.location.axes, layer.slowest.location.indices).map { "\($0) \($1)" }.joined(
            separator: ", "),
          significant(layer.leastDecay),
          layer.powerLaw.map {
            "\(grouped($0.from)) to \(grouped($0.to)): \(significant(roundedOutward($0.lower, up: false, 2), 2)) to "
              + significant(roundedOutward($0.upper, up: true, 2), 2)
          } ?? "-",
        ]
      }, alignments: [.left, .right, .left, .right, .right, .right, .left, .right, .right])
    if layers.contains(where: { $0.powerLaw != nil }) {
      page.paragraph(
        "Power law: a range of tokens over which M_t, or the bound of it by its modes where they oscillate, falls like t^-p, "
          + "with certain bounds of p; beyond it the slowest mode takes over.")
    }
    image("memory-functions", in: &page)
  }

  private func writeWindows(_ page: inout Markdown) {
    page.heading(2, "Effective windows")
    guard let first = layers.first(where: { !$0.windows.isEmpty }) else {
      page.paragraph("There is none: what a layer remembers has no finite sum.")
      return
    }
    page.paragraph(
      "The least t after which no more than this part of what a layer holds is left to come, in tokens. Both bounds are "
        + "given where they differ.")
    page.table(
      ["layer"] + first.windows.map { percentage($0.fraction) } + ["forgets at once", "duplicates"],
      layers.map { layer in
        ["\(layer.index)"] + (layer.windows.isEmpty ? first.windows.map { _ in "never" } : layer.windows.map(\.text))
          + [grouped(layer.forgettingAtOnce), grouped(layer.duplicates)]
      })
    if layers.count > 1 {
      page.paragraph(
        "What the first layers remember together, were each to hand on what it holds, with the bound that "
          + "C(k + L - 1, L - 1) r^k gives for L layers that all decay as slowly as the slowest mode:")
      page.table(
        ["first layers"] + first.windows.map { percentage($0.fraction) }
          + first.windows.map { "bound, \(percentage($0.fraction))" },
        stack.map { entry in
          ["\(entry.layers)"]
            + (entry.windows.isEmpty ? first.windows.map { _ in "never" } : entry.windows.map(\.text))
            + (entry.binomial.isEmpty ? first.windows.map { _ in "-" } : entry.binomial.map(\.text))
        })
    }
    for name in ["memory-older", "windows-by-layer"] { image(name, in: &page) }
  }

  private func writeInfluence(_ page: inout Markdown) {
    page.heading(2, "Influence by distance")
    page.paragraph(
      "|∂y_t/∂x_s| through the state at t - s tokens, over its largest value; the bound by the moduli of the modes alone; "
        + "A_max^(t - s), what a state can keep at most"
        + (layers[0].influence.contains { $0.spread != nil }
          ? "; and 1 - A_min^(T - 1) for T = t - s, the part of the spread of what enters that T convex updates keep at most."
          : "."))
    let hasSpread = layers.contains { $0.influence.contains { $0.spread != nil } }
    page.table(
      ["layer", "distance", "influence", "bound", "A_max^distance"] + (hasSpread ? ["spread"] : []),
      layers.flatMap { layer in
        layer.influence.map { entry in
          [
            "\(layer.index)", grouped(entry.distance), entry.influence.text(),
            entry.bound.isFinite ? significant(roundedOutward(entry.bound, up: true, 3)) : "-", entry.kept.text(),
          ] + (hasSpread ? [Self.spread(entry)] : [])
        }
      })
    image("influence-by-distance", in: &page)
  }

  /// 0.52, or 1 - 1.2e-5 where it is near 1.
  private static func spread(_ entry: LayerMemory.Influence) -> String {
    guard let spread = entry.spread, let contraction = entry.contraction else { return "-" }
    if spread.lower < 0.99 { return spread.text() }
    if contraction.upper == 0 { return "1" }
    return contraction.upper < 1e-300 ? "> 1 - 1e-300" : "1 - \(contraction.text(2))"
  }

  private func write(_ capture: CapturedMemory, _ page: inout Markdown) {
    page.heading(3, "Along the real steps of \(capture.name)")
    let times = layers.first.map { $0.influence.map(\.distance) } ?? []
    let frozen = layers.first { $0.index == capture.layer }
    page.paragraph(
      "\(counted(capture.sequences, "sequence")) of \(counted(capture.length, "token")) through layer \(capture.layer), "
        + "looked at from \(counted(capture.places, "token")) of each: what a token contributes, over that of the token itself."
    )
    page.table(
      ["distance", "real steps", "at the biases"],
      capture.memory.filter { value in times.contains(value.time) || value.time == capture.memory.last?.time }.map {
        value in
        [
          grouped(value.time), value.value.text(),
          frozen?.memory.first { $0.time == value.time }?.value.text() ?? "-",
        ]
      })
    image("memory-real-steps", in: &page)
  }

  private func writeReading(_ page: inout Markdown) {
    page.heading(2, "How to read this")
    var notes = [
      "Every number is a bound of the exact one for the parameters as they are stored: where one number is given all its "
        + "digits are certain, where two are given the exact one lies between them."
    ]
    switch model.family {
    case "mamba", "falcon-mamba", "mamba2":
      notes.append(
        "The steps, B and C depend on the input. The layer is taken with its step at the bias and with unit B and C: a "
          + "channel answers an impulse with sum_n Δ exp(-|λ_n| Δ t), and M_t is the mean over the channels. A larger step "
          + "forgets faster, a smaller one more slowly, so that the real windows depend on the input.")
    case "rg-lru":
      notes.append(
        "The gates depend on the input. The layer is taken with its recurrence gate at the bias and with input gates of 1: a "
          + "channel answers an impulse with sqrt(1 - a²) a^t, and M_t is the mean over the channels.")
    case "rwkv4":
      notes.append(
        "M_t is the mean over the channels of exp(w t), the weight of an old token beside a new one of the same key; the keys, "
          + "which can make an old token count for more, are the input's.")
    default:
      notes.append(
        "M_t is |K_t|, the Frobenius norm of the layer's convolution kernel, and for a layer of separate channels its mean over "
          + "them; the skip D u is not counted.")
    }
    notes.append(
      "Together the layers are taken to hand on what they hold: the ages of what they remember add. Convolutions, gates, "
        + "normalizations and skips between the recurrences are not looked at; each of them can only be multiplied in by its "
        + "Lipschitz constant.")
    if layers[0].influence.contains(where: { $0.spread != nil }) {
      notes.append(
        "The spread is bounded by 1 - A_min^(T - 1) for updates h = a h + (1 - a) g from h_1 = g_1. "
          + (model.family == "rwkv4"
            ? "A weighted mean is one." : "This model's gain is not 1 - a, so that the number is a scale, not a bound.")
      )
    }
    page.list(notes)
  }
}
