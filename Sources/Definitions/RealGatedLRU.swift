import Arithmetic

/// One channel of Griffin's real-gated linear recurrent unit (RG-LRU):
///
///     log a_t = -8 r_t softplus(c),   h_t = a_t h_(t-1) + sqrt(1 - a_t^2) i_t x_t,   y_t = h_t
///
/// where r_t and i_t, the recurrence gate and the input gate, are sigmoids of linear maps of x_t. At the first step of
/// a sequence a_t is 0 and the root 1.
///
/// - Source: De et al., arXiv 2402.19427, section 2.4. The paper's Lambda is -c: as printed, log a_t has
///   softplus(Lambda),
///   which contradicts its a = sigmoid(Lambda).
public enum RealGatedLRU {
  /// log a_t.
  public static func logDecay<A: ElementaryArithmetic>(recurrenceGate: A, parameter: A) -> A {
    -(8 * recurrenceGate * A.softplus(parameter))
  }

  /// a_t as the paper defines it, sigmoid(Lambda)^(8 r_t) with Lambda = -c.
  public static func decay<A: ElementaryArithmetic>(recurrenceGate: A, gateParameter: A) -> A {
    A.exp(8 * recurrenceGate * A.log(A.sigmoid(gateParameter)))
  }

  /// c with e^-softplus(c) = radius: log(1/radius - 1), with which the released code begins, for radii in [0.9, 0.999].
  /// A recurrence gate of 1 then decays by radius^8 a step.
  ///
  /// - Source: google-deepmind/recurrentgemma, `rnn_param_init`.
  public static func parameter<A: ElementaryArithmetic>(initialRadius radius: A) -> A {
    A.log(1 / radius - 1)
  }

  /// sqrt(1 - a^2), from log a: as sqrt(-(e^(2 log a) - 1)), which keeps its accuracy where a is near 1.
  public static func inputScale<A: ElementaryArithmetic>(logDecay: A) -> A {
    A.sqrt(-A.expMinusOne(2 * logDecay))
  }

  /// sqrt(1 - a^2) as the released code has it, with a^2 = e^(2 log a) rounded before it is subtracted: what is left of
  /// a near 1 is the rounding error.
  public static func inputScaleBySquare<A: ElementaryArithmetic>(logDecay: A) -> A {
    A.sqrt(1 - A.exp(2 * logDecay))
  }

  /// One step from a_t itself, with h of shape (1); `scale` is sqrt(1 - a_t^2).
  public static func step<A: Arithmetic>(decay: A, scale: A, gatedInput: A) -> AffineStep<A> {
    AffineStep(decay: decay, key: scale * gatedInput)
  }

  /// One step, with h of shape (1).
  ///
  /// - Parameters:
  ///   - logDecay: log a_t.
  ///   - scale: sqrt(1 - a_t^2), or 1 at the first step of a sequence.
  ///   - gatedInput: i_t x_t.
  public static func step<A: ElementaryArithmetic>(logDecay: A, scale: A, gatedInput: A) -> AffineStep<A> {
    AffineStep(decay: A.exp(logDecay), key: scale * gatedInput, logDecay: logDecay)
  }
}

extension AffineStep {
  /// One step of a scalar recurrence h_t = a_t h_(t-1) + b_t, read as it is.
  public init(decay: A, key: A, logDecay: A? = nil) {
    let context = key.context
    let one = A.Vector([A(1, in: context)], in: context)
    self.init(
      decay: A.Vector([decay], in: context), key: A.Vector([key], in: context), value: one, query: one,
      logDecay: logDecay.map { A.Vector([$0], in: context) })
  }
}
