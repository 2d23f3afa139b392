import Arithmetic

/// Bounds of the distance |candidate - exact value|.
struct Distance {
  var lower: Double
  /// Infinite where nothing is known.
  var upper: Double
  /// Whether the exact value is farther from 0 than the candidate, where `lower` is positive.
  var isOutward: Bool

  /// From a computed distance and an upper bound of its error.
  init(_ distance: Double, error: Double, isOutward: Bool) {
    self.isOutward = isOutward
    guard distance.isFinite, error.isFinite else {
      lower = 0
      upper = .infinity
      return
    }
    lower = max(0, (distance.nextDown - error).nextDown)
    upper = (distance.nextUp + error).nextUp
  }

  /// A distance that is known exactly.
  init(exactly distance: Double, isOutward: Bool) {
    (lower, upper) = (distance, distance)
    self.isOutward = isOutward
  }
}

/// A real number that tells how far an exactly known number is from the value that it stands for.
protocol ReferenceNumber: RealArithmetic {
  func distance(to candidate: Double) -> Distance
}

extension RoundingBound: ReferenceNumber {
  func distance(to candidate: Double) -> Distance {
    Distance(
      abs(candidate - value), error: valueError, isOutward: candidate < 0 ? value < candidate : value > candidate)
  }
}

extension DoubleDouble: ReferenceNumber {
  func distance(to candidate: Double) -> Distance {
    let signed = self - DoubleDouble(candidate)
    let difference = signed.magnitude
    let isOutward = candidate < 0 ? signed.high < 0 : signed.high > 0
    if difference.isExact, difference.low == 0 { return Distance(exactly: difference.high, isOutward: isOutward) }
    return Distance(
      difference.high, error: (difference.radius + abs(difference.low)).nextUp, isOutward: isOutward)
  }
}

extension Ball: ReferenceNumber {
  func distance(to candidate: Double) -> Distance {
    // At least the candidate's own precision: the ball of it is a point.
    let difference = self - Ball(candidate, in: max(context, .double))
    guard difference.isDefined else { return Distance(.infinity, error: .infinity, isOutward: false) }
    let sign = difference.midpoint.signum
    let isOutward = candidate < 0 ? sign < 0 : sign > 0
    if difference.isPoint, difference.midpoint == BigFloat(exactly: difference.midpoint.double()) {
      return Distance(exactly: abs(difference.midpoint.double()), isOutward: isOutward)
    }
    var distance = Distance(0, error: difference.upperMagnitude.double, isOutward: isOutward)
    distance.lower = max(0, difference.lowerMagnitude.double.nextDown.nextDown)
    return distance
  }
}
