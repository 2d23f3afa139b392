import Arithmetic

/// S4ND's bandlimiting rule: a mode e^(a t) is kept iff its frequency is below alpha/2 cycles a sample,
///
///     Delta |Im a|/(2 pi) < alpha/2.
///
/// - Source: Nguyen et al., arXiv 2210.06583, section 4.3, and the released kernel.
public enum Bandlimit {
  /// Delta |Im a|/(2 pi), in cycles a sample.
  public static func frequency<R: RealElementaryArithmetic>(imaginary: R, step: R) -> R {
    step * imaginary.magnitude / (2 * R.pi(in: step.context))
  }

  /// Whether the mode is kept.
  public static func keeps<R: RealElementaryArithmetic>(imaginary: R, step: R, alpha: R) -> Truth {
    frequency(imaginary: imaginary, step: step).isLess(than: alpha / 2)
  }

  /// The share of the energy of e^((x + i y) t), x < 0, that lies above the Nyquist frequency pi/Delta:
  ///
  ///     (1/pi) (pi/2 - atan((pi/Delta - y)/|x|)),
  ///
  /// the integral of its Lorentzian |x|/(pi ((w - y)^2 + x^2)) over w > pi/Delta.
  public static func leakage<R: RealElementaryArithmetic>(real: R, imaginary: R, step: R) -> R {
    let pi = R.pi(in: step.context)
    return (pi / 2 - R.atan((pi / step - imaginary) / real.magnitude)) / pi
  }
}
