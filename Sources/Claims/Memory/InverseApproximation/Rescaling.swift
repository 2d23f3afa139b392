import Arithmetic
import Definitions
import PropertyTesting

extension InverseApproximation {
  /// The examples of Appendix C are not in L1.
  static let rescaling = Claim(
    "invapx.AppC",
    title: "The examples of Appendix C are not bounded functionals: their kernels are not in L1",
    statement: """
      rho(t) = sum_k k^-2 e^(-t/k), and likewise sum_k k^-2 e^(-t/k^2), are kernels of bounded functionals, |rho|_1 \
      < inf, that rescaled networks approximate stably and others do not.
      """,
    source: paper("Appendix C"),
    hypotheses: [Hypothesis("exponent", "for the correction: the exponent is 2 + eps, or 3 + eps, with eps > 0")],
    method: .certified,
    notes: [
      "|rho|_1 is sum 1/k in the first example and sum 1 in the second. As printed they are tested on finite sums: "
        + "that the L1 norm of the first N terms is at most B; it exceeds every B, exactly.",
      "Whether rescaled networks approximate them is not touched. The appendix's 'pick w_k = 1' has to be -1.",
    ],
    check: Check(Example.printed) { example, _ in example.isBounded },
    correction: Correction(
      """
      With k^(-2-eps) and e^(-t/k), or k^(-3-eps) and e^(-t/k^2), |rho|_1 = sum k^(-1-eps) <= 1 + 1/eps: those are \
      bounded functionals, for every eps > 0.
      """,
      Check(Example.repaired) { $0.isSummable($1) }),
    falsifiers: [
      Falsifier(
        "eps = 0, against the bound of eps = 1/4", dropping: "exponent",
        Check(Example.repaired.with { $0.isAtZero = true }) { $0.isSummable($1) })
    ])

  private struct Example: Sendable {
    /// e^(-t/k^power), power 1 or 2.
    let power: Int
    let terms: Int
    /// B.
    var bound: Rational = 1
    var excess: Rational = 0
    var isAtZero = false

    static let printed = Generator { draw in
      let power = try draw(.integer(in: 1...2))
      let bound = try draw(.integer(in: 1...4))
      // 1 + log2(N)/2 is at most the harmonic sum.
      return Example(power: power, terms: power == 1 ? 1 << (2 * bound) : bound + 1, bound: Rational(bound))
    }

    static let repaired = Generator { draw in
      Example(
        power: try draw(.integer(in: 1...2)), terms: try draw(.element(of: [1, 2, 3, 10, 100, 1000])),
        excess: Rational(try draw(.integer(in: 1...8)), 8))
    }

    private var divisor: String { power == 1 ? "k" : "k^2" }

    private var values: [NamedValue] {
      [NamedValue("rho", "sum k^-2 e^(-t/\(divisor))"), NamedValue("N", terms)]
    }

    var isBounded: Evidence {
      let rho = ExponentialSum<Rational>(
        coefficients: (1...terms).map { Rational(1, $0 * $0) },
        eigenvalues: (1...terms).map { -Rational.pow(Rational($0), -power) })
      return Evidence("|sum_(k <= N)|_1 <= B", rho.mass, atMost: bound, at: values + [NamedValue("B", bound)])
    }

    func isSummable(_ precision: Precision) -> Evidence {
      let exponent = -(Rational(power + 1) + (isAtZero ? 0 : excess))
      let rho = ExponentialSum<Ball>(
        coefficients: (1...terms).map { Ball.pow(Ball($0, in: precision), Ball(exponent, in: precision)) },
        eigenvalues: (1...terms).map { -Ball(Rational.pow(Rational($0), -power), in: precision) })
      let eps = isAtZero ? Rational(1, 4) : excess
      return Evidence(
        "|sum_(k <= N)|_1 < 1 + 1/eps", rho.mass, lessThan: Ball(1 + 1 / eps, in: precision),
        at: [
          NamedValue("rho", "sum k^(\(exponent)) e^(-t/\(divisor))"), NamedValue("eps", eps), NamedValue("N", terms),
        ])
    }
  }
}
