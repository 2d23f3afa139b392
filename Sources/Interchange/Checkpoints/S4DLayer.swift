/// An S4D layer: one system for each channel h, with one mode n of each conjugate pair:
///
///     A = -exp(log_A_real) + i A_imag,   dt = exp(log_dt)
///     a = exp(dt A),   b = (a - 1) / A,   x_t = a x_(t-1) + b u_t,   y_t = 2 Re(sum_n C_n x_(n,t)) + D u_t
///
/// Source: Gu, Gupta, Goel, Re, arXiv 2206.11893, and the authors' stand-alone `s4d.py`.
public struct S4DLayer: Sendable {
  /// The number of channels h.
  public let channels: Int

  /// The number of modes n of a channel, half the state size.
  public let modes: Int

  /// `log_A_real`, shape (channels, modes).
  public let logAReal: Parameter

  /// `A_imag`, shape (channels, modes).
  public let aImaginary: Parameter

  /// C, shape (channels, modes).
  public let c: ComplexParameter

  /// `log_dt`, shape (channels).
  public let logStep: Parameter

  /// D, shape (channels); nil where the file has none.
  public let skip: Parameter?
}

extension S4DLayer: LayerParameterSet {
  static var roles: [ParameterRole] {
    [
      .required("log_A_real"),
      .required("A_imag"),
      .required("C"),
      .required("log_dt"),
      // The authors keep D in the module around the kernel.
      .optional("D", "D", "../D"),
    ]
  }

  init(from source: inout LayerSource) throws(InterchangeError) {
    logAReal = try source.parameter("log_A_real", ["channels", "modes"])
    aImaginary = try source.parameter("A_imag", ["channels", "modes"])
    c = ComplexParameter(interleaved: try source.parameter("C", ["channels", "modes", "2"]))
    logStep = try source.parameter("log_dt", ["channels"])
    skip = try source.optional("D", ["channels"])
    channels = source.length("channels")
    modes = source.length("modes")
  }

  var asParameters: LayerParameters { .s4d(self) }
}
