import Arithmetic
import Definitions

extension StableSSM {
  /// E(beta) of directly trained eigenvalues is infinite from beta = min |w_k| on.
  static let directRadius = Claim(
    "stablessm.direct-radius",
    title: "With f(w) = w the perturbation error is infinite from min |lambda| on",
    statement: """
      For rho = sum_k c_k e^(w_k t) with w_k < 0 and c_k > 0, moving every w_k by at most beta changes rho in L1 by at most \
      sum_k c_k (1/(|w_k| - beta) - 1/|w_k|), attained at w_k + beta, if beta < min |w_k|; if beta >= min |w_k| the \
      change is infinite.
      """,
    source: derived("the mechanism of Theorem 3.3"),
    hypotheses: [
      Hypothesis("one sign", "every c_k has the same sign"),
      Hypothesis("beta < min |w|", "for the finite value; the complement is the second half of the claim"),
      Hypothesis("infinite horizon", "the change is measured on the whole half line"),
    ],
    method: .exact,
    notes: [
      "The catalogue says that two modes at equal w with opposite coefficients make the 'only if' direction fail. They "
        + "do not: the ball moves each mode by itself, so such a pair is broken by moving one of the two, and the change "
        + "is infinite from min |w_k| on for any signs. What does fail for mixed signs is the closed form of the finite "
        + "value (first falsifier).",
      "For m = 34 the catalogue prints E_m(0) = 2.47e-5; the enclosure is 2.47527e-5, which rounds to 2.48e-5.",
      "The divergence is shown by partial integrals over [0, T] that exceed a drawn number for a T computed from it.",
    ],
    check: { draw, precision in
      let modes = randomModes(&draw)
      let least = modes.least
      let beta = least * Rational(draw.integer(in: 1...9), 10)
      let moved = modes.rates.map { rate in rate + beta * draw.rational(in: -1...1) }
      let bound = modes.worstChange(beta)
      var evidence = [
        Evidence(
          "a change within beta <= sum c (1/(|w| - beta) - 1/|w|)", modes.triangleChange(to: moved), atMost: bound,
          at: modes.values + [NamedValue("beta", beta), NamedValue("|v|", moved)]),
        // The integrand has one sign when all modes move the same way: the integral is the L1 norm.
        Evidence(
          "the change at w + beta = sum c (1/(|w| - beta) - 1/|w|)",
          modes.kernel(shiftedBy: beta).integral
            - modes.kernel(shiftedBy: 0).integral, equals: bound, at: modes.values + [NamedValue("beta", beta)]),
      ]
      let target = draw.power(of: 10, in: 0...9)
      evidence.append(modes.divergence(shift: least, target: target, precision))
      return evidence
    },
    falsifiers: [
      Falsifier("a pair (c, w), (-c, w), one of which moves", dropping: "one sign") { draw, _ in
        let rate = draw.rational(above: 0, upTo: 3, denominator: 4)
        let beta = rate / 2
        let pair = Modes(coefficients: [1, -1], rates: [rate, rate])
        return [
          Evidence(
            "the change <= sum c (1/(|w| - beta) - 1/|w|)", pair.triangleChange(to: [rate - beta, rate]),
            atMost: pair.worstChange(beta), at: pair.values + [NamedValue("beta", beta)])
        ]
      },
      Falsifier("a shift a millionth below min |w| diverges", dropping: "beta < min |w|") { draw, precision in
        let modes = randomModes(&draw)
        let shift = modes.least * Rational(999_999, 1_000_000)
        return [modes.divergence(shift: shift, target: draw.power(of: 10, in: 8...12), precision)]
      },
      Falsifier("the horizon [0, 100]", dropping: "infinite horizon") { draw, precision in
        let modes = randomModes(&draw)
        return [
          modes.divergence(
            shift: modes.least, target: draw.power(of: 10, in: 6...9), horizon: Rational(100, 1), precision)
        ]
      },
    ],
    quoted: { precision in
      var evidence: [Evidence] = []
      let least = ["4.98e-2", "7.45e-3", "9.12e-4", "3.04e-5"]
      let error = ["2.97e-2", "5.15e-3", "7.03e-4", "2.48e-5"]
      for (index, rule) in PowerLawRule.published.enumerated() {
        let kernel = rule.kernel(precision)
        let name = "m = \(rule.indices.count)"
        if let slowest = kernel.eigenvalues.first {
          evidence.append(Evidence("min |w| for \(name)", slowest.magnitude, isQuotedAs: least[index]))
        }
        evidence.append(Evidence("E_m(0) for \(name)", rule.error(precision), isQuotedAs: error[index]))
      }
      return evidence
    },
    figures: { precision in
      let beta = grid(from: 1e-6, to: 1, count: 120, logarithmic: true)
      return [
        FigureData(
          "direct-radius", title: "E_m(beta) of (1 + t)^-2 with f(w) = w", xLabel: "beta", yLabel: "E_m(beta)",
          logX: true, logY: true, x: FigureData.Column("beta", beta),
          curves: PowerLawRule.published.map { rule in
            let nodes = rule.nodes(1.0 as Double)
            let floor = rule.error(precision).approximation
            return FigureData.Column(
              "m = \(nodes.weights.count)",
              beta.map { beta in
                zip(nodes.coefficients, nodes.weights).reduce(floor) { sum, mode in
                  let rate = Double.exp(mode.1)
                  return rate > beta ? sum + mode.0 * (1 / (rate - beta) - 1 / rate) : .nan
                }
              })
          })
      ]
    },
    evaluate: { model, precision in
      let map = model.parameterization
      guard map.timeDomain == .continuous, let w = model.weight(withLargest: { -abs(map($0)) }) else { return [] }
      return [
        Evidence(
          "0 < min |lambda|, the radius beyond which directly trained eigenvalues diverge", Ball(0, in: precision),
          lessThan: map(Ball(w, in: precision)).magnitude,
          at: [NamedValue("model", model.name), NamedValue("f", map), NamedValue("w", w)])
      ]
    })

