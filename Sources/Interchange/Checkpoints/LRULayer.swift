/// An LRU layer: one diagonal system of P modes for all H channels:
///
///     lambda = exp(-exp(nu_log) + i exp(theta_log)),   B = B_re + i B_im,   C = C_re + i C_im
///     x_t = lambda x_(t-1) + exp(gamma_log) (B u_t),   y_t = Re(C x_t) + D u_t
///
/// without a factor 2: the modes are not halves of conjugate pairs. Source: Orvieto et al., arXiv 2303.06349, appendix A.
public struct LRULayer: Sendable {
  /// The number of modes P.
  public let modes: Int

  /// The number of channels H.
  public let channels: Int

  /// `nu_log`, shape (modes): |lambda| = exp(-exp(nu_log)).
  public let nuLog: Parameter

  /// `theta_log`, shape (modes): the angle of lambda is exp(theta_log).
  public let thetaLog: Parameter

  /// `gamma_log`, shape (modes).
  public let gammaLog: Parameter

  /// B, shape (modes, channels).
  public let b: ComplexParameter

  /// C, shape (channels, modes).
  public let c: ComplexParameter

  /// D, shape (channels); nil where the file has none.
  public let skip: Parameter?
}

extension LRULayer: LayerParameterSet {
  static var roles: [ParameterRole] {
    [
      .required("nu_log"), .required("theta_log"), .required("gamma_log"),
      .required("B_re"), .required("B_im"), .required("C_re"), .required("C_im"),
      .optional("D"),
    ]
  }

  init(from source: inout LayerSource) throws(InterchangeError) {
    nuLog = try source.parameter("nu_log", ["modes"])
    thetaLog = try source.parameter("theta_log", ["modes"])
    gammaLog = try source.parameter("gamma_log", ["modes"])
    b = ComplexParameter(
      real: try source.parameter("B_re", ["modes", "channels"]),
      imaginary: try source.parameter("B_im", ["modes", "channels"]))
    c = ComplexParameter(
      real: try source.parameter("C_re", ["channels", "modes"]),
      imaginary: try source.parameter("C_im", ["channels", "modes"]))
    skip = try source.optional("D", ["channels"])
    modes = source.length("modes")
    channels = source.length("channels")
  }

  var asParameters: LayerParameters { .lru(self) }
}
