import Arithmetic
import Definitions
import PropertyTesting

extension Recency {
  /// Over-smoothing, with its hypotheses.
  static let spreadBound = Claim(
    "recency.T4.2",
    title: "An averaging recurrence contracts the spread of its inputs by 1 - A_min^(T-1)",
    statement: """
      For h_t = A_t h_(t-1) + (1 - A_t) g_t with 0 < A_t < 1 and h_1 = g_1: max_(t,s) |h_t - h_s| <= (1 - A_min^(T-1)) \
      max_(t,s) |g_t - g_s|, with equality for g = (0, 1, ..., 1) and constant A.
      """,
    source: paper("Theorem 4.2"),
    hypotheses: [
      Hypothesis("convex", "the gain is exactly 1 - A_t, not Mamba's Delta_t"),
      Hypothesis("h_1 = g_1", "the first state is the first input; not the state after an update of h_0 = 0"),
    ],
    method: .exact,
    check: .all(
      Check(SmoothingInstance.generator) { instance, _ in instance.evidence },
      Check(SmoothingInstance.step) { instance, _ in instance.isAttained }),
    falsifiers: [
      Falsifier(
        "a gain that is not 1 - A_t", dropping: "convex",
        Check(SmoothingInstance.generator.with { $0.gain = $0.otherGain }) { instance, _ in instance.evidence }),
      Falsifier(
        "h_0 = 0", dropping: "h_1 = g_1",
        Check(SmoothingInstance.generator.with { $0.startsAtZero = true }) { instance, _ in instance.evidence }),
      Falsifier(
        "the bound less a thousandth at g = (0, 1, ..., 1)",
        Check(SmoothingInstance.step.with { $0.share = Rational(999, 1000) }) { instance, _ in instance.evidence }),
    ],
    figures: [
      FigureRecipe("oversmoothing-depth", make: depthFigure), FigureRecipe("oversmoothing-length", make: lengthFigure),
    ])

  /// Over-smoothing for the recurrence that is implemented.
  static let spreadAsImplemented = Claim(
    "recency.T4.2-implemented",
    title: "Mamba's gain Delta is not 1 - e^(-Delta): equal inputs do not give equal states",
    statement: """
      For Mamba's h_t = e^(-Delta_t) h_(t-1) + Delta_t g_t from h_0 = 0, A_t = e^(-Delta_t): \
      max |h_t - h_s| <= (1 - A_min^(T-1)) max |g_t - g_s|, t, s >= 1.
      """,
    source: paper("Theorem 4.2, for Mamba"),
    method: .certified,
    notes: [
      "At Delta = 1 the gain is 1, and 1 - e^(-1) = 0.632. The start h_0 = 0 alone breaks the bound too: with the "
        + "convex gain "
        + "A = 1/16 and g = (1, 1) have the spread 15/256, and that of g is 0 (a falsifier of recency.T4.2)."
    ],
    check: Check(EulerInstance.generator) { $0.evidence($1) },
    correction: Correction(
      """
      For any gains b_t from h_0 = 0 the spread of h_0 ... h_T is at most (1 - A_min^T) times that of 0 and b_t g_t/(1 \
      - A_t): the state is an average of those, the start included.
      """,
      Check(SmoothingInstance.generator) { instance, _ in instance.withAnyGain() }),
    falsifiers: [
      Falsifier(
        "the corrected bound with g_t in place of b_t g_t/(1 - A_t)",
        Check(SmoothingInstance.generator) { instance, _ in instance.withAnyGain(rescales: false) })
    ],
    quoted: { precision in
      let hold = Discretization.zeroOrderHold.discretize(Ball(-1, in: precision), step: Ball(1, in: precision))
      return [Evidence("1 - e^(-1), the convex gain at Delta = 1", hold.inputGain, isQuotedAs: "0.632")]
    })

  /// The reading of the bound as a statement about length.
  static let spreadAndLength = Claim(
    "recency.T4.2-length",
    title: "The over-smoothing bound grows with the length, to 1: it says least for long sequences",
    statement: "The contraction of Theorem 4.2 becomes stronger as the sequence grows.",
    source: paper("Theorem 4.2, as commented"),
    method: .exact,
    notes: [
      "The bound tends to the trivial one, and is attained all along by g = (0, 1, ..., 1): no theorem of this "
        + "form can say "
        + "that a longer context is smoothed more. The spread of a prefix never exceeds that of the sequence."
    ],
    check: Check(SmoothingInstance.step) { instance, _ in instance.isStrongerWhenLonger },
    correction: Correction(
      "The contraction 1 - A_min^(T-1) increases with T to 1, and the spread of the states of a prefix is at most "
        + "that of all.",
      Check(SmoothingInstance.generator) { instance, _ in instance.isWeakerWhenLonger }),
    falsifiers: [
      Falsifier(
        "the spread of the prefix against 999/1000 of that of the sequence, at g = (0, 1, ..., 1) with small gates",
        Check(SmoothingInstance.step.with { $0.share = Rational(999, 1000) }) { instance, _ in
          instance.isWeakerWhenLonger
        })
    ])