  private static func randomModes(_ draw: inout Draw) -> Modes {
    let count = draw.integer(in: 1...6)
    return Modes(
      coefficients: draw.list(count: count) { $0.rational(above: 0, upTo: 4, denominator: 4) },
      rates: draw.distinct(count: count, above: 0, upTo: 5, denominator: 8))
  }
}

/// The modes c_k e^(-rate_k t) of a kernel, rational.
private struct Modes {
  let coefficients: [Rational]
  let rates: [Rational]

  var least: Rational { rates.dropFirst().reduce(rates[0]) { min($0, $1) } }
  var values: [NamedValue] { [NamedValue("c", coefficients), NamedValue("w", rates.map { -$0 })] }

  /// The kernel with the eigenvalues w_k + shift.
  func kernel(shiftedBy shift: Rational) -> ExponentialSum<Rational> {
    ExponentialSum(coefficients: coefficients, eigenvalues: rates.map { shift - $0 })
  }

  /// sum_k c_k (1/(|w_k| - beta) - 1/|w_k|).
  func worstChange(_ beta: Rational) -> Rational {
    kernel(shiftedBy: beta).integral - kernel(shiftedBy: 0).integral
  }

  /// sum_k |c_k| |1/|v_k| - 1/|w_k||, at least the L1 change.
  func triangleChange(to moved: [Rational]) -> Rational {
    coefficients.indices.reduce(Rational(0, 1)) { sum, k in
      sum + (coefficients[k] * (1 / moved[k] - 1 / rates[k])).magnitude
    }
  }

  /// That int_0^T (rho_(w + shift) - rho_w) exceeds `target`, where T suffices if the slowest mode no longer decays.
  func divergence(
    shift: Rational, target: Rational, horizon: Rational? = nil, _ precision: Precision
  ) -> Evidence {
    let slowest = rates.firstIndex(of: least) ?? 0
    let end = horizon ?? (target / coefficients[slowest] + 2 / least)
    func partial(_ shift: Rational) -> Ball {
      ExponentialSum(
        coefficients: coefficients.balls(precision), eigenvalues: rates.map { shift - $0 }.balls(precision)
      ).integral(upTo: Ball(end, in: precision))
    }
    return Evidence(
      "N < int_0^T |rho_(w + beta) - rho_w| dt", Ball(target, in: precision), lessThan: partial(shift) - partial(0),
      at: values + [NamedValue("beta", shift), NamedValue("T", end), NamedValue("N", target)])
  }
}
