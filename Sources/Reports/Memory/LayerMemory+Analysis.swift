import Arithmetic
import Definitions

extension LayerMemory {
  init(_ layer: MemoryLayer, options: MemoryAnalysis.Options) {
    let profile = layer.profile
    let times = options.times
    let values = times.map { profile.value(at: $0) }
    // What is largest at the times looked at: M_0 where every gain has one sign.
    let looked = values + [profile.largest]
    let peak = Bounds(looked.map(\.lower).max() ?? 0, looked.map(\.upper).max() ?? 0)
    let mass = profile.mass
    let decay = layer.decayClass
    let isSummable = decay == .exponential || decay == .polynomialTimesExponential
    index = layer.index
    name = layer.name
    modeCount = layer.modes.count
    self.decay = decay
    let rates = layer.modes.map(\.rate)
    let slow = rates.indices.filter { !rates[$0].isNaN }.min { rates[$0] < rates[$1] } ?? 0
    slowest = NamedMode(location: layer.location(slow), value: rates[slow])
    let moduli = layer.modes.map(\.modulus).filter { !$0.isNaN }
    (largestDecay, leastDecay) = (moduli.max() ?? .nan, moduli.min() ?? .nan)
    envelope = Envelope(layer, decay, slowest: rates[slow], peak: peak)
    self.mass = isSummable ? mass / peak : .unknown
    windows = isSummable ? options.fractions.map { Window(profile.window(fraction: $0), fraction: $0) } : []
    memory = zip(times, values).map { time, value in
      Value(
        time: time, value: value / peak, envelope: (Bounds(0, profile.envelope(at: time)) / peak).upper,
        floor: (Bounds(profile.floor(at: time), .infinity) / peak).lower,
        older: isSummable ? profile.tail(from: time) / mass : nil)
    }
    let isReal = !layer.system.isComplex
    let extremes = layer.extremes
    influence = options.distances.map { distance in
      let exponent = isReal && distance > 0 ? -(extremes.fastest * Ball(distance - 1, in: .reference)) : nil
      return Influence(
        distance: distance, influence: profile.value(at: distance) / peak,
        bound: (Bounds(0, profile.envelope(at: distance)) / peak).upper,
        kept: Bounds(Ball.exp(-(extremes.slowest * Ball(distance, in: .reference)))),
        contraction: exponent.map { Bounds(Ball.exp($0)) }, spread: exponent.map { Bounds(-Ball.expMinusOne($0)) })
    }
    powerLaw = decay == .exponential ? PowerLaw(profile, length: options.length) : nil
    forgettingAtOnce = layer.forgettingAtOnce.count
    duplicates = layer.duplicates.count
  }
}

extension LayerMemory.Envelope {
  init(_ layer: MemoryLayer, _ decay: LayerMemory.DecayClass, slowest: Double, peak: Bounds) {
    rate = slowest
    degree = decay == .polynomialTimesExponential || decay == .polynomial ? 1 : 0
    // A sum of decays is at most M_0 r^t.
    guard layer.profile.floor(at: 0) == 0 else {
      constant = 1
      return
    }
    var sum = 0.0
    for mode in layer.modes.indices {
      var gain = layer.gains[mode].upper
      if layer.isDefective[mode], degree == 0 {
        // t exp(-rate t) <= exp(-slowest t)/(e (rate - slowest)), and 1/e < 0.368.
        let gap = (layer.modes[mode].rate.nextDown - slowest.nextUp).nextDown
        gain = gap > 0 ? (gain * 0.368 / gap).nextUp.nextUp : .infinity
      }
      sum = (sum + gain).nextUp
    }
    constant = (Bounds(0, sum) / peak).upper
  }
}

extension LayerMemory.Window {
  init(_ window: EffectiveWindow, fraction: Double) {
    self.init(fraction: fraction, lower: window.lower, upper: window.upper)
  }

  /// In words: 12, 12 to 14, at least 12, in tokens.
  var text: String {
    guard let upper else { return lower > 0 ? "≥ \(grouped(lower))" : "?" }
    return lower == upper ? grouped(upper) : "\(grouped(lower)) to \(grouped(upper))"
  }
}

extension LayerMemory.DecayClass {
  init(_ decay: MemoryDecay) {
    self =
      switch decay {
      case .finite, .exponential: .exponential
      case .polynomialTimesExponential: .polynomialTimesExponential
      case .persistent: .never
      case .polynomial: .polynomial
      case .growing: .growing
      case .undecided: .undecided
      }
  }

