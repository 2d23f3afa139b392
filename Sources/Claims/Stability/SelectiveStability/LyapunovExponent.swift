import Arithmetic
import Definitions
import PropertyTesting

extension SelectiveStability {
  /// The largest Lyapunov exponent of a selective scan.
  static let lyapunovExponent = Claim(
    "mamlyap.T1",
    title: "A selective scan forgets its state at the rate min|A| mean Delta: its Lyapunov exponents are negative",
    statement: """
      With A = -exp(A_log) and Delta_t = softplus(r_t + b) the Jacobians are diag(exp(Delta_t A)), with entries in (0, \
      1), so that (1/T) log ||J_T ... J_1|| = -min_n |A_n| mean Delta < 0; a perturbation of the state by eps has \
      after N steps at most the size eps e^(N zeta), and so has one of the input at one time from then on.
      """,
    source: lyapunovPaper("Theorem 1"),
    hypotheses: [
      Hypothesis("fixed steps", "both trajectories take the same steps Delta_t"),
      Hypothesis("one time", "the state is perturbed, or the input at one time only"),
      Hypothesis("single layer", "the perturbed state is of one layer, which feeds no other"),
      Hypothesis("signs", "A < 0 and Delta > 0, as the parameterization has it"),
    ],
    method: .certified,
    notes: [
      "The statement holds by construction, whatever the inputs are. What it leaves open is in mamlyap.T1-persist.",
      "In a stack the exponents are still those of the layers, but the bound eps e^(N zeta) is not: two equal "
        + "layers keep a perturbation of size N eps e^(N zeta).",
      "A step that tends to 0 brings the exponent to 0 from below: it is negative, and not uniformly so.",
    ],
    check: Check(SelectiveRun.generator) { run, precision in
      try run.exponents(precision) + [run.stateDeviation(precision), run.oneInputDeviation(precision)]
    },
    falsifiers: [
      Falsifier(
        "other steps for the perturbed trajectory", dropping: "fixed steps",
        Check(SelectiveRun.generator) { $0.stateDeviation(otherSteps: true, $1) }),
      Falsifier(
        "the perturbation enters at every step", dropping: "one time",
        Check(SelectiveRun.generator) { $0.persistentDeviation($1) }),
      Falsifier(
        "two layers, the second reading the first", dropping: "single layer",
        Check(SelectiveRun.generator) { $0.secondLayerDeviation($1) }),
      Falsifier(
        "A > 0", dropping: "signs", Check(SelectiveRun.generator.with { $0.sign = 1 }) { try $0.exponents($1) }),
    ],
    figures: [finiteTimeFigure])

  private static let finiteTimeFigure = FigureRecipe("finite-time-lyapunov") { precision in
    // Projections that wander over [-5, 1]: multiples of the golden ratio modulo 1.
    let tokens = 256
    let projections = (1...tokens).map { t in Rational(t * 10_946 % 17_711, 17_711) * 6 - 5 }
    let steps = projections.map { selectiveStep(projection: Ball($0, in: precision), bias: Ball(0, in: precision)) }
    let rates = [1, 4, 16].map { Ball($0, in: precision) }
    let channel = SelectiveChannel(
      eigenvalues: Ball.Vector(rates.map { -$0 }, in: precision), feedthrough: Ball(0, in: precision))
    let exponents = (1...tokens).map { channel.lyapunovExponents(steps: Array(steps.prefix($0))) }
    return FigureData(
      "finite-time-lyapunov", title: "Finite-time Lyapunov exponents of a selective scan",
      caption: """
        The exponents -|A_n| mean Delta of a scan with the rates |A| = 1, 4 and 16 over its first T tokens, with steps \
        Delta = softplus(r), r equidistributed in [-5, 1]. Each is negative at every T and settles at -|A_n| times the \
        mean step. All points are enclosed.
        """,
      xLabel: "tokens T", yLabel: "exponent per token", logX: true,
      x: FigureData.Column("T", (1...tokens).map(Double.init)),
      curves: rates.indices.map { n in
        FigureData.Column("|A| = \([1, 4, 16][n])", exponents.map { $0[n] })
      })
  }
}

/// A run of a selective channel, and a perturbation.
private struct SelectiveRun: Sendable {
  var logRates: [Rational]
  var projections: [Rational]
  var gains: [Rational]
  var input: [Rational]
  var start: [Rational]
  var epsilon: Rational
  /// The sign of A.
  var sign = -1

  static let generator = Generator { draw in
    let states = try draw(.integer(in: 1...3))
    let length = try draw(.integer(in: 1...8))
    let number = Generator<Rational>.rational(in: -2...2, denominator: 4)
    func numbers(_ count: Int) throws -> [Rational] { try draw(.array(of: number, count: count)) }
    return SelectiveRun(
      logRates: try numbers(states), projections: try numbers(length),
      gains: try draw(.array(of: .rational(above: 0, upTo: 2, denominator: 4), count: states)),
      input: try numbers(length), start: try numbers(states), epsilon: try draw(.power(of: 10, in: -6...0)))
  }

