import Arithmetic

extension Evidence {
  /// Whether `value`, rounded to the digits of the decimal `digits`, is that decimal: |value - digits| is at most half a
  /// unit of its last digit.
  public init<R: RealArithmetic>(
    _ statement: String, _ value: R, isQuotedAs digits: String, at instance: [NamedValue] = []
  ) {
    guard let quoted = QuotedDecimal(digits) else {
      self.init(statement, .agrees, left: printed(value), right: digits, truth: .undecided, at: instance)
      return
    }
    let distance = (value - R(quoted.value, in: value.context)).magnitude
    self.init(
      statement, .agrees, left: printed(value), right: digits,
      truth: distance.isAtMost(R(quoted.halfUnit, in: value.context)), at: instance)
  }
}

/// A decimal as somebody printed it, with the unit of its last digit.
struct QuotedDecimal {
  let value: Rational
  let halfUnit: Rational

  /// Digits with an optional sign, point and exponent: "-1.50e-3".
  init?(_ text: String) {
    let parts = text.lowercased().split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    guard let mantissa = parts.first else { return nil }
    var exponent = 0
    if parts.count == 2 {
      guard let written = Int(parts[1]) else { return nil }
      exponent = written
    }
    let pieces = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = pieces.count == 2 ? pieces[1].count : 0
    guard let digits = Int(pieces.joined()) else { return nil }
    let unit = Rational.pow(Rational(10, 1), exponent - fraction)
    value = Rational(digits, 1) * unit
    halfUnit = unit / Rational(2, 1)
  }
}
