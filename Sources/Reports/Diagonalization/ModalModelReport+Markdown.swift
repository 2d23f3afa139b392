extension ModalModelReport {
  /// The report as Markdown, with links to the figures in `figures/`.
  public var markdown: String {
    var page = Markdown()
    page.heading(1, "Transfer functions of \(model)")
    page.paragraph(Markdown.escaped(summary))
    page.heading(2, "How many states matter")
    page.paragraph(
      "The Hankel singular values say how much of the past each direction of the state carries into the future. Balanced "
        + "truncation to the states above 1 % changes the transfer function by at most the bound, relative to its largest "
        + "value (Enns, Glover: twice the sum of what is left out).")
    page.table(
      ["system", "states", "largest", "above 1e-2", "above 1e-4", "above 1e-8", "truncation bound"],
      systems.map { system in
        [system.title, "\(system.states)", significant(system.hankelSingularValues.first ?? 0)]
          + system.above.map { "\($0)" } + [significant(system.truncationBound)]
      })
    for figure in figures { page.image("figures/\(figure.imageFile)", caption: figure.caption) }
    page.heading(2, "After rounding to a format")
    page.paragraph(
      "Eigenvalues, input and output rounded to the format, everything else exact: the largest change of the transfer function "
        + "on the unit circle over its largest value.")
    page.table(
      ["system"] + (systems.first?.rounding.map(\.format) ?? []),
      systems.map { [$0.title] + $0.rounding.map { significant($0.error) } })
    page.heading(2, "How to read this")
    page.list([
      "The model keeps its state matrix diagonal, so that its eigenvector matrix is the identity: no accuracy is lost in "
        + "diagonalizing. What rounding its parameters loses is in the table above.",
      "Singular values were computed with 128 bits of work from the Gramians in closed form; those below 1e-18 of the largest "
        + "are not resolved. Modes are taken as halves of conjugate pairs.",
    ])
    return page.text
  }
}
