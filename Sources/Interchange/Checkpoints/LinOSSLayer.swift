/// A LinOSS layer: P forced oscillators for all H channels, damped where there is a G:
///
///     A = relu(A_diag),   G = relu(G_diag),   Delta = sigma(steps)
///     x'' = -A x - G x' + B u,   y = Re(C x) + D u
///
/// discretized implicitly (IM) or implicitly-explicitly (IMEX). The file does not tell which; and a damped layer may
/// clamp A to where it oscillates rather than at 0. Source: Rusch and Rus, arXiv 2410.03943, and the authors'
/// `LinOSS.py`; Boyer, Rusch, Rus, arXiv 2505.12171, for the damping.
public struct LinOSSLayer: Sendable {
  /// The number of oscillators P.
  public let oscillators: Int

  /// The number of channels H.
  public let channels: Int

  /// `A_diag` as stored, before the relu, shape (oscillators).
  public let aDiagonal: Parameter

  /// `G_diag` as stored, before the relu, shape (oscillators); nil where the layer is not damped.
  public let dampingDiagonal: Parameter?

  /// `steps` as stored, before the logistic function, shape (oscillators).
  public let steps: Parameter

  /// B, shape (oscillators, channels).
  public let b: ComplexParameter

  /// C, shape (channels, oscillators).
  public let c: ComplexParameter

  /// D, shape (channels); nil where the file has none.
  public let skip: Parameter?
}

extension LinOSSLayer: LayerParameterSet {
  static var roles: [ParameterRole] {
    [
      .required("A_diag"),
      .required("steps", "steps", "dt"),
      .required("B"),
      .required("C"),
      .optional("G_diag"),
      .optional("D"),
    ]
  }

  init(from source: inout LayerSource) throws(InterchangeError) {
    aDiagonal = try source.parameter("A_diag", ["oscillators"])
    dampingDiagonal = try source.optional("G_diag", ["oscillators"])
    steps = try source.parameter("steps", ["oscillators"])
    b = ComplexParameter(interleaved: try source.parameter("B", ["oscillators", "channels", "2"]))
    c = ComplexParameter(interleaved: try source.parameter("C", ["channels", "oscillators", "2"]))
    skip = try source.optional("D", ["channels"])
    oscillators = source.length("oscillators")
    channels = source.length("channels")
  }

  var asParameters: LayerParameters { .linOSS(self) }
}