  /// For a table.
  var title: String {
    switch self {
    case .exponential: "exponential"
    case .polynomialTimesExponential: "t times exponential"
    case .never: "never forgets"
    case .polynomial: "grows like t"
    case .growing: "grows"
    case .undecided: "undecided"
    }
  }
}

extension MemoryLayer {
  func location(_ mode: Int) -> ModeLocation {
    ModeLocation(layer: index, layerName: name, axes: system.axes, indices: system.indices(mode))
  }

  /// The class of the layer's memory function: of its outermost modes.
  var decayClass: LayerMemory.DecayClass {
    let classes = modes.indices.map { place -> MemoryDecay in
      let degree = isDefective[place] ? 1 : 0
      return switch modes[place].verdict {
      case .stable: MemoryDecay(.inside, degree: 0)
      case .marginal: MemoryDecay(.onCircle, degree: degree)
      case .unstable: MemoryDecay(.outside, degree: degree)
      case .undecided: MemoryDecay(.undecided)
      }
    }
    let slowest = classes.reduce(MemoryDecay.finite) { MemoryDecay.slower($0, $1) }
    guard slowest == .exponential, isDefective.contains(true) else { return LayerMemory.DecayClass(slowest) }
    // A Jordan block counts where no other mode decays more slowly; rates that are equal as doubles may differ.
    let least = modes.map(\.rate).min() ?? .nan
    let outermost = modes.indices.filter { modes[$0].rate == least }
    if outermost.allSatisfy({ isDefective[$0] }) { return .polynomialTimesExponential }
    return outermost.contains { isDefective[$0] } ? .undecided : .exponential
  }

  /// -log |a| of the slowest and of the fastest mode. A nearest double is within half a unit in its last place.
  var extremes: (slowest: Ball, fastest: Ball) {
    let rates = modes.map(\.rate).filter { !$0.isNaN }
    func ball(_ value: Double?) -> Ball {
      guard let value, value.isFinite else { return .indeterminate(in: .reference) }
      if value == 0 { return Ball(0, in: .reference) }
      return Ball(
        lower: BigFloat(exactly: value.nextDown), upper: BigFloat(exactly: value.nextUp), in: .reference)
    }
    return (ball(rates.min()), ball(rates.max()))
  }

  /// The channels, by their first mode, that keep at most 1 % of what they remember beyond the present token:
  /// sum_n g_n a_n/(1 - a_n) <= sum_n g_n/(1 - a_n)/100, the bound by the modes' moduli where they oscillate.
  var forgettingAtOnce: [Int] {
    (0..<system.rows).filter { row in
      let range = row * system.columns..<(row + 1) * system.columns
      guard range.allSatisfy({ modes[$0].verdict == .stable }) else { return false }
      var (whole, rest) = (0.0, 0.0)
      for mode in range {
        let gain = gains[mode].middle / modes[mode].complement
        whole += gain
        rest += gain * modes[mode].modulus
      }
      // The sums of positive numbers are right to a part in 2^40 for a row of up to thousands of modes.
      return rest * (1 + 0x1p-40) <= 0.01 * whole
    }.map { $0 * system.columns }
  }

  /// The channels, by their first mode, whose stored parameters are those of an earlier one.
  var duplicates: [Int] {
    var seen: Set<[Double]> = []
    return (0..<system.rows).filter { row in
      !seen.insert(system.parameters(ofRow: row)).inserted
    }.map { $0 * system.columns }
  }
}

extension ModeSystem {
  /// What is stored for the decays of a row.
  fileprivate func parameters(ofRow row: Int) -> [Double] {
    let range = row * columns..<(row + 1) * columns
    switch spectrum {
    case .exponential(let spectrum):
      var stored = Array(spectrum.weights[range])
      switch spectrum.imaginary {
      case .none: break
      case .direct(let values), .exponential(let values): stored += values[range]
      }
      switch spectrum.step {
      case .one: break
      case .softplus(let values), .exponential(let values), .logistic(let values): stored.append(values[row])
      }
      return stored
    case .oscillators(let spectrum):
      return [spectrum.stiffness[row], spectrum.steps[row]] + (spectrum.damping.map { [$0[row]] } ?? [])
    }
  }
}
