import Arithmetic
import Definitions
import PropertyTesting

/// A normalized mode gamma h with a real eigenvalue f(w), in balls.
struct MappedMode: Sendable {
  var map: Reparameterization
  var w: Rational
  var ratio: Rational = 0

  /// lambda = e^(-e^w) from 1 - 1e-5 or so down to almost 0.
  static let exponential = Generator { draw in
    MappedMode(map: .doubleExponential, w: try draw(.rational(in: -12...2, denominator: 8)))
  }

  func input(_ precision: Precision) -> GeometricAutocorrelation<Ball> {
    GeometricAutocorrelation(ratio: Ball(ratio, in: precision), complement: Ball(1 - ratio, in: precision))
  }

  func pair(_ precision: Precision) -> EigenvaluePair<Ball> {
    let x = Ball(w, in: precision)
    return EigenvaluePair(squareOf: map(x), complement: map.complement(at: x))
  }

  /// f'(w)^2.
  private func squaredSpeed(_ precision: Precision) -> Ball { Ball.pow(map.derivative(at: Ball(w, in: precision)), 2) }

  /// E|gamma dh/dw|^2, gamma a parameter of its own.
  func separateSensitivity(_ precision: Precision) -> Ball {
    squaredSpeed(precision) * input(precision).separatelyNormalizedSensitivity(pair(precision))
  }

  /// E|d(gamma h)/dw|^2, gamma differentiated.
  func sensitivity(_ precision: Precision) -> Ball {
    squaredSpeed(precision) * input(precision).normalizedRadialSensitivity(pair(precision))
  }

  var values: [NamedValue] {
    [NamedValue("w", w)] + (ratio.isZero ? [] : [NamedValue("rho", ratio)])
  }
}

/// The moments, normalized, of the eigenvalue lambda = e^(-decay) trained through the map e^(-e^w): d lambda/dw =
/// -decay lambda.
struct ExponentialMode {
  let input: GeometricAutocorrelation<Ball>
  let decay: Ball
  let pair: EigenvaluePair<Ball>

  /// - Parameter eigenvalue: lambda; with its 1 - lambda where that is known better.
  init(eigenvalue: Ball, complement: Ball, ratio: Rational, _ precision: Precision) {
    input = GeometricAutocorrelation(ratio: Ball(ratio, in: precision), complement: Ball(1 - ratio, in: precision))
    decay = -Ball.log(onePlus: -complement)
    pair = EigenvaluePair(squareOf: eigenvalue, complement: complement)
  }

  private var squaredSpeed: Ball { Ball.pow(decay * pair.first, 2) }
  var separateSensitivity: Ball { squaredSpeed * input.separatelyNormalizedSensitivity(pair) }
  var sensitivity: Ball { squaredSpeed * input.normalizedRadialSensitivity(pair) }
}
