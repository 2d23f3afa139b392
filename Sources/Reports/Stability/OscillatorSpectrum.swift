import Arithmetic
import Definitions

/// The modes of LinOSS: a ``LinearOscillator`` for each, from the parameters as they are stored.
struct OscillatorSpectrum: Sendable {
  /// A before the relu.
  var stiffness: [Double]
  /// G before the relu; nil for the undamped model.
  var damping: [Double]?
  /// Delta before the logistic function.
  var steps: [Double]

  /// A transition's trace and determinant.
  struct Invariants {
    let trace: Ball
    let determinant: Ball
    /// Whether the determinant is 1 by the scheme's form.
    let isConservative: Bool
  }

  func step(_ index: Int, in precision: Precision, roundedTo format: NumberFormat? = nil) -> Ball {
    Ball.sigmoid(Ball(stored(steps[index], format), in: precision))
  }

  /// An oscillator, for the parameters as stored or as rounded to a format.
  func oscillator(
    _ index: Int, in precision: Precision, roundedTo format: NumberFormat? = nil
  ) -> LinearOscillator<Ball> {
    func positivePart(_ value: Double) -> Ball { Ball(max(0, stored(value, format)), in: precision) }
    return LinearOscillator(
      stiffness: positivePart(stiffness[index]), damping: damping.map { positivePart($0[index]) },
      step: step(index, in: precision, roundedTo: format))
  }

  /// The transition [[p, q], [r, s]] of an oscillator.
  func transition(_ index: Int, in precision: Precision, roundedTo format: NumberFormat? = nil) -> [Ball] {
    oscillator(index, in: precision, roundedTo: format).transition
  }

  /// Trace and determinant of an oscillator's transition.
  func invariants(_ index: Int, in precision: Precision) -> Invariants {
    let oscillator = oscillator(index, in: precision)
    return Invariants(
      trace: oscillator.trace, determinant: oscillator.determinant,
      isConservative: damping.map { $0[index] <= 0 } ?? false)
  }

  /// Whether the oscillator would grow, or not decay, under the undamped implicit-explicit scheme: Delta^2 A > 4.
  func growsUnderIMEX(_ index: Int, in precision: Precision) -> Truth {
    let delta = step(index, in: precision)
    return Ball(4, in: precision).isLess(than: delta * delta * Ball(max(0, stiffness[index]), in: precision))
  }

  private func stored(_ value: Double, _ format: NumberFormat?) -> Double {
    format?.rounded(value) ?? value
  }
}
