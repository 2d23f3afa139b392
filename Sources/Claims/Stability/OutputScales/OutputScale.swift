import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension OutputScales {
  /// The scale by which an output is to be divided.
  static let outputScale = Claim(
    "liuli.tau",
    title: "The output of a linear model on Gaussian inputs is bounded by sqrt(tau), and by 0.798 of its random part",
    statement: """
      For y = int_0^T rho(T - s) x(s) ds with x Gaussian of mean mu and covariance K, E|y| <= |int rho(T - s) mu(s) \
      ds| + int |rho(T - s)| sqrt(K(s, s)) ds = sqrt(tau). The second term may be multiplied by sqrt(2/pi) = \
      0.79788, which is sharp.
      """,
    source: Source(
      "Liu & Li, From generalization analysis to optimization designs for state space models", arXiv: "2405.02670",
      "Proposition 1 and the rescaling by 1/sqrt(tau)", .recalled),
    hypotheses: [
      Hypothesis("Gaussian", "x is Gaussian, for the sharper constant"),
      Hypothesis(
        "integrable", "rho is measurable and in L1",
        untested: "what is checked are finite sums: every step of the bound holds for sums and integrals alike"),
    ],
    method: .certified,
    notes: [
      "Whether the paper's tau is this square or the scale itself was not seen: the abstract and reviews were. Sums "
        + "over up to 5 times with random kernels, means and covariances F F^T; E|y| of the folded normal distribution "
        + "in balls.",
      "K = f f^T (one random factor) with rho f of one sign and mu = 0 attains the sharper bound. The bound is loose "
        + "for inputs that decorrelate within the memory of rho, by the root of their number: the figure.",
    ],
    check: .all(
      Check(Functional.any) { functional, precision in
        let y = functional.gaussian(precision)
        let expected = foldedNormalMean(mean: y.outputMean, variance: y.outputVariance)
        return [
          Evidence("E|y| <= |E y| + sum |rho| sqrt(K_ss)", expected, atMost: y.scale, at: functional.values),
          isSharplyBounded(functional, expected, precision),
        ]
      },
      Check(Functional.ofOneFactor) { functional, precision in
        let y = functional.gaussian(precision)
        return Evidence(
          "E|y| = sqrt(2/pi) sum |rho| sqrt(K_ss), for one factor and mu = 0",
          foldedNormalMean(mean: y.outputMean, variance: y.outputVariance),
          agreesWith: Ball.sqrt(2 / Ball.pi(in: precision)) * y.totalDeviation, bits: 60, at: functional.values)
      }),
    falsifiers: [
      Falsifier(
        "x = +-f with probability 1/2 each", dropping: "Gaussian",
        Check(Functional.ofOneFactor) { functional, precision in
          // |y| is the same for both signs.
          let y = functional.gaussian(precision)
          return isSharplyBounded(functional, Ball.sqrt(y.outputVariance), precision)
        }),
      Falsifier(
        "999/1000 of the sharper constant",
        Check(Functional.ofOneFactor) { functional, precision in
          let y = functional.gaussian(precision)
          return isSharplyBounded(
            functional, foldedNormalMean(mean: y.outputMean, variance: y.outputVariance), share: Rational(999, 1000),
            precision)
        }),
    ],
    quoted: { precision in
      [Evidence("sqrt(2/pi)", Ball.sqrt(2 / Ball.pi(in: precision)), isQuotedAs: "0.79788")]
    },
    figures: [outputScaleFigure])

  private static func isSharplyBounded(
    _ functional: Functional, _ expected: Ball, share: Rational = 1, _ precision: Precision
  ) -> Evidence {
    let y = functional.gaussian(precision)
    let constant = Ball(share, in: precision) * Ball.sqrt(2 / Ball.pi(in: precision))
    // The slack decides what is equal.
    let bound = (y.outputMean.magnitude + constant * y.totalDeviation) * Ball(1 + Rational.pow(2, -40), in: precision)
    return Evidence(
      "E|y| <= (|E y| + \(share == 1 ? "" : "(\(share)) ")sqrt(2/pi) sum |rho| sqrt(K_ss)) (1 + 2^-40)", expected,
      atMost: bound, at: functional.values)
  }

  /// y = sum_s rho_s x_s, x = mu + F xi.
  private struct Functional: Sendable {
    let kernel, mean: [Rational]
    let factor: [[Rational]]

    private static let number = Generator<Rational>.rational(in: -3...3, denominator: 2)

    /// With a variance that is not 0.
    static let any = Generator<Functional> { draw in
      let length = try draw(.integer(in: 1...5))
      let factors = try draw(.integer(in: 1...3))
      return Functional(
        kernel: try draw(.array(of: number, count: length)), mean: try draw(.array(of: number, count: length)),
        factor: try draw(.array(of: .array(of: number, count: factors), count: length)))
    }.filter { !$0.exact.outputVariance.isZero }

    /// mu = 0, one factor f with rho f >= 0.
    static let ofOneFactor = Generator<Functional> { draw in
      let length = try draw(.integer(in: 1...5))
      let kernel = try draw(.array(of: number, count: length))
      let scale = try draw(.array(of: Generator<Rational>.rational(above: 0, upTo: 3, denominator: 2), count: length))
      return Functional(
        kernel: kernel, mean: kernel.map { _ in 0 }, factor: zip(kernel, scale).map { [$0 < 0 ? -$1 : $1] })
    }.filter { !$0.exact.outputVariance.isZero }

    var exact: GaussianFunctional<Rational> {
      GaussianFunctional(kernel: kernel, mean: mean, factor: Matrix(factor, in: Intrinsic()))
    }
    func gaussian(_ precision: Precision) -> GaussianFunctional<Ball> {
      GaussianFunctional(
        kernel: kernel.balls(precision), mean: mean.balls(precision),
        factor: Matrix(factor.map { $0.balls(precision) }, in: precision))
    }

    var values: [NamedValue] { [NamedValue("rho", kernel), NamedValue("mu", mean), NamedValue("F", factor)] }
  }

  /// The scale of the output of one mode, before and after division by sqrt(tau).
  static let outputScaleFigure = FigureRecipe("output-scale") { precision in
    // Between the decays that equal a correlation rate.
    let decays = (0..<60).map { i in
      BigFloat.pow(BigFloat(10, in: 64), BigFloat(Rational(2 * i - 79, 24), in: 64)).double()
    }
    let one = Ball(1, in: precision)
    let scale = Ball.sqrt(2 / Ball.pi(in: precision))
    let lengths: [Rational] = [Rational(1, 100), 1, 100]
    func columns(_ name: String, _ value: (_ size: Ball, _ decay: Ball) -> Ball) -> [FigureData.Column] {
      lengths.map { length in
        FigureData.Column(
          "\(name), l = \(length.approximation)",
          decays.map { decay in
            let alpha = Ball(decay, in: precision)
            let variance = filteredVariance(
              decay: alpha, correlationRate: Ball(1 / length, in: precision), duration: one)
            return value(scale * Ball.sqrt(variance), alpha)
          })
      }
    }
    return FigureData(
      "output-scale", title: "E|y| of y = int_0^1 e^(-a (1 - s)) x(s) ds, K(s, t) = e^(-|s - t|/l)",
      caption:
        "Divided by sqrt(tau) = (1 - e^-a)/a the output of a correlated input is near sqrt(2/pi) for every decay; that "
        + "of an input which decorrelates faster than the mode forgets stays small. Certified.",
      xLabel: "decay a", yLabel: "E|y|", logX: true, logY: true, x: FigureData.Column("a", decays),
      curves: columns("before") { size, _ in size }
        + columns("after") { size, alpha in size * alpha / -Ball.expMinusOne(-alpha) })
  }
}
