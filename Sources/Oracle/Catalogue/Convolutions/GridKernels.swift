import Arithmetic
import Definitions

/// The two-dimensional state-space model, `ssm2d`.
public struct RoesserKernel: KernelDefinition {
  public let identifier = "ssm2d"
  public let title = "Two-dimensional state-space model (Roesser)"
  public let formula = """
    h_ij = A_1 h_i,j-1 + A_2 v_i,j-1 + B_1 u_ij      along a row
    v_ij = A_3 h_i-1,j + A_4 v_i-1,j + B_2 u_ij      down a column
    y_ij = sum over the modes of C_1 h_ij + C_2 v_ij, with zeros outside the image
    """
  public let source = "Baron, Zimerman, Wolf, arXiv 2306.06635, section 3; Roesser, 1975"
  public let dimensions = gridDimensions + [.init("state", "modes of a channel", sizes: [1, 2])]
  public let tensors: [TensorSpecification] =
    [.init("u", ["batch", "channels", "height", "width"], summary: "the image")]
    + ["A_1", "A_2", "A_3", "A_4"].map {
      .init($0, ["channels", "state"], domain: .between(-0.5, 0.5), summary: "a transition of each mode")
    }
    + ["B_1", "B_2", "C_1", "C_2"].map { .init($0, ["channels", "state"], summary: "a gain of each mode") } + [
      .init("y", ["batch", "channels", "height", "width"], role: .output, summary: "the output")
    ]
  public let forms: [Form] = [
    .recurrent, Form("convolution", .sameProducts, .recurrent, "the convolution with the impulse response"),
  ]
  public let linearInputs = ["u"]

  public enum Mutation: String, KernelMutation {
    case axesExchanged = "axes-exchanged"
    case couplingsExchanged = "couplings-exchanged"
    case separable
    case halvedCoupling = "halved-coupling"
    case firstRowDoubled = "first-row-doubled"
    case inputOnce = "input-once"
    case outputsExchanged = "outputs-exchanged"
    case oneWay = "one-way"

    public var statement: String {
      switch self {
      case .axesExchanged: "A_1 and A_4 exchanged"
      case .couplingsExchanged: "A_2 and A_3 exchanged"
      case .separable: "no coupling of the two states, A_2 = A_3 = 0"
      case .halvedCoupling: "transitions halved inside the image, as the released code mixes"
      case .firstRowDoubled: "the first row of the kernel doubled"
      case .inputOnce: "the input given to the horizontal state alone"
      case .outputsExchanged: "C_1 and C_2 exchanged"
      case .oneWay: "a horizontal state that does not reach the vertical one, A_3 = 0"
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let (height, width) = (e.length("height"), e.length("width"))
    let u = e.input("u").block(row, channel).elements
    var sums = u.map { _ in e.constant(0) }
    for n in 0..<e.length("state") {
      let model = model(channel, n, e)
      var output: [N.Real]
      if e.form.name == "convolution" || e.has(Mutation.firstRowDoubled) {
        var kernel = model.kernel(height: height, width: width)
        if e.has(Mutation.firstRowDoubled) {
          for j in 0..<min(width, kernel.count) { kernel[j] = kernel[j] + kernel[j] }
        }
        output = gridConvolution(kernel, rows: height, columns: width, u, height: height, width: width)
      } else {
        output = model.output(of: u, height: height, width: width)
      }
      for place in sums.indices { sums[place] = sums[place] + output[place] }
    }
    var y = e.output("y")
    for (place, sum) in sums.enumerated() { y.append(sum, at: row, channel, place / width, place % width) }
    return [y]
  }

  private func model<N: NumberSystem>(_ channel: Int, _ n: Int, _ e: Evaluation<N>) -> RoesserModel<N.Real> {
    func parameters(_ names: [String]) -> [N.Real] { names.map { e.input($0)[channel, n] } }
    var model = RoesserModel(
      transitions: parameters(["A_1", "A_2", "A_3", "A_4"]), inputGains: parameters(["B_1", "B_2"]),
      outputGains: parameters(["C_1", "C_2"]))
    if e.has(Mutation.axesExchanged) { model.transitions.swapAt(0, 3) }
    if e.has(Mutation.couplingsExchanged) { model.transitions.swapAt(1, 2) }
    if e.has(Mutation.outputsExchanged) { model.outputGains.swapAt(0, 1) }
    if e.has(Mutation.inputOnce) { model.inputGains[1] = e.constant(0) }
    if e.has(Mutation.separable) || e.has(Mutation.oneWay) { model.transitions[2] = e.constant(0) }
    if e.has(Mutation.separable) { model.transitions[1] = e.constant(0) }
    if e.has(Mutation.halvedCoupling) { model.transitions = model.transitions.map { $0 / e.constant(2) } }
    return model
  }
}

/// S4ND's convolution with an outer product of kernels, `s4nd`.
public struct OuterProductConvolution: KernelDefinition {
  public let identifier = "s4nd"
  public let title = "Convolution with an outer product of kernels (S4ND)"
  public let formula = """
    y_ij = sum_(a <= i, b <= j) k1_a k2_b u_(i-a)(j-b) + D u_ij
    """
  public let source = "Nguyen et al., arXiv 2210.06583, section 3; state-spaces/s4, S4ND"
  public let dimensions =
    gridDimensions + [
      .init("rows", "taps along columns", sizes: [2, 1, 4]), .init("columns", "taps along rows", sizes: [3, 1, 2]),
    ]
  public let tensors: [TensorSpecification] = [
    .init("u", ["batch", "channels", "height", "width"], summary: "the image"),
    .init("k1", ["channels", "rows"], summary: "the kernel along the height"),
    .init("k2", ["channels", "columns"], summary: "the kernel along the width"),
    .init("D", ["channels"], isOptional: true, summary: "the feedthrough"),
    .init("y", ["batch", "channels", "height", "width"], role: .output, summary: "the output"),
  ]
  public let forms: [Form] = [
    .direct, Form("separable", .sameProducts, .recurrent, "one axis after the other"),
  ]
  public let linearInputs = ["u"]

