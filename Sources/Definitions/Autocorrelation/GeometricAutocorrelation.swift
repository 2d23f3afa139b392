import Arithmetic

/// The input with R(D) = rho^|D|: white for rho = 0, a first-order autoregressive process x_t = rho x_(t-1) + noise for
/// 0 < |rho| < 1, one random constant for rho = 1.
///
/// With p = a b the moments are
///
///     E[h_a h_b]   = (1 - rho^2 p)/((1 - p)(1 - rho a)(1 - rho b))
///     E[h_a' h_b]  = ((1 - rho^2) b (1 - rho a) + rho (1 - rho^2 p)(1 - p))/((1 - p)^2 (1 - rho a)^2 (1 - rho b))
///     E[h_a' h_b'] = ((1 - rho^2)((1 + p)(1 - rho p)^2 + 2 rho p (1 - a)(1 - b)) + rho^2 (1 - p)^3)
///                    /((1 - p)^3 (1 - rho a)^2 (1 - rho b)^2)
///
/// evaluated with 1 - rho a = (1 - a) + a (1 - rho) and the like, so that nothing cancels for 0 <= rho <= 1 and a =
/// conj b with Re a >= 0: the relative error is a few roundings times that of the differences given. (The moments for
/// rho < 0 are those for -a, -b and -rho, up to the sign of the second.)
///
/// - Source: Zucchet, Orvieto, arXiv 2405.21064, section 2, for a = conj b; the forms that do not cancel are derived
///   here.
public struct GeometricAutocorrelation<Scalar: Arithmetic>: StationaryAutocorrelation {
  /// rho, real, |rho| <= 1.
  public let ratio: Scalar
  /// 1 - rho.
  public let complement: Scalar

  /// - Parameter complement: 1 - rho, where it is known better than `ratio` tells.
  public init(ratio: Scalar, complement: Scalar? = nil) {
    self.ratio = ratio
    self.complement = complement ?? 1 - ratio
  }

  /// R(D) = 0 for D > 0.
  public static func white(in context: Scalar.Context) -> Self { Self(ratio: Scalar(0, in: context)) }

  public func covariance(_ pair: EigenvaluePair<Scalar>) -> Scalar {
    let factors = factors(pair)
    return factors.energy / (pair.productComplement * factors.first * factors.second)
  }

  public func mixedCovariance(_ pair: EigenvaluePair<Scalar>) -> Scalar {
    let (q, factors) = (pair.productComplement, factors(pair))
    let numerator = noise * pair.second * factors.first + ratio * factors.energy * q
    return numerator / (q * q * factors.first * factors.first * factors.second)
  }

  public func sensitivity(_ pair: EigenvaluePair<Scalar>) -> Scalar {
    let (p, q, factors) = (pair.product, pair.productComplement, factors(pair))
    let filtered = q.addingProduct(p, complement)
    let coupling = 2 * ratio * p * pair.firstComplement * pair.secondComplement
    let numerator =
      noise * ((1 + p) * filtered * filtered + coupling) + ratio * ratio * q * q * q
    let poles = factors.first * factors.second
    return numerator / (q * q * q * poles * poles)
  }

  /// The variance of the innovation x_t - rho x_(t-1), 1 - rho^2.
  public var noise: Scalar { complement * (1 + ratio) }

  /// 1 - rho a, 1 - rho b and 1 - rho^2 a b.
  private func factors(_ pair: EigenvaluePair<Scalar>) -> (first: Scalar, second: Scalar, energy: Scalar) {
    (
      pair.firstComplement.addingProduct(pair.first, complement),
      pair.secondComplement.addingProduct(pair.second, complement),
      pair.productComplement.addingProduct(pair.product, noise)
    )
  }
}

extension GeometricAutocorrelation {
  /// The cross term E[h_a' h_b'] as the notebook behind figure 8 of the paper has it: with 1 - rho in place of both
  /// 1 - rho^2,
  ///
  ///     ((1 - rho)(1 + p) + rho^2 (1 - p)^3 - rho (1 - rho) p (2 a + 2 b - rho p (1 + p)))
  ///     /((1 - rho a)^2 (1 - rho b)^2 (1 - p)^3).
  ///
  /// Equal to ``sensitivity(_:)`` only at rho = 0 and rho = 1.
  ///
  /// - Source: the notebook visualization_S.ipynb among the figures of the code released with arXiv 2405.21064,
  ///   function
  ///   `estimate`.
  public func sensitivityAsPlotted(_ pair: EigenvaluePair<Scalar>) -> Scalar {
    let (a, b, p, q) = (pair.first, pair.second, pair.product, pair.productComplement)
    let bracket = 1 + p - ratio * p * (2 * (a + b) - ratio * p * (1 + p))
    let poles = (1 - ratio * a) * (1 - ratio * b)
    return (complement * bracket + ratio * ratio * q * q * q) / (poles * poles * q * q * q)
  }
}
