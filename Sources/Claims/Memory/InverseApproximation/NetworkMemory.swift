import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension InverseApproximation {
  /// What is finite in Theorem 3.9.
  static let exponentialDecay = Claim(
    "invapx.T3.9-bernstein",
    title: "Stably approximated means exponentially forgotten: the finite part of the theorem",
    statement: """
      If networks h' = sigma(W h + U x + b), sigma' = a - b sigma^2, approximate stably within beta0, then e^(beta \
      t) M(t) -> 0 for beta < beta0. In finite terms: if W + beta0 I is stable, then Re lambda(W) < -beta0; and for \
      a diagonal W and inputs |x|_inf <= B a step changes y' by at most sum_k |c_k| sinh(|U_k|_1 B + |b_k|) \
      e^(-beta0 t).
      """,
    source: paper("Theorem 3.9"),
    hypotheses: [
      Hypothesis("activation", "sigma is linear, or sigma' = a - b sigma^2 near 0; here tanh"),
      Hypothesis("bounded weights", "the weights of all the networks have one bound"),
      Hypothesis("stable in the ball", "every network that the ball of radius beta0 contains forgets"),
      Hypothesis("bounded inputs", "|x|_inf <= B; Definition 3.1 takes the supremum over all x, see the notes"),
      Hypothesis(
        "derivative norm", "outputs and their derivatives converge together",
        untested: "it enters only the passage to the limit, which is not redone"),
    ],
    method: .certified,
    notes: [
      "The eigenvalues that are drawn are distinct, because those of a Jordan block cannot be enclosed narrowly.",
      "The limit of networks is not finitely checkable; these are its two mechanisms. For a diagonal W the equation "
        + "is solved in closed form: sinh z grows by e^(w t).",
      "Four steps of the printed proof fail for a W that is not normal: invapx.LA7, invapx.LA8, invapx.eq38 and "
        + "invapx.LA9; for a diagonal or normal W they are valid.",
      "The bound holds for bounded inputs only. With the supremum over all x that Definition 3.1 takes, one tanh "
        + "neuron has M(t) of the order 1/t, although its eigenvalue is -1: invapx.T3.9-all-inputs.",
    ],
    effort: 0.5,
    check: .all(Check(Shifted.stable) { try $0.decays($1) }, Check(Neurons.diagonal) { $0.isBounded($1) }),
    falsifiers: [
      Falsifier(
        "sigma(z) = z^3, one neuron from z = 1: v = (1 + 2 t)^(-3/2)", dropping: "activation",
        Check(Generator<Rational>.whole(1...1000)) { t, precision in
          let time = Ball(t, in: precision)
          return Evidence(
            "v(t) <= sinh(1) e^-t", 1 / Ball.sqrt(Ball.pow(1 + 2 * time, 3)),
            atMost: Ball.sinh(Ball(1, in: precision)) * Ball.exp(-time), at: [NamedValue("t", t)])
        }),
      Falsifier(
        "c = (1/eps, -1/eps) for eigenvalues eps apart, against the bound of |c| = 1", dropping: "bounded weights",
        Check(Neurons.nearlyEqual) { $0.isBounded($1) }),
      Falsifier("only W itself is stable", dropping: "stable in the ball", Check(Shifted.barely) { try $0.decays($1) }),
      Falsifier(
        "the step x = t, against B = 1", dropping: "bounded inputs", Check(Neurons.growing) { $0.isBounded($1) }),
    ],
    figures: [memoryFigure])

  /// One tanh neuron remembers large inputs for a time proportional to their size.
  static let unboundedInputs = Claim(
    "invapx.T3.9-all-inputs",
    title: "Over all inputs, the memory of one tanh neuron decays only like 1/t",
    statement: """
      For h' = tanh(-w h + u x), y = c h, and t >= 1/w, the step x = w t/u gives |y'(t)|/|x| >= |c u|/(3 w t): with \
      the supremum over all x, e^(beta t) M(t) tends to infinity for every beta > 0, although W = -w is stable.
      """,
    source: derived("Definition 3.1 with Theorem 3.9"),
    hypotheses: [
      Hypothesis("tanh", "the activation saturates"),
      Hypothesis("t >= 1/w", "the neuron has had the time of its own decay"),
    ],
    method: .certified,
    notes: [
      "h' cannot exceed 1, so that the neuron needs the time |x| to answer a step x: at time t it is still answering "
        + "x = t. The same holds with |x| + 1 in place of |x|, up to the constant.",
      "Theorem 3.9 as catalogued concludes e^(beta t) M(t) -> 0 with M the supremum over all x != 0, and this "
        + "one-neuron network is its own stable approximation. Its proof treats |x|_1 < B; with that restriction in "
        + "Definition 3.1 the conclusion stands (invapx.T3.9-bernstein). The paper's text was not at hand to see "
        + "whether such a restriction is stated elsewhere, so nothing is called refuted here.",
    ],
    check: Check(Neuron.late) { $0.isRemembered(Rational(1, 3), $1) },
    falsifiers: [
      Falsifier(
        "the identity in place of tanh", dropping: "tanh",
        Check(Neuron.late.with { $0.isLinear = true }) { $0.isRemembered(Rational(1, 3), $1) }),
      Falsifier("t < 1/w", dropping: "t >= 1/w", Check(Neuron.early) { $0.isRemembered(Rational(1, 3), $1) }),
      Falsifier("the constant 1/2", Check(Neuron.late) { $0.isRemembered(Rational(1, 2), $1) }),
    ])

  private static let memoryFigure = FigureRecipe("rnn-memory") { precision in
    let times = grid(from: 0.5, to: 64, count: 63, logarithmic: true)
    let network = Neuron(rate: 1, input: 1, readout: 1, time: 1).network(precision)
    // |y'|/x at the inputs x = B 2^(-k/8).
    func largest(_ bound: (Double) -> Double) -> [Ball] {
      times.map { t in
        (0..<96).reduce(Ball(0, in: precision)) { largest, k in
          let x = Ball(bound(t) * Double.pow(2, -Double(k) / 8), in: precision)
          let v = network.hyperbolicTangentAnswer(from: [x], at: Ball(t, in: precision))[0]
          return Ball.maximum(largest, v / x)
        }
      }
    }
    var curves = [1, 4, 16].map { b in FigureData.Column("|x| <= \(b)", largest { _ in Double(b) }) }
    curves.append(FigureData.Column("all x", largest { max(4 * $0, 1) }))
    let reciprocals = times.map { 1 / (3 * Ball($0, in: precision)) }
    curves.append(FigureData.Column("1/(3 t)", reciprocals, style: .dashedLine))
    return FigureData(
      "rnn-memory", title: "Memory of one neuron h' = tanh(x - h), for inputs up to B",
      caption: """
        The largest |y'(t)|/|x| over a geometric grid of inputs |x| <= B, each value an enclosure, so that the \
        curves are lower bounds of the memory function. Every bounded set of inputs is forgotten like e^-t; over all \
        inputs only 1/t is left, and no exponential.
        """,
      xLabel: "t", yLabel: "M(t)", logX: true, logY: true, yRange: 1e-12...2, x: FigureData.Column("t", times),
      curves: curves)
  }

  /// W = V - beta0 I, V with a known abscissa.
  private struct Shifted: Sendable {
    let matrix: RecurrentMatrix
    let beta: Rational

    static let stable = generator(.rational(above: 0, upTo: 3, denominator: 4))
    /// W + beta0 I is not stable.
    static let barely = generator(.rational(in: -1...0, denominator: 8).map { $0 / 2 })

    /// - Parameter rate: minus the eigenvalues of W + beta0 I.
    private static func generator(_ rate: Generator<Rational>) -> Generator<Shifted> {
      Generator { draw in
        let beta = try draw(.rational(above: 0, upTo: 3, denominator: 4))
        var w = try draw(RecurrentMatrix.triangular(orders: 1...3, rate: rate, distinct: true))
        w.matrix = w.matrix.addingToDiagonal(-beta)
        return Shifted(matrix: w, beta: beta)
      }
    }

    /// Every eigenvalue of W is left of -beta0.
    func decays(_ precision: Precision) throws -> Evidence {
      let discs = try matrix.matrix.enclosed(precision).certifiedEigenvalues().values
      let largest = discs.dropFirst().reduce(discs[0].real) { Ball.maximum($0, $1.real) }
      return Evidence(
        "max Re lambda(W) < -beta0", largest, lessThan: Ball(-beta, in: precision),
        at: matrix.values + [NamedValue("beta0", beta)])
    }
  }

  /// A diagonal tanh network, an input and a time.
  private struct Neurons: Sendable {
    let rates, input, bias, readout: [Rational]
    let x, time: Rational
    /// B and |c|, where the bound does not take those of the network.
    var bound: Rational
    var readoutBound: Rational?

    static let diagonal = Generator { draw in
      let n = draw.integer(in: 1...4)
      func vector(_ range: ClosedRange<Int>) throws -> [Rational] {
        try draw(.array(of: .rational(in: range, denominator: 4), count: n))
      }
      let bound = try draw(.rational(above: 0, upTo: 8, denominator: 2))
      let readout = try draw(.array(of: .rational(above: 0, upTo: 2, denominator: 4), count: n))
      return Neurons(
        rates: try draw(.array(of: .rational(above: 0, upTo: 3, denominator: 4), count: n)), input: try vector(-2...2),
        bias: try vector(-2...2), readout: readout, x: bound * (try draw(.rational(in: -1...1, denominator: 8))),
        time: try draw(.rational(above: 0, upTo: 20, denominator: 4)), bound: bound)
    }

    static let nearlyEqual = Generator { draw in
      let eps = Rational(1, try draw(.integer(in: 10...1000)))
      return Neurons(
        rates: [1, 1 + eps], input: [1, 1], bias: [0, 0], readout: [1 / eps, -1 / eps], x: 1,
        time: try draw(.whole(1...20)), bound: 1, readoutBound: 1)
    }

    static let growing = Generator { draw in
      let t = try draw(.whole(1...100))
      return Neurons(rates: [1], input: [1], bias: [0], readout: [1], x: t, time: t, bound: 1)
    }

    func isBounded(_ precision: Precision) -> Evidence {
      func balls(_ x: [Rational]) -> [Ball] { x.balls(precision) }
      let network = NonlinearRNN(
        recurrent: Matrix(diagonal: balls(rates.map { -$0 }), in: precision),
        input: Matrix(column: balls(input), in: precision), bias: balls(bias), readout: balls(readout),
        activation: .tanh)
      let time = Ball(time, in: precision)
      let start = network.preactivation(
        state: rates.map { _ in Ball(0, in: precision) }, input: [Ball(x, in: precision)])
      let slope = network.output(state: network.hyperbolicTangentAnswer(from: start, at: time)).magnitude
      let beta = rates.dropFirst().reduce(rates[0], min)
      let sizes = zip(readout, zip(input, bias)).reduce(Ball(0, in: precision)) { sum, k in
        let reach = Ball.sinh(Ball(k.1.0.magnitude * bound + k.1.1.magnitude, in: precision))
        return sum.addingProduct(Ball(readoutBound ?? k.0.magnitude, in: precision), reach)
      }
      return Evidence(
        "|y'(t)| <= (1 + 2^-40) sum_k |c_k| sinh(|U_k| B + |b_k|) e^(-beta0 t)", slope,
        atMost: Ball(1 + 0x1p-40, in: precision) * (sizes * Ball.exp(-(Ball(beta, in: precision) * time)))
          + Ball.pow(Ball(2, in: precision), -200),
        at: [
          NamedValue("W", rates.map { -$0 }), NamedValue("U", input), NamedValue("b", bias), NamedValue("c", readout),
          NamedValue("x", x), NamedValue("B", bound), NamedValue("t", self.time),
        ])
    }
  }

  /// One neuron and a time.
  private struct Neuron: Sendable {
    let rate, input, readout, time: Rational
    var isLinear = false

    static let late = generator(.oneOf(.rational(in: 1...20, denominator: 4), .power(of: 10, in: 0...6)))
    static let early = generator(.element(of: (4...20).map { Rational(1, $0) }))

    /// - Parameter periods: w t.
    private static func generator(_ periods: Generator<Rational>) -> Generator<Neuron> {
      let size = Generator<Rational>.rational(above: 0, upTo: 3, denominator: 4)
      return Generator { draw in
        let rate = try draw(size)
        return Neuron(rate: rate, input: try draw(size), readout: try draw(size), time: try draw(periods) / rate)
      }
    }

    func network(_ precision: Precision) -> NonlinearRNN<Ball> {
      func ball(_ x: Rational) -> Ball { Ball(x, in: precision) }
      return NonlinearRNN(
        recurrent: Matrix([[ball(-rate)]], in: precision), input: Matrix([[ball(input)]], in: precision),
        bias: [ball(0)], readout: [ball(readout)], activation: isLinear ? .identity : .tanh)
    }

    /// share |c u|/(w t) <= |y'(t)|/|x| at x = w t/u.
    func isRemembered(_ share: Rational, _ precision: Precision) -> Evidence {
      let network = network(precision)
      let x = rate * time / input
      let t = Ball(time, in: precision)
      let start = network.preactivation(state: [Ball(0, in: precision)], input: [Ball(x, in: precision)])
      let velocity =
        isLinear
        ? [Ball.exp(-(Ball(rate, in: precision) * t)) * start[0]]
        : network.hyperbolicTangentAnswer(from: start, at: t)
      let slope = network.output(state: velocity).magnitude
      return Evidence(
        "\(share) |c u|/(w t) <= |y'(t)|/|x|", Ball(share * readout * input / (rate * time), in: precision),
        atMost: slope / Ball(x, in: precision),
        at: [
          NamedValue("w", rate), NamedValue("u", input), NamedValue("c", readout), NamedValue("t", time),
          NamedValue("x", x),
        ])
    }
  }
}
