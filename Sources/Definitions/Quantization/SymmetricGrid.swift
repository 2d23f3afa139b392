import Arithmetic

/// Symmetric integer quantization of a tensor with one scale,
///
///     x^ = s clamp(round(x/s), -m, m),   s = max|x|/m,   m = 2^(bits - 1) - 1:
///
/// int8 has m = 127. Of two equally near integers the even one is taken. |x - x^| <= s/2 where nothing is clipped.
///
/// - Source: Chiang et al., Quamba, arXiv 2410.13229, section 3 (per tensor, symmetric).
public struct SymmetricGrid: Sendable, Hashable {
  /// m.
  public let largestCode: Int
  /// s; 0 for a tensor of zeros.
  public let scale: Rational

  /// - Parameters:
  ///   - bits: from 2 on.
  ///   - largest: max|x|, or less where the largest entries are to be clipped.
  public init(bits: Int = 8, largest: Rational) {
    precondition(bits >= 2 && bits <= 32, "a grid has the codes -1, 0 and 1 at least")
    largestCode = 1 << (bits - 1) - 1
    scale = largest.magnitude / Rational(largestCode)
  }

  /// The grid of a tensor.
  public init(bits: Int = 8, fitting values: some Sequence<Rational>) {
    self.init(bits: bits, largest: values.reduce(0) { $0 < $1.magnitude ? $1.magnitude : $0 })
  }

  /// clamp(round(x/s), -m, m).
  public func code(of x: Rational) -> Int {
    guard scale.signum > 0 else { return 0 }
    guard let nearest = (x / scale).rounded.int else { return x.signum * largestCode }
    return min(max(nearest, -largestCode), largestCode)
  }

  /// x^, exactly.
  public func quantized(_ x: Rational) -> Rational { Rational(code(of: x)) * scale }

  /// s/2, the largest error of what is not clipped.
  public var largestError: Rational { scale / 2 }
}
