/// The first paragraph: how the model forgets, how many tokens it can remember, and what stands out.
struct MemorySummary {
  let model: ModelDescription
  let layers: [LayerMemory]
  let stack: [StackMemory]
  let captures: [CapturedMemory]
  let findings: [MemoryFinding]
  let options: MemoryAnalysis.Options

  /// The paragraph, in plain words, without markup.
  var text: String { [decay, windows, together, realSteps, worry].compactMap { $0 }.joined(separator: " ") }

  private var what: String {
    "\(model.name) (\(model.familyTitle), \(counted(model.layerCount, "recurrent layer")), "
      + "\(counted(model.modeCount, "mode")))"
  }

  private var condition: String {
    guard model.isSelective else { return "" }
    return model.family == "rg-lru" ? ", at the gates that its biases give" : ", at the steps that its biases give"
  }

  private var decay: String {
    let classes = Set(layers.map(\.decay))
    if classes == [.exponential] { return "\(what) forgets exponentially\(condition): decided from its parameters." }
    if classes == [.never] { return "\(what) never forgets\(condition)." }
    let order: [(LayerMemory.DecayClass, String)] = [
      (.growing, "grow"), (.undecided, "are undecided"), (.polynomial, "let what enters grow like t"),
      (.never, "never forget"), (.polynomialTimesExponential, "forget like t times an exponential"),
      (.exponential, "forget exponentially"),
    ]
    let parts = order.compactMap { decay, verb -> String? in
      let count = layers.count { $0.decay == decay }
      return count == 0 ? nil : "\(grouped(count)) \(verb)"
    }
    return "\(what), layer by layer\(condition): \(parts.joined(separator: ", "))."
  }

  /// The window at a fraction, over the layers.
  private func range(_ index: Int) -> String? {
    let windows = layers.compactMap { $0.windows.indices.contains(index) ? $0.windows[index] : nil }
    guard let low = windows.min(by: { $0.lower < $1.lower }),
      let high = windows.max(by: { $0.upper ?? .max < $1.upper ?? .max })
    else { return nil }
    if low.lower == high.lower, low.upper == high.upper { return "\(high.text) tokens" }
    return "\(grouped(low.lower)) to \(high.upper.map(grouped) ?? "unknown many") tokens, depending on the layer"
  }

  private var windows: String? {
    guard let last = options.fractions.indices.last, let far = range(last) else { return nil }
    let older = { (fraction: Double) in percentage(1 - fraction) }
    var text = ""
    if let near = range(0), last > 0 {
      text = "\(older(options.fractions[0])) of what a layer holds is younger than \(near), "
    }
    text += "\(older(options.fractions[last])) \(last == 0 ? "of what a layer holds is " : "")younger than \(far)"
    if layers.count > 1, let slowest = layers.max(by: { $0.reach < $1.reach }) {
      text += "; the slowest is layer \(slowest.index)"
    }
    return text + "."
  }

  private var together: String? {
    guard let whole = stack.last, whole.layers > 1, let near = whole.windows.first, let far = whole.windows.last else {
      return nil
    }
    return
      "Handed on through all \(counted(whole.layers, "layer")), \(percentage(1 - near.fraction)) is younger than "
      + "\(near.text) tokens and \(percentage(1 - far.fraction)) younger than \(far.text): beyond that the recurrences "
      + "remember nothing to speak of."
  }

  /// What the captures add.
  private var realSteps: String? {
    guard let capture = captures.first, let distance = options.distances.last(where: { $0 < capture.length && $0 > 0 }),
      let real = capture.memory.first(where: { $0.time >= distance }),
      let layer = layers.first(where: { $0.index == capture.layer }),
      let frozen = layer.memory.first(where: { $0.time == real.time })
    else { return nil }
    return
      "Over the \(grouped(capture.sequences * capture.length)) real tokens of \(capture.name), layer \(capture.layer) "
      + "keeps \(real.value.percentage) of a token's part \(counted(real.time, "token")) on; at its biases it would be "
      + "\(frozen.value.percentage)."
  }

  private var worry: String? { findings.first { $0.severity != .note }?.text }
}

extension Bounds {
  /// In percent, the digits that are certain.
  var percentage: String {
    let scaled = Bounds((lower * 100).nextDown, (upper * 100).nextUp)
    return (upper < 1e-6 ? text(2) : scaled.text(2) + " %")
  }
}
