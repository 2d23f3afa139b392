import Arithmetic

/// A number that is at least 0, between two doubles; the upper one may be infinite.
public struct Bounds: Sendable, Hashable, Encodable {
  public let lower: Double
  public let upper: Double

  public init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Nothing is known but the sign.
  static let unknown = Bounds(0, .infinity)

  /// What is known of a number that is at least 0 from an enclosure of it.
  init(_ value: DoubleDouble) {
    guard value.isDefined else {
      self = .unknown
      return
    }
    // |low| is at most half a unit in the last place of high.
    let lower = value.isExact && value.low == 0 ? value.high : (value.high.nextDown - value.radius).nextDown
    let upper = value.isExact && value.low == 0 ? value.high : (value.high.nextUp + value.radius).nextUp
    self.init(max(0, lower), max(0, upper))
  }

  init(_ value: Ball) {
    guard value.isDefined else {
      self = .unknown
      return
    }
    self.init(
      max(0, value.lower.double(rounding: .down)), max(0, value.upper.double(rounding: .up)))
  }

  /// Of a quotient of such numbers.
  static func / (x: Bounds, y: Bounds) -> Bounds {
    Bounds(
      y.upper.isFinite ? max(0, (x.lower / y.upper).nextDown) : 0,
      y.lower > 0 && x.upper.isFinite ? (x.upper / y.lower).nextUp : .infinity)
  }

  /// Where the number is at most the fraction `q` of another.
  func isAtMost(_ q: Double, of other: Bounds) -> Truth {
    if upper <= (q * other.lower).nextDown { return .true }
    return lower > (q * other.upper).nextUp ? .false : .undecided
  }

  /// The middle, for a drawing.
  var middle: Double { lower.isFinite && upper.isFinite ? lower + (upper - lower) / 2 : .nan }

  /// The digits that are certain, at most `digits` of them; else both bounds, rounded outward.
  func text(_ digits: Int = 3) -> String {
    for count in (2...digits).reversed() where significant(lower, count) == significant(upper, count) {
      return significant(lower, count)
    }
    if upper == .infinity { return lower > 0 ? "≥ " + significant(roundedOutward(lower, up: false, 2), 2) : "?" }
    let top = significant(roundedOutward(upper, up: true, 2), 2)
    return lower == 0 ? "≤ " + top : significant(roundedOutward(lower, up: false, 2), 2) + " to " + top
  }
}

/// `value` >= 0 rounded to some significant digits in one direction.
func roundedOutward(_ value: Double, up: Bool, _ digits: Int) -> Double {
  guard value.isFinite, value > 0 else { return value }
  let nearest = roundedToDigits(value, digits)
  if up ? nearest >= value : nearest <= value { return nearest }
  // One unit of the last digit further, which may be one unit of a shorter number.
  var unit = 1e-16
  while true {
    let moved = roundedToDigits(value * (up ? 1 + unit : 1 - unit), digits)
    if up ? moved >= value : moved <= value { return moved }
    unit *= 2
  }
}
