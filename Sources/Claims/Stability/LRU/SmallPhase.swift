import Arithmetic
import Definitions
import PropertyTesting

extension LinearRecurrentUnit {
  /// Proposition 3 under the initialization that the paper itself uses for the longest task.
  static let smallPhase = Claim(
    "lru.P3-phase",
    title: "With small phases a constant input makes pi/Theta times the energy that Proposition 3 promises",
    statement: """
      For a constant input and theta uniform on [0, Theta], E|x|^2 = E|B u|^2/(1 - r^2) on the circle |lambda| = r, as \
      Proposition 3 has it (r_min -> r_max = r).
      """,
    source: derived(
      "Proposition 3 with theta in [0, Theta], Theta = pi/10 for PathX",
      quotedBy: "whoever carries Proposition 3 over to the paper's own initialization with small phases"),
    hypotheses: [Hypothesis("whole circle", "Theta = 2 pi: what the constant-input half of the proposition needs")],
    method: .certified,
    notes: [
      "The closed form is proved by its derivative in Theta, taken by dual numbers; at Theta = 0 it is 1/(1 - r)^2.",
      "At Theta = pi the mean is that of the circle by symmetry. gamma = sqrt(1 - |lambda|^2) therefore normalizes "
        + "strongly correlated inputs by too little, by pi/Theta in energy.",
    ],
    check: Check(Sector.any) { sector, precision in
      Evidence(
        "E|x|^2/E|B u|^2 = 1/(1 - r^2)", sector.energy(precision), agreesWith: sector.circle(precision), bits: 40,
        at: sector.values)
    },
    correction: Correction(
      """
      E|x|^2/E|B u|^2 = 2/(Theta (1 - r^2)) atan((1 + r)/(1 - r) tan(Theta/2)), which for Theta <= pi is at most \
      pi/Theta times 1/(1 - r^2), and tends to that as r -> 1.
      """,
      Check(Sector.any) { sector, precision in
        let angle = sector.angle(precision)
        let r = Dual(constant: Ball(sector.radius, in: precision))
        let slope = Dual<Ball>.derivative(
          of: { $0 * RingInitialization<Dual<Ball>>.constantInputEnergy(modulus: r, largestPhase: $0) }, at: angle)
        let input = GeometricAutocorrelation<Complex<Ball>>(ratio: Complex(1, in: precision))
        let pair = EigenvaluePair<Complex<Ball>>(decay: -Ball.log(Ball(sector.radius, in: precision)), phase: angle)
        let energy = sector.energy(precision)
        return [
          Evidence(
            "d/dTheta (Theta E|x|^2) = 1/|1 - r e^(i Theta)|^2", slope, agreesWith: input.secondMoment(pair), bits: 60,
            at: sector.values)
        ]
          + (sector.isNarrow
            ? [
              Evidence(
                "E|x|^2 (1 - r^2) < pi/Theta, for Theta < pi", energy / sector.circle(precision),
                lessThan: Ball(1 / sector.share, in: precision), at: sector.values),
              Evidence(
                "E|x|^2 = 2/(Theta (1 - r^2)) atan((1 + r)/(1 - r) tan(Theta/2)), for Theta < pi", energy,
                agreesWith: 2
                  * Ball.atan(
                    Ball((1 + sector.radius) / (1 - sector.radius), in: precision) * Ball.tan(angle / 2))
                  * sector.circle(precision) / angle, bits: 60, at: sector.values),
              // pi/2 - atan x < 1/x.
              Evidence(
                "pi/Theta - E|x|^2 (1 - r^2) <= 2/Theta (1 - r)/((1 + r) tan(Theta/2)), for Theta < pi",
                Ball(1 / sector.share, in: precision) - energy / sector.circle(precision),
                atMost: 2 * Ball(1 - sector.radius, in: precision)
                  / (angle * Ball(1 + sector.radius, in: precision) * Ball.tan(angle / 2)), at: sector.values),
            ] : [])
      }),
    falsifiers: [
      Falsifier(
        "Theta = pi/10", dropping: "whole circle",
        Check(Sector.any.with { $0.share = Rational(1, 10) }) { sector, precision in
          Evidence(
            "E|x|^2 <= 2/(1 - r^2)", sector.energy(precision), atMost: 2 * sector.circle(precision), at: sector.values)
        })
    ],
    quoted: { precision in
      let table = [
        (Rational(9, 10), "41.88", "5.263", "7.96"), (Rational(99, 100), "492.37", "50.25", "9.80"),
        (Rational(999, 1000), "4992.4", "500.25", "9.98"),
      ]
      return table.flatMap { radius, energy, circle, ratio in
        let sector = Sector(radius: radius, share: Rational(1, 10))
        return [
          Evidence("E|x|^2 for Theta = pi/10, r = \(radius)", sector.energy(precision), isQuotedAs: energy),
          Evidence("1/(1 - r^2) there", sector.circle(precision), isQuotedAs: circle),
          Evidence("their quotient", sector.energy(precision) / sector.circle(precision), isQuotedAs: ratio),
        ]
      }
    },
    figures: [smallPhaseFigure])

  /// |lambda| = r and the phases [0, Theta].
  private struct Sector: Sendable {
    let radius: Rational
    /// Theta/pi, in (0, 2].
    var share: Rational

    static let any = Generator { draw in
      let denominator = try draw(.integer(in: 2...32))
      return Sector(
        radius: Rational(try draw(.integer(in: 1...denominator - 1)), denominator),
        share: try draw(.rational(above: 0, upTo: 2, denominator: 10)))
    }

    var isNarrow: Bool { share < 1 }
    func angle(_ precision: Precision) -> Ball { Ball(share, in: precision) * Ball.pi(in: precision) }
    func energy(_ precision: Precision) -> Ball {
      RingInitialization.constantInputEnergy(modulus: Ball(radius, in: precision), largestPhase: angle(precision))
    }
    func circle(_ precision: Precision) -> Ball { Ball(1 / ((1 - radius) * (1 + radius)), in: precision) }
    var values: [NamedValue] { [NamedValue("r", radius), NamedValue("Theta/pi", share)] }
  }
}
