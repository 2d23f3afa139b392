/// Which of two numbers a computation takes for the larger one: what the derivative of ``RealArithmetic/maximum(_:_:)``
/// depends on.
public enum Selection<Number: RealArithmetic>: Sendable {
  /// The first, also where they are equal.
  case first
  case second
  /// Errors leave it open. The derivatives with respect to the two are 1 and 0, or 0 and 1, as numbers that say so.
  case either(first: Number, second: Number)
}

extension RealArithmetic {
  /// By ``isLess(than:)``; undefined derivatives where that is undecided.
  public static func selection(_ x: Self, _ y: Self) -> Selection<Self> {
    switch x.isLess(than: y) {
    case .true: return .second
    case .false: return .first
    case .undecided:
      let unknown = Self(Double.nan, in: x.context)
      return .either(first: unknown, second: unknown)
    }
  }
}

extension Ball {
  /// By ``isLess(than:)``; where that is undecided, the derivatives are enclosed by [0, 1].
  public static func selection(_ x: Ball, _ y: Ball) -> Selection<Ball> {
    switch x.isLess(than: y) {
    case .true: return .second
    case .false: return .first
    case .undecided:
      let precision = max(x.context, y.context)
      let slope = Ball(lower: BigFloat(0, in: precision), upper: BigFloat(1, in: precision), in: precision)
      return .either(first: slope, second: slope)
    }
  }
}

extension DoubleDouble {
  /// By ``isLess(than:)``; where that is undecided, the derivatives are enclosed by [0, 1].
  public static func selection(_ x: DoubleDouble, _ y: DoubleDouble) -> Selection<DoubleDouble> {
    switch x.isLess(than: y) {
    case .true: return .second
    case .false: return .first
    case .undecided:
      let slope = DoubleDouble(0.5, 0, radius: 0.5)
      return .either(first: slope, second: slope)
    }
  }
}

extension RoundingBound {
  /// By value where the two are further apart than their errors, those of sums along any usual tree included. Else a
  /// computation may select the other one: its derivatives are off by 1 then.
  public static func selection(_ x: RoundingBound, _ y: RoundingBound) -> Selection<RoundingBound> {
    let unknown = RoundingBound(Double.nan, in: x.context)
    guard x.isDefined && y.isDefined else { return .either(first: unknown, second: unknown) }
    let isSecond = x.value < y.value
    let distance = abs(x.value - y.value)
    let valueErrors = (x.valueError + y.valueError).nextUp
    let errors = (x.bound(additionalDepth: 64) + y.bound(additionalDepth: 64) + valueErrors) * (1 + 0x1p-50)
    let areExact = x.bound() == 0 && y.bound() == 0 && x.valueError == 0 && y.valueError == 0
    if areExact || distance > errors { return isSecond ? .second : .first }
    func slope(_ value: Double) -> RoundingBound {
      RoundingBound(value, magnitude: 1, error: 1, valueError: distance > valueErrors ? 0 : 1, in: x.context)
    }
    return .either(first: slope(isSecond ? 0 : 1), second: slope(isSecond ? 1 : 0))
  }
}
