import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// NCDSSM's sum of process noise over sub-steps.
  static let accumulatedNoise = Claim(
    "ncdssm.N-noise",
    title: "NCDSSM's covariance weights the noise with the wrong transition as soon as F changes between sub-steps",
    statement: """
      With Phi(s) the transition from the start of an interval to s, the covariance at its end is Phi(T) P_0 Phi(T)* + \
      integral of Phi(s) Q Phi(s)* over [0, T], for an F that is linearized anew at each sub-step.
      """,
    source: Source(
      "Ansari et al., Neural continuous-discrete state space models", arXiv: "2301.11308",
      "the authors' code: the sub-steps of the locally linear and of the nonlinear model", .code),
    hypotheses: [Hypothesis("one F", "F is the same in all sub-steps: the condition that is missing")],
    method: .exact,
    notes: [
      "The integrals are exact: the difference is not one of the trapezoids in the code, and does not vanish with "
        + "the step.",
      "Smallest case: noise that enters while F = 0 and is then moved by F_2 has to be moved, but is not; noise "
        + "that enters late is moved by what came before it.",
      "With one sub-step an interval, or a linear time-invariant model, nothing is wrong.",
      "F is nilpotent here, so that all exponentials are finite sums.",
    ],
    check: Check(Pieces.generator) { pieces, _ in
      [try pieces.evidence("the accumulated covariance = P(T)") { try $0.accumulatedCovariance(from: $1) }]
    },
    correction: Claims.Correction(
      """
      The noise of time s goes through Phi(T) Phi(s)^-1; sub-step by sub-step P <- Phi_k P Phi_k* + W_k. For one \
      constant F the printed integral is the same, by s -> T - s.
      """,
      .all(
        Check(Pieces.generator) { pieces, _ in
          [try pieces.evidence("P(T) of all noises moved to the end = P(T)", pieces.movedToTheEnd)]
        },
        Check(Pieces.generator.with { $0.flow.drifts[1] = $0.flow.drifts[0] }) { pieces, _ in
          [try pieces.evidence("the accumulated covariance = P(T), one F") { try $0.accumulatedCovariance(from: $1) }]
        })),
    falsifiers: [
      Falsifier(
        "two different F", dropping: "one F",
        Check(Pieces.generator) { pieces, _ in
          [try pieces.evidence("the accumulated covariance = P(T)") { try $0.accumulatedCovariance(from: $1) }]
        })
    ])

  /// The interval that the sub-steps cover.
  static let leastStep = Claim(
    "ncdssm.N-least-step",
    title:
      "NCDSSM leaves the end of an interval uncovered: observations less than 10^-5 apart get no noise and no dynamics",
    statement:
      "The sub-steps min(step, t_1 - t), taken while they are at least 10^-5, cover the interval from t_0 to t_1.",
    source: Source(
      "Ansari et al., Neural continuous-discrete state space models", arXiv: "2301.11308",
      "the authors' code: the break of the sub-steps", .code),
    hypotheses: [Hypothesis("remainder", "what is left after whole steps is 0 or at least 10^-5")],
    method: .exact,
    notes: ["What is lost is less than 10^-5 of time; for an interval shorter than that, all of it."],
    effort: 0.3,
    check: Check(lengths(inMillionths: 0...30)) { length, _ in covered(length) },
    correction: Claims.Correction(
      "They leave less than 10^-5 uncovered, and nothing where the remainder is 0 or at least 10^-5.",
      .all(
        Check(lengths(inMillionths: 0...30)) { length, _ in
          Evidence(
            "what is left < 10^-5", length - sum(length), lessThan: Rational(1, 100_000),
            at: [NamedValue("t_1 - t_0", length)])
        },
        Check(lengths(inMillionths: 10...90)) { length, _ in covered(length) })),
    falsifiers: [
      Falsifier(
        "a remainder below 10^-5", dropping: "remainder",
        Check(lengths(inMillionths: 1...9)) { length, _ in covered(length) })
    ])

  /// Some tenths, and a few millionths.
  private static func lengths(inMillionths remainder: ClosedRange<Int>) -> Generator<Rational> {
    Generator { draw in
      Rational(try draw(.integer(in: 0...12)), 10) + Rational(try draw(.integer(in: remainder)), 1_000_000)
    }
  }

  private static func sum(_ length: Rational) -> Rational {
    PiecewiseCovarianceFlow.substeps(of: length, step: Rational(1, 10), least: Rational(1, 100_000))
      .reduce(Rational(0), +)
  }

  private static func covered(_ length: Rational) -> Evidence {
    Evidence(
      "the sum of the sub-steps = t_1 - t_0", sum(length), equals: length, at: [NamedValue("t_1 - t_0", length)])
  }

  private struct Pieces: Sendable {
    var flow: PiecewiseCovarianceFlow<Rational>
    let start: Matrix<Rational>

    /// Two sub-steps of 1 with F_k = a_k v w^T, w^T v = 0.
    static let generator = Generator { draw in
      let entry = Generator<Int>.integer(in: -2...2)
      let drifts = try (0..<2).map { _ -> Matrix<Rational> in
        let (x, y) = (Rational(try draw(entry)), Rational(try draw(entry)))
        return Matrix([[x * y, x * x], [-y * y, -x * y]], in: Intrinsic())
      }
      return Pieces(
        flow: PiecewiseCovarianceFlow(
          drifts: drifts, durations: [1, 1], diffusion: try draw(GaussianInstance.covariance(2, shift: 0))),
        start: try draw(GaussianInstance.covariance(2, shift: 0)))
    }

    var values: [NamedValue] {
      [
        NamedValue("F_1", flow.drifts[0]), NamedValue("F_2", flow.drifts[1]), NamedValue("Q", flow.diffusion),
        NamedValue("P_0", start), NamedValue("h", 1),
      ]
    }

    func evidence(
      _ statement: String,
      _ covariance: (PiecewiseCovarianceFlow<Rational>, Matrix<Rational>) throws -> Matrix<Rational>
    ) throws -> Evidence {
      Evidence(
        statement, try covariance(flow, start).elements.elements,
        equal: try flow.covariance(from: start).elements.elements,
        at: values)
    }

    /// Phi_2 Phi_1 P_0 (Phi_2 Phi_1)* + Phi_2 W_1 Phi_2* + W_2.
    func movedToTheEnd(_ flow: PiecewiseCovarianceFlow<Rational>, _ start: Matrix<Rational>) throws -> Matrix<Rational>
    {
      let zeros = Matrix<Rational>(zeros: 2, 2, in: Intrinsic())
      let pieces = flow.drifts.map { CovarianceFlow(drift: $0, diffusion: flow.diffusion) }
      let noises = try zip(pieces, flow.durations).map { try $0.covarianceByBlockExponential(from: zeros, after: $1) }
      let transitions = try zip(pieces, flow.durations).map { try $0.transition(after: $1) }
      let whole = transitions[1] * transitions[0]
      return whole * start * whole.transposed + transitions[1] * noises[0] * transitions[1].transposed + noises[1]
    }
  }
}
