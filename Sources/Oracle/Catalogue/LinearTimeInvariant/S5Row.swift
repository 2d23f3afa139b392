import Arithmetic
import Definitions

/// One batch row of S5.
struct S5Row<N: NumberSystem> {
  typealias Number = N.ComplexNumber
  let e: Evaluation<N>
  let row: Int

  private func has(_ mutation: S5Scan.Mutation) -> Bool { e.has(mutation) }
  private var modes: Int { e.length("modes") }
  private var length: Int { e.length("length") }

  func outputs() -> [OutputPart<N>]? {
    let discrete = (0..<modes).map(mode)
    let u = e.input("u")
    let zero = Number(e.constant(0))
    let drives = (0..<modes).map { n in
      let gains = inputGains(n).map { discrete[n].inputGain * $0 }
      return (0..<length).map { DiagonalLayer<N>.drive(gains, u, row: row, $0, zero: zero) }
    }
    let layer = DiagonalLayer(e: e, row: row, transitions: discrete.map(\.transition), drives: drives)
    guard let (forward, last) = layer.states(from: layer.initialState()) else { return nil }
    var states = forward
    if e.length("directions") == 2 {
      guard let reverse = reverse(layer, forward) else { return nil }
      states = has(.swappedDirections) ? reverse + forward : forward + reverse
    }
    var (y, final) = (e.output("y"), e.output("final_state", isComplex: true))
    let feedthrough = e.optionalInput("D")
    for channel in 0..<e.length("channels") {
      let gains = states.indices.map { n in
        let c = e.input("C").complex([channel, n])
        return has(.conjugateReadout) ? c.conjugate : c
      }
      for t in 0..<length {
        let sum = layer.readout(gains, states, t)
        var value = has(.imaginaryPart) ? sum.imaginary : sum.real
        if e.flag("conj_sym") { value = 2 * value }
        if let feedthrough {
          value = value + feedthrough[channel] * u[row, t, has(.gainOfFirstInput) ? 0 : channel]
        }
        y.append(value, at: row, t, channel)
      }
    }
    for (n, state) in last.enumerated() { final.append(state, at: [row, n]) }
    return [y, final]
  }

  /// The states of the reverse scan, which starts from zeros.
  private func reverse(_ layer: DiagonalLayer<N>, _ forward: [[Number]]) -> [[Number]]? {
    if has(.forwardTwice) { return forward }
    let zero = Number(e.constant(0))
    guard let (values, _) = layer.states(from: layer.transitions.map { _ in zero }, isReversed: true) else {
      return nil
    }
    if has(.unreversedOutput) { return values.map { $0.reversed() } }
    guard has(.reverseWithoutOwnStep) else { return values }
    return zip(values, layer.drives).map { zip($0, $1).map { $0 - $1 } }
  }

  /// A mode in discrete time.
  private func mode(_ n: Int) -> DiscreteMode<Number> {
    var lambda = e.input("Lambda").complex([n])
    if has(.conjugateModes) { lambda = lambda.conjugate }
    if e.flag("clip_eigs") {
      lambda = Number(N.Real.minimum(lambda.real, e.constant(-1e-4)), lambda.imaginary)
    }
    let logStep = e.input("log_step").element(has(.stepOfFirstMode) ? 0 : n)
    let step = Number(has(.rawStep) ? logStep : N.Real.exp(logStep))
    let discretization: Discretization = e.word("disc") == "zoh" ? .zeroOrderHold : .bilinear
    var mode = discretization.discretize(lambda, step: step)
    if e.form.name == "subtraction", discretization == .zeroOrderHold {
      mode.inputGain = (mode.transition - 1) / lambda
    }
    if has(.eulerGain) { mode.inputGain = step }
    if has(.gainWithoutStep) { mode.inputGain = Number(e.constant(1)) }
    return mode
  }

  /// A row of B.
  private func inputGains(_ n: Int) -> [Number] {
    let channels = e.length("channels")
    return (0..<channels).map { channel in
      let position = has(.transposedGains) ? channel * modes + n : n * channels + channel
      return e.input("B").complex([position / channels, position % channels])
    }
  }
}
