import Arithmetic
import Definitions

/// The memory function of a layer that is linear and time-invariant, M_t = the mean of |K_t| over its systems: summed
/// time by time as long as that is worth it, and bounded by the moduli of the modes from there on.
struct OscillatingProfile: MemoryProfile {
  private let systems: [ImpulseSystem]
  private let bound: ModalBound
  /// M_t at the first times, and sum_(s >= t) M_s, one more.
  private let values: [Bounds]
  private let sums: [Bounds]

  /// What bounds M_t by moduli.
  enum ModalBound: Sendable {
    case decays(RatedMixture)
    /// Envelopes and their weights.
    case oscillators([(weight: DoubleDouble, envelope: OscillatorEnvelope<DoubleDouble>)])
  }

  /// Complex products that are spent on the times one by one, where that reaches a negligible rest, and where it does
  /// not.
  private static let budget = (whole: 1_000_000_000, part: 30_000_000)
  private static let mostTimes = 1 << 20
  /// Where the rest is below this part of the whole, it is left to the bound.
  private static let negligible = 1e-7

  /// - Parameter isSummable: whether every mode decays.
  init(_ systems: [ImpulseSystem], bound: ModalBound, isSummable: Bool, threads: Int) throws {
    self.systems = systems
    self.bound = bound
    let cost = systems.reduce(0) { $0 + $1.cost }
    let most = isSummable ? Self.times(bound, cost: cost) : 64
    // In pieces, the powers carried over from each to the next.
    var powers = systems.map(\.start)
    var values: [Bounds] = []
    var mass = 0.0
    while values.count < most {
      let first = values.count
      let count = min(max(first, 64), most - first)
      let starts = powers
      let pieces = try parallelMap(systems.count, threads: threads) { place in
        var powers = starts[place]
        let values = (first..<first + count).map { t in
          defer { systems[place].advance(&powers) }
          return systems[place].magnitude(powers, at: t)
        }
        return (values, powers)
      }
      powers = pieces.map(\.1)
      for k in 0..<count {
        values.append(Self.mean(pieces.map { $0.0[k] }))
        mass += values[first + k].lower
      }
      if bound.tail(from: values.count) <= Self.negligible * mass { break }
    }
    self.values = values
    var rest = Bounds(0, isSummable ? bound.tail(from: values.count) : .infinity)
    var sums = [rest]
    for value in values.reversed() {
      rest = Bounds(max(0, (rest.lower + value.lower).nextDown), (rest.upper + value.upper).nextUp)
      sums.append(rest)
    }
    self.sums = sums.reversed()
  }

  /// How many times are summed one by one: until the rest is negligible, if that can be afforded.
  private static func times(_ bound: ModalBound, cost: Int) -> Int {
    let whole = bound.tail(from: 1)
    var needed = 64
    while needed < mostTimes, bound.tail(from: needed) > negligible * whole { needed *= 2 }
    let affordable = needed < mostTimes && needed <= budget.whole / cost ? needed : budget.part / cost
    return max(64, min(needed, affordable))
  }

  private static func mean(_ values: [Bounds]) -> Bounds {
    guard values.count > 1 else { return values[0] }
    let count = Double(values.count)
    // Sums of n numbers >= 0 are right to a factor (1 + 2^-53)^n.
    let slack = (count + 2) * 0x1p-52
    return Bounds(
      values.reduce(0) { $0 + $1.lower } / count * (1 - slack), values.reduce(0) { $0 + $1.upper } / count * (1 + slack)
    )
  }

  var mixture: RatedMixture? {
    if case .decays(let mixture) = bound { mixture } else { nil }
  }

  func value(at t: Int) -> Bounds {
    if t < values.count { return values[t] }
    let value = Self.mean(systems.map { $0.magnitude($0.powers(at: t), at: t) })
    return Bounds(value.lower, min(value.upper, bound.value(at: t)))
  }

  var largest: Bounds { Bounds(values.map(\.lower).max() ?? 0, values.map(\.upper).max() ?? 0) }

  func envelope(at t: Int) -> Double { bound.value(at: t) }
  func floor(at t: Int) -> Double { 0 }

  func tail(from t: Int) -> Bounds {
    t < sums.count ? sums[t] : Bounds(0, min(sums[sums.count - 1].upper, bound.tail(from: t)))
  }
}

extension OscillatingProfile.ModalBound {
  func value(at t: Int) -> Double {
    switch self {
    case .decays(let mixture): Bounds(mixture.decays.value(at: t)).upper
    case .oscillators(let envelopes):
      Bounds(envelopes.reduce(DoubleDouble(0)) { $0 + $1.weight * $1.envelope.value(at: t) }).upper
    }
  }

  /// Of the sum from t >= 1 on.
  func tail(from t: Int) -> Double {
    switch self {
    case .decays(let mixture): Bounds(mixture.decays.tail(from: t)).upper
    case .oscillators(let envelopes):
      Bounds(envelopes.reduce(DoubleDouble(0)) { $0 + $1.weight * $1.envelope.tail(from: t) }).upper
    }
  }
}
