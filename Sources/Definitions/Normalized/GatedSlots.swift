import Arithmetic

/// Attention with a bounded memory of M slots, gated (GSA):
///
///     K~_t = diag(e^g_t) K~_(t-1) + s_t k_t^T,   V~_t = diag(e^g_t) V~_(t-1) + s_t v_t^T,
///     o_t = V~_t^T softmax(K~_t q_t)
///
/// with K~ of shape (slots, key), V~ of shape (slots, value), and g_t, s_t of shape (slots): two passes of gated linear
/// attention with a softmax between them. In the first the gates are along the values' axis, so that each slot is a
/// recurrence of its own.
///
/// - Source: Zhang et al., arXiv 2409.07146, equations (4)-(6); Peng et al., arXiv 2110.02488, for the slots (ABC).
public enum GatedSlots<A: ElementaryArithmetic> {
  /// A step of the first pass for one slot: the state is the slot's row of K~, and it is read by q_t.
  public static func keyStep(decay: A, logDecay: A?, slot: A, key: A.Vector, query: A.Vector) -> AffineStep<A> {
    var decays = key
    decays.fill(with: decay)
    var logDecays = logDecay.map { _ in key }
    if let logDecay { logDecays?.fill(with: logDecay) }
    return AffineStep(
      decay: decays, key: key, value: A.Vector([slot], in: key.context), query: query, logDecay: logDecays)
  }

  /// A step of the second pass: the state is V~, and it is read by the softmax weights.
  public static func valueStep(
    decays: A.Vector, logDecays: A.Vector?, slots: A.Vector, value: A.Vector, weights: A.Vector
  ) -> AffineStep<A> {
    AffineStep(decay: decays, key: slots, value: value, query: weights, logDecay: logDecays)
  }
}

/// The slots of ABC made of the logits x of one slot, shape (length):
///
///     z_t = log sum_(r <= t) e^x_r,   s_t = e^(x_t - z_t),   g_t = z_(t-1) - z_t,   g_0 = 0
///
/// so that a slot is the mean of what it has seen, weighted by e^x.
public struct BoundedMemorySlot<A: RealElementaryArithmetic> {
  /// s_t and e^g_t, by quotients of sums.
  public let slots: [A]
  public let decays: [A]

  public init(logits: [A], in context: A.Context) {
    var (slots, decays): ([A], [A]) = ([], [])
    var (previous, shift): (A?, A?) = (nil, nil)
    for logit in logits {
      // What is subtracted is the largest logit so far, so that no later one is looked at.
      let top = softmaxShift([shift, logit].compactMap(\.self), in: context)
      if let shift, shift.isLess(than: top).isTrue { previous = previous.map { $0 * A.exp(shift - top) } }
      shift = top
      let power = A.exp(logit - top)
      let sum = previous.map { $0 + power } ?? power
      slots.append(power / sum)
      decays.append(previous.map { $0 / sum } ?? A(1, in: context))
      previous = sum
    }
    (self.slots, self.decays) = (slots, decays)
  }

  /// s_t and g_t in the domain of logarithms.
  public static func logarithmic(logits: [A], in context: A.Context) -> (slots: [A], logDecays: [A]) {
    let shift = softmaxShift(logits, in: context)
    var (slots, logDecays): ([A], [A]) = ([], [])
    var sum = A(0, in: context)
    var previous: A?
    for logit in logits {
      sum = sum + A.exp(logit - shift)
      let total = A.log(sum) + shift
      slots.append(A.exp(logit - total))
      logDecays.append(previous.map { $0 - total } ?? A(0, in: context))
      previous = total
    }
    return (slots, logDecays)
  }

  /// z_t of a block with the largest logit M of the whole block taken out, as a released kernel has it:
  ///
  ///     z_t = log(sum_(r <= t) e^(x_r - M)) + M,   log(floor) + M where the sum is 0 in the arithmetic
  ///
  /// - Source: fla-org/flash-linear-attention, `logcumsumexp_fwd_kernel`, with a floor of 1e-20.
  public static func logSumsByBlockMaximum(logits: [A], floor: A) -> [A] {
    let largest = logits.dropFirst().reduce(logits[0], A.maximum)
    var sum = A(0, in: floor.context)
    return logits.map { logit in
      sum = sum + A.exp(logit - largest)
      return A.log(sum.isPositive.isFalse ? floor : sum) + largest
    }
  }

  /// z_t one after another, with log(e^x + e^y) as the larger plus log(1 + e^-|x - y|): no logit is looked at before
  /// its step.
  public static func runningLogSums(logits: [A]) -> [A] {
    var sums: [A] = []
    for logit in logits { sums.append(sums.last.map { logarithmOfSum($0, logit) } ?? logit) }
    return sums
  }
}
