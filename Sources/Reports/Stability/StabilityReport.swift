/// The report of a checkpoint: where its modes are, whether they decay, how far it remembers, and what low precision,
/// its parameterization and rounding do to that.
///
/// All numbers are in the units of their names; a half-life is in tokens. An infinite number is `"inf"` in JSON.
public struct StabilityReport: Sendable, Encodable {
  public let model: ModelDescription
  /// In plain words: is the model stable, how far does it remember, what is the first thing to worry about.
  public let summary: String
  /// The worst verdict of a mode.
  public let verdict: ModeVerdict
  /// What a builder of the model should know, the most serious first.
  public let findings: [Finding]
  /// All layers together.
  public let whole: LayerReport
  public let layers: [LayerReport]
  /// What real steps say, one for each capture that was given.
  public let captures: [CaptureReport]
  /// The claims that apply to the model, at its own parameters.
  public let claims: [ClaimAtModel]
  /// The drawings, with their data; kept in files of their own.
  public let figures: [Figure]
  /// Every mode; nil where there are too many to list.
  public let modeTable: Table?

  enum CodingKeys: String, CodingKey {
    case model, summary, verdict, findings, whole, layers, captures, claims
  }

  /// The exit code of a command that made this report: 1 for an unstable model, 3 for an undecided one, else 0.
  public var exitCode: Int32 {
    switch verdict {
    case .unstable: 1
    case .undecided: 3
    case .stable, .marginal: 0
    }
  }
}

/// What the model is.
public struct ModelDescription: Sendable, Equatable, Encodable {
  /// The name of the checkpoint's folder or file, without the path to it.
  public let name: String
  /// The family, as ``Interchange/ModelFamily`` names it.
  public let family: String
  /// The family's name in words.
  public let familyTitle: String
  /// How a decay follows from the stored parameters.
  public let formula: String
  /// The map from a trained weight to the real part of an eigenvalue, or to a decay.
  public let parameterization: String
  public let layerCount: Int
  public let modeCount: Int
  /// Whether the modes are complex.
  public let isComplex: Bool
  /// Whether the steps depend on the input.
  public let isSelective: Bool
  /// Whether the parameterization maps a weight to the decay of a token, rather than to an eigenvalue in time.
  public let hasDiscreteMap: Bool
  /// How the stored parameters are kept, such as F32.
  public let elementTypes: [String]
  /// What a reader should know about how the file was understood.
  public let notes: [String]
}

/// What a capture of real steps says about the layer it is from.
public struct CaptureReport: Sendable, Equatable, Encodable {
  /// The name of the file, without the path to it.
  public let name: String
  public let layer: Int
  public let sequences: Int
  public let length: Int
  /// The steps Delta, over channels and tokens.
  public let steps: Quantiles
  /// The half-life that each mode has at each single step, in tokens.
  public let halfLifeAtSteps: Quantiles
  /// The half-life of each mode over the capture: at the mean of its channel's steps, since log|a_1 ... a_T| is
  /// lambda (Delta_1 + ... + Delta_T).
  public let halfLifeAtMeanStep: Quantiles
  /// The largest Lyapunov exponent over the capture.
  public let exponent: CapturedExponent?
  /// The decays exp(Delta lambda) that round to 1 or to 0 in each format.
  public let rounding: [CaptureRounding]
  /// The decays looked at: modes times tokens.
  public let decayCount: Int
  /// Every how many-th token was looked at, 1 for all.
  public let stride: Int
}

/// How many decays of a capture round to 1 or to 0 in a format.
public struct CaptureRounding: Sendable, Equatable, Encodable {
  public let format: String
  public let roundToOne: Int
  public let roundToZero: Int
}

/// A claim, evaluated at the parameters of one layer.
public struct ClaimAtModel: Sendable, Encodable {
  public let id: String
  public let title: String
  /// The layer's number.
  public let layer: Int
  /// What was compared, with both sides.
  public let statement: String
  /// Whether it holds here.
  public let truth: String
  /// left/right of an inequality.
  public let margin: Double?
  /// The instance at which the comparison was tightest.
  public let instance: String
}
