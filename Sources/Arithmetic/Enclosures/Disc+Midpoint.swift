import CMultiprecision

// The functions at a point x + iy, by rectangular ball arithmetic: each component a formula without harmful cancellation,
// in `precision` bits, with its rigorous error. The callers ask for 16 guard bits, so that rounding to the final
// precision dominates the error.

extension Disc {
  typealias Components = (real: Ball, imaginary: Ball)

  /// Re m and Im m as points of a working precision, which is not less than theirs.
  func components(_ precision: Precision) -> Components {
    (Ball(realMidpoint).rounded(to: precision), Ball(imaginaryMidpoint).rounded(to: precision))
  }

  /// sin x and cos x at a point; [-1, 1] for both where the argument is too large to reduce.
  static func sinCos(_ x: Ball) -> (sin: Ball, cos: Ball) {
    let precision = x.context
    guard x.midpoint.isZero || x.midpoint.exponent <= Ball.angleExponentLimit else { return (Ball.sin(x), Ball.cos(x)) }
    var error = Magnitude.zero
    var cos = Ball.zero(in: precision)
    let sin = BigFloat(precision) { s in
      let midpoint = BigFloat(precision) { c in
        // The two ternary values come combined: 0 if both are exact.
        let ternary = x.midpoint.withUnsafe { mpfr_sin_cos(s, c, $0, MPFR_RNDN) }
        error = Magnitude(roundingErrorOf: c, ternary: ternary)
      }
      cos = Ball(midpoint: midpoint, radius: error)
      error = mpfr_zero_p(s) != 0 && error.isZero ? .zero : Magnitude(roundingErrorOf: s, ternary: 1)
    }
    return (Ball(midpoint: sin, radius: error), cos)
  }

  /// e^z = e^x (cos y + i sin y).
  static func exp(at z: Components) -> Components {
    let (sin, cos) = sinCos(z.imaginary)
    let scale = Ball.exp(z.real)
    return (scale * cos, scale * sin)
  }

  /// e^z - 1 = ((e^x - 1) cos y - 2 sin(y/2)^2) + i e^x sin y.
  static func expMinusOne(at z: Components) -> Components {
    let (sin, cos) = sinCos(z.imaginary)
    let half = Ball.sin(z.imaginary.scaled(byPowerOfTwo: -1))
    return (
      Ball.expMinusOne(z.real) * cos - (half * half).scaled(byPowerOfTwo: 1), Ball.exp(z.real) * sin
    )
  }

  /// log z = log |z| + i arg z, with log |z| as log(1 + (|z|^2 - 1))/2 where |z| is near 1.
  static func log(at z: Components) -> Components {
    let precision = z.real.context
    return (logModulus(z.real.midpoint, z.imaginary.midpoint, precision), Ball.atan2(y: z.imaginary, x: z.real))
  }

  private static func logModulus(_ x: BigFloat, _ y: BigFloat, _ precision: Precision) -> Ball {
    let modulus = midpointModulus(Disc(realMidpoint: x, imaginaryMidpoint: y, radius: .zero), precision)
    let size = modulus.approximation
    if size > 0.75, size < 1.5 {
      // |z|^2 - 1 = (a - 1)(a + 1) + b^2, where a, the larger of |x| and |y|, is in [1/2, 3/2], so that a - 1 and a + 1
      // take at most two bits more than a.
      let (a, b) = x.magnitude > y.magnitude ? (x.magnitude, y) : (y.magnitude, x)
      let one = BigFloat(1, in: precision)
      return halfLogOnePlus(
        Ball.sumOfProducts(
          BigFloat.subtract(a, one, in: precision), BigFloat.add(a, one, in: precision), b, b, precision))
    }
    let log = Ball.point(.log, modulus.midpoint, precision)
    let change = Magnitude.negativeLogOneMinus(modulus.radius / Magnitude(lowerBoundOf: modulus.midpoint))
    return Ball(midpoint: log.midpoint, radius: log.radius + change)
  }

