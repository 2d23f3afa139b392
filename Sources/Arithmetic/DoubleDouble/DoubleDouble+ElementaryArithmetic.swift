import RealModule

// Every function is evaluated at the midpoint, in double-double arithmetic that carries its own radii, with the remainder
// of the series added; then the operand's radius r is carried over by a bound of |f'| on the enclosure. A double
// approximation of the platform enters only as the start of a Newton step, whose residual is enclosed: nothing is
// assumed of it, and a bad one makes the result indeterminate.

extension DoubleDouble: RealElementaryArithmetic {
  public static func pi(in context: Intrinsic = Intrinsic()) -> DoubleDouble { SeriesConstant.pi }

  /// Own error 6 u^2. Undefined where the enclosure reaches below 0.
  ///
  /// One Newton step from s = sqrt(x.high): the remainder x - s^2, at most 3 u x, costs u^2 (2 + 3) x in two roundings
  /// (+ e); halved and divided by s that is 2.5 u^2 s, its rounding 1.5 u^2 s, Newton's second-order term 1.125 u^2 s.
  /// The radius adds r/sqrt(x), as |sqrt(y) - sqrt(x)| = |y - x|/(sqrt(x) + sqrt(y)).
  public static func sqrt(_ x: DoubleDouble) -> DoubleDouble {
    guard x.isDefined else { return .indeterminate }
    if x.high == 0 && x.radius == 0 { return x }
    guard x.isAtLeastItsRadius else { return .indeterminate }
    let root = x.high.squareRoot()
    let remainder = x.high.addingProduct(-root, root) + x.low
    let (high, low) = fastTwoSum(root, remainder / (2 * root))
    let spread = (x.radius + RadiusConstant.underflow) / (root * (1 - 0x1p-51))
    let radius = (spread + RadiusConstant.squareRoot * high) * RadiusConstant.inflation + RadiusConstant.underflow
    return DoubleDouble(high: high, low: low, radius: radius)
  }

  /// Whether midpoint >= radius: no number enclosed is negative.
  private var isAtLeastItsRadius: Bool {
    let difference = midpoint - DoubleDouble(high: radius, low: 0, radius: 0)
    return difference.high >= 0
  }

  /// Own error about 13 u^2. Indeterminate above 709.78; below -745.14 the result is enclosed by 0 +/- 2^-1070.
  public static func exp(_ x: DoubleDouble) -> DoubleDouble {
    guard let (remainder, exponent) = x.reducedByLogarithmOfTwo() else { return x.exponentialOfAnExtreme }
    let power = (1 + remainder.exponentialMinusOneSeries).scaled(byPowerOfTwo: exponent)
    return power.adding(error: power.magnitudeUpperBound.timesUp(x.radius.exponentialMinusOneUp))
  }

  /// Own error about 13 u^2, also near 0; e^x - 1 literally where e^x is not within a factor sqrt(2) of 1.
  public static func expMinusOne(_ x: DoubleDouble) -> DoubleDouble {
    guard let (remainder, exponent) = x.reducedByLogarithmOfTwo() else { return x.exponentialOfAnExtreme - 1 }
    if exponent != 0 { return exp(x) - 1 }
    let value = remainder.exponentialMinusOneSeries
    return value.adding(error: (1 + value.magnitudeUpperBound).timesUp(x.radius.exponentialMinusOneUp))
  }

  /// log x = k log 2 + log1p(m - 1) for x = m 2^k, 1/sqrt(2) <= m <= sqrt(2). Own error about 30 u^2 (relative to log x,
  /// also near 1). Undefined where the enclosure touches 0 or reaches below.
  public static func log(_ x: DoubleDouble) -> DoubleDouble {
    guard x.isDefined, x.high > 0 else { return .indeterminate }
    var exponent = Int(x.high.exponent)
    if x.high.significand > 0x1.6a09e6p0 { exponent += 1 }
    let reduced = x.midpoint.scaled(byPowerOfTwo: -exponent)
    let fraction = (reduced - 1).logarithmOfOnePlusNearZero
    let value = exponent == 0 ? fraction : DoubleDouble(exponent) * SeriesConstant.logarithmOfTwo + fraction
    return value.adding(logarithmicSpread: x.radius, around: x)
  }

  /// Own error about 30 u^2, also near 0. Undefined where the enclosure touches -1 or reaches below.
  public static func log(onePlus x: DoubleDouble) -> DoubleDouble {
    guard x.isDefined else { return .indeterminate }
    guard x.high > -0.25 && x.high < 0.25 else { return log(1 + x) }
    return x.midpoint.logarithmOfOnePlusNearZero.adding(logarithmicSpread: x.radius, around: 1 + x)
  }

  /// e^(y log x) for x > 0, with the error of the logarithm times |y log x|; 0^y is 1 for y = 0 and 0 for y > 0.
  public static func pow(_ x: DoubleDouble, _ y: DoubleDouble) -> DoubleDouble {
    if x.high == 0 && x.radius == 0 {
      if y.high == 0 && y.radius == 0 { return DoubleDouble(1) }
      return y.isPositive.isTrue ? x : .indeterminate
    }
    return exp(y * log(x))
  }
}

extension Double {
  /// An upper bound of self y.
  func timesUp(_ y: Double) -> Double { self == 0 || y == 0 ? 0 : (self * y).nextUp }

