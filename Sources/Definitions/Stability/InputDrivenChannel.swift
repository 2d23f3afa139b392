import Arithmetic

/// A selective channel with one state whose step and input gain are functions of its scalar input,
///
///     h_t = exp(Delta_t A) h_(t-1) + Delta_t B_t u_t,   Delta_t = softplus(w u_t + b),   B_t = beta u_t:
///
/// the smallest model in which a perturbation of the input moves the decay as well.
///
/// - Source: Gu, Dao, arXiv 2312.00752, Algorithm 2, with one channel and one state.
public struct InputDrivenChannel<A: RealElementaryArithmetic>: Sendable {
  /// A, per unit of time.
  public var eigenvalue: A
  /// w and b.
  public var stepWeight: A
  public var stepBias: A
  /// beta.
  public var inputGain: A

  public init(eigenvalue: A, stepWeight: A, stepBias: A, inputGain: A) {
    self.eigenvalue = eigenvalue
    self.stepWeight = stepWeight
    self.stepBias = stepBias
    self.inputGain = inputGain
  }

  /// Delta_t, shape (length).
  public func steps(of input: [A]) -> [A] { input.map { selectiveStep(projection: stepWeight * $0, bias: stepBias) } }

  /// The model at these parameters as a front-end of ``SelectiveChannel``.
  public var channel: SelectiveChannel<A> {
    let context = eigenvalue.context
    return SelectiveChannel(eigenvalues: A.Vector([eigenvalue], in: context), feedthrough: A(0, in: context))
  }

  /// h_t, shape (length).
  ///
  /// - Parameters:
  ///   - input: `u`, shape (length).
  ///   - start: h_(-1).
  public func states(of input: [A], from start: A) -> [A] {
    let context = eigenvalue.context
    let one = A.Vector([A(1, in: context)], in: context)
    return channel.output(
      of: input, steps: steps(of: input), inputGains: input.map { A.Vector([inputGain * $0], in: context) },
      outputGains: input.map { _ in one }, initialState: A.Vector([start], in: context)
    ).output
  }

  /// zeta = A mean Delta, per token.
  public func exponent(of input: [A]) -> A { channel.maximalLyapunovExponent(steps: steps(of: input)) }

  /// The state that a constant input leads to, Delta beta u^2/(1 - exp(Delta A)); for A < 0.
  public func fixedPoint(input u: A) -> A {
    let delta = steps(of: [u])[0]
    return delta * inputGain * u * u * persistentGain(exponent: delta * eigenvalue)
  }

  /// What perturbations of all the inputs by at most eps do at most, and of the initial state by at most eps,
  ///
  ///     |h_t - h'_t| <= eps (e^(t zeta) + K (1 - e^(t zeta))/(1 - e^zeta)),
  ///
  /// with zeta = A softplus(b - |w| U), U >= |u_t|, |u'_t|, and
  ///
  ///     K = |A| |w| e^zeta H + |beta| (|w| U^2 + 2 U Delta_max),
  ///     H = max(|h_(-1)|, Delta_max |beta| U^2/(1 - e^zeta)):
  ///
  /// the softplus has slope at most 1, so that a step changes by at most |w| eps, a decay by |A||w| e^zeta eps and the
  /// drive Delta beta u^2 by the second term of K.
  ///
  /// - Parameters:
  ///   - bound: U.
  ///   - start: h_(-1).
  /// - Returns: zeta and K; defined for A < 0.
  public func perturbationConstants(inputBound bound: A, start: A) -> (exponent: A, gain: A) {
    let reach = stepWeight.magnitude * bound
    let least = selectiveStep(projection: -reach, bias: stepBias)
    let greatest = selectiveStep(projection: reach, bias: stepBias)
    let zeta = eigenvalue * least
    let drive = inputGain.magnitude * bound * bound
    let largest = A.maximum(start.magnitude, greatest * drive * persistentGain(exponent: zeta))
    let gate = eigenvalue.magnitude * stepWeight.magnitude * A.exp(zeta) * largest
    let slope = stepWeight.magnitude * drive + 2 * inputGain.magnitude * bound * greatest
    return (zeta, gate + slope)
  }
}
