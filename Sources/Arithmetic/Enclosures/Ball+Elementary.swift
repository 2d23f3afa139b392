import CMultiprecision

// At a point each function is one correctly rounded evaluation: the radius is half a unit in the last place, or 0 where
// the value is exact. Over an interval a monotone function is evaluated at the ends and rounded outward.

extension Ball: RealElementaryArithmetic {
  /// The square root; indeterminate where x reaches below 0 (a ball [-r, r] included). Increasing: its values at the ends.
  public static func sqrt(_ x: Ball) -> Ball { increasing(.sqrt, x) }

  /// e^x. Increasing: its values at the ends; for a radius below 2^-16, radius e^m (e^r - 1) about e^m.
  public static func exp(_ x: Ball) -> Ball {
    guard x.isDefined, !x.isPoint, x.radius.exponent < -16 else { return increasing(.exp, x) }
    let power = point(.exp, x.midpoint, x.context)
    return Ball(
      midpoint: power.midpoint, radius: power.radius + power.upperMagnitude * Magnitude.expMinusOne(x.radius))
  }

  /// e^x - 1. Increasing: its values at the ends.
  public static func expMinusOne(_ x: Ball) -> Ball { increasing(.expMinusOne, x) }

  /// The natural logarithm; indeterminate where x reaches 0. Increasing: its values at the ends.
  public static func log(_ x: Ball) -> Ball { increasing(.log, x) }

  /// log(1 + x); indeterminate where x reaches -1. Increasing: its values at the ends.
  public static func log(onePlus x: Ball) -> Ball { increasing(.logOnePlus, x) }

  /// The hyperbolic sine. Increasing: its values at the ends.
  public static func sinh(_ x: Ball) -> Ball { increasing(.sinh, x) }
  /// The hyperbolic tangent. Increasing: its values at the ends.
  public static func tanh(_ x: Ball) -> Ball { increasing(.tanh, x) }
  /// The inverse tangent, in [-pi/2, pi/2]. Increasing: its values at the ends.
  public static func atan(_ x: Ball) -> Ball { increasing(.atan, x) }
  /// log(1 + e^x). Increasing: its values at the ends.
  public static func softplus(_ x: Ball) -> Ball { increasing(.softplus, x) }
  /// 1/(1 + e^-x). Increasing: its values at the ends.
  public static func sigmoid(_ x: Ball) -> Ball { increasing(.sigmoid, x) }

  /// The hyperbolic cosine, increasing in |x|: its values at the least and the greatest |x|.
  public static func cosh(_ x: Ball) -> Ball {
    guard x.isDefined else { return x }
    return x.isPoint ? point(.cosh, x.midpoint, x.context) : increasing(.cosh, x.magnitudeEnds, x.context)
  }

  /// The sine. Radius: |cos m| r + r^2/2 + half a unit in the last place; [-1, 1] where that is 1 or more, and where the argument
  /// is so large, 2^(2^17) or more, that reducing it modulo pi would take that many bits of pi.
  public static func sin(_ x: Ball) -> Ball { wave(.sin, derivative: .cos, x) }

  /// The cosine. Radius: |sin m| r + r^2/2 + half a unit in the last place; else as ``sin(_:)``.
  public static func cos(_ x: Ball) -> Ball { wave(.cos, derivative: .sin, x) }

  /// The largest exponent of an argument that is reduced modulo pi: it takes as many bits of pi.
  static let angleExponentLimit = 1 << 17

  /// f = sin or cos: |f(m + e) - f(m)| <= |f'(m)| |e| + e^2/2 by Taylor's theorem, as |f''| <= 1.
  private static func wave(
    _ f: BigFloat.UnaryFunction, derivative: BigFloat.UnaryFunction, _ x: Ball
  ) -> Ball {
    let precision = x.context
    guard x.isDefined else { return x }
    if x.midpoint.isZero || x.midpoint.exponent <= angleExponentLimit {
      if x.isPoint { return point(f, x.midpoint, precision) }
      if x.radius < .one {
        let slope = Magnitude(upperBoundOf: BigFloat.evaluate(derivative, x.midpoint, .double, .awayFromZero))
        let change = (slope + x.radius.scaled(byPowerOfTwo: -1)) * x.radius
        if change < .one {
          let value = point(f, x.midpoint, precision)
          return Ball(midpoint: value.midpoint, radius: value.radius + change)
        }
      }
    }
    return Ball(midpoint: .zero(in: precision), radius: .one)
  }

