import Arithmetic

/// The filter of the frequency-bias example: weights (1 + k/scale)^beta, k = 0 ..< length, on a full discrete Fourier
/// transform of a real signal, of whose inverse transform the real part is taken.
///
/// - Source: the released code of Yu et al., arXiv 2410.02035, models/s4/s4d.py, where scale is 10000.
public struct SobolevFilter: Sendable {
  public var length: Int
  public var exponent: Int
  public var scale: Int

  public init(length: Int, exponent: Int, scale: Int = 10_000) {
    self.length = length
    self.exponent = exponent
    self.scale = scale
  }

  /// (1 + k/scale)^beta.
  public func weight(_ k: Int) -> Rational { Rational.pow(1 + Rational(k, scale), exponent) }

  /// What the frequency k of a real signal is multiplied by, once the real part is taken: (w_k + w_(length - k))/2, and
  /// w_0 for k = 0.
  public func effectiveWeight(_ k: Int) -> Rational {
    k == 0 ? weight(0) : (weight(k) + weight(length - k)) / 2
  }

  /// The filtered signal: transformed, weighted, transformed back, its real part.
  ///
  /// - Parameters:
  ///   - signal: real numbers, `length` of them.
  ///   - root: a root of unity of that order.
  public func apply<C: ComplexArithmetic>(to signal: [C.Real], root: C) -> [C.Real] {
    let spectrum = FourierTransform.fast(signal.map { C($0) }, root: root)
    let weighted = spectrum.enumerated().map { C(weight($0), in: root.context) * $1 }
    return FourierTransform.inverse(weighted, root: root).map(\.real)
  }
}
