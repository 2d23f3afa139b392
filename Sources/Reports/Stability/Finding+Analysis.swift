import Arithmetic
import Definitions

extension Finding {
  /// What there is to say about a model, the most serious first.
  static func all(in layers: [AnalyzedLayer], whole: LayerReport, model: ModelDescription) -> [Finding] {
    let findings =
      verdicts(layers) + whole.rounding.reversed().flatMap { rounding($0, total: whole.modeCount) }
      + notes(layers, whole: whole, model: model)
    return findings.stablySorted { $0.rank < $1.rank }
  }

  private var rank: Int {
    let order: [Severity] = [.error, .warning, .note]
    let kinds = Finding.Kind.allCases
    return (order.firstIndex(of: severity) ?? 0) * kinds.count + (kinds.firstIndex(of: kind) ?? 0)
  }

  private init(
    _ kind: Kind, _ severity: Severity, format: String? = nil, _ text: String, _ modes: [NamedMode], count: Int? = nil
  ) {
    self.init(
      kind: kind, severity: severity, format: format, text: text, modeCount: count ?? modes.count, modes: modes)
  }

  /// The modes that do not decay.
  private static func verdicts(_ layers: [AnalyzedLayer]) -> [Finding] {
    func modes(_ condition: (EvaluatedMode) -> Bool, _ value: (EvaluatedMode) -> Double) -> [NamedMode] {
      layers.flatMap { layer in
        layer.modes.indices.filter { condition(layer.modes[$0]) }.map { layer.named($0, value(layer.modes[$0])) }
      }.stablySorted { $0.value > $1.value }
    }
    var findings: [Finding] = []
    let unstable = modes({ $0.verdict == .unstable }, { $0.rate == 0 ? 0 : -$0.rate })
    if let worst = unstable.first {
      findings.append(
        Finding(
          .unstableMode, .error,
          "\(counted(unstable.count, "mode")) \(unstable.count == 1 ? "grows" : "grow"), certainly: worst is "
            + "\(worst.location), whose state is multiplied by exp(\(shortestDecimal(worst.value))) at every token, so "
            + "it doubles every \(tokens(logarithmOfTwo / worst.value)).",
          unstable))
    }
    let undecided = modes({ $0.verdict == .undecided }, { _ in .nan })
    if let first = undecided.first {
      findings.append(
        Finding(
          .undecidedMode, .error,
          "\(counted(undecided.count, "mode")) could not be decided with 1536 bits, the first \(first.location).",
          undecided))
    }
    let marginal = modes({ $0.verdict == .marginal && !$0.isConservative }, { _ in 0 })
    if let first = marginal.first {
      findings.append(
        Finding(
          .marginalMode, .error,
          "\(counted(marginal.count, "mode")) \(marginal.count == 1 ? "has" : "have") a decay of modulus exactly 1, the "
            + "first \(first.location): what enters is never forgotten, and a constant input grows without bound.",
          marginal))
    }
    let conservative = modes({ $0.verdict == .marginal && $0.isConservative }, { _ in 0 })
    if !conservative.isEmpty {
      findings.append(
        Finding(
          .conservativeMode, .note,
          "\(counted(conservative.count, "mode")) \(conservative.count == 1 ? "lies" : "lie") on the unit circle by the "
            + "design of the scheme: nothing decays, and nothing grows without a resonant input.",
          conservative))
    }
    return findings
  }

  /// What a format does to the decays.
  private static func rounding(_ report: FormatReport, total: Int) -> [Finding] {
    let format = report.format
    var findings: [Finding] = []
    if let worst = report.roundAboveOne.first {
      findings.append(
        Finding(
          .roundsAboveOne, .warning, format: format,
          "In \(format), \(counted(report.roundAboveOne.count, "decay")) of \(grouped(total)) "
            + "\(report.roundAboveOne.count == 1 ? "has" : "have") modulus above 1 after rounding: worst is "
            + "\(worst.location), at \(shortestDecimal(worst.value)): its state grows.",
          report.roundAboveOne))
    }
    if let first = report.roundToOne.first {
      let isOne = report.roundToOne.count == 1
      findings.append(
        Finding(
          .roundsToOne, .warning, format: format,
          "In \(format), \(counted(report.roundToOne.count, "decay")) of \(grouped(total)) "
            + "(\(share(report.roundToOne.count, of: total))) \(isOne ? "rounds" : "round") to modulus exactly 1, so that "
            + "\(isOne ? "this state never forgets" : "these states never forget")\(isOne ? "" : "; closest to 1"): "
            + "\(first.location), where 1 - |a| is \(significant(first.value)).",
          report.roundToOne))
    }
    if let first = report.notFinite.first {
      findings.append(
        Finding(
          .roundsToInfinity, .warning, format: format,
          "In \(format), a parameter of \(counted(report.notFinite.count, "mode")) is out of range, the first "
            + "\(first.location).",
          report.notFinite))
    }
    if let first = report.roundToZero.first {
      findings.append(
        Finding(
          .roundsToZero, .note, format: format,
          "In \(format), \(counted(report.roundToZero.count, "decay")) of \(grouped(total)) round to 0, the first "
            + "\(first.location): a state that lasts for one token.",
          report.roundToZero))
    }
    return findings
  }