  /// The tangent; indeterminate where x contains a pole, or is as large as ``sin(_:)`` says. Between
  /// two poles increasing: its values at the ends.
  public static func tan(_ x: Ball) -> Ball {
    let precision = x.context
    guard x.isDefined else { return x }
    guard x.midpoint.isZero || x.midpoint.exponent <= angleExponentLimit, x.radius < 1.5 else {
      return .indeterminate(in: precision)
    }
    if x.isPoint { return point(.tan, x.midpoint, precision) }
    // The ends are less than pi apart, so that between them the cosine changes sign at most once.
    let ends = x.ends
    let signs = [ends.lower, ends.upper].map { BigFloat.evaluate(.cos, $0, .double, .toNearestEven).signum }
    guard signs[0] == signs[1] else { return .indeterminate(in: precision) }
    return increasing(.tan, ends, precision)
  }

  /// x^y = e^(y log x) for x > 0; where y is an integer point, the integer power of any x. Otherwise indeterminate.
  ///
  /// Monotone in each of the two where the other stands still, so that its extremes over x and y are at the corners.
  public static func pow(_ x: Ball, _ y: Ball) -> Ball {
    let precision = max(x.context, y.context)
    guard x.isDefined, y.isDefined else { return .indeterminate(in: precision) }
    if y.isPoint, y.midpoint.isInteger, y.midpoint.isZero || y.midpoint.exponent < 63 {
      return pow(x.rounded(to: precision), y.midpoint.withUnsafe { mpfr_get_si($0, MPFR_RNDN) })
    }
    guard x.isPositive.isTrue else { return .indeterminate(in: precision) }
    if x.isPoint, y.isPoint { return point(.power, x.midpoint, y.midpoint, precision) }
    return corners(.power, x, y, precision)
  }

  /// The angle of the point (x, y), in [-pi, pi]. Where the enclosures reach the origin or the negative real axis, all of
  /// [-pi, pi]; for points one correctly rounded evaluation, pi on the negative real axis.
  ///
  /// Seen from the origin, a rectangle that does not contain it lies between two of its corners.
  public static func atan2(y: Ball, x: Ball) -> Ball {
    let precision = max(x.context, y.context)
    guard x.isDefined, y.isDefined else { return .indeterminate(in: precision) }
    if x.isPoint, y.isPoint {
      // Without the sign of a zero: both sides of the cut have the angle pi, and the origin 0.
      let height = y.midpoint.isZero ? BigFloat.zero(in: precision) : y.midpoint
      let width = x.midpoint.isZero ? BigFloat.zero(in: precision) : x.midpoint
      return point(.atan2, height, width, precision)
    }
    if y.contains(BigFloat.zero(in: precision)), !x.isPositive.isTrue {
      let halfTurn = pi(in: precision)
      return Ball(midpoint: .zero(in: precision), radius: halfTurn.upperMagnitude)
    }
    return corners(.atan2, y, x, precision)
  }

  /// The hull of the values at the four corners, rounded outward 32 bits below the precision.
  private static func corners(
    _ f: BigFloat.BinaryFunction, _ x: Ball, _ y: Ball, _ precision: Precision
  ) -> Ball {
    let working = precision.adding(guardBits: 32)
    let (horizontal, vertical) = (x.ends, y.ends)
    var lower: [BigFloat] = []
    var upper: [BigFloat] = []
    for x in [horizontal.lower, horizontal.upper] {
      for y in [vertical.lower, vertical.upper] {
        lower.append(BigFloat.evaluate(f, x, y, working, .down))
        upper.append(BigFloat.evaluate(f, x, y, working, .up))
      }
    }
    guard (lower + upper).allSatisfy(\.isFinite), let least = lower.min(), let greatest = upper.max() else {
      return .indeterminate(in: precision)
    }
    return Ball(lower: least, upper: greatest, in: precision)
  }

  /// The circle constant. Radius: half a unit in the last place.
  public static func pi(in context: Precision) -> Ball { .rounded(context) { mpfr_const_pi($0, MPFR_RNDN) } }
}
