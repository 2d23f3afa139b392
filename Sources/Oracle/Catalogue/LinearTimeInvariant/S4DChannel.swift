import Arithmetic
import Definitions

/// One channel of S4D: its parameters, and its modes in discrete time.
struct S4DChannel<N: NumberSystem> {
  typealias Number = N.ComplexNumber
  let e: Evaluation<N>
  let channel: Int

  private func has(_ defect: S4DDefect) -> Bool { e.has(defect) }
  private var modeCount: Int { e.length("modes") - (has(.lastModeMissing) && e.length("modes") > 1 ? 1 : 0) }

  /// lambda_n = -exp(log_A_real) + i A_imag.
  private func eigenvalue(_ n: Int) -> Number {
    let parameter = e.input("log_A_real")[channel, n]
    let imaginary = has(.realModes) ? e.constant(0) : e.input("A_imag")[channel, n]
    let real = has(.linearRealPart) ? parameter : N.Real.exp(parameter)
    return Number(has(.growingModes) ? real : -real, has(.conjugateModes) ? -imaginary : imaginary)
  }

  /// Delta.
  private var step: N.Real {
    let step = N.Real.exp(e.input("log_dt")[has(.stepOfFirstChannel) ? 0 : channel])
    return has(.stepTwice) ? step * step : step
  }

  /// Whether the gain of the zero-order hold is (e^z - 1)/lambda by a subtraction.
  private var subtracts: Bool { e.form.name.hasSuffix("subtraction") }
  private var discretization: Discretization { e.word("disc") == "zoh" ? .zeroOrderHold : .bilinear }

  /// The modes in discrete time, times B where there is one.
  func modes() -> [DiscreteMode<Number>] {
    let step = Number(step)
    return (0..<modeCount).map { n in
      var lambda = eigenvalue(n)
      if has(.stepOnRealPart) { lambda = Number(lambda.real, lambda.imaginary / step.real) }
      var mode = discretization.discretize(lambda, step: step)
      if subtracts, discretization == .zeroOrderHold { mode.inputGain = (mode.transition - 1) / lambda }
      if has(.eulerGain) { mode.inputGain = step }
      if has(.gainWithoutStep) { mode.inputGain = Number(e.constant(1)) }
      if has(.gainTwice) { mode.inputGain = mode.inputGain * mode.inputGain }
      if let b = e.optionalInput("B") { mode.inputGain = mode.inputGain * b.complex([channel, n]) }
      return mode
    }
  }

  /// C.
  func readout() -> [Number] {
    (0..<modeCount).map { n in
      let c = e.input("C").complex([channel, n])
      if has(.realReadout) { return Number(c.real) }
      return has(.conjugateReadout) ? c.conjugate : c
    }
  }

  /// The real output of conjugate halves: 2 Re y.
  func realOutput(_ y: Number) -> N.Real {
    if has(.realPartOnce) { return y.real }
    if has(.imaginaryPart) { return 2 * y.imaginary }
    return has(.realPartFourfold) ? 4 * y.real : 2 * y.real
  }

  /// The convolution kernel: with powers of the transition, or with e^(l z) where the form says so. Nil where that needs
  /// the logarithm of 0.
  func convolutionKernel(length: Int) -> [N.Real]? {
    let (modes, readout) = (modes(), readout())
    guard e.form.name.hasPrefix("vandermonde") else {
      let model = DiagonalModel(modes: modes, readout: readout, in: e.context)
      return model.convolutionKernel(length: length).map(realOutput)
    }
    let zero = Number(e.constant(0))
    let step = Number(step)
    if modes.contains(where: { $0.transition.isEqual(to: zero).isTrue }) { return nil }
    // Of a number in the left half-plane the logarithm of its negative: away from the branch cut.
    let isLeft = modes.map { discretization != .zeroOrderHold && $0.transition.real.isNegative.isTrue }
    let exponents = modes.indices.map { n in
      let transition = modes[n].transition
      return discretization == .zeroOrderHold
        ? step * eigenvalue(n) : Number.log(isLeft[n] ? -transition : transition)
    }
    let gains = zip(modes, readout).map { $0.inputGain * $1 }
    return (0..<length).map { l in
      let terms = modes.indices.map { n in
        let term = gains[n] * Number.exp(IntegerConstant(l) * exponents[n])
        return isLeft[n] && l % 2 == 1 ? -term : term
      }
      return realOutput(terms.reduce(zero) { $0 + $1 })
    }
  }
}

extension TensorSpecification {
  /// The parameters of S4D.
  static let ofS4D: [TensorSpecification] = [
    .init("log_dt", ["channels"], domain: .between(-4, -0.5), summary: "log Delta"),
    .init(
      "log_A_real", ["channels", "modes"], domain: .between(-2, 0.5),
      summary: "the real parts of the eigenvalues: -exp of these"),
    .init("A_imag", ["channels", "modes"], domain: .signed(3), summary: "the imaginary parts of the eigenvalues"),
    .init("C", ["channels", "modes"], isComplex: true, summary: "the output gains, one of each conjugate pair"),
    .init("B", ["channels", "modes"], isOptional: true, isComplex: true, summary: "the input gains; 1 where absent"),
  ]
}

extension FlagSpecification {
  static let discretization = FlagSpecification(
    "disc", .choice(["zoh", "bilinear"]), "zero-order hold or the bilinear transform",
    tries: [.word("zoh"), .word("bilinear")])
}

extension KernelDefinition {
  /// Makes the parameters of S4D such that exponentials are exact: real modes, integers Delta lambda.
  func makeExact(_ tensors: inout [String: NumericTensor]) {
    for (name, value) in [("log_dt", 2.0), ("A_imag", 0.0)] {
      guard let tensor = tensors[name] else { continue }
      let values = Array(repeating: value, count: tensor.count)
      tensors[name] = NumericTensor(values, shape: tensor.shape, format: tensor.format)
    }
  }
}
