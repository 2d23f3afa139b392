extension StabilityReport {
  func writePerturbations(_ page: inout Markdown) {
    page.heading(2, "What a perturbation does")
    let steps =
      !model.isSelective
      ? "" : whole.halfLifeAtOpenGate == nil ? ", at the steps of the biases" : ", at the gates of the biases"
    page.paragraph(
      "The Lyapunov exponents are log |a| per token\(steps): a perturbation of the state by ε has the size ε "
        + "exp(ζ t) after t tokens, at most, with ζ the largest. An error of the input that persists does not die "
        + "out: a state whose every input is off by at most ε ends up off by ε/(1 - |a|), if all have one sign. The "
        + "exponents' enclosures are in the JSON form.")
    page.table(
      ["layer", "exponent: largest", "median", "least", "gain of a persistent error: median", "greatest", "at"],
      rows.map { layer in
        let lyapunov = layer.lyapunov
        return [
          title(layer), significant(lyapunov.largest.middle), significant(lyapunov.exponents.median),
          significant(lyapunov.least.middle), significant(lyapunov.persistentGain.median),
          significant(lyapunov.persistentGain.maximum), lyapunov.mostAmplified?.location.shortName ?? "",
        ]
      }, alignments: [.left, .right, .right, .right, .right, .right, .left])
    let correlation = whole.sensitivity.autocorrelation
    page.paragraph(
      "How much a state answers to a change of its decay, for an input of variance 1 that is "
        + (correlation == 0 ? "white" : "correlated as ρ^|s - t| with ρ = \(shortestDecimal(correlation))")
        + ": the root mean squares of ∂h/∂a and, for a relative change of the rate r = -log |a|, of ∂h/∂log r. The "
        + "first grows like (1 - |a|)^(-3/2) near the unit circle for a white input. `--autocorrelation` sets ρ.")
    page.table(
      ["layer", "∂h/∂a: least", "median", "greatest", "∂h/∂log r: least", "median", "greatest"],
      rows.map { layer in
        let quantiles = [layer.sensitivity.decay, layer.sensitivity.rate]
        return [title(layer)] + quantiles.flatMap { [$0.minimum, $0.median, $0.maximum].map { significant($0) } }
      })
  }

  func write(_ exponent: CapturedExponent, of capture: CaptureReport, _ page: inout Markdown) {
    let sequence = capture.sequences > 1 ? ", in sequence \(exponent.sequence)" : ""
    page.paragraph(
      "The largest Lyapunov exponent over these steps is \(significant(exponent.largest.middle)) per token, at "
        + "\(exponent.mode.location.shortName)\(sequence); an error of its input that persists is amplified by up to "
        + "\(significant(exponent.persistentGain)).")
  }

  func writeQuantization(_ page: inout Markdown) {
    page.heading(2, "What quantization does")
    let hasWeights = whole.quantization.contains { $0.worstRate != nil }
    page.paragraph(
      (hasWeights
        ? "The weights of the decays in int8 (symmetric, one scale a tensor) or rounded to a float format: the largest "
          + "relative error of a rate -log |a|, its bound where the grid is one of logarithms, and the largest change of "
          + "|a|^j at any time j, all else as stored. " : "")
        + "Inputs in the format, scaled into its range, are off by at most the part given of the largest; the state is then "
        + "off by at most the number given for inputs of at most 1, at the slowest mode / at the median gain.")
    page.table(
      ["layer", "format"] + (hasWeights ? ["rate error", "bound", "change of the decay", "no longer decay"] : [])
        + ["input error", "error of the state"],
      rows.flatMap { layer in
        layer.quantization.map { [title(layer)] + Self.cells(of: $0, hasWeights: hasWeights) }
      }, alignments: [.left, .left] + Array(repeating: .right, count: hasWeights ? 6 : 2))
  }

  private static func cells(of report: QuantizationReport, hasWeights: Bool) -> [String] {
    var cells = [report.format]
    if hasWeights {
      cells.append(report.worstRate.map { percent($0.value) } ?? "")
      cells.append(report.rateErrorBound.map(percent) ?? "")
      cells.append(report.largestDecayChange.map { significant($0) } ?? "")
      cells.append(grouped(report.stopDecaying.count))
    }
    let errors = [report.worstStateError, report.medianStateError].map { $0.map { significant($0) } ?? "none" }
    return cells + [percent(report.inputError), errors.joined(separator: " / ")]
  }

  private static func percent(_ part: Double) -> String { significant(100 * part) + " %" }
}

extension ModeLocation {
  /// Axes and indices without the layer.
  var shortName: String { zip(axes, indices).map { "\($0) \($1)" }.joined(separator: ", ") }
}