  var values: [NamedValue] {
    [
      NamedValue("A_log", logRates), NamedValue("r", projections), NamedValue("B", gains), NamedValue("u", input),
      NamedValue("h", start), NamedValue("eps", epsilon), NamedValue("N", input.count),
    ]
  }

  func channel(_ precision: Precision) -> SelectiveChannel<Ball> {
    let decaying = SelectiveChannel(
      logarithmicEigenvalues: Ball.Vector(logRates.balls(precision), in: precision), feedthrough: Ball(0, in: precision)
    )
    guard sign > 0 else { return decaying }
    return SelectiveChannel(
      eigenvalues: Ball.Vector(decaying.eigenvalues.elements.map { -$0 }, in: precision),
      feedthrough: Ball(0, in: precision))
  }

  func steps(_ precision: Precision, shift: Rational = 0) -> [Ball] {
    projections.map { selectiveStep(projection: Ball($0 + shift, in: precision), bias: Ball(0, in: precision)) }
  }

  /// Outputs sum_n h_n and the last state.
  func run(
    _ precision: Precision, steps: [Ball]? = nil, input: [Ball]? = nil, start: [Rational]? = nil
  ) -> (output: [Ball], state: [Ball]) {
    let steps = steps ?? self.steps(precision)
    let gains = Ball.Vector(gains.balls(precision), in: precision)
    let ones = Ball.Vector(logRates.map { _ in Ball(1, in: precision) }, in: precision)
    let result = channel(precision).output(
      of: input ?? self.input.balls(precision), steps: steps, inputGains: steps.map { _ in gains },
      outputGains: steps.map { _ in ones },
      initialState: Ball.Vector((start ?? self.start).balls(precision), in: precision))
    return (result.output, result.finalState.elements)
  }

  /// The exponent of the product of Jacobians, the formula, and its sign.
  func exponents(_ precision: Precision) throws -> [Evidence] {
    let (channel, steps) = (channel(precision), steps(precision))
    let product = try finiteTimeLyapunovExponents(of: channel.jacobians(steps: steps))[0]
    let zeta = channel.maximalLyapunovExponent(steps: steps)
    return [
      Evidence("(1/T) log ||J_T ... J_1|| = max_n A_n mean Delta", product, agreesWith: zeta, bits: 40, at: values),
      Evidence("zeta < 0", zeta, lessThan: Ball(0, in: precision), at: values),
    ]
  }

  /// eps e^(N zeta), a little more.
  private func bound(_ precision: Precision, steps: [Ball]? = nil) -> Ball {
    let steps = steps ?? self.steps(precision)
    guard !steps.isEmpty else { return SelectiveStability.slack(precision) * Ball(epsilon, in: precision) }
    let zeta = channel(precision).maximalLyapunovExponent(steps: steps)
    return SelectiveStability.slack(precision) * Ball(epsilon, in: precision)
      * Ball.exp(IntegerConstant(steps.count) * zeta)
  }

  private var perturbedStart: [Rational] { start.map { $0 + epsilon } }

  func stateDeviation(otherSteps: Bool = false, _ precision: Precision) -> Evidence {
    let other = run(
      precision, steps: otherSteps ? steps(precision, shift: epsilon) : nil, start: perturbedStart)
    return Evidence(
      "max_n |h_N - h'_N| <= eps e^(N zeta)", largestDifference(run(precision).state, other.state),
      atMost: bound(precision), at: values)
  }

  /// The first input perturbed: after that token the state differs by Delta B eps, which decays from then on.
  func oneInputDeviation(_ precision: Precision) -> Evidence {
    var perturbed = input
    perturbed[0] += epsilon
    let other = run(precision, input: perturbed.balls(precision))
    let steps = steps(precision)
    let first = steps[0] * gains.balls(precision).map(\.magnitude).reduce(Ball(0, in: precision), Ball.maximum)
    return Evidence(
      "max_n |h_N - h'_N| <= Delta_1 max|B| eps e^((N-1) zeta)", largestDifference(run(precision).state, other.state),
      atMost: first * bound(precision, steps: Array(steps.dropFirst())), at: values)
  }

  func persistentDeviation(_ precision: Precision) -> Evidence {
    let other = run(precision, input: input.map { $0 + epsilon }.balls(precision), start: perturbedStart)
    return Evidence(
      "max_n |h_N - h'_N| <= eps e^(N zeta)", largestDifference(run(precision).state, other.state),
      atMost: bound(precision), at: values)
  }

  /// A second layer with the same parameters reads the sum of the first one's states.
  func secondLayerDeviation(_ precision: Precision) -> Evidence {
    let zeros = start.map { _ in Rational.zero }
    let own = run(precision, input: run(precision).output, start: zeros)
    let other = run(precision, input: run(precision, start: perturbedStart).output, start: zeros)
    return Evidence(
      "max_n |h_N - h'_N| of the second layer <= eps e^(N zeta)", largestDifference(own.state, other.state),
      atMost: bound(precision), at: values)
  }
}