  private static func notes(_ layers: [AnalyzedLayer], whole: LayerReport, model: ModelDescription) -> [Finding] {
    var findings: [Finding] = []
    let long = named(layers) { $0.verdict == .stable && $0.halfLife > 1e6 }
    if let slowest = long.min(by: { $0.value < $1.value }) {
      findings.append(
        Finding(
          .veryLongMemory, .note,
          "\(counted(long.count, "mode")) \(long.count == 1 ? "halves" : "halve") in more than a million tokens, most "
            + "slowly \(slowest.location): no training sequence shows what \(long.count == 1 ? "it does" : "they do").",
          long))
    }
    let short = named(layers) { $0.halfLife < 1 }
    if short.count * 20 >= whole.modeCount {
      findings.append(
        Finding(
          .memoryless, .note,
          "\(counted(short.count, "mode")) of \(grouped(whole.modeCount)) (\(share(short.count, of: whole.modeCount))) "
            + "halve in less than one token: they hold little but the present input.",
          [], count: short.count))
    }
    findings += unknownScheme(layers)
    guard case .exponential(let spectrum) = layers[0].system.spectrum else { return findings }
    if spectrum.map == .direct {
      let radius = whole.parameterizations.first { $0.isInUse }?.perturbationRadius ?? .infinity
      findings.append(
        Finding(
          .directParameterization, .note,
          "The real parts are trained directly: moving one of them by \(significant(radius)) makes the model unstable, "
            + "and nothing in the parameterization stops a training step that does.",
          [], count: whole.modeCount))
    }
    if case .direct = spectrum.imaginary { findings += freeImaginaryParts(layers, whole: whole) }
    return findings
  }

  /// What moving an imaginary part does to the slowest mode: phi(beta/(2 |Re lambda|)) of its mass.
  private static func freeImaginaryParts(_ layers: [AnalyzedLayer], whole: LayerReport) -> [Finding] {
    let least = layers.flatMap { $0.modes.map { -$0.eigenvalue.real } }.filter { $0 > 0 }.min()
    let beta = 0.1
    let change = least.map { least in
      phaseStabilityIntegral(Ball(beta, in: .reference) / (2 * Ball(least, in: .reference))).approximation
    }
    let example = change.map { "; by \(shortestDecimal(beta)), that of the slowest by \(significant($0)) of it" } ?? ""
    return [
      Finding(
        .freeImaginaryParts, .note,
        "The imaginary parts are trained directly: moving one, by however little, can change the kernel of a mode that "
          + "decays slowly enough by up to 4/pi of its mass, whatever keeps the real parts stable\(example).",
        [], count: whole.modeCount)
    ]
  }

  /// What undamped oscillators would do under the other scheme.
  private static func unknownScheme(_ layers: [AnalyzedLayer]) -> [Finding] {
    guard case .oscillators(let first) = layers[0].system.spectrum, first.damping == nil else { return [] }
    let growing = layers.flatMap { layer -> [NamedMode] in
      guard case .oscillators(let spectrum) = layer.system.spectrum else { return [] }
      return layer.modes.indices.filter { !spectrum.growsUnderIMEX($0, in: .reference).isFalse }
        .map { layer.named($0, layer.modes[$0].complement) }
    }
    let total = layers.reduce(0) { $0 + $1.modes.count }
    let start =
      "The file does not tell the scheme; this report takes the implicit one (IM). Under the implicit-explicit one (IMEX) "
    guard let worst = growing.first else {
      return [
        Finding(
          .unknownScheme, .note, start + "all modes lie on the unit circle and never forget, by design.", [],
          count: total)
      ]
    }
    return [
      Finding(
        .unknownScheme, .warning,
        start + "\(counted(growing.count, "oscillator")) with Delta^2 A > 4 would grow, the first \(worst.location).",
        growing)
    ]
  }

  private static func named(_ layers: [AnalyzedLayer], _ condition: (EvaluatedMode) -> Bool) -> [NamedMode] {
    layers.flatMap { layer in
      layer.modes.indices.filter { condition(layer.modes[$0]) }.map { layer.named($0, layer.modes[$0].complement) }
    }
  }
}
