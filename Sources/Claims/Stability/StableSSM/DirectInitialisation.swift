import Arithmetic
import Definitions
import PropertyTesting

extension StableSSM {
  /// The released direct baseline starts unstable.
  static let directInitialisation = Claim(
    "stablessm.code-direct-init",
    title: "The released 'direct' baseline starts with growing modes",
    statement: """
      In the released code A_weights = +1/2, and 'direct' uses A = A_weights + i n pi: Re A = +1/2 > 0, where exp, softplus \
      and best start at Re A = -1/2. Over L steps of the zero-order hold a mode grows by e^(dt L/2).
      """,
    source: Source(
      "Wang & Li, StableSSM (radarFudan/StableSSM, stablessm.py, every commit)", arXiv: "2311.14495", "initialisation",
      .code),
    hypotheses: [
      Hypothesis("as released", "the sign of A_weights is as in the repository"),
      Hypothesis(
        "tables", "the published tables used this code",
        untested: "it cannot be established from the repository, and the claim does not say so"),
    ],
    method: .certified,
    notes: [
      "With the sign flipped 'direct' starts like the others: its row in the published tables tests the initialisation as "
        + "well as the parameterization.",
      "The released 'best' uses b = 1/10 where the paper has 1/2; the code forms e^(dt A) - 1 and log(1 + e^w) without "
        + "expm1 and log1p, so at n = 0 a softplus that underflows gives A = 0 and 0/0.",
    ],
    check: .all(
      Check(Start.released, grows, growthOverLength, decays),
      Check(Generator<Reparameterization>.element(of: [.exponential, .softplus, .releasedBest])) { map, precision in
        let minusHalf = Ball(Rational(-1, 2), in: precision)
        return Evidence(
          "f(w0) = -1/2 has a solution", map(map.inverse(of: minusHalf)), agreesWith: minusHalf, bits: 60,
          at: [NamedValue("f", map)])
      }),
    falsifiers: [
      Falsifier(
        "the sign flipped", dropping: "as released",
        Check(Start.released.with { $0.real = Rational(-1, 2) }, grows))
    ],
    quoted: { precision in
      let table = [
        (784, Rational(1, 10), "1.06e17"), (1024, Rational(1, 10), "1.72e22"), (784, Rational(1, 100), "50.4"),
        (1024, Rational(1, 100), "167"),
      ]
      return table.map { length, dt, digits in
        let squared = squaredDecay(real: Rational(1, 2), 1, dt, precision)
        return Evidence(
          "growth over \(length) steps at dt = \(dt)", Ball.sqrt(Ball.pow(squared, length)), isQuotedAs: digits)
      }
    },
    figures: [
      FigureRecipe("direct-initialisation") { _ in
        let steps = grid(from: 0, to: 784, count: 196)
        return FigureData(
          "direct-initialisation", title: "Envelope of the initial kernel, dt = 1/10", xLabel: "step j",
          yLabel: "|e^(dt A j)|", logY: true, x: FigureData.Column("j", steps),
          curves: [
            FigureData.Column("direct, Re A = 1/2", steps.map { Double.exp(0.05 * $0) }),
            FigureData.Column("exp, softplus, best, Re A = -1/2", steps.map { Double.exp(-0.05 * $0) }),
          ])
      }
    ])

  /// 1 < |abar|^2 of direct.
  private static func grows(_ start: Start, _ precision: Precision) -> Evidence {
    Evidence(
      "1 < |abar|^2 of direct", Ball(1, in: precision),
      lessThan: squaredDecay(real: start.real, start.n, start.dt, precision), at: start.values)
  }

  /// |abar|^(2 L) = e^(dt L).
  private static func growthOverLength(_ start: Start, _ precision: Precision) -> Evidence {
    let decay = squaredDecay(real: start.real, start.n, start.dt, precision)
    return Evidence(
      "|abar|^(2 L) = e^(dt L)", Ball.pow(decay, start.length),
      agreesWith: Ball.exp(Ball(start.dt * Rational(start.length, 1), in: precision)), bits: 60,
      at: start.values + [NamedValue("L", start.length)])
  }

  /// |abar|^2 < 1 where the other maps start.
  private static func decays(_ start: Start, _ precision: Precision) -> Evidence {
    Evidence(
      "|abar|^2 < 1 of the map at Re A = -1/2", squaredDecay(real: Rational(-1, 2), start.n, start.dt, precision),
      lessThan: Ball(1, in: precision), at: start.values)
  }

  /// A mode A = real + i n pi as the code starts it, its step and a length.
  private struct Start: Sendable {
    let n: Int
    let dt: Rational
    let length: Int
    var real = Rational(1, 2)

    static let released = Generator { draw in
      Start(
        n: try draw(.integer(in: 0...63)), dt: Rational(1, try draw(.integer(in: 10...1000))),
        length: try draw(.integer(in: 1...1024)))
    }

    var values: [NamedValue] { [NamedValue("n", n), NamedValue("dt", dt)] }
  }

  /// |abar|^2 of the zero-order hold of A = real + i n pi.
  private static func squaredDecay(real: Rational, _ n: Int, _ dt: Rational, _ precision: Precision) -> Ball {
    let lambda = Complex(Ball(real, in: precision), Ball.pi(in: precision) * IntegerConstant(n))
    let step = Complex(Ball(dt, in: precision))
    return Discretization.zeroOrderHold.discretize(lambda, step: step).transition.squaredMagnitude
  }
}
