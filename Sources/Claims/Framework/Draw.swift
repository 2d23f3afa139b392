import Arithmetic

/// A source of random choices for one case of one check.
///
/// Each case has a stream of its own, derived from the seed, the claim's id, the role of the check and the case's
/// index, so that what it draws does not depend on threads, on which other claims run, or on how many cases there are.
///
/// Every drawn value is one bounded choice or a few; choice 0 is always the simplest value. The choices are recorded
/// and can be replayed, which is how a counterexample is minimised: replay with smaller choices, keep what still fails.
public struct Draw: Sendable {
  /// The choices made so far.
  public private(set) var choices: [UInt64] = []
  private var script: [UInt64]?
  private var state: UInt64

  /// The stream of case `index`.
  public init(seed: UInt64, stream: String, index: Int) {
    var mixed = SplitMix64(state: seed)
    // FNV-1a of the stream's name: hashes of the standard library differ from run to run.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var keyed = SplitMix64(state: mixed.next() ^ hash)
    var indexed = SplitMix64(state: keyed.next() ^ UInt64(truncatingIfNeeded: index))
    state = indexed.next()
  }

  /// A replay of `choices`; past their end every choice is the simplest.
  public init(replaying choices: [UInt64]) {
    script = choices
    state = 0
  }

  /// A choice among `count` > 0 alternatives, 0 being the simplest.
  public mutating func choice(among count: UInt64) -> UInt64 {
    precondition(count > 0)
    let value: UInt64
    if let script {
      value = choices.count < script.count ? min(script[choices.count], count - 1) : 0
    } else {
      var generator = SplitMix64(state: state)
      // The high half of the product: bias below count / 2^64, which no test here can see.
      value = generator.next().multipliedFullWidth(by: count).high
      state = generator.state
    }
    choices.append(value)
    return value
  }
}

/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): 64 bits of state, one output a step.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
