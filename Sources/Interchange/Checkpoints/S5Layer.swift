/// An S5 layer: one diagonal system of P modes for all H channels:
///
///     Lambda = Lambda_re + i Lambda_im,   Delta = exp(log_step),   a = exp(Delta Lambda)
///     x_t = a x_(t-1) + (a - 1)/Lambda (B u_t),   y_t = [2] Re(C x_t) + D u_t
///
/// (zero-order hold; the bilinear transform is the other choice). The file tells neither the discretization, nor whether
/// the modes are halves of conjugate pairs, which puts the factor 2 there, nor whether Re Lambda is clipped to at most
/// -1e-4 before use. Source: Smith, Warrington, Linderman, arXiv 2208.04933, and the authors' `ssm.py`.
public struct S5Layer: Sendable {
  /// The number of modes P that are stored.
  public let modes: Int

  /// The number of channels H.
  public let channels: Int

  /// `Lambda_re`, shape (modes).
  public let lambdaReal: Parameter

  /// `Lambda_im`, shape (modes).
  public let lambdaImaginary: Parameter

  /// `log_step`, shape (modes).
  public let logStep: Parameter

  /// B, shape (modes, channels).
  public let b: ComplexParameter

  /// C, shape (channels, modes).
  public let c: ComplexParameter

  /// C of the second, backward pass of a bidirectional layer, shape (channels, modes); nil in other layers.
  public let cBackward: ComplexParameter?

  /// D, shape (channels); nil where the file has none.
  public let skip: Parameter?
}

extension S5Layer: LayerParameterSet {
  static var roles: [ParameterRole] {
    [
      .required("Lambda_re"),
      .required("Lambda_im"),
      .required("log_step"),
      .required("B"),
      .required("C", "C", "C1"),
      .optional("C2"),
      .optional("D"),
    ]
  }

  init(from source: inout LayerSource) throws(InterchangeError) {
    lambdaReal = try source.parameter("Lambda_re", ["modes"])
    lambdaImaginary = try source.parameter("Lambda_im", ["modes"])
    logStep = try source.parameter("log_step", ["modes", "1"], ["modes"])
    b = ComplexParameter(interleaved: try source.parameter("B", ["modes", "channels", "2"]))
    modes = source.length("modes")
    channels = source.length("channels")
    let both = ["channels", "\(2 * modes)", "2"]
    let output = ComplexParameter(interleaved: try source.parameter("C", ["channels", "modes", "2"], both))
    // A bidirectional layer has both output matrices, as two tensors or side by side in one.
    if output.shape[1] == modes {
      c = output
      cBackward = try source.complex("C2", ["channels", "modes"])
    } else {
      c = output.columns(0..<modes)
      cBackward = output.columns(modes..<2 * modes)
    }
    skip = try source.optional("D", ["channels"])
  }

  var asParameters: LayerParameters { .s5(self) }
}
