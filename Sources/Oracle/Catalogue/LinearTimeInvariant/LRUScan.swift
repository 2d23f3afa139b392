import Arithmetic
import Definitions

/// The linear recurrent unit, `lru`.
public struct LRUScan: KernelDefinition {
  public let identifier = "lru"
  public let title = "Linear recurrent unit (LRU)"
  public let formula = """
    lambda = exp(-exp(nu_log) + i exp(theta_log)),   B = B_re + i B_im,   C = C_re + i C_im
    x_t = lambda . x_(t-1) + exp(gamma_log) . (B u_t)
    y_t = Re(C x_t) + D . u_t
    """
  public let source = "Orvieto et al., arXiv 2303.06349, eqs. (2) and (6)"
  public let dimensions: [DimensionSpecification] = [
    .rows, .init("channels", "inputs and outputs", sizes: [1, 2, 3]),
    .init("modes", "complex modes", sizes: [1, 2, 4]),
    .steps,
  ]
  public let tensors: [TensorSpecification] = [
    .init("nu_log", ["modes"], domain: .between(-3, 0.5), summary: "log nu, where |lambda| = e^-nu"),
    .init("theta_log", ["modes"], domain: .between(-2, 1), summary: "the logarithm of the angle of lambda"),
    .init("gamma_log", ["modes"], domain: .between(-2, 0), summary: "the logarithm of the factor of the input"),
    .init("B_re", ["modes", "channels"], summary: "the input gains, real parts"),
    .init("B_im", ["modes", "channels"], summary: "the input gains, imaginary parts"),
    .init("C_re", ["channels", "modes"], summary: "the output gains, real parts"),
    .init("C_im", ["channels", "modes"], summary: "the output gains, imaginary parts"),
    .init("u", ["batch", "length", "channels"], summary: "the input"),
    .init("D", ["channels"], isOptional: true, summary: "the feedthrough"),
    .init(
      "initial_state", ["batch", "modes"], role: .initialState(final: "final_state"), isOptional: true, isComplex: true,
      summary: "the state before the first step; zeros where absent"),
    .init("y", ["batch", "length", "channels"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "modes"], role: .finalState, isOptional: true, isComplex: true,
      summary: "the state after the last step"),
  ]
  public let linearInputs = ["u", "initial_state"]
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16)] + Form.scans

  public enum Mutation: String, KernelMutation {
    case exclusive = "exclusive"
    case gatedInput = "gated-input"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry = "lost-carry"
    case lastStateEarly = "last-state-early"
    case twiceRealPart = "twice-real-part"
    case imaginaryPart = "imaginary-part"
    case withoutGamma = "without-gamma"
    case gammaOfModulus = "gamma-of-modulus"
    case gammaSquared = "gamma-squared"
    case conjugateModes = "conjugate-modes"
    case conjugateReadout = "conjugate-readout"
    case realInput = "real-input"
    case rawAngle = "raw-angle"
    case rawModulus = "raw-modulus"
    case realModes = "real-modes"
    case squaredModulus = "squared-modulus"
    case gainOfFirstInput = "gain-of-first-input"

    public var statement: String {
      switch self {
      case .twiceRealPart: "2 Re in place of Re, which is right for conjugate halves only"
      case .imaginaryPart: "Im in place of Re"
      case .withoutGamma: "the input without the factor gamma"
      case .gammaOfModulus: "gamma = sqrt(1 - |lambda|^2), the initial value, in place of exp(gamma_log)"
      case .gammaSquared: "gamma^2 in place of gamma"
      case .conjugateModes: "the conjugates of the eigenvalues"
      case .conjugateReadout: "the conjugate of C"
      case .realInput: "the real part of B"
      case .rawAngle: "the angle theta_log in place of exp(theta_log)"
      case .rawModulus: "|lambda| = exp(-|nu_log|) in place of exp(-exp(nu_log))"
      case .realModes: "the moduli of the eigenvalues"
      case .squaredModulus: "|lambda|^2 in place of |lambda|"
      case .gainOfFirstInput: "a feedthrough of the first input to every output"
      default: ScalarScanDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int { call.dimensions["batch"] ?? 0 }

  public func evaluate<N: NumberSystem>(part row: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    typealias Number = N.ComplexNumber
    let (modes, length) = (e.length("modes"), e.length("length"))
    let u = e.input("u")
    let zero = Number(e.constant(0))
    let drives = (0..<modes).map { n in
      let (gamma, gains) = (Number(gamma(n, e)), inputGains(n, e))
      return (0..<length).map { t in gamma * DiagonalLayer<N>.drive(gains, u, row: row, t, zero: zero) }
    }
    let layer = DiagonalLayer(e: e, row: row, transitions: (0..<modes).map { transition($0, e) }, drives: drives)
    guard let (states, last) = layer.states(from: layer.initialState()) else { return nil }
    var (y, final) = (e.output("y"), e.output("final_state", isComplex: true))
    let feedthrough = e.optionalInput("D")
    for t in 0..<length {
      for channel in 0..<e.length("channels") {
        let gains = (0..<modes).map { n in
          let c = Number(e.input("C_re")[channel, n], e.input("C_im")[channel, n])
          return e.has(Mutation.conjugateReadout) ? c.conjugate : c
        }
        let sum = layer.readout(gains, states, t)
        var value = e.has(Mutation.imaginaryPart) ? sum.imaginary : sum.real
        if e.has(Mutation.twiceRealPart) { value = 2 * value }
        if let feedthrough {
          value = value + feedthrough[channel] * u[row, t, e.has(Mutation.gainOfFirstInput) ? 0 : channel]
        }
        y.append(value, at: row, t, channel)
      }
    }
    for (n, state) in last.enumerated() { final.append(state, at: [row, n]) }
    return [y, final]
  }

  /// lambda_n.
  private func transition<N: NumberSystem>(_ n: Int, _ e: Evaluation<N>) -> N.ComplexNumber {
    let (nu, theta) = (e.input("nu_log")[n], e.input("theta_log")[n])
    var rate = e.has(Mutation.rawModulus) ? nu.magnitude : N.Real.exp(nu)
    if e.has(Mutation.squaredModulus) { rate = 2 * rate }
    let angle = e.has(Mutation.rawAngle) ? theta : N.Real.exp(theta)
    if e.has(Mutation.realModes) { return N.ComplexNumber(N.Real.exp(-rate)) }
    return N.ComplexNumber.exp(N.ComplexNumber(-rate, e.has(Mutation.conjugateModes) ? -angle : angle))
  }

  private func gamma<N: NumberSystem>(_ n: Int, _ e: Evaluation<N>) -> N.Real {
    if e.has(Mutation.withoutGamma) { return e.constant(1) }
    if e.has(Mutation.gammaOfModulus) {
      return N.Real.sqrt(-N.Real.expMinusOne(-(2 * N.Real.exp(e.input("nu_log")[n]))))
    }
    let gamma = N.Real.exp(e.input("gamma_log")[n])
    return e.has(Mutation.gammaSquared) ? gamma * gamma : gamma
  }

  private func inputGains<N: NumberSystem>(_ n: Int, _ e: Evaluation<N>) -> [N.ComplexNumber] {
    (0..<e.length("channels")).map { channel in
      let imaginary = e.has(Mutation.realInput) ? e.constant(0) : e.input("B_im")[n, channel]
      return N.ComplexNumber(e.input("B_re")[n, channel], imaginary)
    }
  }
}