  /// An upper bound of e^self - 1 for self >= 0: s + s^2 for s = self/2^k <= 1/1024, then e^(2 s) - 1 = p (p + 2).
  var exponentialMinusOneUp: Double {
    if self == 0 { return 0 }
    guard self < 710 else { return .infinity }
    if self <= 0x1p-10 { return (self + self.timesUp(self)).nextUp }
    var doublings = 0
    var part = self
    while part > 0x1p-10 {
      part /= 2
      doublings += 1
    }
    part = (part + part.timesUp(part)).nextUp
    for _ in 0..<doublings { part = part.timesUp((part + 2).nextUp) }
    return part
  }
}

extension DoubleDouble {
  /// The midpoint as k log 2 + remainder with |remainder| <= 0.36; nil where e^x may overflow or underflow altogether.
  private func reducedByLogarithmOfTwo() -> (remainder: DoubleDouble, exponent: Int)? {
    guard isDefined, abs(high) < 745.2 else { return nil }
    let count = (high * 0x1.71547652b82fep0).rounded()
    // The leading part of log 2 has 41 bits and `count` at most 11: the product is exact.
    let leading = midpoint - DoubleDouble(high: count * SeriesConstant.logarithmOfTwoLeading, low: 0, radius: 0)
    let remainder = leading - DoubleDouble(count) * SeriesConstant.logarithmOfTwoTrailing
    return remainder.magnitudeUpperBound <= 0.36 ? (remainder, Int(count)) : nil
  }

  /// e^x where the midpoint is beyond -745.2 or 745.2: 0 give or take e^(x + r).
  private var exponentialOfAnExtreme: DoubleDouble {
    guard isDefined, high < 0 else { return .indeterminate }
    let most = (high.nextUp + radius).nextUp
    if most < -745.2 { return DoubleDouble(high: 0, low: 0, radius: RadiusConstant.underflow) }
    let power = most < 745.2 ? DoubleDouble.exp(DoubleDouble(most)) : .indeterminate
    return power.isDefined ? DoubleDouble(high: 0, low: 0, radius: power.magnitudeUpperBound) : .indeterminate
  }

  /// e^t - 1 = t + t^2 (1/2! + t/3! + ... + t^22/24!), for |t| <= 0.36.
  ///
  /// The rest is at most |t|^25/25! / (1 - 0.36/26) <= 2^-118 |t|.
  fileprivate var exponentialMinusOneSeries: DoubleDouble {
    var sum = SeriesConstant.inverseFactorials[24]
    for n in (2..<24).reversed() { sum = SeriesConstant.inverseFactorials[n] + self * sum }
    return (self + self * self * sum).adding(error: magnitudeUpperBound * 0x1p-118)
  }

  /// log(1 + t) for |t| <= 0.42: from a double y, y + log1p(d) with d = (t - (e^y - 1))/e^y, and
  /// log1p(d) = d - d^2/2 up to |d|^3 for |d| <= 1/4.
  private var logarithmOfOnePlusNearZero: DoubleDouble {
    if high == 0 && radius == 0 { return self }
    let start = Double.log(onePlus: high)
    guard abs(start) <= 0.36 else { return .indeterminate }
    let grown = DoubleDouble(start).exponentialMinusOneSeries
    let correction = (self - grown) / (1 + grown)
    let size = correction.magnitudeUpperBound
    guard size <= 0x1p-20 else { return .indeterminate }
    let logarithm = correction - (correction * correction).scaled(byPowerOfTwo: -1)
    return (DoubleDouble(start) + logarithm).adding(error: size.timesUp(size).timesUp(size))
  }

  /// With what an operand's radius r makes of a logarithm: |log y - log x| <= r/min(x, y). Undefined where `enclosure`
  /// is not positive.
  private func adding(logarithmicSpread r: Double, around enclosure: DoubleDouble) -> DoubleDouble {
    let least = enclosure.magnitudeLowerBound
    guard enclosure.high > 0, least > 0 else { return .indeterminate }
    return adding(error: r == 0 ? 0 : (r / least).nextUp)
  }
}

/// Constants as sums of doubles, each with a radius that covers what the doubles leave out.
enum SeriesConstant {
  /// The first 41 bits of log 2, and the rest: the three doubles fall short of log 2 by less than 2^-157.
  static let logarithmOfTwoLeading = 0x1.62e42fefa4p-1
  static let logarithmOfTwoTrailing = DoubleDouble(-0x1.8432a1b0e2634p-43, 0x1.f97b57a079a19p-103, radius: 0x1p-157)
  static let logarithmOfTwo = DoubleDouble(logarithmOfTwoLeading) + logarithmOfTwoTrailing

  /// pi/2 as three doubles, which differ from it by less than 2^-163.
  static let halfPi = (0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110)
  static let halfPiError = 0x1p-163
  static let pi = DoubleDouble(2 * halfPi.0, 2 * halfPi.1, radius: 0x1p-108)

  /// 1/n! for n = 0 ... 30.
  static let inverseFactorials: [DoubleDouble] = (1...30).reduce(into: [DoubleDouble(1)]) { list, n in
    list.append(list[n - 1] / DoubleDouble(n))
  }
}
