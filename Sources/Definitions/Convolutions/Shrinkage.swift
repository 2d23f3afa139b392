import Arithmetic

/// Maps that set small filter taps to 0.
public enum Shrinkage: String, Sendable, CaseIterable {
  /// "Squash": sign(k) max(|k| - lambda, 0), the soft threshold.
  case soft
  /// k where |k| > lambda, else 0.
  case hard

  /// The image of k at the threshold lambda >= 0.
  ///
  /// - Source: Fu et al., arXiv 2302.06646, section 3.2, for the soft threshold as "Squash".
  public func callAsFunction<R: RealArithmetic>(_ k: R, threshold: R) -> R {
    let zero = R(0, in: k.context)
    switch self {
    // The same number without a sign: max(k - lambda, 0) - max(-k - lambda, 0).
    case .soft: return R.maximum(k - threshold, zero) - R.maximum(-k - threshold, zero)
    case .hard: return threshold.isLess(than: k.magnitude).isTrue ? k : zero
    }
  }
}
