import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PerturbThenDiagonalize {
  /// ||G - G_D|| in H-infinity -> 2/pi.
  static let systemwise = Claim(
    "ptd.T2-systemwise",
    title: "In operator norm the diagonal system does not converge: the distance tends to 2/pi for C = e_0",
    statement: """
      For C = e_0 and n >= 4, 2/pi < sup_w |G - G_D|(i w) < 2/pi + 53/(100 n^2). Over all unit C the supremum is at \
      least 2n/pi - 3/n.
      """,
    source: paper("Theorem 2, section 3.3"),
    hypotheses: [
      Hypothesis("operator norm", "the inputs may depend on n: for a fixed input the outputs converge"),
      Hypothesis("fixed size", "||C|| does not fall with n"),
      Hypothesis("diagonal", "the system is (N, B/2), not a perturbed one"),
    ],
    method: .certified,
    notes: [
      "The paper says that the distance does not tend to 0; the limits and rates are derived. The lower bound is the "
        + "value at y_0; the upper bound is exact for n <= 7, by Sturm's theorem on a rational function, and by branch "
        + "and bound for the values quoted. For n = 3 the supremum is 0.6342 < 2/pi, for n = 2 it is 1/2.",
      "2/pi + pi/(6 n^2) is what the values approach: 0.5236 of the 53/100.",
    ],
    effort: 0.2,
    check: .all(
      Check(Peak.any) { try $0.isReached($1) }, Check(Peak.small) { peak, _ in [peak.isBounded] }),
    falsifiers: [
      Falsifier(
        "A + E with E = 1e-6 e_0 e_0^T", dropping: "diagonal",
        Check(Peak.any.with { $0.perturbation = Rational(1, 1_000_000) }) { try $0.isReached($1) }),
      Falsifier(
        "C = e_0/n", dropping: "fixed size",
        Check(Peak.any.with { $0.scale = Rational(1, $0.order) }) { try $0.isReached($1) }),
      Falsifier(
        "the input e^(-2t)", dropping: "operator norm",
        Check(Peak.small) { peak, _ in
          // ||u||^2 = 1/4.
          [
            Evidence(
              "(3/5)^2 ||u||^2 <= ||y - y_D||^2 for u = e^(-2t)", Rational(9, 100),
              atMost: inputwiseError(order: peak.order, rate: 2) / Rational(peak.order * peak.order),
              at: [NamedValue("n", peak.order)])
          ]
        }),
      Falsifier(
        "an upper bound of 2/pi + 1/(2 n^2)",
        Check(Peak.any.with { $0.tightness = Rational(1, 2) }) { try [$0.staysBelow($1)] }),
    ],
    quoted: { precision in
      let table = [
        (4, "0.651362"), (8, "0.643785"), (16, "0.638603"), (32, "0.637127"), (64, "0.636747"), (128, "0.636652"),
      ]
      let unit = [(8, "4.783"), (32, "20.290"), (128, "81.467")]
      return try table.map { n, digits in
        Evidence(
          "sup_w |G - G_D| for C = e_0, n = \(n)",
          LegS(order: n).diagonalDeviationPeak(tolerance: 0x1p-25, precision: 64),
          isQuotedAs: digits)
      }
        + unit.map { n, digits in
          Evidence(
            "|G - G_D|(i y_0) over unit C, n = \(n)", try Peak(order: n).overUnitOutputs(precision), isQuotedAs: digits)
        }
    },
    figures: [systemwiseFigure])

  private struct Peak: Sendable {
    let order: Int
    /// C = scale e_0.
    var scale: Rational = 1
    /// Of A, in place of the diagonal system; 0 for that.
    var perturbation: Rational = 0
    /// The coefficient of 1/n^2.
    var tightness = Rational(53, 100)

    init(order: Int) { self.order = order }

    static let any = Generator { draw in Peak(order: draw.integer(in: 4...60)) }
    static let small = Generator { draw in Peak(order: draw.integer(in: 4...7)) }

    private var legS: LegS { LegS(order: order) }
    private var values: [NamedValue] { [NamedValue("n", order)] }

    private func frequency(_ precision: Precision) throws -> Ball {
      try LegSNormalSpectrum(order: order).frequency(0, precision: precision)
    }

    /// |G - G_D|(i y_0).
    private func atSpike(_ precision: Precision) throws -> Ball {
      let y = try frequency(precision)
      guard !perturbation.isZero else { return legS.diagonalDeviation(frequencies: y) * Ball(scale, in: precision) }
      let unit = (0..<order).map { Disc($0 == 0 ? 1 : 0, in: precision) }
      return legS.rankOneDeviation(
        at: Disc(Ball(0, in: precision), y), size: Disc(perturbation, in: precision), unit, unit,
        input: legS.scale(in: precision), output: unit
      ).magnitude
    }

    /// ||x(i y_0)|| |phi|/|1 + phi|.
    func overUnitOutputs(_ precision: Precision) throws -> Ball {
      let y = try frequency(precision)
      let squared =
        legS.squaredStateNorm(squaredFrequency: y * y) * legS.squaredBlaschkeModulus(squaredFrequency: y * y)
      return Ball.sqrt(squared / legS.squaredDistanceFromPole(frequency: y))
    }

    func isReached(_ precision: Precision) throws -> [Evidence] {
      let limit = 2 / Ball.pi(in: precision)
      return [
        Evidence("2/pi < |G - G_D|(i y_0), C = e_0", limit, lessThan: try atSpike(precision), at: values),
        Evidence(
          "2n/pi - 3/n <= max over unit C of |G - G_D|(i y_0)",
          limit * IntegerConstant(order) - Ball(Rational(3, order), in: precision),
          atMost: try overUnitOutputs(precision),
          at: values),
      ]
    }

    /// sup_w |G - G_D|^2 < (2/pi + 53/(100 n^2))^2, exactly: 0.6366197 < 2/pi.
    var isBounded: Evidence {
      let bound = Rational(6_366_197, 10_000_000) + tightness / Rational(order * order)
      return Evidence(
        "sup_w |G - G_D| < 2/pi + 53/(100 n^2)",
        holds: Truth(legS.diagonalDeviation(output: [1]).squaredModulusStaysBelow(bound * bound)), at: values)
    }

    func staysBelow(_ precision: Precision) throws -> Evidence {
      Evidence(
        "|G - G_D|(i y_0) <= 2/pi + 1/(2 n^2)", try atSpike(precision),
        atMost: 2 / Ball.pi(in: precision) + Ball(tightness / Rational(order * order), in: precision), at: values)
    }
  }
}
