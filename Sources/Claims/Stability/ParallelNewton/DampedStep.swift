import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ParallelNewton {
  /// The Levenberg-Marquardt step is a Kalman smoother.
  static let dampedStep = Claim(
    "elk.T-kalman",
    title: "The Levenberg-Marquardt step is a Kalman smoother, not the filter that the code takes",
    statement: """
      The s that makes sum |s_t - f_t(g_(t-1)) - J_t (s_(t-1) - g_(t-1))|^2 + lambda sum |s_t - g_t|^2 least, lambda > \
      0, has the filtered means of the linearized model with Q = I that observes g with R = I/lambda.
      """,
    source: elk("the authors' code, which returns the filtered means", .code),
    hypotheses: [
      Hypothesis("lambda > 0", "R = I/lambda is a covariance; for lambda = 0 the step is DEER's"),
      Hypothesis(
        "means", "all smoothed means: the filtered ones coincide with them at t = T alone, and at a fixed point"),
    ],
    method: .exact,
    notes: [
      "The limit is the same: the true trajectory is a fixed point of both iterations. The way to it is not.",
      "The objective at the step is compared with that at a random other point too.",
    ],
    effort: 0.3,
    check: Check(Damping.generator) { damping, _ in [try damping.filteredEqualsStep] },
    correction: Claims.Correction(
      """
      It has the smoothed means, by Rauch, Tung and Striebel or by a scan. The filtered means are equal to them at t = \
      T, and where g is the trajectory; for lambda = 0 the step is the undamped iteration.
      """,
      Check(Damping.generator) { damping, _ in try damping.evidence }),
    falsifiers: [
      Falsifier(
        "lambda < 0, no minimum", dropping: "lambda > 0",
        Check(Damping.generator.with { $0.damping = -3 }) { damping, _ in [try damping.leastObjective] }),
      Falsifier(
        "the filtered means at t = T - 1", dropping: "means",
        Check(Damping.generator) { damping, _ in
          guard damping.instance.length > 1 else { return [] }
          let index = damping.instance.length - 2
          return [
            Evidence(
              "filtered = smoothed", try damping.filtered[index], equal: try damping.step[index], at: damping.values)
          ]
        }),
    ])

  private struct Damping: Sendable {
    let instance: RecurrenceInstance
    var damping: Rational
    /// Where the objective is compared with its minimum.
    let other: [[Rational]]

    static let generator = Generator { draw in
      let instance = try draw(RecurrenceInstance.generator(length: 1...3))
      return Damping(
        instance: instance, damping: try draw(.rational(above: 0, upTo: 2, denominator: 3)),
        other: try instance.guess.map { try $0.map { _ in try draw(.whole(-1...1)) } })
    }

    var values: [NamedValue] { instance.values + [NamedValue("lambda", damping)] }
    var recurrence: NonlinearRecurrence<Rational> { instance.recurrence }
    var step: [[Rational]] {
      get throws { try recurrence.dampedStep(from: instance.guess, damping: damping) }
    }
    var filtered: [[Rational]] {
      get throws { try recurrence.filteredStep(from: instance.guess, damping: damping) }
    }

    var filteredEqualsStep: Evidence {
      get throws {
        Evidence(
          "the filtered means = the least-squares step", Array(try filtered.joined()), equal: Array(try step.joined()),
          at: values)
      }
    }

    /// |L s - r|^2 + lambda |s - g|^2.
    private func objective(_ states: [[Rational]]) -> Rational {
      let (matrix, right) = recurrence.linearSystem(at: instance.guess)
      let s = Matrix(column: Array(states.joined()), in: Intrinsic())
      let g = Matrix(column: Array(instance.guess.joined()), in: Intrinsic())
      return (matrix * s - right).squaredFrobeniusNorm + damping * (s - g).squaredFrobeniusNorm
    }

    var leastObjective: Evidence {
      get throws {
        let step = try step
        let other = zip(step, other).map { zip($0, $1).map { $0 + $1 } }
        return Evidence(
          "the objective at the step <= that at another point", objective(step), atMost: objective(other),
          at: values + [NamedValue("moved by", self.other)])
      }
    }

    var evidence: [Evidence] {
      get throws {
        let step = Array(try step.joined())
        let model = recurrence.smoothingProblem(at: instance.guess, damping: damping)
        func means(_ states: [GaussianState<Rational>]) -> [Rational] { states.flatMap { $0.mean.column(0) } }
        let trajectory = recurrence.trajectory()
        return [
          Evidence("the smoothed means = the least-squares step", means(try model.smoothed()), equal: step, at: values),
          Evidence(
            "the smoothed means by a scan = the least-squares step", means(try model.smoothedByScan(instance.tree)),
            equal: step, at: values),
          Evidence(
            "the last filtered mean = the last state of the step", try filtered[instance.length - 1],
            equal: try self.step[instance.length - 1], at: values),
          Evidence(
            "the filtered means at the trajectory = the trajectory",
            Array(try recurrence.filteredStep(from: trajectory, damping: damping).joined()),
            equal: Array(trajectory.joined()), at: values),
          Evidence(
            "the step at the trajectory = the trajectory",
            Array(try recurrence.dampedStep(from: trajectory, damping: damping).joined()),
            equal: Array(trajectory.joined()), at: values),
          Evidence(
            "the step for lambda = 0 = the undamped iteration",
            Array(try recurrence.dampedStep(from: instance.guess, damping: 0).joined()),
            equal: Array(recurrence.newtonStep(from: instance.guess).joined()), at: values),
          try leastObjective,
        ]
      }
    }
  }
}
