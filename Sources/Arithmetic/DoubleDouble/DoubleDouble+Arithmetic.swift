// Error-free transformations, with every operation rounded to nearest even. u = 2^-53 is the unit roundoff, and
// e = 2^-1075 the largest error of an operation whose result underflows.

/// a + b = sum + error, exactly, where nothing overflows: additions cannot underflow inexactly (Knuth).
@inlinable @inline(__always)
func twoSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
  let sum = a + b
  let virtual = sum - a
  return (sum, (a - (sum - virtual)) + (b - virtual))
}

/// a + b = sum + error, exactly, for |a| >= |b| or a = 0, and wherever no bit of a + b is rounded off (Dekker).
@inlinable @inline(__always)
func fastTwoSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
  let sum = a + b
  return (sum, b - (sum - a))
}

/// a b = product + error, give or take e: exactly, where the error does not underflow.
@inlinable @inline(__always)
func twoProduct(_ a: Double, _ b: Double) -> (product: Double, error: Double) {
  let product = a * b
  return (product, (-product).addingProduct(a, b))
}

/// Constants of the radii. A radius is a sum of at most 8 rounded terms, each off by a factor of at least (1 - u)^10 in
/// all, so that the factor `inflation` = 1 + 16 u makes it an upper bound in spite of the rounding to nearest, as long as
/// it is a normal number; below, `underflow` = 16 * 2^-1074 covers what is lost.
@usableFromInline enum RadiusConstant {
  @inlinable static var inflation: Double { 1 + 0x1p-49 }
  @inlinable static var underflow: Double { 0x1p-1070 }
  /// 4 u^2, 7 u^2, 13 u^2, 6 u^2.
  @inlinable static var sum: Double { 0x1p-104 }
  @inlinable static var product: Double { 7 * 0x1p-106 }
  @inlinable static var quotient: Double { 13 * 0x1p-106 }
  @inlinable static var squareRoot: Double { 6 * 0x1p-106 }
}

