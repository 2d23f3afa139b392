import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ParallelNewton {
  /// The first i states are exact after i iterations.
  static let exactPrefix = Claim(
    "deer.T-prefix",
    title: "After i parallel Newton iterations the first i states are exact, whatever the Jacobians",
    statement: """
      For s_t <- f_t(g_(t-1)) + J_t (s_(t-1) - g_(t-1)) with s_0 fixed, from any guess and with any matrices J_t, the \
      iterate i has s_t exactly for all t <= i; so T iterations give the whole trajectory.
      """,
    source: elk("Proposition 1, for Jacobians and their diagonals; any matrices: derived here", .recalled),
    hypotheses: [
      Hypothesis("s_0", "s_0 is exact"),
      Hypothesis("one f", "f_t is the same in every iteration (no new noise)"),
      Hypothesis("undamped", "lambda = 0"),
    ],
    method: .exact,
    notes: [
      "State i + 1 is in general wrong after i iterations: the count is sharp (last falsifier).",
      "The scan runs along a random tree: sequential, Hillis-Steele, Brent-Kung, Blelloch.",
    ],
    effort: 0.4,
    check: Check(RecurrenceInstance.generator()) { instance, _ in
      [
        evidence(instance, .exact, "exact Jacobians"), evidence(instance, .diagonal, "their diagonals"),
        evidence(instance, instance.givenRule, "any matrices"),
      ]
    },
    falsifiers: [
      Falsifier(
        "s_0 off by 1", dropping: "s_0",
        Check(RecurrenceInstance.generator()) { instance, _ in
          var moved = instance.recurrence
          moved.initialState[0] += 1
          return evidence(instance, .exact, "exact Jacobians", iterated: moved)
        }),
      Falsifier(
        "b off by 1 in the iterations", dropping: "one f",
        Check(RecurrenceInstance.generator()) { instance, _ in
          let moved = instance.with { $0.inputs = $0.inputs.map { $0.map { $0 + 1 } } }
          return evidence(instance, .exact, "exact Jacobians", iterated: moved.recurrence)
        }),
      Falsifier(
        "ELK, lambda = 1/2", dropping: "undamped",
        Check(RecurrenceInstance.generator(length: 1...2)) { instance, _ in
          let found = try instance.recurrence.filteredStep(from: instance.guess, damping: Rational(1, 2))
          return Evidence(
            "s_1 after one filtered iteration = s_1", found[0], equal: instance.recurrence.trajectory()[0],
            at: instance.values)
        }),
      Falsifier(
        "one state more",
        Check(RecurrenceInstance.generator(length: 2...3)) { instance, _ in
          evidence(instance, .exact, "exact Jacobians", ahead: 1)
        }),
    ],
    figures: [FigureRecipe("deer-exact-prefix", make: prefixFigure)])

  /// States up to i + `ahead` of every iterate i are those of the trajectory.
  private static func evidence(
    _ instance: RecurrenceInstance, _ rule: JacobianRule<Rational>, _ name: String,
    iterated: NonlinearRecurrence<Rational>? = nil, ahead: Int = 0
  ) -> Evidence {
    let trajectory = instance.recurrence.trajectory()
    let iterates = (iterated ?? instance.recurrence).newtonIterates(
      from: instance.guess, count: instance.length, rule, by: instance.tree)
    let prefixes = (1...instance.length).map { min($0 + ahead, instance.length) }
    return Evidence(
      "s_t for t <= i after i iterations, with \(name) = s_t",
      prefixes.enumerated().flatMap { iterates[$0.offset + 1].prefix($0.element).joined() },
      equal: prefixes.flatMap { trajectory.prefix($0).joined() }, at: instance.values)
  }

  private static func prefixFigure(_ precision: Precision) -> FigureData {
    let length = 24
    let example = NetworkExample(length: length, gain: 2, precision: Precision(bits: max(precision.bits, 256)))
    let recurrence = example.recurrence
    let context = recurrence.context
    let wrong = Matrix(identity: recurrence.order, in: context).scaled(by: Ball(Rational(1, 2), in: context))
    let trajectory = recurrence.trajectory()
    let rules: [(String, JacobianRule<Ball>)] = [
      ("J = I/2", .given(Array(repeating: wrong, count: length))), ("exact J", .exact),
    ]
    return FigureData(
      "deer-exact-prefix", title: "Errors of the states after i parallel Newton iterations",
      caption: """
        The largest error of a component of s_t after i iterations, for a network s_t = tanh(W s_(t-1) + b_t) of 3 \
        units and T = 24, enclosed. With J = I/2, which has nothing to do with W, each iteration makes just one more \
        state exact (errors that may be 0 are not drawn); exact Jacobians make as many exact, and all others \
        quadratically small.
        """,
      xLabel: "t", yLabel: "error of s_t", logY: true, yRange: 1e-40...10,
      x: FigureData.Column("t", (1...length).map(Double.init)),
      curves: rules.flatMap { name, rule in
        let iterates = recurrence.newtonIterates(from: example.guess, count: 12, rule)
        return (name == "exact J" ? [2, 4, 6] : [4, 8, 12]).map { i in
          FigureData.Column(
            "\(name), i = \(i)", zip(iterates[i], trajectory).map(NetworkExample.error),
            style: name == "exact J" ? .dashedLine : .line)
        }
      })
  }
}

extension RecurrenceInstance {
  /// A changed copy.
  func with(_ change: (inout RecurrenceInstance) -> Void) -> RecurrenceInstance {
    var copy = self
    change(&copy)
    return copy
  }
}
