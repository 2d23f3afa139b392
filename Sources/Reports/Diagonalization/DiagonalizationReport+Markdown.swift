extension DiagonalizationReport {
  /// The report as Markdown, with links to the figures in `figures/`.
  public var markdown: String {
    var page = Markdown()
    page.heading(1, "Diagonalization of \(matrix.title)")
    page.paragraph(Markdown.escaped(summary))
    writeEigenvalues(&page)
    writeLosses(&page)
    writePseudospectra(&page)
    writePerturbations(&page)
    writeFormats(&page)
    writeReading(&page)
    return page.text
  }

  private func image(_ name: String, in page: inout Markdown) {
    guard let figure = figures.first(where: { $0.name == name }) else { return }
    page.image("figures/\(figure.imageFile)", caption: figure.caption)
  }

  private func writeEigenvalues(_ page: inout Markdown) {
    page.heading(2, "Eigenvalues")
    let bits = eigenvalues.map(\.accuracyBits).min() ?? 0
    page.paragraph(
      "\(counted(matrix.order, "eigenvalue")), enclosed with \(precision) bits of work: every disc is proved to hold the "
        + "number of eigenvalues in its row, and the worst is known to \(bits) bits. The condition number kappa says how far "
        + "an eigenvalue moves when the matrix is changed.")
    image("eigenvalues", in: &page)
    let shown = eigenvalues.sorted { ($0.condition ?? .infinity) > ($1.condition ?? .infinity) }.prefix(16)
    page.table(
      ["eigenvalue", "bits", "how many", "kappa"],
      shown.map {
        [$0.enclosure, "\($0.accuracyBits)", "\($0.multiplicity)", $0.condition.map { significant($0) } ?? "-"]
      })
    if eigenvalues.count > shown.count {
      page.paragraph("The \(shown.count) worst conditioned of \(eigenvalues.count); all are in the JSON form.")
    }
    if let conditionBounds {
      page.paragraph(
        "The condition number of the eigenvector matrix, with its columns scaled in the best way, is at least "
          + "\(significant(conditionBounds.lowerBound)) = max kappa and at most \(significant(conditionBounds.upperBound)) = sum "
          + "kappa (certified, rounded for display).")
    }
  }

  private func writeLosses(_ page: inout Markdown) {
    page.heading(2, "What floating point makes of it")
    page.table(
      [
        "who", "format", "bits at risk", "eigenvalues", "residual", "vectors", "V^-1 B", "transfer function",
        "explained",
      ],
      losses.map { loss in
        func number(_ value: Double?) -> String { value.map { significant($0, loss.isCoarse ? 1 : 3) } ?? "-" }
        return [
          loss.method, loss.format, "\(loss.bitsAtRisk)", number(loss.eigenvalueError), number(loss.residual),
          number(loss.sineOfAngle), number(loss.modalError), number(loss.transferError),
          loss.isExplained ? "by conditioning" : "no",
        ]
      }, alignments: [.left, .left, .right, .right, .right, .right, .right, .right, .left])
    page.paragraph(
      "Errors of eigenvalues and residuals are relative to |A|, vectors are sines of angles, V^-1 B is relative mode by "
        + "mode, the transfer function is relative to its largest value; \(matrix.vectors). LAPACK's figures depend on the "
        + "library that is installed and are rounded to powers of ten. \"Explained\" means that a backward stable algorithm "
        + "may be that wrong. \"Rotated\" is the same system in other orthonormal coordinates: a matrix that is triangular up to "
        + "a permutation shows its eigenvalues, and LAPACK's balancing reads them off.")
  }

  private func writePseudospectra(_ page: inout Markdown) {
    page.heading(2, "Pseudospectra")
    page.paragraph(
      "Where the least singular value of zI - A is below ε, some matrix within ε of A has the eigenvalue z: an algorithm that "
        + "rounds cannot tell z from an eigenvalue once ε is a few units of roundoff times |A|.")
    image("pseudospectra", in: &page)
    guard !pseudospectrum.isEmpty else { return }
    page.table(
      ["z", "least singular value, at least", "at most"],
      pseudospectrum.map {
        ["\(significant($0.real)) + \(significant($0.imaginary))i", "\($0.lower)", "\($0.upper)"]
      })
    page.paragraph("The bounds are proved.")
  }

  private func writePerturbations(_ page: inout Markdown) {
    guard !perturbations.isEmpty else { return }
    page.heading(2, "Perturb, then diagonalize")
    image("perturbation", in: &page)
    page.table(
      ["size of E over A", "condition of V", "largest Re", "deviation of G", "error in float32", "error in float64"],
      perturbations.map {
        [
          significant($0.relativeSize), significant($0.condition), significant($0.spectralAbscissa),
          significant($0.firstOrderDeviation), significant($0.error(in: "float32")),
          significant($0.error(in: "float64")),
        ]
      })
    image("transfer-functions", in: &page)
  }

  private func writeFormats(_ page: inout Markdown) {
    page.heading(2, "Digits that are left")
    page.table(
      ["format", "directly", "perturbed first", "by"],
      formats.map {
        [
          $0.format, significant($0.direct, 2), $0.perturbed.map { significant($0, 2) } ?? "-",
          $0.relativeSize.map { significant($0, 2) } ?? "-",
        ]
      })
  }

  private func writeReading(_ page: inout Markdown) {
    page.heading(2, "How to read this")
    page.list([
      "Certified: the eigenvalues, their condition numbers, G. Each was computed in discs, whose radii bound every rounding.",
      "Measured: what the formats make of it, in this library's own arithmetic, the same on every machine; and by LAPACK.",
      "Estimated: the digits that are left, -log10 of n u kappa, plus the deviation of G where A is perturbed; and the "
        + "deviation itself, to first order in E.",
      "The perturbations are random, one direction in all sizes; an optimised one can be several times better.",
    ])
  }
}
