import Arithmetic
import Definitions
import PropertyTesting

extension InverseApproximation {
  /// A common exponential bound passes to the uniform limit.
  static let uniformLimit = Claim(
    "invapx.LA10",
    title: "One exponential bound for all members holds for their uniform limit; one for each does not",
    statement: """
      If |f_m(t)| <= C e^(-beta0 t) for all m and f_m -> f uniformly, then |f(t)| <= C e^(-beta0 t), so that e^(beta \
      t) f(t) -> 0 for beta < beta0. In finite terms: |f(t)| <= C e^(-beta0 t) + sup |f - f_m| for every m.
      """,
    source: paper("Lemma A.10"),
    hypotheses: [Hypothesis("uniform", "C and beta0 are the same for every m")],
    method: .certified,
    notes: [
      "Checked on f(t) = sum_k q^k e^(-(beta0 + k) t) = e^(-beta0 t)/(1 - q e^-t), whose partial sums f_m have C = "
        + "1/(1 - q), with sup |f - f_m| <= q^m/(1 - q).",
      "The lemma needs no Cauchy argument: it is the pointwise limit of the bound. An estimator of decay rates that "
        + "fits each member by itself does not see the difference, which is that of the falsifier.",
    ],
    check: Check(Series.any) { $0.isBounded($1) },
    falsifiers: [
      Falsifier(
        "f_m = e^(-t/m)/(1 + t), each with a rate of its own, f = 1/(1 + t)", dropping: "uniform",
        Check(Series.any) { series, precision in
          let t = Ball(series.time * 10, in: precision)
          let error = Ball(Rational(1, 1 + 1_000_000), in: precision)
          return Evidence(
            "|f(t)| <= C e^(-beta0 t) + 1/(m + 1), f = 1/(1 + t), m = 10^6", 1 / (1 + t),
            atMost: series.constant(precision) * Ball.exp(-(Ball(series.rate, in: precision) * t)) + error,
            at: [
              NamedValue("beta0", series.rate), NamedValue("C", 1 / (1 - series.ratio)),
              NamedValue("t", series.time * 10),
            ])
        })
    ])

  private struct Series: Sendable {
    let rate, ratio, time: Rational
    let terms: Int

    static let any = Generator { draw in
      Series(
        rate: try draw(.rational(above: 0, upTo: 3, denominator: 4)), ratio: Rational(try draw(.integer(in: 1...7)), 8),
        time: try draw(.rational(above: 0, upTo: 20, denominator: 4)), terms: try draw(.integer(in: 1...30)))
    }

    func constant(_ precision: Precision) -> Ball { Ball(1 / (1 - ratio), in: precision) }

    /// |f_m(t)| <= C e^(-beta0 t) and |f(t)| <= |f_m(t)| + q^m/(1 - q).
    func isBounded(_ precision: Precision) -> [Evidence] {
      let (t, beta) = (Ball(time, in: precision), Ball(rate, in: precision))
      let decay = Ball.exp(-(beta * t))
      let member = ExponentialSum<Ball>(
        coefficients: (0..<terms).map { Ball(Rational.pow(ratio, $0), in: precision) },
        eigenvalues: (0..<terms).map { -(beta + IntegerConstant($0)) })(t)
      let limit = decay / (1 - Ball(ratio, in: precision) * Ball.exp(-t))
      let error = Ball(Rational.pow(ratio, terms) / (1 - ratio), in: precision)
      let values = [
        NamedValue("beta0", rate), NamedValue("q", ratio), NamedValue("m", terms), NamedValue("t", time),
      ]
      return [
        Evidence("|f_m(t)| <= C e^(-beta0 t)", member, atMost: constant(precision) * decay, at: values),
        Evidence("|f(t) - f_m(t)| <= q^m/(1 - q)", limit - member, atMost: error, at: values),
        Evidence("|f(t)| <= C e^(-beta0 t)", limit, atMost: constant(precision) * decay, at: values),
      ]
    }
  }
}
