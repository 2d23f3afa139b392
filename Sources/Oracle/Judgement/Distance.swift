import Arithmetic

/// Bounds of the distance |candidate - exact value|.
struct Distance {
  var lower: Double
  /// Infinite where nothing is known.
  var upper: Double

  /// From a computed distance and an upper bound of its error.
  init(_ distance: Double, error: Double) {
    guard distance.isFinite, error.isFinite else {
      lower = 0
      upper = .infinity
      return
    }
    lower = max(0, (distance.nextDown - error).nextDown)
    upper = (distance.nextUp + error).nextUp
  }
}

/// A real number that tells how far an exactly known number is from the value that it stands for.
protocol ReferenceNumber: RealArithmetic {
  func distance(to candidate: Double) -> Distance
}

extension RoundingBound: ReferenceNumber {
  func distance(to candidate: Double) -> Distance { Distance(abs(candidate - value), error: valueError) }
}

extension DoubleDouble: ReferenceNumber {
  func distance(to candidate: Double) -> Distance {
    let difference = (self - DoubleDouble(candidate)).magnitude
    return Distance(difference.high, error: (difference.radius + abs(difference.low)).nextUp)
  }
}

extension Ball: ReferenceNumber {
  func distance(to candidate: Double) -> Distance {
    // At least the candidate's own precision: the ball of it is a point.
    let difference = self - Ball(candidate, in: max(context, .double))
    guard difference.isDefined else { return Distance(.infinity, error: .infinity) }
    var distance = Distance(0, error: difference.upperMagnitude.double)
    distance.lower = max(0, difference.lowerMagnitude.double.nextDown.nextDown)
    return distance
  }
}
