import Arithmetic
import Definitions
import Interchange

/// A layer with its modes evaluated.
struct AnalyzedLayer: Sendable {
  let index: Int
  let name: String
  let system: ModeSystem
  let modes: [EvaluatedMode]
  let parameterizations: Parameterizations
  let perturbations: PerturbedModes

  /// - Parameter autocorrelation: that of the input, for the sensitivities.
  init(_ layer: RecurrentLayer, autocorrelation: Double, threads: Int) throws {
    index = layer.index
    name = layer.name
    let system = ModeSystem(layer.parameters)
    self.system = system
    modes = try parallelMap(system.count, threads: threads) { system.evaluate($0) }
    parameterizations = try Parameterizations(of: system, modes: modes, threads: threads)
    perturbations = try PerturbedModes(system, modes: modes, autocorrelation: autocorrelation, threads: threads)
  }

  func location(_ mode: Int) -> ModeLocation {
    ModeLocation(layer: index, layerName: name, axes: system.axes, indices: system.indices(mode))
  }

  func named(_ mode: Int, _ value: Double) -> NamedMode { NamedMode(location: location(mode), value: value) }

  /// Every mode of some layers, a row each.
  static func table(of layers: [AnalyzedLayer]) -> Table {
    let axes = layers[0].system.axes
    let isComplex = layers[0].system.isComplex
    var columns = ["layer"] + axes + ["verdict", "lambda_re_per_time"]
    if isComplex { columns.append("lambda_im_per_time") }
    columns += ["step", "rate_per_token", "decay_modulus_complement", "half_life_tokens", "one_percent_horizon_tokens"]
    if isComplex { columns += ["decay_re", "decay_im"] } else { columns.append("decay") }
    columns += NumberFormat.all.map(\.name)
    var table = Table(columns: columns)
    for layer in layers {
      for (place, mode) in layer.modes.enumerated() {
        var row: [Table.Cell] = [.integer(layer.index)] + layer.system.indices(place).map(Table.Cell.integer)
        row += [.text(mode.verdict.rawValue), .number(mode.eigenvalue.real)]
        if isComplex { row.append(.number(mode.eigenvalue.imaginary)) }
        row += [.number(mode.step), .number(mode.rate), .number(mode.complement)]
        row += [.number(mode.halfLife), .number(mode.onePercentHorizon), .number(mode.transition.real)]
        if isComplex { row.append(.number(mode.transition.imaginary)) }
        row += mode.rounded.map { .text($0.name) }
        table.append(row)
      }
    }
    return table
  }
}

extension RoundedDecay {
  /// One word for a table.
  fileprivate var name: String {
    switch self {
    case .decaying: "decays"
    case .zero: "zero"
    case .one: "one"
    case .aboveOne: "above-one"
    case .notFinite: "not-finite"
    case .undecided: "undecided"
    }
  }
}

extension ModeSystem {
  /// Whether the parameterization maps a weight to the decay of a token: where there is no step in time.
  var hasDiscreteMap: Bool { stepKind == nil || stepKind == .gate }

  var isComplex: Bool {
    switch spectrum {
    case .exponential(let spectrum): !spectrum.isReal
    case .oscillators: true
    }
  }
}
