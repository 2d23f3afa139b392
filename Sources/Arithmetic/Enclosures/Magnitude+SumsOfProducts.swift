import CMultiprecision

extension Magnitude {
  /// The bound of the error of a sum of products that is now in `result`.
  @inline(__always)
  init(_ error: cmp_fr_sum_error, of result: mpfr_srcptr) {
    var bound = Magnitude.zero
    if error.rounded != 0 {
      bound = .powerOfTwo(Int(result.pointee._mpfr_exp) - Int(result.pointee._mpfr_prec) - 1)
    }
    // Far fewer terms than 2^53.
    if error.terms > 0 { bound += Magnitude(Double(error.terms)).scaled(byPowerOfTwo: Int(error.unit)) }
    self = bound
  }

  /// r = initial + the terms, and the bound of the error: in one accumulator, or where that does not serve product by
  /// product, each with the bounds of its roundings.
  static func formSum(
    _ r: mpfr_ptr, _ initial: mpfr_srcptr?, _ segments: UnsafePointer<cmp_fr_products>, _ count: Int
  ) -> Magnitude {
    var error = cmp_fr_sum_error()
    if cmp_fr_sum_of_products(r, initial, segments, Int32(count), &error) != 0 { return Magnitude(error, of: r) }
    var bound = Magnitude.zero
    let precision = Precision(bits: cmp_fr_precision(r))
    // Not in r, which may be an operand.
    let sum = BigFloat(precision) { sum in
      mpfr_set_zero(sum, 1)
      if let initial { bound = .error(sum) { cmp_fr_set($0, initial, MPFR_RNDN) } }
      _ = BigFloat(precision) { product in
        for g in 0..<count {
          let s = segments[g]
          for k in 0..<s.count {
            bound += .error(product) { mpfr_mul($0, s.x + k * s.x_stride, s.y + k * s.y_stride, MPFR_RNDN) }
            bound += .error(sum) { (s.negative != 0 ? mpfr_sub : mpfr_add)($0, $0, product, MPFR_RNDN) }
          }
        }
      }
    }
    sum.withUnsafe { _ = cmp_fr_set(r, $0, MPFR_RNDN) }
    return bound
  }

  /// `body` with the midpoint of an indeterminate enclosure, or of one that has overflowed, turned into no bound.
  @inline(__always)
  static func orInfinite(_ bound: Magnitude, _ result: mpfr_srcptr) -> Magnitude {
    mpfr_number_p(result) != 0 ? bound : .infinity
  }
}
