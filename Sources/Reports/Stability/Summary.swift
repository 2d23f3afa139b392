/// The first paragraph: is this model stable, how far does it remember, what is the first thing to worry about.
struct Summary {
  let model: ModelDescription
  let whole: LayerReport
  let layers: [LayerReport]
  let findings: [Finding]
  let captures: [CaptureReport]

  /// The paragraph, in plain words, without markup.
  var text: String { [stability, memory, perturbations, realSteps, worry].compactMap { $0 }.joined(separator: " ") }

  private var what: String {
    "\(model.name) (\(model.familyTitle), \(counted(model.layerCount, "recurrent layer")), "
      + "\(counted(model.modeCount, "mode")))"
  }

  private var stability: String {
    let first = findings.first { $0.severity == .error }
    switch whole.verdict {
    case .stable:
      return
        "\(what) is stable: in exact arithmetic on the stored numbers every mode decays, most slowly that of "
        + "\(whole.slowest.location), which loses \(lost(whole.slowest.value)) of its state at each token."
    case .unstable, .undecided:
      let verdict = whole.verdict == .unstable ? "is not stable" : "may not be stable"
      return "\(what) \(verdict). \(first?.text ?? "")"
    case .marginal:
      guard let first else {
        return
          "\(what) is neither stable nor unstable: "
          + "\(whole.marginal == whole.modeCount ? "all" : "some") of its modes lie exactly on the unit circle, as the "
          + "scheme intends."
      }
      return "\(what) is not stable, though nothing grows by itself. \(first.text)"
    }
  }

  /// A part of a state in words: 0.11 %, or 3.2e-7 where a percentage would be all zeros.
  private func lost(_ part: Double) -> String {
    part >= 1e-5 ? significant(100 * part, 2) + " %" : significant(part, 2)
  }

  private var memory: String? {
    guard whole.stable > 0 else { return nil }
    let half = whole.halfLife
    let condition = !model.isSelective ? "" : whole.halfLifeAtOpenGate == nil ? "At the steps" : "At the gates"
    var text = condition.isEmpty ? "Half" : condition + " that its biases give, half"
    text += " of the modes have lost half of what they hold within \(tokens(half.median))"
    if whole.modeCount >= 20, half.ninetyFifth.isFinite { text += ", 95 % of them within \(tokens(half.ninetyFifth))" }
    if half.maximum.isFinite {
      text +=
        "; the slowest keeps half for \(tokens(half.maximum)) and 1 % for \(tokens(whole.onePercentHorizon.maximum))"
    }
    return text + "."
  }

  /// What perturbations do, where every mode decays.
  private var perturbations: String? {
    let gain = whole.lyapunov.persistentGain.maximum
    guard whole.verdict == .stable, gain.isFinite else { return nil }
    return "\(model.isSelective ? "There a" : "A") perturbation of the state dies out, at the largest Lyapunov "
      + "exponent of \(significant(whole.lyapunov.largest.middle)) per token; an error of the input that persists is "
      + "amplified up to \(significant(gain)) times."
  }

  /// What the captures add.
  private var realSteps: String? {
    guard let capture = captures.first else { return nil }
    let count = capture.sequences * capture.length
    var text =
      "Over the \(grouped(count)) real tokens of \(capture.name), half of the modes of layer \(capture.layer) have lost "
      + "half within \(tokens(capture.halfLifeAtMeanStep.median)), the slowest within "
      + "\(tokens(capture.halfLifeAtMeanStep.maximum))"
    if let coarse = capture.rounding.last(where: { $0.roundToOne > 0 }) {
      text +=
        "; \(share(coarse.roundToOne, of: capture.decayCount)) of the decays that these tokens meet round to 1 in "
        + coarse.format
    }
    return text + "."
  }

  private var worry: String {
    guard let first = findings.first(where: { $0.severity != .note }) else { return calm }
    if first.severity == .error { return "That is the first thing to mend." }
    return "The first thing to worry about is this. \(first.text)\(remedy(first))"
  }

  /// Which formats are free of the trouble.
  private func remedy(_ finding: Finding) -> String {
    guard let name = finding.format else { return "" }
    let clean = whole.rounding.filter { report in
      report.format != name && report.roundToOne.isEmpty && report.roundAboveOne.isEmpty && report.notFinite.isEmpty
        && report.undecided == 0
    }.map(\.format)
    guard !clean.isEmpty else { return "" }
    return " Held in \(clean.joined(separator: " or ")), every one of them decays."
  }

  /// What to say where nothing is wrong.
  private var calm: String {
    let bound = whole.roundingBounds.first { $0.format == "float32" && $0.length == 1_000_000 }?.worst
    guard let bound else { return "There is nothing to worry about first." }
    let said =
      bound < 1
      ? "rounding in float32 cannot change a state by more than \(significant(bound)) of the largest that inputs of one "
        + "size can build"
      : "the a-priori bound of float32's rounding says nothing"
    return
      "No decay rounds to 1 in float32, float16 or bfloat16, so there is nothing to worry about first; over a million "
      + "tokens \(said)."
  }
}