  /// log(1 + u)/2 for u > -1/2: its derivative there is at most 1, and at most 2 on the ball.
  private static func halfLogOnePlus(_ u: Ball) -> Ball {
    let log = Ball.point(.logOnePlus, u.midpoint, u.context)
    return Ball(midpoint: log.midpoint, radius: log.radius + u.radius.scaled(byPowerOfTwo: 2)).scaled(byPowerOfTwo: -1)
  }

  /// log(1 + z): for |x|, |y| < 1/4 as log(1 + 2 x + |z|^2)/2 + i arg(1 + z), else as the logarithm of 1 + z.
  static func log(onePlusAt z: Components) -> Components {
    let precision = z.real.context
    let (x, y) = (z.real.midpoint, z.imaginary.midpoint)
    let sum = z.real + Ball(1, in: precision)
    if x.isZero || x.exponent < -1, y.isZero || y.exponent < -1 {
      let square = Ball.sumOfProducts(x, x, y, y, precision)
      let angle = Ball.point(.atan2, y, sum.midpoint, precision)
      // d(arg)/dx = -y/|1 + z|^2, at most 2 |y| in modulus as |1 + z| > 3/4.
      let turn = (Magnitude(upperBoundOf: y) * sum.radius).scaled(byPowerOfTwo: 1)
      return (
        halfLogOnePlus(z.real.scaled(byPowerOfTwo: 1) + square),
        Ball(midpoint: angle.midpoint, radius: angle.radius + turn)
      )
    }
    // Rounding 1 + x moves the point parallel to the cut, by less than its distance to the branch point.
    let log = log(at: (Ball(sum.midpoint), z.imaginary))
    guard !sum.isPoint else { return log }
    let modulus = Magnitude.lowerHypot(Magnitude(lowerBoundOf: sum.midpoint), Magnitude(lowerBoundOf: y))
    let change = Magnitude.negativeLogOneMinus(sum.radius / modulus)
    return (
      Ball(midpoint: log.real.midpoint, radius: log.real.radius + change),
      Ball(midpoint: log.imaginary.midpoint, radius: log.imaginary.radius + change)
    )
  }

  /// sqrt z = s + i y/(2 s) with s = sqrt((|z| + |x|)/2) for x >= 0; for x < 0, |y|/(2 s) +- i s with the sign of y, and
  /// +i s on the cut.
  static func sqrt(at z: Components) -> Components {
    let precision = z.real.context
    let (x, y) = (z.real.midpoint, z.imaginary.midpoint)
    if x.isZero, y.isZero { return (.zero(in: precision), .zero(in: precision)) }
    let modulus = midpointModulus(Disc(realMidpoint: x, imaginaryMidpoint: y, radius: .zero), precision)
    let root = Ball.sqrt((modulus + z.real.magnitude).scaled(byPowerOfTwo: -1))
    let other = z.imaginary / root.scaled(byPowerOfTwo: 1)
    if x.signum >= 0 { return (root, other) }
    return y.signum < 0 ? (-other, -root) : (other, root)
  }

  /// sin x, cos x, sinh y, cosh y: what the circular functions of x + iy are made of.
  struct CircularParts {
    let sin, cos, sinh, cosh: Ball

    init(_ z: Components) {
      (sin, cos) = Disc.sinCos(z.real)
      sinh = Ball.sinh(z.imaginary)
      cosh = Ball.cosh(z.imaginary)
    }

    /// Upper bounds of |sin z|^2 = sin^2 x + sinh^2 y and of |cos z|^2 = cos^2 x + sinh^2 y, as moduli.
    var upperSine: Magnitude { .hypot(sin.upperMagnitude, sinh.upperMagnitude) }
    var upperCosine: Magnitude { .hypot(cos.upperMagnitude, sinh.upperMagnitude) }
    var lowerCosine: Magnitude { .lowerHypot(cos.lowerMagnitude, sinh.lowerMagnitude) }
  }
}

extension Ball {
  /// self 2^n, exactly within the range of exponents.
  func scaled(byPowerOfTwo n: Int) -> Ball {
    .rounded(context, plus: radius.scaled(byPowerOfTwo: n)) { r in
      midpoint.withUnsafe { mpfr_mul_2si(r, $0, n, MPFR_RNDN) }
    }
  }
}
