import Arithmetic
import Definitions

/// The convolution kernel of S4, `s4.kernel`.
public struct S4Kernel: KernelDefinition {
  public let identifier = "s4.kernel"
  public let title = "S4 convolution kernel (diagonal plus low rank)"
  public let formula = """
    A = diag(w) - sum_r P_r P_r^*,   w = w_real + i w_imag, each vector with the conjugates of its elements after them
    Abar = (I - Delta/2 A)^-1 (I + Delta/2 A),   Bbar = (I - Delta/2 A)^-1 Delta B,   Delta = exp(log_dt)
    K_l = C (I - Abar^length)^-1 Abar^l Bbar,   l = 0 ..< length
    """
  public let source = "Gu, Goel, Re, arXiv 2111.00396; state-spaces/s4, SSMKernelDPLR"
  public let dimensions: [DimensionSpecification] = [
    .init("channels", "channels", sizes: [1, 2]),
    .init("modes", "modes of a channel, half of its state", sizes: [1, 2]),
    .init("rank", "the rank of the correction", sizes: [1, 2]),
    .init("copies", "kernels with the same state", sizes: [1, 2]),
    .init("length", "lags", sizes: [2, 1, 5, 8]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("log_dt", ["channels"], domain: .between(-2, -0.5), summary: "log Delta"),
    .init("w_real", ["channels", "modes"], domain: .between(-2, -0.25), summary: "the diagonal, real parts, negative"),
    .init("w_imag", ["channels", "modes"], domain: .signed(2), summary: "the diagonal, imaginary parts"),
    .init("P", ["rank", "channels", "modes"], isComplex: true, summary: "the low-rank correction"),
    .init("B", ["channels", "modes"], isComplex: true, summary: "the input gains"),
    .init(
      "C", ["copies", "channels", "modes"], isComplex: true,
      summary: "the output gains of the truncated kernel, C (I - Abar^length)"),
    .init("K", ["copies", "channels", "length"], role: .output, summary: "the convolution kernel"),
  ]
  public let flags: [FlagSpecification] = [.init("length", .number(default: nil), "the number of lags, l_kernel")]
  public let linearInputs = ["C"]
  public let forms: [Form] = [
    Form("cauchy", .definition, .recurrent, "Cauchy sums at the roots of unity and an inverse transform"),
    Form("dense", .lessAccurate, .recurrent, "powers of the dense matrix"),
  ]

  public enum Mutation: String, KernelMutation {
    case correctionSign = "correction-sign"
    case unconjugatedCorrection = "unconjugated-correction"
    case correctionMissing = "correction-missing"
    case correctionWithoutStep = "correction-without-step"
    case halfMissing = "half-missing"
    case untruncatedOutput = "untruncated-output"
    case prefactorMissing = "prefactor-missing"
    case nyquistMissing = "nyquist-missing"
    case reversedLags = "reversed-lags"
    case nextLag = "next-lag"
    case stepTwice = "step-twice"
    case gainWithoutStep = "gain-without-step"
    case stepOfFirstChannel = "step-of-first-channel"
    case conjugateReadout = "conjugate-readout"

    public var statement: String {
      switch self {
      case .correctionSign: "A = diag(w) + P P^* in place of diag(w) - P P^*"
      case .unconjugatedCorrection: "A = diag(w) - P P^T in place of diag(w) - P P^*"
      case .correctionMissing: "A = diag(w), without the correction"
      case .correctionWithoutStep: "a correction that is not multiplied by Delta"
      case .halfMissing: "the conjugate halves left out"
      case .untruncatedOutput: "C taken for the gains of the whole kernel, not of the truncated one"
      case .prefactorMissing: "the factor 2/(1 + omega) left out"
      case .nyquistMissing: "0 at the root of unity -1, where the Cauchy form has a removable pole"
      case .reversedLags: "the transform with the wrong sign: K_(length - l) in place of K_l"
      case .nextLag: "K_(l + 1) in place of K_l, K_0 the last"
      case .stepTwice: "Delta^2 in place of Delta"
      case .gainWithoutStep: "input gains that are not multiplied by Delta"
      case .stepOfFirstChannel: "the step of the first channel in every channel"
      case .conjugateReadout: "the conjugate of C"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard let real = call.tensors["w_real"], let bad = real.values.firstIndex(where: { $0 >= 0 }) else { return }
    throw KernelCallError(
      kernel: identifier, subject: "'w_real'", expected: "negative numbers",
      found: "\(real.values[bad]) at index \(real.indices(at: bad))")
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["copies"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (copy, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let length = e.length("length")
    let system = system(copy, channel, e)
    var lags: [N.ComplexNumber]
    if e.has(Mutation.untruncatedOutput) {
      lags = system.convolutionKernel(length: length, isTruncated: false)
    } else if e.form.name == "dense" {
      lags = system.convolutionKernel(length: length, isTruncated: true)
    } else {
      lags = system.convolutionKernelByTransform(length: length)
    }
    alter(&lags, system, e)
    var kernel = e.output("K")
    for (l, lag) in lags.enumerated() { kernel.append(lag.real, at: copy, channel, l) }
    return [kernel]
  }

  private func system<N: NumberSystem>(
    _ copy: Int, _ channel: Int, _ e: Evaluation<N>
  ) -> DiagonalPlusLowRank<N.ComplexNumber> {
    typealias Number = N.ComplexNumber
    let modes = 0..<e.length("modes")
    func completed(_ half: [Number]) -> [Number] { e.has(Mutation.halfMissing) ? half : half + half.map(\.conjugate) }
    let diagonal = completed(modes.map { Number(e.input("w_real")[channel, $0], e.input("w_imag")[channel, $0]) })
    let left = (0..<e.length("rank")).map { r in completed(modes.map { e.input("P").complex([r, channel, $0]) }) }
    let logStep = e.input("log_dt")[e.has(Mutation.stepOfFirstChannel) ? 0 : channel]
    let step = Number(N.Real.exp(e.has(Mutation.stepTwice) ? 2 * logStep : logStep))
    var right = left.map { $0.map(\.conjugate) }
    if e.has(Mutation.unconjugatedCorrection) { right = left }
    if e.has(Mutation.correctionSign) { right = right.map { $0.map { -$0 } } }
    if e.has(Mutation.correctionWithoutStep) { right = right.map { $0.map { $0 / step } } }
    var input = completed(modes.map { e.input("B").complex([channel, $0]) })
    if e.has(Mutation.gainWithoutStep) { input = input.map { $0 / step } }
    let output = completed(
      modes.map { n in
        let c = e.input("C").complex([copy, channel, n])
        return e.has(Mutation.conjugateReadout) ? c.conjugate : c
      })
    let hasCorrection = !e.has(Mutation.correctionMissing)
    return DiagonalPlusLowRank(
      diagonal: diagonal, left: hasCorrection ? left : [], right: hasCorrection ? right : [], input: input,
      output: output, step: step)
  }

  /// What defects in the transform do to the lags.
  private func alter<N: NumberSystem>(
    _ lags: inout [N.ComplexNumber], _ system: DiagonalPlusLowRank<N.ComplexNumber>, _ e: Evaluation<N>
  ) {
    let (all, count) = (lags, lags.count)
    if e.has(Mutation.prefactorMissing) {
      // (1 + omega)/2 is the mean with the lag before, modulo the length.
      for l in 0..<count { lags[l] = (all[l] + all[(l + count - 1) % count]) / 2 }
    }
    if e.has(Mutation.nyquistMissing), count % 2 == 0 {
      let node = N.ComplexNumber(e.constant(-1))
      let value = system.generatingFunction(at: node, isMinusOne: true) / IntegerConstant(count)
      for l in 0..<count { lags[l] = l % 2 == 0 ? all[l] - value : all[l] + value }
    }
    if e.has(Mutation.reversedLags) { for l in 0..<count { lags[l] = all[(count - l) % count] } }
    if e.has(Mutation.nextLag) { for l in 0..<count { lags[l] = all[(l + 1) % count] } }
  }
}
