import Arithmetic

/// The effective window of a memory function M: the least t such that no more than a fraction of its mass is left to
/// come,
///
///     W(q) = min { t >= 0 : sum_(s >= t) M_s <= q sum_s M_s },
///
/// in tokens, between two bounds, which are equal where every comparison on the way was decided.
public struct EffectiveWindow: Sendable, Hashable {
  /// W is at least this.
  public let lower: Int
  /// W is at most this; nil where no bound was found.
  public let upper: Int?

  public init(lower: Int, upper: Int?) {
    self.lower = lower
    self.upper = upper
  }

  /// Whether the bounds are equal.
  public var isExact: Bool { lower == upper }

  /// The least t for which a statement that stays true once it is true holds.
  ///
  /// Over enclosures a statement may be undecided between the times at which it is certainly false and those at which
  /// it is certainly true; the bounds are the ends of that range.
  ///
  /// - Parameters:
  ///   - limit: times beyond this are not tried.
  ///   - holds: whether the statement is true at a time.
  public init(limit: Int = 1 << 40, _ holds: (Int) -> Truth) {
    // The least t at which `holds` is as wanted, or nil: doubling, then bisection.
    func first(_ isWanted: (Truth) -> Bool) -> Int? {
      if isWanted(holds(0)) { return 0 }
      var (low, high) = (0, 1)
      while !isWanted(holds(high)) {
        if high >= limit { return nil }
        (low, high) = (high, min(2 * high, limit))
      }
      while high - low > 1 {
        let middle = low + (high - low) / 2
        if isWanted(holds(middle)) { high = middle } else { low = middle }
      }
      return high
    }
    let upper = first { $0.isTrue }
    let lower = first { !$0.isFalse }
    self.init(lower: lower ?? limit + 1, upper: upper)
  }
}

extension DecayMixture {
  /// W(q) of the mixture.
  ///
  /// - Parameter fraction: q, between 0 and 1.
  public func effectiveWindow(fraction: Rational) -> EffectiveWindow {
    let share = A(fraction, in: gains.context) * mass
    return EffectiveWindow { tail(from: $0).isAtMost(share) }
  }
}
