import Arithmetic
import Definitions
import PropertyTesting

extension GatedRecurrences {
  /// Mega's moving average.
  static let movingAverage = Claim(
    "mega.T-ema",
    title: "Mega's damped moving average is a convolution, and a state answers with the exponent l + 1",
    statement: """
      For h_t = q h_(t-1) + p beta x_t, y_t = <gamma, h_t>/sqrt(n), q = 1 - p alpha with p, alpha in (0, 1): 0 < q < \
      1, y = K * x with K_l = sum_n gamma_n p_n beta_n q_n^l/sqrt(n), a state before the first step adds sum_n gamma_n \
      q_n^(l+1) h_n/sqrt(n), and q^l = e^(l log q).
      """,
    source: Source(
      "Ma et al., Mega", arXiv: "2209.10655", "equations (6) to (9), with the released code's 1/sqrt(n)", .recalled),
    hypotheses: [
      Hypothesis("p, alpha in (0, 1)", "both are sigmoids"),
      Hypothesis("exponent l + 1", "the state is decayed once before the first output"),
    ],
    method: .exact,
    notes: [
      "The kernel by logarithms is compared in balls. At p = alpha = 1, which sigmoids reach by rounding, q is 0, K_0 "
        + "is right and K_l = 0 for l >= 1; with log q the kernel is undefined at every lag, 0 (-infinity) at lag 0."
    ],
    effort: 0.5,
    check: Check(Average.generator) { average, precision in average.isConvolution + average.byLogarithms(precision) },
    falsifiers: [
      Falsifier(
        "p = alpha = 1", dropping: "p, alpha in (0, 1)",
        Check(Average.generator.with { ($0.gains, $0.dampings) = ($0.gains.map { _ in 1 }, $0.gains.map { _ in 1 }) }) {
          $0.byLogarithms($1)
        }),
      Falsifier(
        "a state answered with the exponent l", dropping: "exponent l + 1",
        Check(Average.generator.with { $0.delay = 0 }) { average, _ in average.isConvolution }),
      Falsifier(
        "q = 1 - p",
        Check(Average.generator.with { $0.kernelDampings = $0.dampings.map { _ in 1 } }) { average, _ in
          average.isConvolution
        }),
    ])
}

/// A moving average with a scale of 1, some inputs and a state.
private struct Average: Sendable {
  var gains: [Rational]
  var dampings: [Rational]
  let expansion: [Rational]
  let projection: [Rational]
  let inputs: [Rational]
  let state: [Rational]
  /// How often the state is decayed before the first output.
  var delay = 1
  /// The dampings of the kernel, where a falsifier makes them others.
  var kernelDampings: [Rational]?

  static let generator = Generator { draw in
    let count = draw.integer(in: 1...3)
    let gate = Generator<Rational> { draw in
      let q = try draw(.integer(in: 2...6))
      return Rational(try draw(.integer(in: 1...q - 1)), q)
    }
    let number = Generator<[Rational]>.array(of: .rational(in: -2...2, denominator: 3), count: count)
    return Average(
      gains: try draw(.array(of: gate, count: count)), dampings: try draw(.array(of: gate, count: count)),
      expansion: try draw(number), projection: try draw(number),
      inputs: try draw(.array(of: .rational(in: -2...2, denominator: 3), count: 1...5)), state: try draw(number))
  }

  var values: [NamedValue] {
    [
      NamedValue("p", gains), NamedValue("alpha", dampings), NamedValue("beta", expansion),
      NamedValue("gamma", projection), NamedValue("x", inputs), NamedValue("h", state),
    ]
  }

  private func model<A: Arithmetic>(_ dampings: [Rational], _ make: (Rational) -> A) -> MovingAverage<A> {
    MovingAverage(
      gains: gains.map(make), dampings: dampings.map(make), expansion: expansion.map(make),
      projection: projection.map(make), scale: make(1))
  }

  var isConvolution: [Evidence] {
    let model = model(dampings) { $0 }
    let other = self.model(kernelDampings ?? dampings) { $0 }
    let start = Rational.Vector(state, in: Intrinsic())
    let problem = AffineProblem(initialState: start, columns: 1, steps: inputs.map(model.step))
    guard let outputs = problem.solve(.recurrent)?.outputs.map({ $0[0] }) else { return [] }
    let expected = inputs.indices.map { t in
      (0...t).reduce(other.response(of: start, after: t + delay)) { $0 + other.kernel(lag: $1) * inputs[t - $1] }
    }
    return [Evidence("y_t = (K * x)_t + the state's answer", outputs, equal: expected, at: values)]
      + model.decays.flatMap { q in
        [
          Evidence("0 < q", Rational(0), lessThan: q, at: values),
          Evidence("q < 1", q, lessThan: Rational(1), at: values),
        ]
      }
  }

  func byLogarithms(_ precision: Precision) -> [Evidence] {
    let model = model(dampings) { Ball($0, in: precision) }
    let lag = inputs.count
    let found = [0, lag].map(model.kernelByLogarithms)
    guard found.allSatisfy(\.isDefined) else { return [Evidence("e^(l log q) exists", holds: .false, at: values)] }
    // Terms may cancel: what is compared is the distance.
    return zip(found, [0, lag]).map { kernel, lag in
      Evidence(
        "|K_l by e^(l log q) - K_l| <= 2^-60", (kernel - model.kernel(lag: lag)).magnitude,
        atMost: Ball(Rational.pow(2, -60), in: precision), at: values + [NamedValue("l", lag)])
    }
  }
}
