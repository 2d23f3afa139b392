extension StabilityReport {
  private func image(_ name: String, in page: inout Markdown) {
    guard let figure = figures.first(where: { $0.name == name }) else { return }
    page.image("figures/\(figure.imageFile)", caption: figure.caption)
  }

  func writeGradients(_ page: inout Markdown) {
    guard !whole.parameterizations.isEmpty else { return }
    page.heading(2, "What the parameterization does")
    let isDiscrete = model.hasDiscreteMap
    page.paragraph(
      "A mode's weight w enters through \(isDiscrete ? "its decay f(w)" : "its eigenvalue f(w)"), so that the gradient "
        + "carries the factor \(isDiscrete ? "|f'|/(1 - |f|)²" : "|f'|/f²"). Under the model's own parameterization, and "
        + "under others at the same \(isDiscrete ? "decays" : "eigenvalues"):")
    page.table(
      ["parameterization", "gradient scale: least", "median", "greatest", "out of range"],
      whole.parameterizations.map { report in
        [name(report)]
          + [report.gradientScale?.minimum, report.gradientScale?.median, report.gradientScale?.maximum].map {
            $0.map { significant($0) } ?? ""
          } + [grouped(report.outOfRange)]
      })
    image("gradient-scale", in: &page)
    let (mass, kernel) = isDiscrete ? ("Σ |a|^k", "Σ |a|^k over all modes") : ("∫ exp(λ t) dt", "Σ exp(λ t)")
    page.paragraph(
      "When every weight moves by at most β, the mass \(mass) of a mode changes by at most the fraction g(β), the modulus "
        + "of stability; E(β) is the change of the whole kernel, \(kernel), in L1 relative to its mass, in the worst case. "
        + "It is infinite where a mode stops decaying. The radius is how far all weights can move before one does.")
    page.table(
      ["parameterization", "radius"]
        + StabilityAnalysis.betas.flatMap { beta in
          ["g(\(shortestDecimal(beta)))", "E(\(shortestDecimal(beta)))"]
        },
      whole.parameterizations.map { report in
        [name(report), significant(report.perturbationRadius)]
          + report.perturbation.flatMap {
            [$0.stabilityModulus.map { significant($0) } ?? "none", significant($0.kernelChange)]
          }
      })
    for name in ["perturbation", "stability-modulus"] { image(name, in: &page) }
  }

  private func name(_ report: ParameterizationReport) -> String {
    report.isInUse ? "**\(Markdown.escaped(report.name))** (in use)" : Markdown.escaped(report.name)
  }

  func writeBounds(_ page: inout Markdown) {
    page.heading(2, "What rounding can do to the recurrence")
    page.paragraph(
      "The error of a sequential scan in the format, relative to the largest state that inputs of one size can build "
        + "(Σ |a|^j max |b|), is at most the number given, when decays and inputs are rounded once. "
        + "A bound of 1 or more says nothing. At the slowest mode / at the mode of median decay:")
    let lengths = StabilityAnalysis.lengths
    page.table(
      ["layer", "format"] + lengths.map { "\(grouped($0)) tokens" },
      (layers.count > 1 ? layers + [whole] : [whole]).flatMap { layer in
        ["float32", "bfloat16"].map { format in
          [title(layer), format]
            + lengths.map { length in
              let bound = layer.roundingBounds.first { $0.format == format && $0.length == length }
              return "\(Self.words(bound?.worst)) / \(Self.words(bound?.median))"
            }
        }
      }, alignments: [.left, .left] + lengths.map { _ in .right })
    image("rounding-bound", in: &page)
  }

  private static func words(_ bound: Double?) -> String {
    guard let bound else { return "none" }
    return bound < 1 ? significant(bound) : "≥ 1"
  }

  func writeClaims(_ page: inout Markdown) {
    guard !claims.isEmpty else { return }
    page.heading(2, "Claims at the model's own parameters")
    page.paragraph(
      "What the theory says about such a model, compared at its own weights in every layer. The margin is left/right of "
        + "the inequality, 1 where it is sharp; shown is the layer where it is largest.")
    var ids: [String] = []
    for claim in claims where !ids.contains(claim.id) { ids.append(claim.id) }
    page.list(ids.map { id in Self.words(claims.filter { $0.id == id }) })
  }

  /// One claim in all layers.
  private static func words(_ claims: [ClaimAtModel]) -> String {
    let worst =
      claims.first { $0.truth != "true" } ?? claims.max { ($0.margin ?? 0) < ($1.margin ?? 0) } ?? claims[0]
    let held = claims.count { $0.truth == "true" }
    let verdict = held == claims.count ? "holds" : "holds in \(held) of \(claims.count) comparisons"
    var text = "\(Markdown.code(worst.id)), \(Markdown.escaped(worst.title)): **\(verdict)**"
    if let margin = worst.margin, margin > 0 { text += ", margin \(significant(margin))" }
    return text + ". Layer \(worst.layer): \(Markdown.code(worst.statement))"
      + (worst.instance.isEmpty ? "." : ", at \(Markdown.code(worst.instance)).")
  }

  func writeReading(_ page: inout Markdown) {
    page.heading(2, "How to read this")
    page.list([
      "Numbers in this text are rounded to 3 significant digits; the JSON form of this report has them in full, those of "
        + "the modes each the nearest double to the exact value.",
      "A quantile is one of the numbers themselves: the k-th smallest of n with k = ⌈q n⌉.",
      "Half-life: log 2 / (-log |a|) tokens; 1 % horizon: log 100 / (-log |a|).",
      "E(β), the quantiles over captured steps and the figures are computed in double precision; a figure's data are "
        + "rounded to 6 digits. Beside each figure "
        + "in `figures/` are its data (`.tsv`) and the script that draws it (`.gnuplot`)."
        + (modeTable == nil ? "" : " Every mode is in `figures/all-modes.tsv`."),
    ])
  }
}
