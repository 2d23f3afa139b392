import Arithmetic
import Definitions
import Interchange

/// How the decays of a layer follow from its stored parameters.
///
/// A mode has a row and a column: the channel and the state, the channel alone (one column), or the mode alone.
struct ModeSystem: Sendable {
  /// What the rows, and the columns where there are several, are called.
  let axes: [String]
  let rows: Int
  let columns: Int
  let spectrum: Spectrum
  /// How a step length enters; nil where it does not.
  let stepKind: StepKind?
  /// The formula of the decay, in the names of the stored tensors.
  let formula: String

  enum Spectrum: Sendable {
    /// a = exp(step lambda), with lambda from the weights.
    case exponential(ExponentialSpectrum)
    /// The two eigenvalues of an oscillator's 2 x 2 transition.
    case oscillators(OscillatorSpectrum)
  }

  /// What the step is.
  enum StepKind: Sendable {
    /// Made from the input and a trained bias at every token.
    case selective
    /// A gate in (0, 1), made from the input and a trained bias at every token.
    case gate
    /// Trained, the same at every token.
    case fixed
  }

  var count: Int { rows * columns }

  /// The indices of a mode on the axes.
  func indices(_ index: Int) -> [Int] { axes.count == 1 ? [index] : [index / columns, index % columns] }
}

extension ModeSystem {
  /// The modes of a layer's parameters.
  init(_ parameters: LayerParameters) {
    switch parameters {
    case .selective(let layer):
      self.init(
        axes: ["channel", "state"], rows: layer.channels, columns: layer.states,
        spectrum: .exponential(
          ExponentialSpectrum(
            map: .exponential, weights: layer.aLog.values, step: .softplus(layer.stepBias.values))),
        stepKind: .selective, formula: "a = exp(-exp(A_log) Delta), Delta = softplus(r + b)")
    case .multiheadSelective(let layer):
      self.init(
        axes: ["head"], rows: layer.heads, columns: 1,
        spectrum: .exponential(
          ExponentialSpectrum(
            map: .exponential, weights: layer.aLog.values, step: .softplus(layer.stepBias.values))),
        stepKind: .selective, formula: "a = exp(-exp(A_log) Delta), Delta = softplus(r + b)")
    case .rwkv4(let layer):
      self.init(
        axes: ["channel"], rows: layer.channels, columns: 1,
        spectrum: .exponential(
          ExponentialSpectrum(map: .exponential, weights: layer.timeDecay.values, step: .one)),
        stepKind: nil, formula: "a = exp(-exp(time_decay))")
    case .rgLRU(let layer):
      self.init(
        axes: ["channel"], rows: layer.channels, columns: 1,
        spectrum: .exponential(
          ExponentialSpectrum(
            map: .softplus, factor: 8, weights: layer.recurrentParameter.values,
            step: .logistic(layer.recurrentGateBias.values))),
        stepKind: .gate, formula: "a = exp(-8 r softplus(c)), r = sigma(x W + b)")
    case .s4d(let layer):
      self.init(
        axes: ["channel", "mode"], rows: layer.channels, columns: layer.modes,
        spectrum: .exponential(
          ExponentialSpectrum(
            map: .exponential, weights: layer.logAReal.values, imaginary: .direct(layer.aImaginary.values),
            step: .exponential(layer.logStep.values))),
        stepKind: .fixed, formula: "a = exp(dt (-exp(log_A_real) + i A_imag)), dt = exp(log_dt)")
    case .s5(let layer):
      self.init(
        axes: ["mode"], rows: layer.modes, columns: 1,
        spectrum: .exponential(
          ExponentialSpectrum(
            map: .direct, weights: layer.lambdaReal.values, imaginary: .direct(layer.lambdaImaginary.values),
            step: .exponential(layer.logStep.values))),
        stepKind: .fixed, formula: "a = exp(Delta (Lambda_re + i Lambda_im)), Delta = exp(log_step) (zero-order hold)")
    case .lru(let layer):
      self.init(
        axes: ["mode"], rows: layer.modes, columns: 1,
        spectrum: .exponential(
          ExponentialSpectrum(
            map: .exponential, weights: layer.nuLog.values, imaginary: .exponential(layer.thetaLog.values),
            step: .one)),
        stepKind: nil, formula: "a = exp(-exp(nu_log) + i exp(theta_log))")
    case .linOSS(let layer):
      self.init(
        axes: ["oscillator"], rows: layer.oscillators, columns: 1,
        spectrum: .oscillators(
          OscillatorSpectrum(
            stiffness: layer.aDiagonal.values, damping: layer.dampingDiagonal?.values, steps: layer.steps.values)),
        stepKind: .fixed,
        formula: layer.dampingDiagonal == nil
          ? "x'' = -relu(A) x + B u, step sigma(steps), implicit (IM)"
          : "x'' = -relu(A) x - relu(G) x' + B u, step sigma(steps), implicit-explicit (damped IMEX)")
    }
  }
}
