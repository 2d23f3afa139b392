import Arithmetic
import Definitions

/// Modes a = exp(Delta lambda) with lambda = factor f(w) + i omega.
struct ExponentialSpectrum: Sendable {
  /// f.
  var map: Reparameterization
  /// A constant before f.
  var factor = 1
  /// w, row by row.
  var weights: [Double]
  var imaginary = Imaginary.none
  var step: Step

  /// omega, row by row.
  enum Imaginary: Sendable {
    case none
    /// The stored number.
    case direct([Double])
    /// The exponential of the stored number.
    case exponential([Double])
  }

  /// Delta, one for each row.
  enum Step: Sendable {
    case one
    /// log(1 + e^b): the step at which a selective model's projection adds nothing to its bias.
    case softplus([Double])
    /// The exponential of the stored number.
    case exponential([Double])
    /// 1/(1 + e^-b): the gate at which its projection adds nothing to its bias.
    case logistic([Double])
  }

  var isReal: Bool { if case .none = imaginary { true } else { false } }

  /// A stored number as a kernel holds it in `format`; as it is stored for nil.
  private func stored(_ value: Double, _ format: NumberFormat?) -> Double {
    format?.rounded(value) ?? value
  }

  /// Delta of a row: enclosed, for the parameters as stored or as rounded to a format.
  func step(ofRow row: Int, in precision: Precision, roundedTo format: NumberFormat? = nil) -> Ball {
    switch step {
    case .one: Ball(1, in: precision)
    case .softplus(let bias):
      selectiveStep(projection: Ball(0, in: precision), bias: Ball(stored(bias[row], format), in: precision))
    case .exponential(let log): Ball.exp(Ball(stored(log[row], format), in: precision))
    case .logistic(let bias): Ball.sigmoid(Ball(stored(bias[row], format), in: precision))
    }
  }

  /// Re lambda, enclosed.
  func eigenvalue(_ index: Int, in precision: Precision, roundedTo format: NumberFormat? = nil) -> Ball {
    let value = map(Ball(stored(weights[index], format), in: precision))
    return factor == 1 ? value : value * Ball(factor, in: precision)
  }

  /// Im lambda, enclosed; nil for real modes.
  func frequency(_ index: Int, in precision: Precision, roundedTo format: NumberFormat? = nil) -> Ball? {
    switch imaginary {
    case .none: nil
    case .direct(let values): Ball(stored(values[index], format), in: precision)
    case .exponential(let values): Ball.exp(Ball(stored(values[index], format), in: precision))
    }
  }
}
