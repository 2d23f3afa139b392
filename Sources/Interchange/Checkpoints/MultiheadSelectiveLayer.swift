/// The recurrence of a Mamba-2 layer, for each head:
///
///     a = -exp(A_log),   Delta_t = softplus(r_t + b)
///     H_t = exp(Delta_t a) H_(t-1) + Delta_t B_t u_t^T,   y_t = H_t^T C_t + D u_t
///
/// with one number a, b and D for a head (D may have one for each of the head's channels). r, B, C and u are made from
/// the layer's input. Source: Dao and Gu, arXiv 2405.21060, and the authors' code.
public struct MultiheadSelectiveLayer: Sendable {
  /// The number of heads.
  public let heads: Int

  /// `A_log`, shape (heads). The eigenvalue of the continuous system is real: -exp(A_log).
  public let aLog: Parameter

  /// b, the bias under the softplus that makes the step, shape (heads).
  public let stepBias: Parameter

  /// D, shape (heads) or (heads x channels of a head).
  public let skip: Parameter
}

extension MultiheadSelectiveLayer: LayerParameterSet {
  static var roles: [ParameterRole] {
    [
      .required("A_log"),
      .required("dt_bias"),
      .required("D"),
      .optional("in_proj", "in_proj.weight"),
      .optional("out_proj", "out_proj.weight"),
      .optional("conv1d_weight", "conv1d.weight"),
      .optional("conv1d_bias", "conv1d.bias"),
      .optional("norm", "norm.weight"),
    ]
  }

  static var anchorRank: Int? { 1 }

  init(from source: inout LayerSource) throws(InterchangeError) {
    aLog = try source.parameter("A_log", ["heads"])
    stepBias = try source.parameter("dt_bias", ["heads"])
    skip = try source.parameter("D", ["heads"], ["heads x channels"])
    heads = source.length("heads")
    guard skip.values.count % heads == 0 else {
      throw InterchangeError(
        .wrongShape, file: source.file.path, tensor: skip.tensorName, expected: "a multiple of the \(heads) heads",
        found: "\(skip.shape)")
    }
  }

  var asParameters: LayerParameters { .multiheadSelective(self) }
}
