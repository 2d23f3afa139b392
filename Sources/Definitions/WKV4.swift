import Arithmetic

/// One channel of RWKV-4's WKV, a weighted mean of the values so far whose weights decay, with a bonus for the step itself:
///
///     wkv_t = (sum_(s < t) e^((t-1-s) w + k_s) v_s + e^(u + k_t) v_t)/(sum_(s < t) e^((t-1-s) w + k_s) + e^(u + k_t))
///
/// - Source: Peng et al., arXiv 2305.13048, eq. (16); BlinkDL/RWKV-LM, the CUDA kernel of version 4.
public enum WKV4 {
  /// One step of numerator and denominator, S of shape (1, 2), read before the update: S_t = e^w S_(t-1) + e^k (v, 1).
  ///
  /// - Parameter decay: w, negative.
  public static func step<A: ElementaryArithmetic>(decay: A, key: A, value: A) -> AffineStep<A> {
    let context = decay.context
    let one = A(1, in: context)
    func vector(_ elements: A...) -> A.Vector { A.Vector(elements, in: context) }
    return AffineStep(
      decay: vector(A.exp(decay)), key: vector(A.exp(key)), value: vector(value, one), query: vector(one),
      logDecay: vector(decay))
  }

  /// wkv_t from numerator and denominator before the step.
  ///
  /// - Parameter bonus: u.
  public static func output<A: ElementaryArithmetic>(
    numerator: A, denominator: A, bonus: A, key: A, value: A
  ) -> A {
    let weight = A.exp(bonus + key)
    return (numerator + weight * value) / (denominator + weight)
  }
}

/// The state of RWKV-4's WKV as kernels keep it: numerator and denominator over e^exponent, so that nothing overflows.
public struct StabilizedWKV4<A: RealElementaryArithmetic>: Sendable {
  public var numerator: A
  public var denominator: A
  /// nil where nothing has been seen: numerator and denominator are 0.
  public var exponent: A?

  public init(numerator: A, denominator: A, exponent: A?) {
    self.numerator = numerator
    self.denominator = denominator
    self.exponent = exponent
  }

  /// wkv_t, whatever the exponent: with q = max(p, u + k), (e^(p - q) a + e^(u + k - q) v)/(e^(p - q) b + e^(u + k - q)).
  public func output(bonus: A, key: A, value: A) -> A {
    guard let exponent else { return value }
    let own = bonus + key
    let largest = A.maximum(exponent, own)
    let (old, new) = (A.exp(exponent - largest), A.exp(own - largest))
    return (old * numerator + new * value) / (old * denominator + new)
  }

  /// The update by e^w S + e^k (v, 1), with the exponent max(p + w, k).
  public mutating func advance(decay: A, key: A, value: A) {
    guard let exponent else {
      self = StabilizedWKV4(numerator: value, denominator: A(1, in: value.context), exponent: key)
      return
    }
    let decayed = exponent + decay
    let largest = A.maximum(decayed, key)
    let (old, new) = (A.exp(decayed - largest), A.exp(key - largest))
    numerator = old * numerator + new * value
    denominator = old * denominator + new
    self.exponent = largest
  }
}
