/// The recurrence of an RWKV-4 layer, for each channel:
///
///     w = -exp(theta)
///     y_t = (a_(t-1) + e^(u + k_t) v_t) / (b_(t-1) + e^(u + k_t))
///     a_t = e^w a_(t-1) + e^(k_t) v_t,   b_t = e^w b_(t-1) + e^(k_t),   a_(-1) = b_(-1) = 0
///
/// k and v are made from the layer's input. The output is read before the update. Source: Peng et al., arXiv 2305.13048,
/// and the authors' code, which stores theta.
public struct RWKV4Layer: Sendable {
  /// The number of channels.
  public let channels: Int

  /// theta, shape (channels): a state shrinks by exp(-exp(theta)) at each step, whatever the input.
  public let timeDecay: Parameter

  /// u, the bonus of the present input, shape (channels).
  public let timeFirst: Parameter
}

extension RWKV4Layer: LayerParameterSet {
  static var roles: [ParameterRole] {
    [
      .required("time_decay"),
      .required("time_first"),
      .optional("key", "key.weight"),
      .optional("value", "value.weight"),
      .optional("receptance", "receptance.weight"),
      .optional("output", "output.weight"),
    ]
  }

  static var anchorRank: Int? { 1 }

  init(from source: inout LayerSource) throws(InterchangeError) {
    timeDecay = try source.parameter("time_decay", ["channels"])
    timeFirst = try source.parameter("time_first", ["channels"])
    channels = source.length("channels")
  }

  var asParameters: LayerParameters { .rwkv4(self) }
}
