import Arithmetic
import Definitions
import PropertyTesting

/// Wang & Xue, "State-space models with layer-wise nonlinearity" (arXiv 2309.13414): the memory of several layers.
public enum LayeredModels {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [exponentialMemory, binomialBound, linearLimit]

  static func paper(_ locus: String, _ provenance: Provenance, quotedBy: String? = nil) -> Source {
    Source(
      "Wang & Xue, SSMs with Layer-wise Nonlinearity", arXiv: "2309.13414", locus, provenance, quotedBy: quotedBy)
  }
}

/// The parameters of a stack as rational numbers, and a step input.
struct StackInstance: Sendable {
  struct Layer: Sendable {
    var transition, input, readout: [Rational]
    var skip: Rational
  }

  enum Sigma: String, CaseIterable, Sendable {
    case identity, relu, hardTanh, tanh
    /// x + 1, which is not 0 at 0.
    case shifted
    /// The square root with the sign of x, which is not Lipschitz.
    case root

    static let lipschitz: [Sigma] = [.identity, .relu, .hardTanh, .tanh]

    var function: ActivationFunction<Ball> {
      switch self {
      case .identity: .identity
      case .relu: .rectifier
      case .hardTanh: .hardTanh
      case .tanh: .tanh
      case .shifted: ActivationFunction("x + 1", value: { $0 + 1 }, derivative: { 0 * $0 + 1 })
      case .root:
        ActivationFunction(
          "sqrt", value: { $0.isNegative.isTrue ? -Ball.sqrt(-$0) : Ball.sqrt($0.magnitude) },
          derivative: { 1 / (2 * Ball.sqrt($0.magnitude)) })
      }
    }
  }

  var layers: [Layer]
  var sigma: Sigma
  /// The step x.
  var step: Rational

  /// - Parameters:
  ///   - decay: the modes a, none of them 0: neither is the bound then.
  static func generator(
    layers: ClosedRange<Int> = 1...4, states: ClosedRange<Int> = 1...4,
    decay: Generator<Rational> = signed(.rational(above: 0, upTo: 1).map { $0 * Rational(15, 16) })
  ) -> Generator<StackInstance> {
    Generator { draw in
      let count = draw.integer(in: layers)
      let stack = try (0..<count).map { _ in
        let n = draw.integer(in: states)
        let entries = Generator<[Rational]>.array(of: signed(.rational(above: 0, upTo: 2, denominator: 4)), count: n)
        return Layer(
          transition: try draw(.array(of: decay, count: n)), input: try draw(entries), readout: try draw(entries),
          skip: try draw(.oneOf(.always(0), .rational(in: -1...1, denominator: 2))))
      }
      return StackInstance(
        layers: stack, sigma: try draw(.element(of: Sigma.lipschitz)), step: try draw(.power(of: 10, in: -2...2)))
    }
  }

  private static func signed(_ size: Generator<Rational>) -> Generator<Rational> {
    Generator { try $0(size) * (try $0(.sign)) }
  }

  /// Linear layers of one mode each, all with the decay r > 0.
  static let scalar = Generator { draw in
    let r = Rational(try draw(.integer(in: 1...15)), 16)
    let layers = try (0..<draw.integer(in: 1...4)).map { _ in
      Layer(
        transition: [r], input: [try draw(.rational(above: 0, upTo: 2, denominator: 4))],
        readout: [try draw(.rational(above: 0, upTo: 2, denominator: 4))], skip: 0)
    }
    return StackInstance(layers: layers, sigma: .identity, step: 1)
  }

  func stack(_ precision: Precision) -> NonlinearStack<Ball> {
    NonlinearStack(
      layers: layers.map {
        NonlinearLayer(
          transition: $0.transition.balls(precision), input: $0.input.balls(precision),
          readout: $0.readout.balls(precision), skip: Ball($0.skip, in: precision))
      }, activation: sigma.function)
  }

  /// |y_k - y_(k-1)|/|x| for the step x.
  func memory(_ length: Int, _ precision: Precision) -> [Ball] {
    let x = Ball(step, in: precision)
    return stack(precision).stepChanges(x, length: length).map { $0.magnitude / x }
  }

  var values: [NamedValue] {
    [
      NamedValue("a", layers.map(\.transition)), NamedValue("b", layers.map(\.input)),
      NamedValue("c", layers.map(\.readout)), NamedValue("s", layers.map(\.skip)), NamedValue("sigma", sigma.rawValue),
      NamedValue("x", step),
    ]
  }
}

/// left_k <= right_k for every k, shown where left/right is largest or the first k that fails.
func bounded(_ statement: String, _ left: [Ball], atMost right: [Ball], at values: [NamedValue]) -> Evidence {
  let truths = zip(left, right).map { $0.isAtMost($1) }
  let ratios = zip(left, right).map { $0.approximation / $1.approximation }
  let worst = ratios.indices.max { ratios[$0] < ratios[$1] } ?? 0
  let k = truths.firstIndex { $0.isFalse } ?? truths.firstIndex { !$0.isTrue } ?? worst
  return Evidence(statement, left[k], atMost: right[k], at: values + [NamedValue("k", k)])
}
