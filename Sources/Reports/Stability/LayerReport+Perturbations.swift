import Arithmetic
import Definitions

extension LyapunovReport {
  /// The exponents of the modes of one layer, or of all.
  init(_ layers: [AnalyzedLayer]) {
    let rates = layers.flatMap(\.modes).map(\.rate).filter { !$0.isNaN }
    let exponents = rates.map { $0 == 0 ? 0 : -$0 }
    let ends = (exponents.max() ?? .nan, exponents.min() ?? .nan)
    largest = Enclosure(nearest: ends.0)
    least = Enclosure(nearest: ends.1)
    self.exponents = Quantiles(of: exponents) ?? Quantiles(repeating: .nan, count: 0)
    let gains = layers.flatMap(\.perturbations.gains).filter { !$0.isNaN }
    persistentGain = Quantiles(of: gains) ?? Quantiles(repeating: .nan, count: 0)
    mostAmplified = AnalyzedLayer.extreme(layers) { $0.perturbations.gains[$1] }
  }
}

extension SensitivityReport {
  init(_ layers: [AnalyzedLayer], autocorrelation: Double) {
    func quantiles(_ values: (PerturbedModes) -> [Double]) -> Quantiles {
      let all = layers.flatMap { values($0.perturbations) }.filter { !$0.isNaN }
      return Quantiles(of: all) ?? Quantiles(repeating: .nan, count: 0)
    }
    self.autocorrelation = autocorrelation
    decay = quantiles(\.sensitivities)
    rate = quantiles(\.rateSensitivities)
  }
}

extension QuantizationReport {
  /// The format at `place` of ``ParameterQuantization/all``.
  init(_ layers: [AnalyzedLayer], format place: Int, gain: Quantiles) {
    let quantization = ParameterQuantization.all[place]
    format = quantization.name
    let input = quantization.inputError
    inputError = input.double(rounding: .up)
    func error(_ gain: Double) -> Double? { gain.isFinite ? input.double(rounding: .up) * gain : nil }
    worstStateError = error(gain.maximum)
    medianStateError = error(gain.median)
    guard layers.allSatisfy({ $0.perturbations.rateErrors.indices.contains(place) }) else {
      (worstRate, rateErrorBound, largestDecayChange, stopDecaying) = (nil, nil, nil, [])
      return
    }
    worstRate = AnalyzedLayer.extreme(layers) { abs($0.perturbations.rateErrors[place][$1]) }
    let bounds = layers.compactMap { $0.perturbations.rateErrorBounds[place] }
    rateErrorBound = bounds.count == layers.count ? bounds.max() : nil
    // The change grows with the error on either side of 0.
    let errors = layers.flatMap { $0.perturbations.rateErrors[place] }.filter { !$0.isNaN }
    largestDecayChange = [errors.max(), errors.min()].compactMap { $0 }.map(Self.decayChange).max()
    stopDecaying = layers.flatMap { layer in
      layer.modes.indices.filter { layer.perturbations.rateErrors[place][$0] <= -1 }
        .map { layer.named($0, layer.modes[$0].complement) }
    }.stablySorted { $0.value < $1.value }
  }

  private static func decayChange(_ error: Double) -> Double {
    if error <= -1 || error == .infinity { return 1 }
    return Definitions.largestDecayChange(rateError: Ball(error, in: .reference)).upper.double(rounding: .up)
  }
}

extension AnalyzedLayer {
  /// The mode with the largest value that is a number, the first of several.
  static func extreme(_ layers: [AnalyzedLayer], _ value: (AnalyzedLayer, Int) -> Double) -> NamedMode? {
    var found: (layer: AnalyzedLayer, mode: Int, value: Double)?
    for layer in layers {
      for mode in layer.modes.indices {
        let value = value(layer, mode)
        if !value.isNaN && value > found?.value ?? -.infinity { found = (layer, mode, value) }
      }
    }
    return found.map { $0.layer.named($0.mode, $0.value) }
  }
}
