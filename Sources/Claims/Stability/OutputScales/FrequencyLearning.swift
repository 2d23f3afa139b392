import Arithmetic
import Definitions
import PropertyTesting

extension OutputScales {
  /// Learning a linear layer on a circle, in time and in frequency.
  static let frequencyLearning = Claim(
    "lindyn.parseval",
    title: "On a circle, the loss and its gradient are sums over frequencies that do not couple",
    statement: """
      For a periodic linear SSM layer the squared loss is (1/T) sum_omega |Y - H X|^2, and the gradient in the \
      kernel is, frequency by frequency, 2 conj(X) (H X - Y): each frequency is learned by itself, at a rate \
      proportional to |X(omega)|^2. The gradient in C is (2/T) sum_omega Re conj(dH/dC X) (H X - Y).
      """,
    source: Source(
      "Smekal, Smith, Kleinman, Biderman & Linderman, Towards a theory of learning dynamics in deep state space models",
      arXiv: "2407.07279", "learning dynamics in the frequency domain", .recalled),
    hypotheses: [
      Hypothesis("circular", "the convolution is circular (or the horizon infinite)"),
      Hypothesis(
        "fixed A", "the eigenvalues are fixed",
        untested: "the gradient in A is a sum over frequencies as well, but H is not linear in it"),
    ],
    method: .exact,
    notes: [
      "Exact for periods 1, 2 and 4, whose roots of unity are rational complex numbers; gradients in time by dual "
        + "numbers.",
      "From rest the kernel lacks what went round the circle before: a relative error of |a|^T, and the identity "
        + "fails. The sigmoidal learning curves of deep layers need balanced initialization; their statement was not "
        + "seen.",
    ],
    check: Check(Layer.any) { layer, precision in
      let kernel = layer.system.kernel
      let frequencies = layer.frequencies
      let gradient = layer.kernelGradient.map { Complex($0) }
      return [
        Evidence(
          "sum_t (y - k * x)^2 = (1/T) sum_omega |Y - H X|^2", layer.loss(kernel), equals: layer.frequencyLoss,
          at: layer.values),
        Evidence(
          "the transform of dL/dk = 2 conj(X) (H X - Y)", FourierTransform.direct(gradient, root: layer.root),
          equal: frequencies.map { $0.input.conjugate * $0.error * Complex(2) }, at: layer.values),
        Evidence(
          "dL/dC in time = (2/T) sum_omega Re conj(dH/dC X) (H X - Y)", layer.readoutGradient,
          equal: layer.readoutGradientByFrequency, at: layer.values),
      ]
    },
    falsifiers: [
      Falsifier(
        "a causal layer from rest", dropping: "circular",
        Check(Layer.any) { layer, precision in
          Evidence(
            "sum_t (y - k * x)^2 from rest = (1/T) sum_omega |Y - H X|^2", layer.causalLoss,
            equals: layer.frequencyLoss, at: layer.values)
        })
    ])

  /// A layer on a circle of 1, 2 or 4 times, an input and a target.
  private struct Layer: Sendable {
    let eigenvalues, inputs, outputs, x, y: [Rational]

    static let any = Generator { draw in
      let period = 1 << (try draw(.integer(in: 0...2)))
      let modes = try draw(.integer(in: 1...3))
      let number = Generator<Rational>.rational(in: -2...2, denominator: 2)
      return Layer(
        eigenvalues: try draw(.array(of: .openInterval, count: modes)),
        inputs: try draw(.array(of: number, count: modes)),
        outputs: try draw(.array(of: number, count: modes)), x: try draw(.array(of: number, count: period)),
        y: try draw(.array(of: number, count: period)))
    }

    var period: Int { x.count }

    /// e^(-2 pi i/T).
    var root: Complex<Rational> { period == 4 ? Complex(0, -1) : period == 2 ? Complex(-1) : Complex(1) }

    private func system<A: Arithmetic>(_ number: (Rational) -> A, outputs: [A]) -> CircularSystem<A> {
      CircularSystem(
        eigenvalues: eigenvalues.map(number), input: inputs.map(number), output: outputs, period: period)
    }
    var system: CircularSystem<Rational> { system({ $0 }, outputs: outputs) }

    /// sum_t (y_t - (k * x)_t)^2.
    private func loss<A: Arithmetic>(_ kernel: [A], _ number: (Rational) -> A, in context: A.Context) -> A {
      let output = circularConvolution(kernel, x.map(number), in: context)
      return zip(output, y).reduce(A(0, in: context)) { sum, pair in
        let error = pair.0 - number(pair.1)
        return sum + error * error
      }
    }
    func loss(_ kernel: [Rational]) -> Rational { loss(kernel, { $0 }, in: Intrinsic()) }

    /// The loss of the causal layer from rest, which sees x_0, ..., x_t at time t.
    var causalLoss: Rational {
      let kernel = system.kernelFromRest
      return (0..<period).reduce(Rational(0)) { sum, t in
        let output = (0...t).reduce(Rational(0)) { $0 + kernel[t - $1] * x[$1] }
        return sum + (output - y[t]) * (output - y[t])
      }
    }

    /// dL/dk, by dual numbers.
    var kernelGradient: [Rational] {
      let kernel = system.kernel
      return kernel.indices.map { l in
        let dual = kernel.indices.map { $0 == l ? Dual(variable: kernel[$0]) : Dual(constant: kernel[$0]) }
        return loss(dual, { Dual(constant: $0) }, in: Intrinsic()).tangent
      }
    }

    /// dL/dC, by dual numbers in time.
    var readoutGradient: [Rational] {
      outputs.indices.map { n in
        let dual = outputs.indices.map { $0 == n ? Dual(variable: outputs[$0]) : Dual(constant: outputs[$0]) }
        let kernel = system({ Dual(constant: $0) }, outputs: dual).kernel
        return loss(kernel, { Dual(constant: $0) }, in: Intrinsic()).tangent
      }
    }

    /// z, X and H X - Y at each frequency.
    var frequencies: [(z: Complex<Rational>, input: Complex<Rational>, error: Complex<Rational>)] {
      let transforms = [x, y].map { FourierTransform.direct($0.map { Complex($0) }, root: root) }
      let layer = complexSystem
      return (0..<period).map { j in
        let z = Complex<Rational>.pow(root, j)
        return (z, transforms[0][j], layer.transferFunction(at: z) * transforms[0][j] - transforms[1][j])
      }
    }

    private var complexSystem: CircularSystem<Complex<Rational>> {
      system({ Complex($0) }, outputs: outputs.map { Complex($0) })
    }

    /// (1/T) sum_omega |Y - H X|^2.
    var frequencyLoss: Rational {
      frequencies.reduce(Rational(0)) { $0 + $1.error.squaredMagnitude } / Rational(period)
    }

    /// (2/T) sum_omega Re conj(dH/dC_n X) (H X - Y).
    var readoutGradientByFrequency: [Rational] {
      let layer = complexSystem
      return outputs.indices.map { n in
        let sum = frequencies.reduce(Rational(0)) { sum, frequency in
          sum + ((layer.response(n, at: frequency.z) * frequency.input).conjugate * frequency.error).real
        }
        return 2 * sum / Rational(period)
      }
    }

    var values: [NamedValue] {
      [
        NamedValue("a", eigenvalues), NamedValue("B", inputs), NamedValue("C", outputs), NamedValue("x", x),
        NamedValue("y", y),
      ]
    }
  }
}
