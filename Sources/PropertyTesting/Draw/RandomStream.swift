/// A seeded stream of random bits, the same on every machine.
///
/// Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014, doi:10.1145/2660193.2660195.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private(set) var state: UInt64

  /// The stream of a seed.
  public init(seed: UInt64) { state = seed }

  /// The stream of case `index` of the property `name`: it depends on nothing else, so that a case does not depend on
  /// threads, on other properties, or on how many cases there are.
  public init(seed: UInt64, name: String, index: Int) {
    var mixed = SplitMix64(seed: seed)
    var keyed = SplitMix64(seed: mixed.next() ^ fingerprint(name))
    var indexed = SplitMix64(seed: keyed.next() ^ UInt64(truncatingIfNeeded: index))
    state = indexed.next()
  }

  /// The next 64 bits.
  @inlinable
  public mutating func next() -> UInt64 {
    advance()
  }

  @usableFromInline
  mutating func advance() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of 0..<count, count > 0: the high half of the product, whose bias is below count / 2^64.
  public mutating func below(_ count: UInt64) -> UInt64 {
    advance().multipliedFullWidth(by: count).high
  }

  /// A number of 0...last.
  public mutating func upTo(_ last: UInt64) -> UInt64 {
    last == .max ? advance() : below(last + 1)
  }

  /// A number of [0, 1), a multiple of 2^-53.
  public mutating func unit() -> Double {
    Double(advance() >> 11) * 0x1p-53
  }

  /// Whether an event of probability `probability` happens.
  public mutating func happens(_ probability: Double) -> Bool { unit() < probability }
}

/// FNV-1a of the text: a hash that is the same in every run.
public func fingerprint(_ text: String) -> UInt64 { fingerprint(text.utf8) }

/// FNV-1a of bytes, begun anew for each `variant`.
func fingerprint(_ bytes: some Sequence<UInt8>, variant: UInt64 = 0) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325 ^ variant) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