extension DoubleDouble {
  @inlinable public static prefix func - (x: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: -x.high, low: -x.low, radius: x.radius)
  }

  /// Algorithm AccurateDWPlusDW of Joldes, Muller and Popescu, with relative error below 3 u^2/(1 - 4 u) < 4 u^2.
  ///
  /// Their theorem supposes an unbounded exponent. Sums never round differently for the lack of one, so it holds down to
  /// 0. The radius needs no underflow term either: where 4 u^2 |high| rounds to less than 3 u^2 |high|, the error, a
  /// multiple of 2^-1074, is 0.
  @inlinable public static func + (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let (sumHigh, sumLow) = twoSum(x.high, y.high)
    let (tailHigh, tailLow) = twoSum(x.low, y.low)
    let (partHigh, partLow) = fastTwoSum(sumHigh, sumLow + tailHigh)
    let (high, low) = fastTwoSum(partHigh, tailLow + partLow)
    let radius = ((x.radius + y.radius) + RadiusConstant.sum * abs(high)) * RadiusConstant.inflation
    return DoubleDouble(high: high, low: low, radius: radius)
  }

  @inlinable public static func - (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble { x + -y }

  /// high x high as an exact pair, plus the three smaller products but low x low's own low part.
  ///
  /// With P = |x.high y.high|: the products of low and high parts are at most u P each and low x low at most u^2 P, so
  /// the roundings below are at most u^3 P, u^2 P, 2 u^2 P and 3 u^2 P, each + e, to first order in u; the exact pair is
  /// off by e at most. In all 6 u^2 P + O(u^3 P) + 4 e, covered by 7 u^2 |high| and the underflow term.
  /// The radii add |x| r_y + r_x (|y| + r_y). A product with an exact 0 is an exact 0.
  @inlinable public static func * (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let (product, error) = twoProduct(x.high, y.high)
    let cross = (x.low * y.low).addingProduct(x.high, y.low).addingProduct(x.low, y.high)
    let (high, low) = fastTwoSum(product, error + cross)
    let xSize = abs(x.high)
    let ySize = abs(y.high) + y.radius
    let underflow = xSize + x.radius == 0 || ySize == 0 ? 0 : RadiusConstant.underflow
    let spread = xSize * y.radius + x.radius * ySize
    let radius = (spread + RadiusConstant.product * abs(high)) * RadiusConstant.inflation + underflow
    return DoubleDouble(high: high, low: low, radius: radius)
  }

  /// A first quotient q = x.high/y.high and a correction from the remainder x - q y.
  ///
  /// With Q = |q y.high|, |x.high| <= (1 + u) Q up to underflow: the remainder's high part x.high - q y.high is at most
  /// u Q and one fused operation; x.low - q y.low is at most 2 u Q; so their three roundings cost u^2 (1 + 2 + 3) Q + 2 e.
  /// The remainder, at most 3 u Q, is divided by y.high for y, which costs 3 u^2 |q|, and rounded, another 3 u^2 |q| + e.
  /// In all 12 u^2 |q| + O(u^3 |q|) + 2 e/|y.high| + 2 e, covered by 13 u^2 |high| and the underflow terms.
  /// The radii add (r_x + |q| r_y)/(|y| - r_y). Indeterminate where y may be 0; an exact 0 over another number is 0.
  @inlinable public static func / (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    // A lower bound of |y| - r_y: 1 - 2 u takes low into account, then the rounding of the difference.
    let least = (abs(y.high) * (1 - 0x1p-52) - y.radius) * (1 - 0x1p-52)
    guard least > 0 else { return .indeterminate }
    if x.high == 0 && x.radius == 0 { return x }
    let quotient = x.high / y.high
    let remainder = x.high.addingProduct(-quotient, y.high) + x.low.addingProduct(-quotient, y.low)
    let (high, low) = fastTwoSum(quotient, remainder / y.high)
    let size = abs(high) + RadiusConstant.underflow
    let spread = (x.radius + size * y.radius + RadiusConstant.underflow) / least
    let radius =
      (spread + RadiusConstant.quotient * abs(high)) * RadiusConstant.inflation + RadiusConstant.underflow
    return DoubleDouble(high: high, low: low, radius: radius)
  }

  /// self + x y: the product, then the sum.
  @inlinable public func addingProduct(_ x: DoubleDouble, _ y: DoubleDouble) -> DoubleDouble { self + x * y }

  /// x 2^exponent: exact, but for underflow, which adds at most 2^-1070 to the radius.
  func scaled(byPowerOfTwo exponent: Int) -> DoubleDouble {
    guard isDefined else { return .indeterminate }
    func scale(_ value: Double) -> Double { Double(sign: .plus, exponent: exponent, significand: value) }
    func isExact(_ value: Double) -> Bool {
      Double(sign: .plus, exponent: -exponent, significand: scale(value)) == value
    }
    guard scale(high).isFinite else { return .indeterminate }
    let (sum, error) = fastTwoSum(scale(high), scale(low))
    let scaled = DoubleDouble(high: sum, low: error, radius: scale(radius))
    return isExact(high) && isExact(low) && isExact(radius) ? scaled : scaled.adding(error: RadiusConstant.underflow)
  }

  /// The same midpoint, with `error` more of radius.
  @inlinable func adding(error: Double) -> DoubleDouble {
    error == 0 ? self : DoubleDouble(high: high, low: low, radius: (radius + error).nextUp)
  }

  /// An upper bound of the absolute value of every number enclosed.
  @inlinable var magnitudeUpperBound: Double { (abs(high).nextUp + radius).nextUp }

  /// A lower bound of the absolute value of every number enclosed, at least 0.
  @inlinable var magnitudeLowerBound: Double { max((abs(high).nextDown - radius).nextDown, 0) }
}
