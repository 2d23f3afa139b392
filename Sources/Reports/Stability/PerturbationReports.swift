/// Two numbers between which the exact one lies.
public struct Enclosure: Sendable, Equatable, Encodable {
  public let lower: Double
  public let upper: Double

  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// That of a number whose nearest double is known: its neighbours.
  init(nearest value: Double) { self.init(lower: value.nextDown, upper: value.nextUp) }

  /// A number between them, for people.
  var middle: Double { lower / 2 + upper / 2 }
}

/// How fast perturbations of a state die out, and what one of the input that persists does.
///
/// The exponents are log |a| per token, at the steps of the biases for a selective model: those of the layers together
/// are the exponents of the whole, because each layer's state enters the next one's only as an input.
public struct LyapunovReport: Sendable, Equatable, Encodable {
  /// The largest exponent; negative where every perturbation of the state dies out.
  public let largest: Enclosure
  /// The least exponent.
  public let least: Enclosure
  /// The exponents of the modes.
  public let exponents: Quantiles
  /// 1/(1 - |a|) of the modes that decay: how much an error of the input that persists is amplified at most.
  public let persistentGain: Quantiles
  /// The mode of the largest gain; nil where none decays.
  public let mostAmplified: NamedMode?
}

/// How sensitive states are to their decays, for a stationary input of variance 1 with E[x_s x_t] = rho^|s - t|.
public struct SensitivityReport: Sendable, Equatable, Encodable {
  /// rho.
  public let autocorrelation: Double
  /// The root mean square of dh/da.
  public let decay: Quantiles
  /// The root mean square of dh/d(log r), r = -log|a|: of a relative change of the rate.
  public let rate: Quantiles
}

/// What a format does to the decay parameters and to the inputs of a recurrence.
public struct QuantizationReport: Sendable, Equatable, Encodable {
  public let format: String
  /// The mode whose rate moves most; the value is |r^/r - 1|. Nil for oscillators, whose decay has no weight of its
  /// own.
  public let worstRate: NamedMode?
  /// A bound of that error from the grid's spacing, where the weight is the logarithm of the rate.
  public let rateErrorBound: Double?
  /// The largest |a^j - a^^j| over all modes and all times j.
  public let largestDecayChange: Double?
  /// The modes that decay as stored and not as quantized, the slowest first; the value is 1 - |a| before.
  public let stopDecaying: [NamedMode]
  /// The largest error of an input, as a part of the largest input.
  public let inputError: Double
  /// That error times 1/(1 - |a|): the largest error of a state whose inputs are at most 1, at the slowest mode.
  public let worstStateError: Double?
  /// The same at the median of the gains.
  public let medianStateError: Double?
}

/// The Lyapunov exponent over the steps of a capture.
public struct CapturedExponent: Sendable, Equatable, Encodable {
  /// The largest exponent of a sequence, max_n A_n times its mean step, over the sequences.
  public let largest: Enclosure
  /// The mode and the sequence that have it.
  public let mode: NamedMode
  public let sequence: Int
  /// The largest sum of |a_(j+1) ... a_t| over that sequence, at its mode: the gain of an error that persists.
  public let persistentGain: Double
}
