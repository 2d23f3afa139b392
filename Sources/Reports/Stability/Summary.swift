/// The first paragraph: is this model stable, how far does it remember, what is the first thing to worry about.
struct Summary {
  let model: ModelDescription
  let whole: LayerReport
  let layers: [LayerReport]
  let findings: [Finding]
  let captures: [CaptureReport]

  /// The paragraph, in plain words, without markup.
  var text: String { [stability, memory, realSteps, worry].compactMap { $0 }.joined(separator: " ") }

  private var what: String {
    "\(model.name) (\(model.familyTitle), \(counted(model.layerCount, "recurrent layer")), "
      + "\(counted(model.modeCount, "mode")))"
  }

  private var slowestMode: String { whole.slowest.location.description }

  private var stability: String {
    let first = findings.first { $0.severity == .error }
    switch whole.verdict {
    case .stable:
      return
        "\(what) is stable: in exact arithmetic on the stored numbers every mode decays. The closest to the boundary "
        + "is \(slowestMode), which loses \(lost(whole.slowest.value)) of its state at each token."
    case .unstable, .undecided:
      let verdict = whole.verdict == .unstable ? "is not stable" : "may not be stable"
      return "\(what) \(verdict). \(first?.text ?? "")"
    case .marginal:
      guard let first else {
        return
          "\(what) is neither stable nor unstable: \(whole.marginal == whole.modeCount ? "all" : "some") of its modes "
          + "lie exactly on the unit circle, as the scheme intends."
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
    let steps =
      model.isSelective
      ? (whole.halfLifeAtOpenGate == nil ? "At the steps that its biases give" : "At the gates that its biases give")
      : nil
    var text =
      "\(steps.map { "\($0), half" } ?? "Half") of its modes halve what they hold within \(tokens(half.median))"
    if whole.modeCount >= 20 { text += ", 95 % within \(tokens(half.ninetyFifth))" }
    let slowest = layers.flatMap { layer in layer.stable > 0 ? [layer] : [] }.max {
      $0.finiteHalfLife < $1.finiteHalfLife
    }
    if let slowest, half.maximum.isFinite {
      let location = slowest.slowest.location
      let name = whole.verdict == .stable && location == whole.slowest.location ? "that mode" : location.description
      text +=
        "; the longest memory is \(name)'s, with half left after \(tokens(half.maximum)) and 1 % after "
        + "\(tokens(whole.onePercentHorizon.maximum))"
    }
    return text + "."
  }

  /// What the captures add.
  private var realSteps: String? {
    guard let capture = captures.first else { return nil }
    return "Over the \(grouped(capture.sequences * capture.length)) real tokens of \(capture.name) the modes of layer "
      + "\(capture.layer) halve within \(tokens(capture.halfLifeAtMeanStep.median)) in the median and "
      + "\(tokens(capture.halfLifeAtMeanStep.maximum)) at most."
  }

  private var worry: String {
    guard let first = findings.first(where: { $0.severity != .note }) else { return calm }
    if first.severity == .error { return "That is the first thing to mend." }
    return "The first thing to worry about is low precision. \(first.text)\(remedy(first))"
  }

  /// Which formats are free of the trouble.
  private func remedy(_ finding: Finding) -> String {
    guard let name = finding.format else { return "" }
    let clean = whole.rounding.filter { report in
      report.format != name && report.roundToOne.isEmpty && report.roundAboveOne.isEmpty && report.notFinite.isEmpty
        && report.undecided == 0
    }.map(\.format)
    guard !clean.isEmpty else { return "" }
    return " Kept in \(clean.joined(separator: " or ")), all of them decay."
  }

  /// What to say where nothing is wrong.
  private var calm: String {
    let bound = whole.roundingBounds.first { $0.format == "float32" && $0.length == 1_000_000 }?.worst
    guard let bound else { return "There is nothing to worry about first." }
    let said =
      bound < 1
      ? "rounding in float32 cannot change a state by more than \(significant(bound)) of its largest value"
      : "the a-priori bound of float32's rounding says nothing"
    return
      "No decay rounds to 1 in float32, float16 or bfloat16, so there is nothing to worry about first; over a million "
      + "tokens \(said)."
  }
}

extension LayerReport {
  /// The longest half-life that is finite.
  fileprivate var finiteHalfLife: Double { halfLife.maximum.isFinite ? halfLife.maximum : 0 }
}
