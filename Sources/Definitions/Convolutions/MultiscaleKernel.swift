import Arithmetic

/// A long filter from few parameters: N pieces of d parameters each, the i-th stretched to d 2^max(i - 1, 0) taps and
/// weighted by alpha^i, one after the other,
///
///     k = [k_0, ..., k_(N-1)]/Z,   k_i = alpha^i upsample(w_i; d 2^max(i - 1, 0))
///
/// of length L = d 2^(N - 1).
///
/// - Source: Li et al., SGConv, arXiv 2210.09298, section 3.2.
public struct MultiscaleKernel<R: RealArithmetic>: Sendable {
  /// w, shape (scales, parameters).
  public let parameters: [[R]]
  /// alpha.
  public let decay: R

  public init(parameters: [[R]], decay: R) {
    precondition(Set(parameters.map(\.count)).count == 1, "every scale has as many parameters")
    self.parameters = parameters
    self.decay = decay
  }

  /// N.
  public var scales: Int { parameters.count }
  /// d.
  public var width: Int { parameters[0].count }
  /// d, d, 2 d, 4 d, ...
  public var lengths: [Int] { (0..<scales).map { width << max($0 - 1, 0) } }

  /// The number of scales for a kernel of `length` taps from `width` parameters each: the least N with d 2^(N - 1) >=
  /// L. It is 1 + log2(L/d) where L/d is a power of two; else the kernel is cut.
  public static func scales(length: Int, width: Int) -> Int {
    var scales = 1
    while width << (scales - 1) < length { scales += 1 }
    return scales
  }

  /// alpha^i upsample(w_i), by linear interpolation between the centers of equal cells, constant beyond the outer ones,
  /// as PyTorch's `interpolate` does it (`align_corners=False`): every tap is a convex combination of parameters.
  public func piece(_ i: Int) -> [R] {
    let context = decay.context
    let (count, weight) = (lengths[i], R.pow(decay, i))
    return (0..<count).map { t in
      // The center of tap t in units of half a tap over the stretch: (2 t + 1) d/(2 count) - 1/2.
      let numerator = (2 * t + 1) * width - count
      let below = numerator < 0 ? 0 : min(numerator / (2 * count), width - 1)
      let above = min(below + 1, width - 1)
      let share = numerator < 0 ? R(0, in: context) : R(Rational(numerator - 2 * count * below, 2 * count), in: context)
      let (x, y) = (parameters[i][below], parameters[i][above])
      return weight * x.addingProduct(share, y - x)
    }
  }

  /// k without the normalization 1/Z.
  public var taps: [R] { (0..<scales).flatMap(piece) }
}
