import Arithmetic
import Definitions

/// A layer's own parameterization, and the others at the same eigenvalues.
struct Parameterizations: Sendable {
  /// One of them, at the modes that it can make.
  struct Entry: Sendable {
    let name: String
    let isInUse: Bool
    /// f of each mode: RG-LRU's own depends on the gate.
    let maps: [Reparameterization]
    /// w of each mode that is in the range of f.
    let weights: [Double]
    /// The gradient scale at each weight.
    let scales: [Double]
    let outOfRange: Int
  }

  let entries: [Entry]

  /// The precision of weights and scales before they are rounded to doubles.
  private static let precision: Precision = 128

  /// - Parameter modes: the modes of the layer, of which the stable ones take part.
  init(of system: ModeSystem, modes: [EvaluatedMode], threads: Int) throws {
    guard case .exponential(let spectrum) = system.spectrum else {
      entries = []
      return
    }
    let stable = modes.indices.filter { modes[$0].verdict == .stable }
    guard !stable.isEmpty else {
      entries = []
      return
    }
    let own = stable.map { spectrum.ownMap(system.stepKind, step: modes[$0].step) }
    let isDiscrete = own[0].timeDomain == .discrete
    let alternatives =
      isDiscrete
      ? [
        Reparameterization.discreteDirect, .doubleExponential, .discreteLogistic, .hyperbolicTangent, Self.discreteBest,
      ]
      : [.direct, .exponential, .softplus, .logistic, .publishedBest]
    var entries = [
      try Self.entry(
        spectrum.ownName(system.stepKind), isInUse: true, maps: own, threads: threads
      ) { place in BigFloat(spectrum.weights[stable[place]], in: Self.precision) }
    ]
    for map in alternatives where map != own[0] {
      entries.append(
        try Self.entry(
          map.description, isInUse: false, maps: stable.map { _ in map }, threads: threads
        ) { place in
          let mode = modes[stable[place]]
          let eigenvalue =
            isDiscrete
            ? BigFloat.exp(BigFloat(-mode.rate, in: Self.precision))
            : BigFloat(mode.eigenvalue.real, in: Self.precision)
          return map.inverse(of: eigenvalue)
        })
    }
    self.entries = entries
  }

  /// The "best" map of discrete time with the constants of the paper.
  private static let discreteBest = Reparameterization.discreteBest(a: Rational(1, 1), b: Rational(1, 2))

  private static func entry(
    _ name: String, isInUse: Bool, maps: [Reparameterization], threads: Int,
    weight: @Sendable (Int) -> BigFloat
  ) throws -> Entry {
    let pairs = try parallelMap(maps.count, threads: threads) { place -> (weight: Double, scale: Double)? in
      let w = weight(place)
      guard w.isDefined, w.isFinite else { return nil }
      let scale = maps[place].gradientScale(at: w).double()
      return scale.isNaN ? nil : (w.double(), scale)
    }
    let inRange = pairs.indices.filter { pairs[$0] != nil }
    let found = pairs.compactMap { $0 }
    return Entry(
      name: name, isInUse: isInUse, maps: inRange.map { maps[$0] }, weights: found.map(\.weight),
      scales: found.map(\.scale), outOfRange: pairs.count - found.count)
  }
}

extension ExponentialSpectrum {
  /// f of a mode: in continuous time where the model has a step in time, else the map to the decay of one token.
  func ownMap(_ stepKind: ModeSystem.StepKind?, step: Double) -> Reparameterization {
    switch stepKind {
    case .selective, .fixed: map
    // The rate is a double, so that it is a rational number.
    case .gate: .softplusDecay(rate: Rational(exactly: Double(factor) * step))
    case nil: map == .exponential ? .doubleExponential : map
    }
  }

  /// The map's name, as reports print it.
  func ownName(_ stepKind: ModeSystem.StepKind?) -> String {
    switch stepKind {
    case .gate: "exp(-\(factor) r softplus)"
    case .selective, .fixed, nil: ownMap(stepKind, step: 1).description
    }
  }
}
