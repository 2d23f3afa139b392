extension Disc {
  /// Bounds of the distance of the midpoints.
  func distance(to other: Disc) -> (lower: Magnitude, upper: Magnitude) {
    let horizontal = BigFloat.subtract(realMidpoint, other.realMidpoint, in: 64, rounding: .towardZero)
    let vertical = BigFloat.subtract(imaginaryMidpoint, other.imaginaryMidpoint, in: 64, rounding: .towardZero)
    return (
      .lowerHypot(Magnitude(lowerBoundOf: horizontal), Magnitude(lowerBoundOf: vertical)),
      .hypot(Ball.distance(realMidpoint, other.realMidpoint), Ball.distance(imaginaryMidpoint, other.imaginaryMidpoint))
    )
  }

  /// Whether the point real + i imaginary lies in the disc: false where it is within a few units in the 52nd place of
  /// the boundary and that is not decided. The indeterminate disc contains every number; none contains NaN or an infinity.
  public func contains(_ real: BigFloat, _ imaginary: BigFloat) -> Bool {
    guard real.isFinite, imaginary.isFinite else { return false }
    if !isDefined { return true }
    let point = Disc(realMidpoint: real, imaginaryMidpoint: imaginary, radius: .zero)
    return distance(to: point).upper <= radius
  }

  /// Whether every number of `other` is one of self, decided with radii rounded against it.
  public func contains(_ other: Disc) -> Bool {
    guard isDefined else { return true }
    return other.isDefined && distance(to: other).upper + other.radius <= radius
  }

  /// Whether the discs have a number in common, as far as is known: false only where they certainly have not.
  public func overlaps(_ other: Disc) -> Bool { !isEqual(to: other).isFalse }

  /// A lower bound of the distance of the midpoint to the ray (-inf, cut], on which the principal logarithm of z - cut is
  /// cut: |m - cut| right of it, else |Im m|.
  func lowerDistanceToCut(from cut: BigFloat) -> Magnitude {
    let height = Magnitude(lowerBoundOf: imaginaryMidpoint)
    guard realMidpoint > cut else { return height }
    let width = BigFloat.subtract(realMidpoint, cut, in: 64, rounding: .towardZero)
    return .lowerHypot(Magnitude(lowerBoundOf: width), height)
  }
}

extension Disc: CustomStringConvertible {
  /// `(real, imaginary) +/- radius` in decimal: the disc that is printed contains this one.
  public var description: String {
    guard isDefined else { return "indeterminate" }
    // For a point each component is printed as what identifies it.
    let (real, horizontal) = Ball.decimal(realMidpoint, resolving: radius)
    let (imaginary, vertical) = Ball.decimal(imaginaryMidpoint, resolving: radius)
    let total = radius + Magnitude.hypot(horizontal, vertical)
    return total.isZero ? "(\(real), \(imaginary))" : "(\(real), \(imaginary)) +/- \(total)"
  }
}
