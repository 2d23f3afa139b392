import Arithmetic
import Definitions

/// Linear attention with one decay a head, `retention` of RetNet.
public struct Retention: SequenceHeadKernel {
  public let identifier = "retention"
  public let title = "Retention (RetNet)"
  public let formula = """
    S_t = gamma_h S_(t-1) + k_t v_t^T,   gamma_h = 1 - 2^(-5-h), or e^(g_gamma) where it is given
    o_t = S_t^T (scale q_t)
    """
  public let source = "Sun et al., arXiv 2307.08621; fla.ops.retention"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [.query(), .key, .value(), .headDecay, .offsets, .initialState()] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [.scale]
  public let forms = Form.gatedAttention

  public enum Mutation: String, KernelMutation {
    case headsFromOne = "heads-from-one"
    case firstHeadDecay = "first-head-decay"
    case naturalExponent = "natural-exponent"
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case scaleOnKeys = "scale-on-keys"
    case noDecay = "no-decay"
    case decayTwice = "decay-twice"
    case decayedNewPair = "decayed-new-pair"
    case undecayedInitialState = "undecayed-initial-state"
    case undecayedCarry = "undecayed-carry"
    case lostCarry64 = "lost-carry-64"
    case readBeforeUpdate = "read-before-update"
    case transposedState = "transposed-state"

    public var statement: String {
      switch self {
      case .headsFromOne: "gamma_h = 1 - 2^(-6-h): heads counted from 1"
      case .firstHeadDecay: "the decay of the first head in every head"
      case .naturalExponent: "gamma_h = 1 - e^(-5-h)"
      default: MatrixStateDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) {
    // log(1 - 2^(-5-h)) is irrational.
    if style.isExact { tensors.giveHeadDecays() }
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let decay = logDecay(evaluation.has(Mutation.firstHeadDecay) ? 0 : head.head, evaluation)
    return head.scalarDecayAttention { _ in decay }
  }

  private func logDecay<N: NumberSystem>(_ head: Int, _ evaluation: Evaluation<N>) -> N.Real {
    if let given = evaluation.optionalInput("g_gamma") { return given[head] }
    let context = evaluation.context
    if evaluation.has(Mutation.naturalExponent) { return N.Real.log(1 - N.Real.exp(N.Real(-5 - head, in: context))) }
    return HeadDecay.retention(head: evaluation.has(Mutation.headsFromOne) ? head + 1 : head, in: context)
  }
}

extension TensorSpecification {
  /// Log-decays of heads in place of those by formula.
  static let headDecay = TensorSpecification(
    "g_gamma", ["heads"], isOptional: true, domain: .logarithmicGate(0.25),
    summary: "log-decays of heads; those by formula where absent")
}

extension [String: NumericTensor] {
  /// Gives the heads log-decays that are integers.
  mutating func giveHeadDecays() {
    guard let query = self["q"] else { return }
    let heads = query.shape[2]
    self["g_gamma"] = NumericTensor(
      (0..<heads).map { -Double($0 % 3) }, shape: [heads], format: query.format)
  }
}