  /// A recurrence that averages, in rational numbers.
  private struct SmoothingInstance: Sendable {
    /// A_2 ... A_T.
    var gates: [Rational]
    /// g_1 ... g_T.
    var inputs: [Rational]
    /// b, at times in place of the gain 1 - A_t.
    let otherGain: Rational
    var gain: Rational?
    var startsAtZero = false
    var share: Rational = 1

    static let gate = Generator<Rational>.whole(1...15).map { $0 / 16 }

    static let generator = Generator { draw in
      let inputs = try draw(.array(of: SystemInstance.number, count: 2...10))
      return SmoothingInstance(
        gates: try draw(.array(of: gate, count: inputs.count - 1)), inputs: inputs,
        otherGain: try draw(.rational(above: 0, upTo: 2, denominator: 4)))
    }

    /// g = (0, 1, ..., 1) and a constant gate.
    static let step = Generator { draw in
      let (length, gate) = (draw.integer(in: 2...12), try draw(gate))
      return SmoothingInstance(
        gates: Array(repeating: gate, count: length - 1), inputs: [0] + Array(repeating: 1, count: length - 1),
        otherGain: 1)
    }

    private var values: [NamedValue] {
      [NamedValue("A", gates), NamedValue("g", inputs)] + (gain.map { [NamedValue("gain", $0)] } ?? [])
    }
    private var recurrence: SmoothingRecurrence<Rational> { SmoothingRecurrence(gates: gates, inputs: inputs) }

    private var states: [Rational] {
      guard startsAtZero || gain != nil else { return recurrence.states }
      let first = gates[0]
      let start = startsAtZero ? (gain ?? 1 - first) * inputs[0] : inputs[0]
      return gatedStates(
        gates: gates, gains: gates.map { gain ?? 1 - $0 }, inputs: Array(inputs.dropFirst()), from: start)
    }

    var evidence: Evidence {
      Evidence(
        "max |h_t - h_s| <= (1 - A_min^(T-1)) max |g_t - g_s|", spread(states),
        atMost: share * recurrence.contraction * spread(inputs), at: values)
    }

    var isAttained: Evidence {
      Evidence(
        "max |h_t - h_s| = 1 - A^(T-1) at g = (0, 1, ..., 1)", spread(states), equals: recurrence.contraction,
        at: values)
    }

    func withAnyGain(rescales: Bool = true) -> Evidence {
      // The start is the input before the first, and the first gate decays it.
      let gates = [gates[0]] + gates
      let states = gatedStates(gates: gates, gains: gates.map { _ in otherGain }, inputs: inputs, from: 0)
      let averaged = zip(gates, inputs).map { rescales ? otherGain * $1 / (1 - $0) : $1 }
      let recurrence = SmoothingRecurrence(gates: gates, inputs: [0] + averaged)
      return Evidence(
        "max |h_t - h_s| <= (1 - A_min^T) times the spread of 0 and b g_t/(1 - A_t)", spread(states),
        atMost: recurrence.contraction * spread(recurrence.inputs), at: values + [NamedValue("b", otherGain)])
    }

    private var prefix: SmoothingRecurrence<Rational> {
      SmoothingRecurrence(gates: gates.dropLast(), inputs: inputs.dropLast())
    }

    var isStrongerWhenLonger: Evidence {
      Evidence(
        "1 - A_min^(T-1) <= 1 - A_min^(T-2)", recurrence.contraction, atMost: prefix.contraction,
        at: [NamedValue("A", gates[0]), NamedValue("T", inputs.count)])
    }

    var isWeakerWhenLonger: [Evidence] {
      let recurrence = recurrence
      return [
        Evidence(
          "1 - A_min^(T-2) < 1 - A_min^(T-1)", prefix.contraction, lessThan: recurrence.contraction, at: values),
        Evidence("1 - A_min^(T-1) < 1", recurrence.contraction, lessThan: 1, at: values),
        Evidence(
          "the spread of h_1 ... h_(T-1) <= that of h_1 ... h_T", spread(prefix.states),
          atMost: share * spread(recurrence.states), at: values),
      ]
    }
  }

  /// Mamba's discretization, in balls.
  private struct EulerInstance: Sendable {
    let steps, inputs: [Rational]

    static let generator = Generator { draw in
      let inputs = try draw(.array(of: SystemInstance.number, count: 2...6))
      return EulerInstance(
        steps: try draw(.array(of: .rational(above: 0, upTo: 2, denominator: 4), count: inputs.count)), inputs: inputs)
    }

    func evidence(_ precision: Precision) -> Evidence {
      let minusOne = Ball(-1, in: precision)
      let modes = steps.map { Discretization.exponentialEuler.discretize(minusOne, step: Ball($0, in: precision)) }
      let states = gatedStates(
        gates: modes.map(\.transition), gains: modes.map(\.inputGain), inputs: inputs.balls(precision),
        from: Ball(0, in: precision))
      let recurrence = SmoothingRecurrence(
        gates: modes.dropFirst().map(\.transition), inputs: inputs.balls(precision))
      return Evidence(
        "max |h_t - h_s| <= (1 - A_min^(T-1)) max |g_t - g_s|", spread(Array(states.dropFirst())),
        atMost: recurrence.contraction * spread(inputs.balls(precision)),
        at: [NamedValue("Delta", steps), NamedValue("g", inputs)])
    }
  }
}
