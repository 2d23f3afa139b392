import CMultiprecision

// softplus and the logistic function, which MPFR does not have, correctly rounded by Ziv's strategy: evaluate with w bits
// and an error bound, and with more bits until the rounding is decided (A. Ziv, ACM TOMS 17(3), 1991).
//
// It ends: for a nonzero x that is a binary fraction, y = log(1 + e^x) or y = 1/(1 + e^-x) is transcendental (by
// Lindemann-Weierstrass, e^x is, and e^y = 1 + e^x with a binary fraction y would relate e^y, e^x and e^0 linearly), so it
// is never a number or a midpoint of two. Where it comes so close to one that this would take long, near x, 1, 1/2, the
// side on which it lies is known and decides.

extension BigFloat {
  /// r = log(1 + e^x), correctly rounded, and the ternary value.
  static func formSoftplus(_ r: mpfr_ptr, _ x: mpfr_srcptr, _ mode: mpfr_rnd_t) -> Int32 {
    guard cmp_fr_is_regular(x) != 0 else {
      if mpfr_zero_p(x) != 0 { return mpfr_const_log2(r, mode) }
      if mpfr_inf_p(x) != 0 && cmp_fr_sign(x) < 0 {
        mpfr_set_zero(r, 1)
        return 0
      }
      return cmp_fr_set(r, x, mode)
    }
    let precision = cmp_fr_precision(r)
    if cmp_fr_sign(x) > 0 {
      // 0 < log(1 + e^x) - x < e^-x. With q bits, q > precision + 1 and q > x's own, no number of `precision` bits and no
      // midpoint lies between x and its neighbour x + 2^(e - q); and e^-x < 2^(e - q) for x >= q - e.
      let q = max(precision + 1, cmp_fr_precision(x)) + 2
      if mpfr_cmp_si_2exp(x, q - cmp_fr_exponent(x), 0) >= 0 {
        return setBeside(r, x, q, mode) { mpfr_nextabove($0) }
      }
    } else if cmp_fr_exponent(x) > extremeExponent {
      // e^x (1 - e^x/2 + ...): between them and e^x no rounding can tell.
      return mpfr_exp(r, x, mode)
    }
    return decide(r, mode) { y, _ in
      // Each rounding is at most 2^-w, relatively. A relative error d of e^x moves the logarithm by at most d, where the
      // logarithm is at least log 2 for x > 0, and relatively by at most d for x < 0: 2.5 units in all.
      mpfr_exp(y, x, MPFR_RNDN)
      mpfr_log1p(y, y, MPFR_RNDN)
    }
  }

  /// r = 1/(1 + e^-x), correctly rounded, and the ternary value.
  static func formSigmoid(_ r: mpfr_ptr, _ x: mpfr_srcptr, _ mode: mpfr_rnd_t) -> Int32 {
    guard cmp_fr_is_regular(x) != 0 else {
      if mpfr_nan_p(x) != 0 {
        mpfr_set_nan(r)
        return 0
      }
      if mpfr_zero_p(x) != 0 { return mpfr_set_ui_2exp(r, 1, -1, mode) }
      return cmp_fr_set_si(r, cmp_fr_sign(x) > 0 ? 1 : 0, mode)
    }
    let q = cmp_fr_precision(r) + 3
    let isPositive = cmp_fr_sign(x) > 0
    if cmp_fr_exponent(x) <= 1 - q {
      // |1/(1 + e^-x) - 1/2| < |x|/4 < 2^(-q - 1).
      return withScratch(q) { half in
        mpfr_set_ui_2exp(half, 1, -1, MPFR_RNDN)
        return setBeside(r, half, q, mode) { isPositive ? mpfr_nextabove($0) : mpfr_nextbelow($0) }
      }
    }
    if isPositive && mpfr_cmp_si_2exp(x, q, 0) >= 0 {
      // 0 < 1 - 1/(1 + e^-x) < e^-x < 2^-q.
      return withScratch(q) { one in
        mpfr_set_ui_2exp(one, 1, 0, MPFR_RNDN)
        return setBeside(r, one, q, mode) { mpfr_nextbelow($0) }
      }
    }
    if !isPositive && cmp_fr_exponent(x) > extremeExponent { return mpfr_exp(r, x, mode) }
    return decide(r, mode) { y, e in
      // Three roundings and one propagation that shrinks: at most 3 units of 2^-w, relatively.
      if isPositive {
        mpfr_neg(e, x, MPFR_RNDN)
        mpfr_exp(y, e, MPFR_RNDN)
        mpfr_add_ui(y, y, 1, MPFR_RNDN)
        mpfr_ui_div(y, 1, y, MPFR_RNDN)
      } else {
        mpfr_exp(e, x, MPFR_RNDN)
        mpfr_add_ui(y, e, 1, MPFR_RNDN)
        mpfr_div(y, e, y, MPFR_RNDN)
      }
    }
  }

  /// From |x| = 2^28 on, e^x nears the least positive number, and log(1 + e^x) and e^x/(1 + e^x) differ from it by less
  /// than 2^-(10^8), relatively: they round as e^x does, an underflow included.
  private static let extremeExponent = 28

  /// Sets r by `evaluate(y, scratch)`, which leaves in y the value sought with a relative error of at most 4 units of
  /// 2^-w, w being the precision of y.
  private static func decide(_ r: mpfr_ptr, _ mode: mpfr_rnd_t, _ evaluate: (mpfr_ptr, mpfr_ptr) -> Void) -> Int32 {
    let precision = cmp_fr_precision(r)
    var working = precision + 24
    while true {
      let ternary: Int32? = withScratch(working) { y in
        withScratch(working) { scratch in
          evaluate(y, scratch)
          // To nearest, one more bit tells the midpoint, and with it the ternary value.
          let needed = precision + (mode == MPFR_RNDN ? 1 : 0)
          guard mpfr_can_round(y, working - 2, MPFR_RNDN, MPFR_RNDZ, needed) != 0 else { return nil }
          return cmp_fr_set(r, y, mode)
        }
      }
      if let ternary { return ternary }
      working += working / 2
    }
  }

  /// r = the neighbour, at q bits, of the number that `x` holds.
  private static func setBeside(
    _ r: mpfr_ptr, _ x: mpfr_srcptr, _ q: mpfr_prec_t, _ mode: mpfr_rnd_t, _ step: (mpfr_ptr) -> Void
  ) -> Int32 {
    withScratch(q) { t in
      _ = cmp_fr_set(t, x, MPFR_RNDN)
      step(t)
      return cmp_fr_set(r, t, mode)
    }
  }

  private static func withScratch<R>(_ precision: mpfr_prec_t, _ body: (mpfr_ptr) -> R) -> R {
    var scratch = __mpfr_struct()
    mpfr_init2(&scratch, precision)
    defer { mpfr_clear(&scratch) }
    return body(&scratch)
  }
}
