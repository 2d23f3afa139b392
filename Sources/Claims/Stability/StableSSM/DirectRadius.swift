import Arithmetic
import Definitions
import PropertyTesting

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
    check: Check(Modes.ofOneSign, isBounded, isAttained, diverges),
    falsifiers: [
      Falsifier(
        "a pair (c, w), (-c, w), one of which moves", dropping: "one sign", Check(Modes.opposite, isBounded)),
      Falsifier(
        "a shift a millionth below min |w| diverges", dropping: "beta < min |w|", Check(Modes.stoppingShort, diverges)),
      Falsifier("the horizon [0, 100]", dropping: "infinite horizon", Check(Modes.upToAHundred, diverges)),
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
    figures: [
      FigureRecipe("direct-radius") { precision in
        let beta = grid(from: 1e-6, to: 1, count: 120, logarithmic: true)
        return FigureData(
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
      }
    ],
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

  /// The change of the modes by their moves <= sum c (1/(|w| - beta) - 1/|w|).
  private static func isBounded(_ modes: Modes, _ precision: Precision) -> Evidence {
    Evidence(
      "a change within beta <= sum c (1/(|w| - beta) - 1/|w|)", modes.change, atMost: modes.worstChange,
      at: modes.values + [NamedValue("|v|", modes.moved)])
  }

  /// The change of the modes that all move by beta: the integrand has one sign, so that the integral is the L1 norm.
  private static func isAttained(_ modes: Modes, _ precision: Precision) -> Evidence {
    Evidence(
      "the change at w + beta = sum c (1/(|w| - beta) - 1/|w|)",
      modes.kernel(shiftedBy: modes.beta).integral - modes.kernel(shiftedBy: 0).integral, equals: modes.worstChange,
      at: modes.values)
  }

  /// int_0^T (rho_(w + shift) - rho_w) exceeds the target, where T suffices if the slowest mode no longer decays.
  private static func diverges(_ modes: Modes, _ precision: Precision) -> Evidence {
    let shift = modes.least * modes.shift
    let end = modes.horizon ?? (modes.target / modes.slowest.c + 2 / modes.least)
    func partial(_ shift: Rational) -> Ball {
      let kernel = modes.kernel(shiftedBy: shift)
      return ExponentialSum(
        coefficients: kernel.coefficients.balls(precision), eigenvalues: kernel.eigenvalues.balls(precision)
      ).integral(upTo: Ball(end, in: precision))
    }
    return Evidence(
      "N < int_0^T |rho_(w + beta) - rho_w| dt", Ball(modes.target, in: precision),
      lessThan: partial(shift) - partial(0),
      at: modes.kernelValues + [NamedValue("beta", shift), NamedValue("T", end), NamedValue("N", modes.target)])
  }
}

/// A kernel sum_k c_k e^(-|w_k| t), how far its eigenvalues move, and an integral that is to be exceeded.
private struct Modes: Sendable {
  struct Mode: Sendable {
    let c, rate: Rational
    /// By how much the mode moves, from -1 (nearer to 0 by beta) to 1.
    let move: Rational
  }

  let modes: [Mode]
  let beta: Rational
  /// N.
  var target: Rational
  /// The common shift that is to make the change infinite, as a share of min |w|.
  var shift: Rational = 1
  /// T, nil for the one that suffices.
  var horizon: Rational?

  static let ofOneSign = Generator { draw in
    let mode = Generator { draw in
      Mode(
        c: try draw(.rational(above: 0, upTo: 4, denominator: 4)),
        rate: try draw(.rational(above: 0, upTo: 5, denominator: 8)), move: try draw(.rational(in: -1...1)))
    }
    let modes = try draw(.array(of: mode, count: 1...6))
    let share = Rational(try draw(.integer(in: 1...9)), 10)
    let least = modes.dropFirst().reduce(modes[0].rate) { min($0, $1.rate) }
    return Modes(modes: modes, beta: least * share, target: try draw(.power(of: 10, in: 0...9)))
  }

  static let stoppingShort = ofOneSign.with {
    ($0.shift, $0.target) = (Rational(999_999, 1_000_000), $0.target * 100_000_000)
  }

  static let upToAHundred = ofOneSign.with { ($0.horizon, $0.target) = (100, $0.target * 1_000_000) }

  static let opposite = Generator<Rational>.rational(above: 0, upTo: 3, denominator: 4).map { rate in
    Modes(
      modes: [Mode(c: 1, rate: rate, move: -1), Mode(c: -1, rate: rate, move: 0)], beta: rate / 2, target: 1)
  }

  var slowest: Mode { modes.dropFirst().reduce(modes[0]) { $1.rate < $0.rate ? $1 : $0 } }
  var least: Rational { slowest.rate }
  /// |v_k|.
  var moved: [Rational] { modes.map { $0.rate + beta * $0.move } }
  var kernelValues: [NamedValue] { [NamedValue("c", modes.map(\.c)), NamedValue("w", modes.map { -$0.rate })] }
  var values: [NamedValue] { kernelValues + [NamedValue("beta", beta)] }

  /// The kernel with the eigenvalues w_k + shift.
  func kernel(shiftedBy shift: Rational) -> ExponentialSum<Rational> {
    ExponentialSum(coefficients: modes.map(\.c), eigenvalues: modes.map { shift - $0.rate })
  }

  /// sum_k c_k (1/(|w_k| - beta) - 1/|w_k|).
  var worstChange: Rational {
    modes.reduce(Rational(0, 1)) { $0 + $1.c * (1 / ($1.rate - beta) - 1 / $1.rate) }
  }

  /// sum_k |c_k| |1/|v_k| - 1/|w_k||, at least the L1 change.
  var change: Rational {
    zip(modes, moved).reduce(Rational(0, 1)) { $0 + ($1.0.c * (1 / $1.1 - 1 / $1.0.rate)).magnitude }
  }
}
