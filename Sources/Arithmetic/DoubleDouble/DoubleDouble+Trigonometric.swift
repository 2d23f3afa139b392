import RealModule

extension DoubleDouble {
  /// Own error about 15 u^2, also near 0. For |x| >= 2^40 all that is said is that |sin x| <= 1.
  public static func sin(_ x: DoubleDouble) -> DoubleDouble {
    guard let (sine, cosine) = x.sineAndCosineOfMidpoint() else { return x.isDefined ? .unitInterval : .indeterminate }
    return sine.adding(error: x.radius.timesUp(min(1, (cosine.magnitudeUpperBound + x.radius).nextUp)))
  }

  /// Own error about 15 u^2. For |x| >= 2^40 all that is said is that |cos x| <= 1.
  public static func cos(_ x: DoubleDouble) -> DoubleDouble {
    guard let (sine, cosine) = x.sineAndCosineOfMidpoint() else { return x.isDefined ? .unitInterval : .indeterminate }
    return cosine.adding(error: x.radius.timesUp(min(1, (sine.magnitudeUpperBound + x.radius).nextUp)))
  }

  /// sin x / cos x, indeterminate where cos x may be 0. Own error about 45 u^2.
  public static func tan(_ x: DoubleDouble) -> DoubleDouble { sin(x) / cos(x) }

  /// (E + E/(1 + E))/2 for E = e^|x| - 1. Own error about 30 u^2, also near 0.
  public static func sinh(_ x: DoubleDouble) -> DoubleDouble {
    let (sine, cosine) = x.hyperbolicSineAndCosineOfMidpoint
    let growth = x.radius.exponentialMinusOneUp
    let slope = (cosine.magnitudeUpperBound + (2 * cosine.magnitudeUpperBound).timesUp(growth)).nextUp
    return sine.adding(error: x.radius.timesUp(slope))
  }

  /// (e^x + e^-x)/2. Own error about 30 u^2.
  public static func cosh(_ x: DoubleDouble) -> DoubleDouble {
    let (sine, cosine) = x.hyperbolicSineAndCosineOfMidpoint
    let growth = x.radius.exponentialMinusOneUp
    let slope = (sine.magnitudeUpperBound + (2 * cosine.magnitudeUpperBound).timesUp(growth)).nextUp
    return cosine.adding(error: x.radius.timesUp(slope))
  }

  /// -E/(E + 2) for E = e^(-2|x|) - 1, with x's sign. Own error about 40 u^2, also near 0.
  ///
  /// tanh' = 1/cosh^2 <= 4 e^(-2|x|), which grows by a factor of at most e^(2 r) on the enclosure.
  public static func tanh(_ x: DoubleDouble) -> DoubleDouble {
    guard x.isDefined else { return .indeterminate }
    let midpoint = x.midpoint
    let decay = expMinusOne(-midpoint.magnitude.scaled(byPowerOfTwo: 1))
    let size = -decay / (2 + decay)
    let value = x.high < 0 ? -size : size
    let decayed = (4 * (1 + decay).magnitudeUpperBound).timesUp((1 + (2 * x.radius).exponentialMinusOneUp).nextUp)
    return value.adding(error: x.radius.timesUp(min(1, decayed)))
  }

  /// From a double y near atan x, y + atan(d) with d = (x cos y - sin y)/(cos y + x sin y), and atan(d) = d up to |d|^3.
  /// Own error about 60 u^2, also near 0.
  public static func atan(_ x: DoubleDouble) -> DoubleDouble {
    guard x.isDefined else { return .indeterminate }
    let midpoint = x.midpoint
    if midpoint.high == 0 { return x }
    let start = DoubleDouble(Double.atan(x.high))
    guard let (sine, cosine) = start.sineAndCosineOfMidpoint() else { return .indeterminate }
    let correction = (midpoint * cosine - sine) / (cosine + midpoint * sine)
    let size = correction.magnitudeUpperBound
    guard size <= 0x1p-20 else { return .indeterminate }
    let value = (start + correction).adding(error: size.timesUp(size).timesUp(size))
    // atan' = 1/(1 + x^2), the larger the nearer to 0.
    let least = x.magnitudeLowerBound
    let slope = (1 / (1 + (least * least).nextDown).nextDown).nextUp
    return value.adding(error: x.radius.timesUp(min(1, slope)))
  }

