import Arithmetic

/// One channel of a selective model whose parameters depend on a scalar token x_t:
///
///     Delta_t = softplus(w x_t + delta),   B_t = B x_t + beta,   C_t = C x_t + gamma,
///     h_t = exp(Delta_t A) . h_(t-1) + Delta_t x_t B_t,   y_t = <C_t, h_t>
///
/// with A, B, beta, C, gamma of shape (state): ``SelectiveChannel`` with its selection written out.
///
/// - Source: Gu, Dao, arXiv 2312.00752, Algorithm 2.
public struct SelectiveTokens<A: ElementaryArithmetic>: Sendable {
  /// A, negative.
  public var eigenvalues: A.Vector
  /// w, and delta.
  public var stepSlope, stepBias: A
  /// B, and beta.
  public var inputSlope, inputBias: A.Vector
  /// C, and gamma.
  public var outputSlope, outputBias: A.Vector

  public init(
    eigenvalues: A.Vector, stepSlope: A, stepBias: A, inputSlope: A.Vector, inputBias: A.Vector, outputSlope: A.Vector,
    outputBias: A.Vector
  ) {
    self.eigenvalues = eigenvalues
    self.stepSlope = stepSlope
    self.stepBias = stepBias
    self.inputSlope = inputSlope
    self.inputBias = inputBias
    self.outputSlope = outputSlope
    self.outputBias = outputBias
  }

  /// Delta = softplus(w x + delta).
  public func stepSize(_ token: A) -> A { A.softplus(stepBias.addingProduct(stepSlope, token)) }

  /// The step that a token makes.
  public func step(_ token: A) -> AffineStep<A> {
    var (inputGain, outputGain) = (inputBias, outputBias)
    inputGain.addProduct(token, inputSlope)
    outputGain.addProduct(token, outputSlope)
    return SelectiveChannel.step(
      eigenvalues: eigenvalues, step: stepSize(token), input: token, inputGain: inputGain, outputGain: outputGain)
  }
}

extension SelectiveTokens {
  /// The influences of tokens, whose steps are differentiated.
  public func influence(of tokens: [A]) -> Influence<A> {
    func constant(_ x: A.Vector) -> DualVector<A> {
      DualVector(value: x, tangent: A.Vector(zeros: x.count, in: x.context))
    }
    let model = SelectiveTokens<Dual<A>>(
      eigenvalues: constant(eigenvalues), stepSlope: Dual(constant: stepSlope), stepBias: Dual(constant: stepBias),
      inputSlope: constant(inputSlope), inputBias: constant(inputBias), outputSlope: constant(outputSlope),
      outputBias: constant(outputBias))
    return Influence(steps: tokens.map { model.step(Dual(variable: $0)) })
  }
}
