import CMultiprecision

// How balls are made: one correctly rounded evaluation with its error, or two directed ones about an interval.

extension Ball {
  /// The ball about the number that `body` computes in a variable of a precision, rounding to nearest, with the bound of
  /// its rounding error from the ternary value that `body` returns, and a propagated radius.
  @inline(__always)
  static func rounded(
    _ precision: Precision, plus radius: Magnitude = .zero, _ body: (mpfr_ptr) -> Int32
  ) -> Ball {
    var error = Magnitude.zero
    let midpoint = BigFloat(precision) { error = Magnitude(roundingErrorOf: $0, ternary: body($0)) }
    return Ball(midpoint: midpoint, radius: radius + error)
  }

  /// f(x) at a point, correctly rounded.
  static func point(_ f: BigFloat.UnaryFunction, _ x: BigFloat, _ precision: Precision) -> Ball {
    rounded(precision) { r in x.withUnsafe { BigFloat.evaluate(f, r, $0, MPFR_RNDN) } }
  }

  /// f(x, y) at a point, correctly rounded, and a propagated radius.
  static func point(
    _ f: BigFloat.BinaryFunction, _ x: BigFloat, _ y: BigFloat, _ precision: Precision, plus radius: Magnitude = .zero
  ) -> Ball {
    rounded(precision, plus: radius) { r in
      x.withUnsafe { x in y.withUnsafe { BigFloat.evaluate(f, r, x, $0, MPFR_RNDN) } }
    }
  }

  /// a b + c d at points, with one rounding.
  ///
  /// Where one product is 0 the other one stands alone: MPFR 4.2's fused operations then return a number without a valid
  /// exponent if it underflows.
  static func sumOfProducts(
    _ a: BigFloat, _ b: BigFloat, _ c: BigFloat, _ d: BigFloat, _ precision: Precision
  ) -> Ball {
    if isZeroProduct(c, d) { return point(.multiply, a, b, precision) }
    if isZeroProduct(a, b) { return point(.multiply, c, d, precision) }
    return rounded(precision, plus: rangeError(a, b) + rangeError(c, d)) { r in
      a.withUnsafe { a in
        b.withUnsafe { b in c.withUnsafe { c in d.withUnsafe { mpfr_fmma(r, a, b, c, $0, MPFR_RNDN) } } }
      }
    }
  }

  /// a b - c d at points, with one rounding; as ``sumOfProducts(_:_:_:_:_:)``.
  static func differenceOfProducts(
    _ a: BigFloat, _ b: BigFloat, _ c: BigFloat, _ d: BigFloat, _ precision: Precision
  ) -> Ball {
    if isZeroProduct(c, d) { return point(.multiply, a, b, precision) }
    if isZeroProduct(a, b) { return point(.multiply, c, -d, precision) }
    return rounded(precision, plus: rangeError(a, b) + rangeError(c, d)) { r in
      a.withUnsafe { a in
        b.withUnsafe { b in c.withUnsafe { c in d.withUnsafe { mpfr_fmms(r, a, b, c, $0, MPFR_RNDN) } } }
      }
    }
  }

  /// Whether x y is 0 for finite x and y.
  private static func isZeroProduct(_ x: BigFloat, _ y: BigFloat) -> Bool {
    (x.isZero && y.isFinite) || (y.isZero && x.isFinite)
  }

  /// What a sum of products may lose where the product a b underflows or overflows: MPFR then takes it rounded toward
  /// zero, without saying so in the ternary value. Unbounded for an overflow.
  private static func rangeError(_ a: BigFloat, _ b: BigFloat) -> Magnitude {
    let (x, y) = (a.exponent, b.exponent)
    let safe = -1 << 28...1 << 28
    if safe.contains(x), safe.contains(y) { return .zero }
    if a.isZero || b.isZero || !a.isFinite || !b.isFinite { return .zero }
    if x + y > BigFloat.maximumExponent { return .infinity }
    return x + y > BigFloat.minimumExponent ? .zero : .powerOfTwo(BigFloat.minimumExponent - 1)
  }

  /// The ends of the ball, rounded outward.
  ///
  /// The precision reaches 32 bits below the last place of the midpoint and 64 bits below the radius, so that the
  /// outward rounding adds to a result at most a small part of what the radius does; where the radius is so small that
  /// this would take more than 2 precision + 96 bits, it stops there.
  var ends: (lower: BigFloat, upper: BigFloat) {
    let bits = context.bits
    var working = bits + 32
    if !midpoint.isZero {
      working = max(working, min(midpoint.exponent - radius.exponent + 64, 2 * bits + 96))
    }
    let precision = Precision(bits: working)
    let r = radius.bigFloat
    return (
      BigFloat.subtract(midpoint, r, in: precision, rounding: .down),
      BigFloat.add(midpoint, r, in: precision, rounding: .up)
    )
  }

  /// [|x|] over the ball: its ends, rounded outward, where the least is 0 if the ball contains 0.
  var magnitudeEnds: (lower: BigFloat, upper: BigFloat) {
    let (lower, upper) = ends
    if lower.signum >= 0 { return (lower, upper) }
    if upper.signum <= 0 { return (-upper, -lower) }
    return (.zero(in: lower.precision), max(-lower, upper))
  }

  /// f over the ball, f being increasing where it is defined: f at the ends, rounded outward 32 bits below the precision;
  /// for a point one correctly rounded evaluation.
  static func increasing(_ f: BigFloat.UnaryFunction, _ x: Ball) -> Ball {
    let precision = x.context
    guard x.isDefined else { return x }
    if x.isPoint { return point(f, x.midpoint, precision) }
    return increasing(f, x.ends, precision)
  }

  /// f over an interval, f being increasing where it is defined.
  static func increasing(
    _ f: BigFloat.UnaryFunction, _ interval: (lower: BigFloat, upper: BigFloat), _ precision: Precision
  ) -> Ball {
    let working = precision.adding(guardBits: 32)
    return Ball(
      lower: BigFloat.evaluate(f, interval.lower, working, .down),
      upper: BigFloat.evaluate(f, interval.upper, working, .up), in: precision)
  }
}
