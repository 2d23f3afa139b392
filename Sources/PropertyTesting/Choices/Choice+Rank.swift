/// The place of a choice in the order of simplicity of its domain; smaller is simpler.
public struct Rank: Sendable, Hashable, Comparable {
  let high: UInt64
  let low: UInt64

  public static func < (x: Rank, y: Rank) -> Bool { x.high == y.high ? x.low < y.low : x.high < y.high }
}

extension Choice {
  /// The place in the order of simplicity: an integer, an alternative and a length by the distance from the simplest
  /// one, upwards before downwards; a float by the length of its description, see ``FloatDomain/simplest``.
  public var rank: Rank {
    switch domain {
    case .float: Double(bitPattern: value).simplicity
    case .index, .integer, .length: Rank(high: distance, low: isBelowSimplest ? 1 : 0)
    }
  }

  /// How far an integer, an alternative or a length is from the simplest one.
  var distance: UInt64 {
    let origin = domain.simplest
    return isBelowSimplest ? origin &- value : value &- origin
  }

  /// Whether an integer lies below its origin.
  var isBelowSimplest: Bool {
    guard case .integer(_, _, let origin) = domain else { return false }
    return Int64(bitPattern: value) < Int64(origin)
  }

  /// Whether it is the simplest of its domain.
  var isSimplest: Bool { value == domain.simplest }
}

extension Sequence where Element == Choice {
  /// Shortlex comparison of recorded streams: of streams of one length, the first differing choice decides.
  ///
  /// Where the domains differ there, nothing is known before a replay; `unknown` is returned.
  func isLexicographicallySimpler(than other: some Sequence<Choice>, unknown: Bool) -> Bool {
    for (x, y) in zip(self, other) where x.value != y.value {
      return x.domain == y.domain ? x.rank < y.rank : unknown
    }
    return false
  }
}

extension Trial {
  /// Whether the case is simpler than another: fewer choices, or as many and the first that differs is simpler.
  public func isSimpler(than other: Trial) -> Bool {
    if choices.count != other.choices.count { return choices.count < other.choices.count }
    return choices.isLexicographicallySimpler(than: other.choices, unknown: false)
  }
}
