/// The recurrence of a Mamba layer, for each channel d and state n, with `*` elementwise:
///
///     A = -exp(A_log),   Delta_t = softplus(r_t + b),   r_t = W_dt delta_t
///     h_t = exp(Delta_t A) h_(t-1) + Delta_t B_t u_t,   y_t = <C_t, h_t> + D u_t
///
/// u, delta, B and C are made from the layer's input, so they are not here; A_log, b and D are trained.
/// Source: Gu and Dao, arXiv 2312.00752, algorithm 2, and the authors' code, whose input term is Delta B u.
public struct SelectiveLayer: Sendable {
  /// The number of channels d.
  public let channels: Int

  /// The number of states n of a channel.
  public let states: Int

  /// `A_log`, shape (channels, states). All eigenvalues of the continuous system are real: -exp(A_log).
  public let aLog: Parameter

  /// b, the bias under the softplus that makes the step, shape (channels).
  public let stepBias: Parameter

  /// D, shape (channels); nil where the model has none.
  public let skip: Parameter?
}

extension SelectiveLayer: LayerParameterSet {
  static var roles: [ParameterRole] {
    [
      .required("A_log"),
      .required("dt_bias", "dt_proj.bias", "dt_bias"),
      .optional("D"),
      .optional("dt_weight", "dt_proj.weight"),
      .optional("x_proj", "x_proj.weight"),
      .optional("in_proj", "in_proj.weight"),
      .optional("out_proj", "out_proj.weight"),
      .optional("conv1d_weight", "conv1d.weight"),
      .optional("conv1d_bias", "conv1d.bias"),
    ]
  }

  static var anchorRank: Int? { 2 }

  init(from source: inout LayerSource) throws(InterchangeError) {
    aLog = try source.parameter("A_log", ["channels", "states"])
    stepBias = try source.parameter("dt_bias", ["channels"])
    skip = try source.optional("D", ["channels"])
    channels = source.length("channels")
    states = source.length("states")
  }

  var asParameters: LayerParameters { .selective(self) }
}
