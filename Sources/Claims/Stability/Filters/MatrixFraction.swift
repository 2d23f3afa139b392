import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// The covariance between observations, in three forms.
  static let matrixFraction = Claim(
    "ncdssm.T-fraction",
    title: "Matrix fraction, block exponential and stationary form solve the same Lyapunov equation",
    statement: """
      P(t) = C D^-1 with [C; D] = exp(t [F, Q; 0, -F*]) [P_0; I] solves P' = F P + P F* + Q; it is Phi P_0 Phi* + Phi \
      G by Van Loan's block exponential, and P_inf + Phi (P_0 - P_inf) Phi* with F P_inf + P_inf F* + Q = 0.
      """,
    source: Source(
      "Ansari et al., Neural continuous-discrete state space models", arXiv: "2301.11308",
      "the prediction step in the authors' code", .code),
    hypotheses: [
      Hypothesis("constant", "F and Q are constant between the observations"),
      Hypothesis("sign", "the lower block is -F*"),
      Hypothesis(
        "stationary", "F and -F* have no eigenvalue in common, for P_inf to exist",
        untested: "P_inf does not exist without it; the other two forms do not need it"),
    ],
    method: .certified,
    notes: [
      "For a nilpotent F all exponentials are finite sums, and P(t) is a polynomial of degree 2 n - 1: its "
        + "derivative is taken exactly, by interpolation in 2 n points.",
      "In floats the forms are not the same: ncdssm.N-collapse.",
    ],
    effort: 0.3,
    check: .all(
      Check(Flow.nilpotent) { flow, _ in try flow.exactEvidence() },
      Check(Flow.stable) { flow, precision in try flow.ballEvidence(precision) }),
    falsifiers: [
      Falsifier(
        "F that changes half-way against its mean", dropping: "constant",
        Check(Flow.nilpotent) { flow, _ in
          let doubled = CovarianceFlow(drift: flow.flow.drift.scaled(by: 2), diffusion: flow.flow.diffusion)
          let idle = CovarianceFlow(drift: flow.flow.drift.scaled(by: 0), diffusion: flow.flow.diffusion)
          let half = flow.time / 2
          let middle = try doubled.covarianceByFraction(from: flow.start, after: half)
          return Evidence(
            "P(t) in two halves = P(t) with the mean of F",
            try idle.covarianceByFraction(from: middle, after: half).elements.elements,
            equal: try flow.flow.covarianceByFraction(from: flow.start, after: flow.time).elements.elements,
            at: flow.values)
        }),
      Falsifier(
        "F and -F* exchanged in the fraction", dropping: "sign",
        Check(Flow.nilpotent) { flow, _ in
          var flipped = flow
          flipped.flow.drift = -flow.flow.drift.transposed
          return try flow.exactEvidence(compared: flipped.flow)
        }),
    ])

  private struct Flow: Sendable {
    var flow: CovarianceFlow<Rational>
    let start: Matrix<Rational>
    let time: Rational

    /// F = T N T^-1 with N strictly upper triangular and T unit lower triangular.
    static let nilpotent = Generator { draw in
      let n = draw.integer(in: 2...3)
      let entry = Generator<Rational>.whole(-2...2)
      let strict = try draw(SystemInstance.matrix(n, n, of: entry))
      let lower = try draw(SystemInstance.matrix(n, n, of: .whole(-1...1)))
      let nilpotent = Matrix<Rational>(n, n, in: Intrinsic()) { $0 < $1 ? strict[$0, $1] : 0 }
      let basis = Matrix<Rational>(n, n, in: Intrinsic()) { $0 > $1 ? lower[$0, $1] : $0 == $1 ? 1 : 0 }
      return Flow(
        flow: CovarianceFlow(
          drift: basis * nilpotent * (try basis.inverse()),
          diffusion: try draw(GaussianInstance.covariance(n, shift: 0))),
        start: try draw(GaussianInstance.covariance(n, shift: 0)),
        time: try draw(.rational(above: 0, upTo: 3, denominator: 2)))
    }

    /// F = -B B^T - I + (K - K^T): the Hermitian part is at most -1.
    static let stable = Generator { draw in
      let n = draw.integer(in: 1...2)
      let skew = try draw(SystemInstance.matrix(n, n, of: .whole(-2...2)))
      return Flow(
        flow: CovarianceFlow(
          drift: skew - skew.transposed - (try draw(GaussianInstance.covariance(n, shift: 1))),
          diffusion: try draw(GaussianInstance.covariance(n, shift: 1))),
        start: try draw(GaussianInstance.covariance(n, shift: 1)),
        time: try draw(.rational(above: 0, upTo: 3, denominator: 4)))
    }

    var values: [NamedValue] {
      [
        NamedValue("F", flow.drift), NamedValue("Q", flow.diffusion), NamedValue("P_0", start), NamedValue("t", time),
      ]
    }

    /// - Parameter other: what the fraction is formed of, where a falsifier makes it another.
    func exactEvidence(compared other: CovarianceFlow<Rational>? = nil) throws -> [Evidence] {
      let fraction = other ?? flow
      let found = try fraction.covarianceByFraction(from: start, after: time)
      let count = 2 * flow.drift.rows
      let nodes = (0..<count).map { Rational($0) }
      let samples = try nodes.map { try fraction.covarianceByFraction(from: start, after: $0).elements.elements }
      let derivative = try (0..<found.elements.count).map { element in
        let c = try vandermondeSolution(nodes: nodes, values: samples.map { $0[element] }, in: Intrinsic())
        return (1..<count).reduce(Rational(0)) { $0 + Rational($1) * c[$1] * Rational.pow(time, $1 - 1) }
      }
      return [
        Evidence(
          "P by the fraction = P by the block exponential", found.elements.elements,
          equal: try flow.covarianceByBlockExponential(from: start, after: time).elements.elements, at: values),
        Evidence(
          "dP/dt of the fraction = F P + P F* + Q", derivative, equal: flow.derivative(at: found).elements.elements,
          at: values),
      ]
    }

    func ballEvidence(_ precision: Precision) throws -> [Evidence] {
      func balls(_ matrix: Matrix<Rational>) -> Matrix<Ball> { matrix.map(in: precision) { Ball($0, in: precision) } }
      let flow = CovarianceFlow(drift: balls(self.flow.drift), diffusion: balls(self.flow.diffusion))
      let (start, time) = (balls(start), Ball(time, in: precision))
      let expected = try flow.covarianceByStationaryState(from: start, after: time)
      let bound = expected.squaredFrobeniusNorm * Ball.pow(Ball(2, in: precision), -100)
      return [
        Evidence(
          "|P by the fraction - P by the stationary form|^2 <= 2^-100 |P|^2",
          (try flow.covarianceByFraction(from: start, after: time) - expected).squaredFrobeniusNorm, atMost: bound,
          at: values),
        Evidence(
          "|P by the block exponential - P by the stationary form|^2 <= 2^-100 |P|^2",
          (try flow.covarianceByBlockExponential(from: start, after: time) - expected).squaredFrobeniusNorm,
          atMost: bound, at: values),
      ]
    }
  }
}
