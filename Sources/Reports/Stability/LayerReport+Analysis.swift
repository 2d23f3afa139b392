import Arithmetic
import Definitions
import Oracle

extension LayerReport {
  /// The report of one layer, or of all.
  init(_ layers: [AnalyzedLayer], isWhole: Bool, autocorrelation: Double) {
    let modes = layers.flatMap(\.modes)
    let system = layers[0].system
    index = isWhole ? nil : layers[0].index
    name = isWhole ? "all layers" : layers[0].name
    axes = system.axes
    shape = isWhole ? [modes.count] : system.axes.count == 1 ? [system.rows] : [system.rows, system.columns]
    modeCount = modes.count
    let number = { (verdict: ModeVerdict) in modes.count { $0.verdict == verdict } }
    stable = number(.stable)
    marginal = number(.marginal)
    unstable = number(.unstable)
    undecided = number(.undecided)
    decayRatePerTime = Self.quantiles(modes.map { $0.eigenvalue.real == 0 ? 0 : -$0.eigenvalue.real })
    frequency = system.isComplex ? Self.quantiles(modes.map(\.eigenvalue.imaginary)) : nil
    steps = system.stepKind == nil ? nil : Self.quantiles(modes.map(\.step))
    decay = Self.quantiles(modes.map(\.modulus))
    distanceToOne = Self.quantiles(modes.map(\.complement))
    slowest = Self.slowest(layers)
    halfLife = Self.quantiles(modes.map(\.halfLife))
    onePercentHorizon = Self.quantiles(modes.map { $0.onePercentHorizon })
    halfLifeAtOpenGate =
      system.stepKind == .gate ? Self.quantiles(modes.map { -logarithmOfTwo / $0.eigenvalue.real }) : nil
    rounding = NumberFormat.all.indices.map { FormatReport(layers, format: $0) }
    parameterizations = Self.parameterizations(layers)
    roundingBounds = Self.roundingBounds(modes)
    let lyapunov = LyapunovReport(layers)
    self.lyapunov = lyapunov
    sensitivity = SensitivityReport(layers, autocorrelation: autocorrelation)
    quantization = ParameterQuantization.all.indices.map {
      QuantizationReport(layers, format: $0, gain: lyapunov.persistentGain)
    }
  }

  /// The quantiles of the numbers that are defined; NaN where none is.
  private static func quantiles(_ values: [Double]) -> Quantiles {
    Quantiles(of: values.filter { !$0.isNaN }) ?? Quantiles(repeating: .nan, count: values.count)
  }

  private static func slowest(_ layers: [AnalyzedLayer]) -> NamedMode {
    var found: NamedMode?
    for layer in layers {
      for (place, mode) in layer.modes.enumerated() where !mode.complement.isNaN {
        if found.map({ mode.complement < $0.value }) ?? true { found = layer.named(place, mode.complement) }
      }
    }
    return found ?? layers[0].named(0, .nan)
  }

  private static func parameterizations(_ layers: [AnalyzedLayer]) -> [ParameterizationReport] {
    guard let first = layers.first(where: { !$0.parameterizations.entries.isEmpty }) else { return [] }
    return first.parameterizations.entries.indices.map { place in
      let entries = layers.compactMap { layer in
        layer.parameterizations.entries.indices.contains(place) ? layer.parameterizations.entries[place] : nil
      }
      return ParameterizationReport(entries)
    }
  }

  /// The bounds of the scan at the slowest mode and at the mode of median decay: the bound rises with the decay.
  private static func roundingBounds(_ modes: [EvaluatedMode]) -> [RoundingBoundReport] {
    let rates = modes.map(\.rate).filter { !$0.isNaN }.sorted()
    guard let slowest = rates.first, let median = Quantiles(ofSorted: rates)?.median else { return [] }
    return [NumberFormat.float32, .bfloat16].flatMap { format in
      StabilityAnalysis.lengths.map { length in
        RoundingBoundReport(
          format: format.name, length: length, worst: scanBound(rate: slowest, length: length, format),
          median: scanBound(rate: median, length: length, format))
      }
    }
  }

  /// The bound of a sequential scan whose decays are rounded once to the format and whose inputs are rounded once.
  static func scanBound(rate: Double, length: Int, _ format: NumberFormat) -> Double? {
    guard rate > 0 else { return nil }
    let bound = ErrorModel.sequentialScan(
      decay: Ball.exp(Ball(-rate, in: .reference)), length: length, unitRoundoff: format.format.unitRoundoff,
      gateRoundings: 1, inputRoundings: 1)
    return bound.isDefined ? bound.upper.double(rounding: .up) : nil
  }
}

extension FormatReport {
  /// What becomes of the decays in the format at `place` of the report's formats.
  init(_ layers: [AnalyzedLayer], format place: Int) {
    var (one, zero, above, infinite): ([NamedMode], [NamedMode], [NamedMode], [NamedMode]) = ([], [], [], [])
    var open = 0
    for layer in layers {
      for (index, mode) in layer.modes.enumerated() {
        switch mode.rounded[place] {
        case .decaying: break
        case .one: one.append(layer.named(index, mode.complement))
        case .zero: zero.append(layer.named(index, mode.modulus))
        case .aboveOne(let modulus): above.append(layer.named(index, modulus))
        case .notFinite: infinite.append(layer.named(index, mode.complement))
        case .undecided: open += 1
        }
      }
    }
    self.format = NumberFormat.all[place].name
    roundToOne = one.stablySorted { $0.value < $1.value }
    roundToZero = zero.stablySorted { $0.value < $1.value }
    roundAboveOne = above.stablySorted { $0.value > $1.value }
    notFinite = infinite
    undecided = open
  }
}

extension Array {
  /// Sorted, equal elements in the order in which they stand.
  func stablySorted(by precedes: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted {
      precedes($0.element, $1.element) || (!precedes($1.element, $0.element) && $0.offset < $1.offset)
    }.map(\.element)
  }
}

extension ParameterizationReport {
  /// One parameterization in all the layers given.
  init(_ entries: [Parameterizations.Entry]) {
    name = entries[0].name
    isInUse = entries[0].isInUse
    gradientScale = Quantiles(of: entries.flatMap(\.scales))
    outOfRange = entries.reduce(0) { $0 + $1.outOfRange }
    perturbationRadius = entries.map(\.perturbationRadius).min() ?? .infinity
    perturbation = StabilityAnalysis.betas.map { beta in
      let changes = entries.map { $0.change(beta) }
      let mass = changes.reduce(0) { $0 + $1.mass }
      return PerturbationReport(
        beta: beta, stabilityModulus: entries[0].stabilityModulus(beta),
        kernelChange: mass > 0 ? changes.reduce(0) { $0 + $1.change } / mass : 0,
        worstModeChange: changes.map(\.worst).max() ?? 0)
    }
  }
}
