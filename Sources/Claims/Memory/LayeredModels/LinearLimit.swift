import Arithmetic
import Definitions
import PropertyTesting

extension LayeredModels {
  /// Linear layers, however many, are one convolution.
  static let linearLimit = Claim(
    "wangxue.linear-limit",
    title: "Without activations any number of layers is one convolution; one relu leaves that class",
    statement: """
      A stack of linear layers from zero states is the convolution with the convolution of the layers' kernels: \
      superposition holds, y(p x + q z) = p y(x) + q y(z), and y_t = x_t^2 cannot be represented.
      """,
    source: paper("motivation", .recalled),
    hypotheses: [
      Hypothesis("linear", "sigma is the identity"),
      Hypothesis("zero initial states", "every layer starts at 0"),
    ],
    method: .exact,
    notes: ["That five layers with activations represent everything (Kolmogorov and Arnold) is not checked here."],
    check: Check(Signals.any, superposes, convolves),
    falsifiers: [
      Falsifier("a relu between the layers", dropping: "linear", Check(Signals.rectified, superposes)),
      Falsifier(
        "states that start at 1", dropping: "zero initial states",
        Check(Signals.any) { signals, _ in
          let layer = signals.linear.layers[0]
          let ones = layer.transition.map { _ in Rational(1) }
          func y(_ x: [Rational]) -> [Rational] { layer.output(of: x, activation: .identity, initialState: ones) }
          return Evidence(
            "y(x + z) = y(x) + y(z)", y(zip(signals.x, signals.z).map { $0 + $1 }),
            equal: zip(y(signals.x), y(signals.z)).map { $0 + $1 }, at: signals.values)
        }),
      Falsifier(
        "the map y_t = x_t^2 superposes",
        Check(Signals.any) { signals, _ in
          Evidence(
            "(x + z)^2 = x^2 + z^2", zip(signals.x, signals.z).map { ($0 + $1) * ($0 + $1) },
            equal: zip(signals.x, signals.z).map { $0 * $0 + $1 * $1 }, at: signals.values)
        }),
    ])

  private static func superposes(_ signals: Signals, _ precision: Precision) -> Evidence {
    let (p, q, stack) = (signals.p, signals.q, signals.stack)
    let sum = zip(stack.output(of: signals.x), stack.output(of: signals.z)).map { p * $0 + q * $1 }
    return Evidence(
      "y(p x + q z) = p y(x) + q y(z)", stack.output(of: zip(signals.x, signals.z).map { p * $0 + q * $1 }), equal: sum,
      at: signals.values)
  }

  private static func convolves(_ signals: Signals, _ precision: Precision) -> Evidence {
    let kernel = signals.linear.linearKernel(length: signals.x.count)
    return Evidence(
      "y = (K_L * ... * K_1) * x", signals.linear.output(of: signals.x), equal: causalConvolution(kernel, signals.x),
      at: signals.values)
  }

  /// A stack and two signals with their factors.
  private struct Signals: Sendable {
    let stack: NonlinearStack<Rational>
    let x, z: [Rational]
    let p, q: Rational

    var linear: NonlinearStack<Rational> { NonlinearStack(layers: stack.layers, activation: .identity) }

    static let any = generator(.identity)
    static let rectified = generator(.rectifier)

    private static func generator(_ activation: ActivationFunction<Rational>) -> Generator<Signals> {
      Generator { draw in
        let drawn = try draw(StackInstance.generator(states: 1...3))
        let layers = drawn.layers.map {
          NonlinearLayer(transition: $0.transition, input: $0.input, readout: $0.readout, skip: $0.skip)
        }
        let signal = Generator<[Rational]>.array(of: .whole(-3...3), count: 6)
        return Signals(
          stack: NonlinearStack(layers: layers, activation: activation), x: try draw(signal), z: try draw(signal),
          p: try draw(.whole(-3...3)), q: try draw(.whole(-3...3)))
      }
    }

    var values: [NamedValue] {
      [
        NamedValue("a", stack.layers.map(\.transition)), NamedValue("b", stack.layers.map(\.input)),
        NamedValue("c", stack.layers.map(\.readout)), NamedValue("s", stack.layers.map(\.skip)),
        NamedValue("x", x), NamedValue("z", z), NamedValue("p", p), NamedValue("q", q),
      ]
    }
  }
}
