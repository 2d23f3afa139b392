import CMultiprecision

extension Rational {
  /// The root r >= 0 with r^2 = self, where it is rational; nil where it is not, below 0, and for the undefined value.
  public var squareRoot: Rational? {
    guard isDefined && signum >= 0 else { return nil }
    let isSquare = withUnsafe {
      __gmpz_perfect_square_p(cmp_q_numerator($0)) != 0 && __gmpz_perfect_square_p(cmp_q_denominator($0)) != 0
    }
    guard isSquare else { return nil }
    // Roots of coprime numbers are coprime.
    return Rational { r in
      withUnsafe { q in
        __gmpz_sqrt(cmp_q_numerator(r), cmp_q_numerator(q))
        __gmpz_sqrt(cmp_q_denominator(r), cmp_q_denominator(q))
      }
    }
  }

  /// The integer n with 2^n = self; nil where there is none.
  public var binaryLogarithm: Int? {
    guard isDefined && signum > 0 else { return nil }
    return withUnsafe { q in
      guard let above = Self.exponent(of: cmp_q_numerator(q)), let below = Self.exponent(of: cmp_q_denominator(q))
      else { return nil }
      return above - below
    }
  }

  /// The n with 2^n = z, for z > 0.
  private static func exponent(of z: mpz_ptr) -> Int? {
    let lowestBit = __gmpz_scan1(z, 0)
    return lowestBit + 1 == __gmpz_sizeinbase(z, 2) ? Int(lowestBit) : nil
  }
}
