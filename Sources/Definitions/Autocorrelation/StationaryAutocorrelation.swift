import Arithmetic

/// A wide-sense stationary input x_t with E[x_s x_t] = R(|s - t|), real and summable, and what it makes of the modes
/// that it drives:
///
///     h_t = a h_(t-1) + x_t,   |a| < 1,   dh_t/da = a dh_(t-1)/da + h_(t-1).
///
/// The three moments are stationary ones (t -> infinity) and bilinear, without a conjugate: for one complex mode the
/// pair is (a, conj a). They are analytic functions of a and b, so that dual numbers differentiate them.
///
/// - Source: Zucchet, Orvieto, arXiv 2405.21064, section 2.
public protocol StationaryAutocorrelation: Sendable {
  associatedtype Scalar: Arithmetic

  /// E[h_a h_b] = sum over i, j >= 0 of a^i b^j R(|i - j|).
  func covariance(_ pair: EigenvaluePair<Scalar>) -> Scalar

  /// E[(dh_a/da) h_b], the derivative of ``covariance(_:)`` in a.
  func mixedCovariance(_ pair: EigenvaluePair<Scalar>) -> Scalar

  /// E[(dh_a/da)(dh_b/db)], the second derivative of ``covariance(_:)`` in a and b.
  func sensitivity(_ pair: EigenvaluePair<Scalar>) -> Scalar
}

/// The moments of one mode, and of the mode normalized for white inputs, gamma h with gamma = sqrt(1 - |a|^2) as LRU
/// has it; the pair is (a, conj a), a = nu e^(i theta).
///
/// All are rational functions of a, conj a and the parameters of R: exact over `Rational` and its complex numbers.
extension StationaryAutocorrelation where Scalar: ConjugateArithmetic {
  /// E|h|^2.
  public func secondMoment(_ pair: EigenvaluePair<Scalar>) -> Scalar.RealPart { covariance(pair).realPart }

  /// E|dh/da|^2: the mean square of the factor that a mode contributes to the gradient of a loss.
  public func meanSquareSensitivity(_ pair: EigenvaluePair<Scalar>) -> Scalar.RealPart {
    sensitivity(pair).realPart
  }

  /// E|gamma h|^2 = (1 - |a|^2) E|h|^2: 1 for a white input.
  public func normalizedSecondMoment(_ pair: EigenvaluePair<Scalar>) -> Scalar.RealPart {
    (pair.productComplement * covariance(pair)).realPart
  }

  /// E|gamma dh/da|^2 = (1 - |a|^2) E|dh/da|^2: of the normalized mode where gamma is a parameter of its own.
  public func separatelyNormalizedSensitivity(_ pair: EigenvaluePair<Scalar>) -> Scalar.RealPart {
    (pair.productComplement * sensitivity(pair)).realPart
  }

  /// E|d(gamma h)/dnu|^2, gamma differentiated:
  ///
  ///     |a|^2/(1 - |a|^2) E|h|^2 - 2 Re(a E[dh/da conj h]) + (1 - |a|^2) E|dh/da|^2.
  ///
  /// For a real a it is the square of the derivative in a. For a white input it is 1/(1 - |a|^2)^2.
  public func normalizedRadialSensitivity(_ pair: EigenvaluePair<Scalar>) -> Scalar.RealPart {
    let gain = pair.product / pair.productComplement * covariance(pair)
    let cross = pair.first * mixedCovariance(pair)
    return (gain + pair.productComplement * sensitivity(pair)).realPart - 2 * cross.realPart
  }

  /// E|d(gamma h)/dtheta|^2 = |a|^2 (1 - |a|^2) E|dh/da|^2: for a white input nu^2 (1 + nu^2)/(1 - nu^2)^2.
  public func normalizedPhaseSensitivity(_ pair: EigenvaluePair<Scalar>) -> Scalar.RealPart {
    (pair.product * pair.productComplement * sensitivity(pair)).realPart
  }
}
