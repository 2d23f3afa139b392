import Arithmetic
import Definitions
import Interchange

/// A layer with its modes and its memory function evaluated.
struct MemoryLayer: Sendable {
  let index: Int
  let name: String
  let system: ModeSystem
  let modes: [EvaluatedMode]
  let profile: any MemoryProfile
  /// Whether the transition of a mode has a Jordan block.
  let isDefective: [Bool]
  /// What |a|^t is multiplied by in the bound of M_t by its modes; one for each mode.
  let gains: [Bounds]

  /// The precision of decays and gains before they are rounded to double-doubles.
  static let precision: Precision = 160

  init(_ layer: RecurrentLayer, threads: Int) throws {
    index = layer.index
    name = layer.name
    let system = ModeSystem(layer.parameters)
    self.system = system
    let modes = try parallelMap(system.count, threads: threads) { system.evaluate($0) }
    self.modes = modes
    let isSummable = modes.allSatisfy { $0.verdict == .stable }
    switch system.spectrum {
    case .exponential(let spectrum):
      isDefective = modes.map { _ in false }
      let decays = try parallelMap(system.count, threads: threads) { index in
        ModalDecay(spectrum, index, row: index / system.columns, kind: system.stepKind, verdict: modes[index].verdict)
      }
      if let systems = ModalLayer.systems(of: layer, in: Self.precision) {
        let halves = systems.flatMap(\.halves)
        let weights = halves.map { half in
          2 * Self.norm(half.inputs) * Self.norm(half.outputs) / Ball(systems.count, in: Self.precision)
        }
        let gains = weights.map { DoubleDouble($0) }
        self.gains = gains.map { Bounds($0) }
        profile = try OscillatingProfile(
          systems.map { system in
            ImpulseSystem(
              system.halves.map { half in
                ImpulseSystem.Mode(
                  eigenvalue: half.eigenvalue, inputs: half.inputs.map { 2 * $0 }, outputs: half.outputs)
              })
          }, bound: .decays(ModalDecay.mixture(decays, gains: gains)), isSummable: isSummable, threads: threads)
      } else {
        // Independent rows, each with unit input and output: the mean over them.
        let rows = DoubleDouble(system.rows)
        let gains = decays.map { $0.gain / rows }
        self.gains = gains.map { Bounds($0) }
        profile = PositiveProfile(ModalDecay.mixture(decays, gains: gains))
      }
    case .oscillators(let spectrum):
      guard case .linOSS(let parameters) = layer.parameters else { preconditionFailure("oscillators are LinOSS's") }
      let responses = modes.indices.map {
        spectrum.response($0, verdict: modes[$0].verdict, in: Self.precision.adding(guardBits: 96))
      }
      isDefective = responses.map(\.isDefective)
      let forcing = modes.indices.map { Forcing(parameters, $0) }
      gains = zip(responses, forcing).map { response, forcing in
        Bounds(forcing.weight * response.envelope.gain * (response.envelope.plateau ?? Ball(1, in: Self.precision)))
      }
      profile = try OscillatingProfile(
        [ImpulseSystem(zip(responses, forcing).flatMap { $1.modes($0) })],
        bound: .oscillators(
          zip(responses, forcing).map { (DoubleDouble($1.weight), $0.envelope.rounded) }),
        isSummable: isSummable, threads: threads)
    }
  }

  private static func norm(_ values: [Disc]) -> Ball {
    Ball.sqrt(values.reduce(Ball(0, in: precision)) { $0 + $1.squaredMagnitude })
  }

  /// B and C of an oscillator: y = Re(C x), of a real response and complex coefficients.
  private struct Forcing {
    let inputs: [Disc]
    let outputs: [Disc]
    /// An upper bound of |Re(C B)|.
    let weight: Ball

    init(_ layer: LinOSSLayer, _ index: Int) {
      func point(_ value: (real: Double, imaginary: Double)) -> Disc {
        Disc(Ball(value.real, in: MemoryLayer.precision), Ball(value.imaginary, in: MemoryLayer.precision))
      }
      inputs = (0..<layer.channels).map { point(layer.b[index, $0]) }
      outputs = (0..<layer.channels).map { point(layer.c[$0, index]) }
      weight = MemoryLayer.norm(inputs) * MemoryLayer.norm(outputs)
    }

    /// Re(k lambda^t) Re(C B) = Re(k lambda^t (C B + conj(C B))/2).
    func modes(_ response: OscillatorSpectrum.Response) -> [ImpulseSystem.Mode] {
      let halves = [(inputs, outputs), (inputs.map(\.conjugate), outputs.map(\.conjugate))]
      return response.terms.flatMap { term in
        let coefficient = term.coefficient / 2
        return halves.map { (inputs: [Disc], outputs: [Disc]) in
          ImpulseSystem.Mode(
            eigenvalue: term.eigenvalue, inputs: inputs.map { coefficient * $0 }, outputs: outputs, slope: term.slope)
        }
      }
    }
  }
}

/// A mode's decay as fast enclosures.
struct ModalDecay: Sendable {
  let decay: DoubleDouble
  let loss: DoubleDouble
  let rate: DoubleDouble
  /// What an input is multiplied by as it enters the mode, at the step or gate of the bias: Delta, sqrt(1 - a^2), 1.
  let gain: DoubleDouble

  init(
    _ spectrum: ExponentialSpectrum, _ index: Int, row: Int, kind: ModeSystem.StepKind?, verdict: ModeVerdict
  ) {
    let step = spectrum.step(ofRow: row, in: MemoryLayer.precision)
    let rate = -(spectrum.eigenvalue(index, in: MemoryLayer.precision) * step)
    self.rate = DoubleDouble(rate)
    decay = DoubleDouble(Ball.exp(-rate))
    loss = DoubleDouble(-Ball.expMinusOne(-rate))
    gain =
      switch kind {
      case .selective: DoubleDouble(step)
      case .gate: DoubleDouble(RealGatedLRU.inputScale(logDecay: -rate))
      case .fixed, nil: DoubleDouble(1)
      }
  }

  /// The modes with these gains as a sum of decays.
  static func mixture(_ decays: [ModalDecay], gains: [DoubleDouble]) -> RatedMixture {
    RatedMixture(
      decays: DecayMixture(
        gains: gains, decays: decays.map(\.decay), losses: decays.map(\.loss), in: Intrinsic()),
      rates: DoubleDoubleVector(decays.map(\.rate), in: Intrinsic()))
  }
}

extension OscillatorEnvelope where A == Ball {
  /// The envelope in fast enclosures.
  var rounded: OscillatorEnvelope<DoubleDouble> {
    OscillatorEnvelope<DoubleDouble>(
      radius: DoubleDouble(radius), loss: DoubleDouble(loss), start: DoubleDouble(start), gain: DoubleDouble(gain),
      plateau: plateau.map { DoubleDouble($0) })
  }
}
