import CMultiprecision

extension Rational: LosslessStringConvertible {
  /// The number as "p/q" in lowest terms, "p" where it is an integer, "undefined" where it is none.
  public var description: String {
    guard isDefined else { return "undefined" }
    return withUnsafe { q in
      let capacity =
        Int(__gmpz_sizeinbase(cmp_q_numerator(q), 10)) + Int(__gmpz_sizeinbase(cmp_q_denominator(q), 10)) + 3
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
        __gmpq_get_str(buffer.baseAddress, 10, q)
        return String(cString: buffer.baseAddress!)
      }
    }
  }

  /// The exact number that a text denotes: an integer, a decimal "-1.25e-3", a hexadecimal "0x1.8p-3", or a quotient of
  /// two such, "3/7". nil where the text is none of these, where it divides by zero, and where the number would have
  /// more than 2^24 bits.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first.flatMap({ NumeralText($0) }), let numerator = Rational(first) else { return nil }
    guard parts.count == 2 else {
      self = numerator
      return
    }
    guard let second = NumeralText(parts[1]), let denominator = Rational(second) else { return nil }
    let quotient = numerator / denominator
    guard quotient.isDefined else { return nil }
    self = quotient
  }

  /// digits base^-places radix^exponent.
  private init?(_ text: NumeralText) {
    let digits = text.whole + text.fraction
    let significand = Rational { q in _ = __gmpz_set_str(cmp_q_numerator(q), digits, text.isHexadecimal ? 16 : 10) }
    if significand.signum == 0 {
      self = .zero
      return
    }
    let radixBits = text.isHexadecimal ? 1 : 4
    guard let exponent = Int(text.exponent), exponent.magnitude <= UInt(1 << 24) / UInt(radixBits) else { return nil }
    let places = Rational.pow(text.isHexadecimal ? 16 : 10, -text.fraction.count)
    let magnitude = significand * places * Rational.pow(text.isHexadecimal ? 2 : 10, exponent)
    self = text.isNegative ? -magnitude : magnitude
  }
}
