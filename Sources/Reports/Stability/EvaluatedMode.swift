import Arithmetic

/// Whether a mode decays: decided by enclosures, so certain where it is decided.
public enum ModeVerdict: String, Sendable, Equatable, Encodable {
  /// |a| < 1.
  case stable
  /// |a| = 1 exactly.
  case marginal
  /// |a| > 1.
  case unstable
  /// The precision ran out.
  case undecided
}

/// What a decay becomes in a number format.
enum RoundedDecay: Equatable, Sendable {
  /// A modulus strictly between 0 and 1; the number, for a real decay.
  case decaying(Double)
  case zero
  case one
  case aboveOne(Double)
  case notFinite
  case undecided
}

/// One mode: every number is the nearest double of an exact value.
struct EvaluatedMode: Sendable {
  var verdict = ModeVerdict.undecided
  /// Whether a marginal mode is one by design.
  var isConservative = false
  /// lambda, per unit of time.
  var eigenvalue = (real: Double.nan, imaginary: 0.0)
  /// Delta; 1 where there is no step.
  var step = 1.0
  /// -log |a|, per token.
  var rate = Double.nan
  /// 1 - |a|.
  var complement = Double.nan
  /// a.
  var transition = (real: Double.nan, imaginary: 0.0)
  /// a in each format of the report.
  var rounded: [RoundedDecay] = []

  /// |a|.
  var modulus = Double.nan
  /// Tokens until the state has halved, log 2/rate; infinite where it never does.
  var halfLife = Double.nan
  /// Tokens until the state has fallen to 1 %, log 100/rate; infinite where it never does.
  var onePercentHorizon = Double.nan
}

/// log 2, the nearest double.
let logarithmOfTwo = 0.6931471805599453

/// The nearest double to the number in a ball; nil where the ball is too wide to tell.
func nearestDouble(_ ball: Ball) -> Double? {
  guard ball.isDefined else { return nil }
  if ball.isPoint { return ball.midpoint.double() }
  let (lower, upper) = (ball.lower.double(), ball.upper.double())
  return lower == upper ? lower : nil
}

/// The nearest number of a format to the number in a ball, as a double; nil where the ball is too wide to tell.
func nearest(_ ball: Ball, in format: FloatFormat) -> Double? {
  guard ball.isDefined else { return nil }
  let lower = ball.lower.rounded(to: format).double()
  let upper = ball.upper.rounded(to: format).double()
  return lower == upper ? lower : nil
}
