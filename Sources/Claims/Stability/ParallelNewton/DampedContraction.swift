import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ParallelNewton {
  /// The first state's error under filtered iterations.
  static let filteredContraction = Claim(
    "elk.N-prefix",
    title: "With damping no prefix becomes exact: the first state's error shrinks by lambda/(1 + lambda) an iteration",
    statement: """
      Under iterations with the filtered means the first state's error after i of them is exactly (lambda/(1 + \
      lambda))^i times that of the guess, 1/3 for lambda = 1/2, whatever T, f and the other states.
      """,
    source: elk("derived here, about the authors' code", .derived),
    hypotheses: [
      Hypothesis("filtered", "the filtered means are iterated, as the code does"),
      Hypothesis("s_0", "s_0 is exact"),
    ],
    method: .exact,
    notes: [
      "For the smoothed means, which are the Levenberg-Marquardt step, the factor is lambda/(1 + lambda) for T = "
        + "1 only: later states act on the first one (first falsifier). See elk.T-contraction for these."
    ],
    effort: 0.4,
    check: Check(FirstState.generator()) { instance, _ in
      [try instance.evidence { try $0.filteredStep(from: $1, damping: $2) }]
    },
    falsifiers: [
      Falsifier(
        "the smoothed means", dropping: "filtered",
        Check(FirstState.generator(length: 2...2)) { instance, _ in
          [try instance.evidence { try $0.dampedStep(from: $1, damping: $2) }]
        }),
      Falsifier(
        "s_0 off by 1", dropping: "s_0",
        Check(FirstState.generator()) { instance, _ in
          [
            try instance.evidence {
              var moved = $0
              moved.initialState[0] += 1
              return try moved.filteredStep(from: $1, damping: $2)
            }
          ]
        }),
    ],
    quoted: { precision in
      [
        Evidence(
          "lambda/(1 + lambda) at 1/2", Ball(Rational(1, 2) / Rational(3, 2), in: precision), isQuotedAs: "0.333")
      ]
    },
    figures: [FigureRecipe("elk-contraction", make: contractionFigure)])

  /// The whole error under the Levenberg-Marquardt step, for affine steps.
  static let proximalContraction = Claim(
    "elk.T-contraction",
    title: "For affine steps the damped iteration contracts by lambda/(lambda + sigma_min(L)^2)",
    statement: """
      For affine f_t the errors go as e' = lambda (L* L + lambda I)^-1 e, with L the block bidiagonal matrix of the \
      steps; so |e'| <= |e| lambda/(lambda + s^2) for s = 1/||L^-1||_F <= sigma_min(L), in the Euclidean norm of all \
      states.
      """,
    source: elk("derived here: Levenberg-Marquardt on a linear problem is the proximal point method", .derived),
    hypotheses: [
      Hypothesis("affine", "f_t is affine"),
      Hypothesis("lambda > 0", "the damping is positive", untested: "for lambda = 0 both sides are 0"),
    ],
    method: .exact, effort: 0.4,
    check: Check(FirstState.generator(isAffine: true)) { instance, _ in
      [try instance.contraction { try $0.dampedStep(from: $1, damping: $2) }]
    },
    falsifiers: [
      Falsifier(
        "quadratic steps", dropping: "affine",
        Check(FirstState.generator(length: 2...3)) { instance, _ in
          [try instance.contraction { try $0.dampedStep(from: $1, damping: $2) }]
        }),
      Falsifier(
        "the factor lambda/(1 + lambda) for all states",
        Check(FirstState.generator(length: 2...3, isAffine: true)) { instance, _ in
          [try instance.contraction(isSharp: true) { try $0.dampedStep(from: $1, damping: $2) }]
        }),
    ])

  private struct FirstState: Sendable {
    let instance: RecurrenceInstance
    let damping: Rational

    static func generator(length: ClosedRange<Int> = 1...3, isAffine: Bool = false) -> Generator<FirstState> {
      Generator { draw in
        var instance = try draw(RecurrenceInstance.generator(length: length))
        if isAffine { instance.curvatures = instance.curvatures.map { _ in 0 } }
        return FirstState(instance: instance, damping: try draw(.rational(above: 0, upTo: 2, denominator: 3)))
      }
    }

    typealias Iteration = (NonlinearRecurrence<Rational>, [[Rational]], Rational) throws -> [[Rational]]

    var values: [NamedValue] { instance.values + [NamedValue("lambda", damping)] }

    /// The errors of s_1 of two iterations are (lambda/(1 + lambda))^i times that of the guess.
    func evidence(_ iteration: Iteration) throws -> Evidence {
      let recurrence = instance.recurrence
      let first = recurrence.trajectory()[0]
      var (guess, found, expected): ([[Rational]], [Rational], [Rational]) = (instance.guess, [], [])
      for i in 1...2 {
        guess = try iteration(recurrence, guess, damping)
        let factor = Rational.pow(damping / (1 + damping), i)
        found += zip(guess[0], first).map { $0 - $1 }
        expected += zip(instance.guess[0], first).map { ($0 - $1) * factor }
      }
      return Evidence(
        "the error of s_1 after i iterations = (lambda/(1 + lambda))^i times that of the guess", found, equal: expected,
        at: values)
    }

    /// |e'|^2 <= |e|^2 (lambda/(lambda + s^2))^2.
    func contraction(isSharp: Bool = false, _ iteration: Iteration) throws -> Evidence {
      let recurrence = instance.recurrence
      let trajectory = Matrix(column: Array(recurrence.trajectory().joined()), in: Intrinsic())
      func squaredError(_ states: [[Rational]]) -> Rational {
        (Matrix(column: Array(states.joined()), in: Intrinsic()) - trajectory).squaredFrobeniusNorm
      }
      let inverse = try recurrence.linearSystem(at: instance.guess).matrix.inverse()
      let factor = damping / (damping + (isSharp ? 1 : 1 / inverse.squaredFrobeniusNorm))
      return Evidence(
        "|e'|^2 <= |e|^2 (lambda/(lambda + s^2))^2",
        squaredError(try iteration(recurrence, instance.guess, damping)),
        atMost: squaredError(instance.guess) * factor * factor, at: values)
    }
  }

  private static func contractionFigure(_ precision: Precision) throws -> FigureData {
    let count = 12
    let example = NetworkExample(length: 12, gain: 1, precision: Precision(bits: max(precision.bits, 192)))
    let first = example.recurrence.trajectory()[0]
    func errors(_ damping: Rational, isSmoothed: Bool) throws -> [Ball] {
      let lambda = Ball(damping, in: example.recurrence.context)
      var guess = example.guess
      var result = [NetworkExample.error(guess[0], first)]
      for _ in 0..<count {
        guess =
          try isSmoothed
          ? example.recurrence.dampedStep(from: guess, damping: lambda)
          : example.recurrence.filteredStep(from: guess, damping: lambda)
        result.append(NetworkExample.error(guess[0], first))
      }
      return result
    }
    let dampings = [Rational(1, 8), Rational(1, 2), 2]
    return try FigureData(
      "elk-contraction", title: "The first state's error under damped iterations",
      caption: """
        The error of s_1 after i iterations, enclosed, for a network of 3 units with T = 12. With the filtered means, \
        as in the authors' code, it is exactly (lambda/(1 + lambda))^i times the first; with the smoothed means, which \
        are the Levenberg-Marquardt step, later states act on it. Undamped it is 0 after one iteration.
        """,
      xLabel: "iteration", yLabel: "error of s_1", logY: true,
      x: FigureData.Column("iteration", (0...count).map(Double.init)),
      curves: dampings.map {
        FigureData.Column("filtered, lambda = \($0)", try errors($0, isSmoothed: false))
      }
        + dampings.map {
          FigureData.Column("smoothed, lambda = \($0)", try errors($0, isSmoothed: true), style: .dashedLine)
        })
  }
}