  public enum Mutation: String, KernelMutation {
    case axesExchanged = "axes-exchanged"
    case centred
    case correlation
    case wrapped
    case oneAxis = "one-axis"
    case summed
    case feedthroughTwice = "feedthrough-twice"

    public var statement: String {
      switch self {
      case .axesExchanged: "the kernels of the two axes exchanged"
      case .centred: "padding on both sides of the height, as in images, in place of before it"
      case .correlation: "the kernels read backwards"
      case .wrapped: "the width wrapped around"
      case .oneAxis: "the kernel of the height alone"
      case .summed: "k1_a + k2_b in place of k1_a k2_b"
      case .feedthroughTwice: "the feedthrough added twice"
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let (height, width) = (e.length("height"), e.length("width"))
    let u = e.input("u").block(row, channel).elements
    var (k1, k2) = (e.input("k1").vector(channel).elements, e.input("k2").vector(channel).elements)
    if e.has(Mutation.axesExchanged) { (k1, k2) = (k2, k1) }
    if e.has(Mutation.correlation) { (k1, k2) = (k1.reversed(), k2.reversed()) }
    if e.has(Mutation.oneAxis) { k2 = [e.constant(1)] }
    if e.has(Mutation.centred) { k1 = Array(k1.dropFirst(k1.count / 2)) }
    if e.has(Mutation.wrapped) { k2 = wrapped(k2, width) }
    var outputs: [N.Real]
    if e.form.name == "separable" {
      let columns = gridConvolution(k1, rows: k1.count, columns: 1, u, height: height, width: width)
      outputs = gridConvolution(k2, rows: 1, columns: k2.count, columns, height: height, width: width)
    } else {
      let product = k1.flatMap { a in k2.map { b in e.has(Mutation.summed) ? a + b : a * b } }
      outputs = gridConvolution(product, rows: k1.count, columns: k2.count, u, height: height, width: width)
    }
    var y = e.output("y")
    for (place, output) in outputs.enumerated() {
      var value = output
      if let gain = e.optionalInput("D")?[channel] {
        value = value + gain * u[place]
        if e.has(Mutation.feedthroughTwice) { value = value + gain * u[place] }
      }
      y.append(value, at: row, channel, place / width, place % width)
    }
    return [y]
  }

  /// The taps beyond the width added to those that they alias.
  private func wrapped<A: Arithmetic>(_ taps: [A], _ width: Int) -> [A] {
    var wrapped = Array(taps.prefix(width))
    for (place, tap) in taps.enumerated().dropFirst(width) { wrapped[place % width] = wrapped[place % width] + tap }
    return wrapped
  }
}

private let gridDimensions: [DimensionSpecification] = [
  .init("batch", "images", sizes: [1, 2]),
  .init("channels", "channels", sizes: [1, 2]),
  .init("height", "rows of pixels", sizes: [2, 1, 3]),
  .init("width", "columns of pixels", sizes: [3, 1, 2]),
]
