import CMultiprecision

extension Rational {
  /// The binomial coefficient n!/(k! (n - k)!) for n >= 0; 0 for k < 0 and for k > n.
  public static func binomial(_ n: Int, _ k: Int) -> Rational {
    precondition(n >= 0, "binomial(n, k) is formed for n >= 0")
    guard k >= 0, k <= n else { return .zero }
    return Rational { q in __gmpz_bin_uiui(cmp_q_numerator(q), UInt(n), UInt(k)) }
  }

  /// n! for n >= 0.
  public static func factorial(_ n: Int) -> Rational {
    precondition(n >= 0, "n! is formed for n >= 0")
    return Rational { q in __gmpz_fac_ui(cmp_q_numerator(q), UInt(n)) }
  }
}
