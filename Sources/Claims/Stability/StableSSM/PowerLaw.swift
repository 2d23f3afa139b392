import Arithmetic
import Definitions

extension StableSSM {
  /// E(beta) = (e^beta - 1)/(p - 1) for (1 + t)^-p with exp.
  static let powerLaw = Claim(
    "stablessm.T3.5-closedE",
    title: "Power-law memory with the exp reparameterization: E(beta) = (e^beta - 1)/(p - 1)",
    statement: """
      The trapezoidal rule with nodes w_k = k h for (1 + t)^-p = (1/Gamma(p)) int e^(p x - e^x) e^(-e^x t) dx gives \
      c_k > 0 and lambda_k = -e^(w_k). Moving w by at most beta changes the kernel in L1 by at most \
      (e^beta - 1) sum_k c_k/|lambda_k|, attained at w_k - beta for all k, and sum_k c_k/|lambda_k| -> 1/(p - 1).
      """,
    source: derived("Theorem 3.5, in closed form"),
    hypotheses: [
      Hypothesis("one sign", "all c_k u_k have one sign"),
      Hypothesis("recurrent only", "only the recurrent weights are moved"),
      Hypothesis("exp", "f = -exp; another f has its own g(beta) in place of e^beta - 1"),
    ],
    method: .certified,
    notes: [
      "The catalogue's 'error under the shift' is (e^(1/10) - 1) times the mass, recomputed to every digit given.",
      "The L1 change is bracketed, not integrated: above by the triangle inequality mode by mode, below by the integral of "
        + "the difference; the two meet at the shift w - beta.",
    ],
    check: { draw, precision in
      let rule = randomRule(&draw)
      let kernel = rule.kernel(precision)
      let beta = draw.rational(above: 0, upTo: 2, denominator: 8)
      let factor = Ball.expMinusOne(Ball(beta, in: precision))
      let shifted = rule.kernel(precision, shiftedBy: Ball(-beta, in: precision))
      let values = rule.values + [NamedValue("beta", beta)]
      let moves = kernel.eigenvalues.map { _ in beta * Rational(draw.integer(in: -8...8), 9) }
      let change = triangle(kernel, moves: moves.balls(precision))
      return [
        Evidence(
          "the change at w - beta = (e^beta - 1) sum c/|lambda|", shifted.integral - kernel.integral,
          agreesWith: factor * kernel.mass, bits: 80, at: values),
        Evidence(
          "the change within beta <= (e^beta - 1) sum c/|lambda|", change, atMost: factor * kernel.mass,
          at: values + [NamedValue("moves", moves)]),
      ]
    },
    falsifiers: [
      Falsifier("alternating signs: the change at the common shift", dropping: "one sign") { draw, precision in
        let rule = randomRule(&draw)
        func alternating(_ kernel: ExponentialSum<Ball>) -> ExponentialSum<Ball> {
          ExponentialSum(
            coefficients: kernel.coefficients.enumerated().map {
              $0.offset.isMultiple(of: 2) ? $0.element : -$0.element
            },
            eigenvalues: kernel.eigenvalues)
        }
        let beta = Ball(1, in: precision)
        let kernel = alternating(rule.kernel(precision))
        return [
          Evidence(
            "int (rho_(w - 1) - rho_w) = (e - 1) sum |c|/|lambda|",
            alternating(rule.kernel(precision, shiftedBy: -beta)).integral - kernel.integral,
            agreesWith: Ball.expMinusOne(beta) * kernel.mass, bits: 80, at: rule.values)
        ]
      },
      Falsifier("c moves by a factor e^beta as well", dropping: "recurrent only") { draw, precision in
        let rule = randomRule(&draw)
        let beta = Ball(Rational(1, 10), in: precision)
        let kernel = rule.kernel(precision)
        let moved = rule.kernel(precision, shiftedBy: -beta).mass * Ball.exp(beta)
        return [
          Evidence(
            "the change <= (e^(1/10) - 1) sum c/|lambda|", moved - kernel.mass,
            atMost: Ball.expMinusOne(beta) * kernel.mass, at: rule.values)
        ]
      },
      Falsifier("the same eigenvalues trained directly", dropping: "exp") { draw, precision in
        let rule = PowerLawRule.published[draw.integer(in: 0...3)]
        let kernel = rule.kernel(precision)
        let beta = Ball(Rational(1, 10), in: precision)
        // Past its radius the direct parameterization has a growing mode: int_0^T exceeds every bound.
        let direct = ExponentialSum(
          coefficients: kernel.coefficients, eigenvalues: kernel.eigenvalues.map { $0 + beta })
        let end = Ball(1000, in: precision)
        return [
          Evidence(
            "int_0^1000 (rho_v - rho_w) <= (e^(1/10) - 1) sum c/|lambda|",
            direct.integral(upTo: end) - kernel.integral(upTo: end),
            atMost: Ball.expMinusOne(beta) * kernel.mass, at: rule.values + [NamedValue("beta", "1/10")])
        ]
      },
    ],
    quoted: { precision in
      let beta = Ball(Rational(1, 10), in: precision)
      let mass = ["0.97204", "0.994875", "0.999297", "0.999975"]
      let shift = ["0.10223", "0.10463", "0.10510", "0.10517"]
      var evidence = [Evidence("(e^(1/10) - 1)/(2 - 1)", Ball.expMinusOne(beta), isQuotedAs: "0.1051709")]
      for (index, rule) in PowerLawRule.published.enumerated() {
        let kernel = rule.kernel(precision)
        let name = "m = \(rule.indices.count)"
        evidence.append(Evidence("sum c/|lambda| for \(name)", kernel.mass, isQuotedAs: mass[index]))
        evidence.append(
          Evidence(
            "the change at w - 1/10 for \(name)", rule.kernel(precision, shiftedBy: -beta).mass - kernel.mass,
            isQuotedAs: shift[index]))
      }
      return evidence
    },
    figures: { precision in
      let beta = grid(from: 1e-4, to: 1, count: 120, logarithmic: true)
      let curves = PowerLawRule.published.map { rule in
        let floor = rule.error(precision).approximation
        let mass = rule.kernel(precision).mass.approximation
        return FigureData.Column("m = \(rule.indices.count)", beta.map { floor + Double.expMinusOne($0) * mass })
      }
      return [
        FigureData(
          "power-law-error", title: "Upper bound of E_m(beta) for (1 + t)^-2 with f(w) = -exp(w)", xLabel: "beta",
          yLabel: "E_m(0) + (e^beta - 1) sum c/|lambda|", logX: true, logY: true, x: FigureData.Column("beta", beta),
          curves: curves + [FigureData.Column("limit e^beta - 1", beta.map { Double.expMinusOne($0) })])
      ]
    })

  private static func randomRule(_ draw: inout Draw) -> PowerLawRule {
    let p = draw.integer(in: 2...5)
    let h = draw.rational(above: 0, upTo: 1, denominator: 4)
    return PowerLawRule(exponent: p, spacing: h, indices: -draw.integer(in: 1...16)...draw.integer(in: 0...6))
  }

  /// sum_k c_k |1/lambda_k(w_k + move_k) - 1/lambda_k|, at least the L1 change.
  private static func triangle(_ kernel: ExponentialSum<Ball>, moves: [Ball]) -> Ball {
    let zero = Ball(0, in: kernel.eigenvalues[0].context)
    return moves.indices.reduce(zero) { sum, k in
      sum + (kernel.coefficients[k] / kernel.eigenvalues[k] * Ball.expMinusOne(-moves[k])).magnitude
    }
  }
}