  /// atan(y/x), or pi/2 - atan(x/y), moved to its quadrant; all angles, 0 +/- 3.15, where the enclosure meets the branch
  /// cut or contains the origin. Own error about 80 u^2.
  public static func atan2(y: DoubleDouble, x: DoubleDouble) -> DoubleDouble {
    guard x.isDefined, y.isDefined else { return .indeterminate }
    let pi = SeriesConstant.pi
    if y.magnitude.isLess(than: x.magnitude).isTrue {
      let angle = atan(y / x)
      if x.high > 0 { return angle }
      switch y.isNegative {
      case .true: return angle - pi
      case .false: return angle + pi
      case .undecided: return DoubleDouble(high: 0, low: 0, radius: 3.15)
      }
    }
    guard y.magnitudeLowerBound > 0 else {
      let isOrigin = x.high == 0 && y.high == 0 && x.isExact && y.isExact
      return isOrigin ? DoubleDouble(0) : DoubleDouble(high: 0, low: 0, radius: 3.15)
    }
    let angle = atan(x / y)
    return (y.high > 0 ? pi : -pi).scaled(byPowerOfTwo: -1) - angle
  }

  private static let unitInterval = DoubleDouble(high: 0, low: 0, radius: 1)

  /// sin and cos of the midpoint, from those of the remainder of k pi/2; nil where |x| >= 2^40.
  ///
  /// k pi/2 is subtracted as three exact products, whose sum with x is off by some u^2 of itself each time.
  fileprivate func sineAndCosineOfMidpoint() -> (sine: DoubleDouble, cosine: DoubleDouble)? {
    guard isDefined, abs(high) < 0x1p40 else { return nil }
    let count = (high * 0x1.45f306dc9c883p-1).rounded()
    var remainder = midpoint
    if count != 0 {
      for part in [SeriesConstant.halfPi.0, SeriesConstant.halfPi.1, SeriesConstant.halfPi.2] {
        let (product, error) = twoProduct(count, part)
        remainder = remainder - DoubleDouble(high: product, low: error, radius: 0)
      }
      remainder = remainder.adding(error: abs(count) * SeriesConstant.halfPiError)
    }
    guard remainder.magnitudeUpperBound <= 0.79 else { return nil }
    let sine = remainder.sineSeries
    let cosine = remainder.cosineSeries
    switch Int(count) & 3 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// t - t^3/3! + ... + t^29/29!, for |t| <= 0.79; the rest is at most |t| 0.79^30/31! <= 2^-121 |t|.
  private var sineSeries: DoubleDouble {
    let square = self * self
    var sum = SeriesConstant.inverseFactorials[29]
    for n in stride(from: 27, through: 3, by: -2) { sum = SeriesConstant.inverseFactorials[n] - square * sum }
    return (self - self * square * sum).adding(error: magnitudeUpperBound * 0x1p-121)
  }

  /// 1 - t^2/2! + ... + t^28/28!, for |t| <= 0.79; the rest is at most 0.79^30/30! <= 2^-117.
  private var cosineSeries: DoubleDouble {
    let square = self * self
    var sum = SeriesConstant.inverseFactorials[28]
    for n in stride(from: 26, through: 2, by: -2) { sum = SeriesConstant.inverseFactorials[n] - square * sum }
    return (1 - square * sum).adding(error: 0x1p-117)
  }

  /// sinh and cosh of the midpoint.
  private var hyperbolicSineAndCosineOfMidpoint: (sine: DoubleDouble, cosine: DoubleDouble) {
    let growth = DoubleDouble.expMinusOne(midpoint.magnitude)
    let inverse = growth / (1 + growth)
    let sine = (growth + inverse).scaled(byPowerOfTwo: -1)
    // cosh x = 1 + (E - E/(1 + E))/2 for E = e^|x| - 1.
    let cosine = 1 + (growth - inverse).scaled(byPowerOfTwo: -1)
    return (high < 0 ? -sine : sine, cosine)
  }
}
