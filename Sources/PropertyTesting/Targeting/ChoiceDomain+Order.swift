extension ChoiceDomain {
  var isFloat: Bool {
    if case .float = self { true } else { false }
  }

  /// Whether near values mean alike: all but alternatives.
  var isOrdered: Bool {
    if case .index = self { false } else { true }
  }

  /// The value `count` places after `value` in the order of the domain, or its end; nil where it has no order there.
  func value(_ value: UInt64, movedBy count: Int) -> UInt64? {
    switch self {
    case .index:
      return nil
    case .integer(let lower, let upper, _), .length(let lower, let upper):
      let (sum, overflows) = Int(Int64(bitPattern: value)).addingReportingOverflow(count)
      let moved = overflows ? (count > 0 ? upper : lower) : min(max(sum, lower), upper)
      return UInt64(bitPattern: Int64(moved))
    case .float(let domain):
      let number = Double(bitPattern: value)
      guard number.isFinite else { return nil }
      let (sum, overflows) = domain.format.ordinal(of: number).addingReportingOverflow(count)
      let (least, greatest) = (domain.format.ordinal(of: domain.lower), domain.format.ordinal(of: domain.upper))
      let moved = overflows ? (count > 0 ? greatest : least) : min(max(sum, least), greatest)
      return domain.format.number(atOrdinal: moved).bitPattern
    }
  }

  /// The place of `value` in the order of the domain; nil where it has none.
  func place(_ value: UInt64) -> Int? {
    switch self {
    case .index: nil
    case .integer, .length: Int(Int64(bitPattern: value))
    case .float(let domain):
      Double(bitPattern: value).isFinite ? domain.format.ordinal(of: Double(bitPattern: value)) : nil
    }
  }

  /// The value at a place, which is that of a value.
  func value(atPlace place: Int) -> UInt64 {
    if case .float(let domain) = self { return domain.format.number(atOrdinal: place).bitPattern }
    return UInt64(bitPattern: Int64(place))
  }

  /// A random value.
  func random(_ random: inout SplitMix64, _ earlier: [Choice]) -> UInt64 {
    switch self {
    case .index(let last):
      return random.upTo(last)
    case .integer(let lower, let upper, _), .length(let lower, let upper):
      let width = UInt64(bitPattern: Int64(upper)) &- UInt64(bitPattern: Int64(lower))
      return UInt64(bitPattern: Int64(lower)) &+ random.upTo(width)
    case .float(let domain):
      // A generator looks for what is special; a search must be able to come anywhere.
      return (random.happens(0.5) ? domain.uniform(&random) : domain.random(&random, earlier)).bitPattern
    }
  }
}
