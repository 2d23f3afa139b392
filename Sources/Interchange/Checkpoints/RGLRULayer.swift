/// The recurrence of an RG-LRU layer, for each channel, with x W for the block-diagonal `weight[block, in, out]`:
///
///     i_t = sigma(x_t W_i + b_i),   r_t = sigma(x_t W_r + b_r),   log a_t = -8 r_t softplus(c)
///     h_t = a_t h_(t-1) + sqrt(1 - a_t^2) i_t x_t
///
/// Source: De et al. (Griffin), arXiv 2402.19427, section 2.4, and the code of RecurrentGemma, which stores c.
public struct RGLRULayer: Sendable {
  /// The number of channels, blocks x channels of a block.
  public let channels: Int

  /// The number of blocks of the gates' matrices.
  public let blocks: Int

  /// c, shape (channels): log a lies between -8 softplus(c) and 0.
  public let recurrentParameter: Parameter

  /// W_i, shape (blocks, in, out).
  public let inputGateWeight: Parameter

  /// b_i, shape (blocks, out).
  public let inputGateBias: Parameter

  /// W_r, shape (blocks, in, out).
  public let recurrentGateWeight: Parameter

  /// b_r, shape (blocks, out).
  public let recurrentGateBias: Parameter
}

extension RGLRULayer: LayerParameterSet {
  // Two names each: the transformers library's, and the authors' own.
  static var roles: [ParameterRole] {
    [
      .required("recurrent_param", "recurrent_param", "a_param"),
      .required("input_gate_weight", "input_gate_weight", "input_gate.w"),
      .required("input_gate_bias", "input_gate_bias", "input_gate.b"),
      .required("recurrent_gate_weight", "recurrent_gate_weight", "a_gate.w"),
      .required("recurrent_gate_bias", "recurrent_gate_bias", "a_gate.b"),
    ]
  }

  static var anchorRank: Int? { 1 }

  init(from source: inout LayerSource) throws(InterchangeError) {
    recurrentParameter = try source.parameter("recurrent_param", ["channels"])
    inputGateWeight = try source.parameter("input_gate_weight", ["blocks", "width", "width"])
    inputGateBias = try source.parameter("input_gate_bias", ["blocks", "width"])
    recurrentGateWeight = try source.parameter("recurrent_gate_weight", ["blocks", "width", "width"])
    recurrentGateBias = try source.parameter("recurrent_gate_bias", ["blocks", "width"])
    channels = source.length("channels")
    blocks = source.length("blocks")
    guard inputGateBias.values.count == channels else {
      throw InterchangeError(
        .wrongShape, file: source.file.path, tensor: inputGateBias.tensorName,
        expected: "blocks that make up the \(channels) channels", found: "\(inputGateBias.shape)")
    }
  }

  var asParameters: LayerParameters { .rgLRU(self) }
}
