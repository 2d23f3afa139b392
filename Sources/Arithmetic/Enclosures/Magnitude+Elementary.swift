import CMultiprecision

// The majorants by which errors propagate. For a small argument each is its own Taylor bound, a few operations; otherwise
// MPFR evaluates it at 64 bits, rounded up.

extension Magnitude {
  private static let small = powerOfTwo(-20)

  /// e^x - 1, rounded up.
  ///
  /// For x <= 1, e^x - 1 = x + x^2 (1/2 + x/6 + ...) <= x + x^2.
  public static func expMinusOne(_ x: Magnitude) -> Magnitude {
    x < small ? x + x * x : x.evaluated(mpfr_expm1)
  }

  /// e^x, rounded up.
  public static func exp(_ x: Magnitude) -> Magnitude { x.evaluated(mpfr_exp) }

  /// sinh x, rounded up.
  ///
  /// For x <= 1, sinh x = x + x^3 (1/6 + x^2/120 + ...) <= x + x^3.
  public static func sinh(_ x: Magnitude) -> Magnitude {
    x < small ? x + x * x * x : x.evaluated(mpfr_sinh)
  }

  /// cosh x - 1, rounded up, as 2 sinh(x/2)^2.
  public static func coshMinusOne(_ x: Magnitude) -> Magnitude {
    let half = sinh(x.scaled(byPowerOfTwo: -1))
    return (half * half).scaled(byPowerOfTwo: 1)
  }

  /// -log(1 - x), rounded up; infinity for x >= 1.
  ///
  /// For x <= 1/2, -log(1 - x) = x + x^2/2 + x^3/3 + ... <= x + (x^2/2)/(1 - x) <= x + x^2.
  public static func negativeLogOneMinus(_ x: Magnitude) -> Magnitude {
    if x >= one { return infinity }
    if x < small { return x + x * x }
    return x.evaluated { result, x, _ in
      mpfr_neg(result, x, MPFR_RNDD)
      mpfr_log1p(result, result, MPFR_RNDD)
      return mpfr_neg(result, result, MPFR_RNDU)
    }
  }

  /// 1 - sqrt(1 - x), rounded up, as x/(1 + sqrt(1 - x)); 1 for x = 1, infinity for x > 1.
  public static func oneMinusSqrtOneMinus(_ x: Magnitude) -> Magnitude {
    x > one ? infinity : x / lowerSum(one, lowerSqrt(lowerDifference(one, x)))
  }

  /// (1 + x)^n - 1, rounded up, for n >= 0: the growth of a relative error through n factors.
  ///
  /// (1 + x)^n <= e^(n x), hence at most n x + (n x)^2 where n x <= 1.
  public static func powerGrowth(_ x: Magnitude, _ n: UInt) -> Magnitude {
    expMinusOne(x * Magnitude(Double(n).nextUp))
  }

  /// The value of a function of x, evaluated at 64 bits and rounded up.
  private func evaluated(_ function: (mpfr_ptr, mpfr_srcptr, mpfr_rnd_t) -> Int32) -> Magnitude {
    if !isFinite { return .infinity }
    var value = __mpfr_struct()
    mpfr_init2(&value, 64)
    defer { mpfr_clear(&value) }
    write(to: &value)
    _ = withUnsafeMutablePointer(to: &value) { function($0, $0, MPFR_RNDU) }
    return withUnsafePointer(to: &value) { Magnitude(up: $0) }
  }
}
