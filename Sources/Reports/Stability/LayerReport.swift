/// What the report says about one layer, or about all of them together.
public struct LayerReport: Sendable, Encodable {
  /// The layer's number; nil for the whole model.
  public let index: Int?
  /// The name that the layer's tensors share.
  public let name: String
  public let axes: [String]
  public let shape: [Int]
  public let modeCount: Int
  public let stable: Int
  public let marginal: Int
  public let unstable: Int
  public let undecided: Int
  /// |lambda| for real modes, -Re lambda for complex ones, per unit of time; positive for a decaying mode.
  public let decayRatePerTime: Quantiles
  /// Im lambda, per unit of time; nil for real modes.
  public let frequency: Quantiles?
  /// Delta at the biases, or as trained; nil where there is no step.
  public let steps: Quantiles?
  /// |a|.
  public let decay: Quantiles
  /// 1 - |a|, which tells decays near 1 apart.
  public let distanceToOne: Quantiles
  /// The mode that decays most slowly, or grows; the value is 1 - |a|.
  public let slowest: NamedMode
  /// Tokens until a state has halved; selective models at the step (or gate) of the bias.
  public let halfLife: Quantiles
  /// Tokens until a state has fallen to 1 %.
  public let onePercentHorizon: Quantiles
  /// The half-life with the gate fully open, r = 1: the least that the layer can do. Of RG-LRU only.
  public let halfLifeAtOpenGate: Quantiles?
  public let rounding: [FormatReport]
  /// The parameterization in use first, then the others at the same eigenvalues.
  public let parameterizations: [ParameterizationReport]
  public let roundingBounds: [RoundingBoundReport]
  public let lyapunov: LyapunovReport
  public let sensitivity: SensitivityReport
  /// int8 with one scale, then the float formats.
  public let quantization: [QuantizationReport]
}

/// What becomes of the decays in a number format.
public struct FormatReport: Sendable, Equatable, Encodable {
  public let format: String
  /// Modulus exactly 1: never forgets. The value is 1 - |a| before rounding, the smallest first.
  public let roundToOne: [NamedMode]
  /// 0: forgets at once. The value is |a| before rounding.
  public let roundToZero: [NamedMode]
  /// Modulus above 1. The value is the modulus after rounding, the largest first.
  public let roundAboveOne: [NamedMode]
  /// Not a finite number of the format.
  public let notFinite: [NamedMode]
  /// Not decided with the precision there was.
  public let undecided: Int
}

/// What a parameterization does, or would do, at the model's eigenvalues.
public struct ParameterizationReport: Sendable, Equatable, Encodable {
  public let name: String
  /// Whether it is the model's own.
  public let isInUse: Bool
  /// |f'|/f^2 in continuous time, |f'|/(1 - |f|)^2 in discrete time; nil where no eigenvalue is in its range.
  public let gradientScale: Quantiles?
  /// The modes whose eigenvalue it cannot make.
  public let outOfRange: Int
  /// How far every weight can move at once before a mode grows; infinite for a map that cannot leave the stable range.
  public let perturbationRadius: Double
  public let perturbation: [PerturbationReport]
}

/// What a perturbation of the weights by at most `beta` each does.
public struct PerturbationReport: Sendable, Equatable, Encodable {
  public let beta: Double
  /// g(beta), the modulus of stability of the map; nil where it has none.
  public let stabilityModulus: Double?
  /// E(beta): the change of the kernel sum_k e^(lambda_k t) in L1, relative to its mass, in the worst case.
  public let kernelChange: Double
  /// The largest relative change of a single mode's mass: the bound of E for any coefficients of one sign.
  public let worstModeChange: Double
}

/// The a-priori bound of a sequential scan's rounding error, relative to the largest state that inputs of one size can
/// build, sum_j |a|^j max|b|.
public struct RoundingBoundReport: Sendable, Equatable, Encodable {
  public let format: String
  public let length: Int
  /// At the slowest mode; nil where it does not decay.
  public let worst: Double?
  /// At the mode of median decay.
  public let median: Double?
}
