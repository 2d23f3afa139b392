import Arithmetic

/// The modes of LinOSS: forced oscillators x'' = -A x - G x' + B u with step Delta.
///
/// With S = 1/(1 + Delta^2 A), the implicit scheme (IM) has the transition [[S, -Delta A S], [Delta S, S]], of trace 2 S
/// and determinant S. With S = 1/(1 + Delta G), the damped implicit-explicit scheme has [[S, -Delta A S],
/// [Delta S, 1 - Delta^2 A S]], of trace 1 + S - Delta^2 A S and determinant S; G = 0 is the undamped IMEX scheme, of
/// determinant 1.
///
/// - Source: Rusch and Rus, arXiv 2410.03943, section 2; Boyer, Rusch, Rus, arXiv 2505.12171.
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

  /// The transition [[p, q], [r, s]] of an oscillator.
  func transition(_ index: Int, in precision: Precision, roundedTo format: NumberFormat? = nil) -> [Ball] {
    let delta = step(index, in: precision, roundedTo: format)
    let a = Ball(max(0, stored(stiffness[index], format)), in: precision)
    guard let damping else {
      let s = 1 / (1 + delta * delta * a)
      return [s, -(delta * a * s), delta * s, s]
    }
    let s = 1 / (1 + delta * Ball(max(0, stored(damping[index], format)), in: precision))
    return [s, -(delta * a * s), delta * s, 1 - delta * delta * a * s]
  }

  /// Trace and determinant, in forms that do not cancel.
  func invariants(_ index: Int, in precision: Precision) -> Invariants {
    let delta = step(index, in: precision)
    let a = Ball(max(0, stiffness[index]), in: precision)
    guard let damping else {
      let s = 1 / (1 + delta * delta * a)
      return Invariants(trace: 2 * s, determinant: s, isConservative: false)
    }
    let g = max(0, damping[index])
    let s = 1 / (1 + delta * Ball(g, in: precision))
    return Invariants(trace: 1 + s - delta * delta * a * s, determinant: s, isConservative: g == 0)
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
