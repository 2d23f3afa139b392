import Arithmetic
import Definitions

/// What perturbations do to each mode of a layer: of the inputs, of the weights' gradient, of the weights by
/// quantization. NaN where a mode does not decay.
struct PerturbedModes: Sendable {
  /// 1/(1 - |a|), the largest state that inputs of size 1 build: what an error of size 1 of every input can do.
  let gains: [Double]
  /// The root mean square of dh/da where the input has the autocorrelation of the report and the variance 1.
  let sensitivities: [Double]
  /// The same for a relative change of the decay's rate: |a| log(1/|a|) times it.
  let rateSensitivities: [Double]
  /// For each quantization the relative errors of the rates, r^/r - 1; empty where the decay has no weight of its own.
  let rateErrors: [[Double]]
  /// For each quantization a bound of the errors where the map gives one: e^(s/2) - 1 for a grid of logarithms.
  let rateErrorBounds: [Double?]

  init(_ system: ModeSystem, modes: [EvaluatedMode], autocorrelation: Double, threads: Int) throws {
    let input = GeometricAutocorrelation<Ball>(ratio: Ball(autocorrelation, in: .reference))
    let complexInput = GeometricAutocorrelation<Disc>(ratio: Disc(Ball(autocorrelation, in: .reference)))
    let isComplex = system.isComplex
    let found = try parallelMap(modes.count, threads: threads) { place -> (gain: Double, mean: Double, rate: Double) in
      let mode = modes[place]
      guard mode.verdict == .stable else { return (.nan, .nan, .nan) }
      let rate = Ball(mode.rate, in: .reference)
      let square: Ball
      if isComplex {
        let phase = Ball.atan2(
          y: Ball(mode.transition.imaginary, in: .reference), x: Ball(mode.transition.real, in: .reference))
        square = complexInput.meanSquareSensitivity(EigenvaluePair(decay: rate, phase: phase))
      } else {
        square = input.meanSquareSensitivity(
          EigenvaluePair(squareOf: Ball.exp(-rate), complement: -Ball.expMinusOne(-rate)))
      }
      let mean = Ball.sqrt(square)
      return (
        persistentGain(exponent: -rate).approximation, mean.approximation,
        (rate * Ball.exp(-rate) * mean).approximation
      )
    }
    gains = found.map(\.gain)
    sensitivities = found.map(\.mean)
    rateSensitivities = found.map(\.rate)
    guard case .exponential(let spectrum) = system.spectrum else {
      rateErrors = []
      rateErrorBounds = []
      return
    }
    let grids = ParameterQuantization.all.map { QuantizedWeights(spectrum.weights, $0) }
    rateErrors = try grids.map { grid in
      try parallelMap(modes.count, threads: threads) { place in
        modes[place].verdict == .stable ? spectrum.rateError(place, grid) : .nan
      }
    }
    rateErrorBounds = grids.map { grid in
      guard spectrum.map == .exponential, let scale = grid.grid?.scale else { return nil }
      return rateError(logarithmicSpacing: Ball(scale, in: .reference)).upper.double(rounding: .up)
    }
  }
}

/// A format to which parameters and inputs are quantized.
struct ParameterQuantization: Sendable {
  /// The name that kernel authors use.
  let name: String
  /// nil for the symmetric grid of int8 with one scale.
  let format: FloatFormat?

  /// The formats of the report.
  static let all = [
    ParameterQuantization(name: "int8", format: nil), ParameterQuantization(name: "fp8 E4M3", format: .float8E4M3),
    ParameterQuantization(name: "fp8 E5M2", format: .float8E5M2),
    ParameterQuantization(name: "bfloat16", format: .bfloat16),
  ]

  /// The largest error of an input as a part of the largest input, scaled into the range of the format: half the
  /// spacing 1/127, or the unit roundoff.
  var inputError: Rational { format?.unitRoundoff ?? SymmetricGrid(largest: 1).largestError }
}

/// A tensor of weights in a format.
struct QuantizedWeights: Sendable {
  /// The grid of int8.
  let grid: SymmetricGrid?
  private let format: FloatFormat?

  init(_ weights: [Double], _ quantization: ParameterQuantization) {
    format = quantization.format
    let finite = weights.lazy.filter(\.isFinite)
    grid = format == nil ? SymmetricGrid(largest: Rational(exactly: finite.map(abs).max() ?? 0)) : nil
  }

  func callAsFunction(_ weight: Double) -> Rational {
    grid?.quantized(Rational(exactly: weight)) ?? Rational(exactly: format?.rounded(weight) ?? weight)
  }
}

extension ExponentialSpectrum {
  /// r^/r - 1 of a mode: f of the quantized weight over f of the stored one. Infinite where the format does not hold
  /// it.
  fileprivate func rateError(_ index: Int, _ quantized: QuantizedWeights) -> Double {
    let weight = quantized(weights[index])
    guard weight.isDefined else { return .infinity }
    let ratio = map(Ball(weight, in: .reference)) / map(Ball(weights[index], in: .reference))
    return (ratio - 1).approximation
  }
}
