import Arithmetic
import Definitions
import PropertyTesting

extension HankelClaims {
  /// Where HOPE samples.
  static let samplingMap = Claim(
    "hope.A1-sampling",
    title: "HOPE's sampling map keeps the circle, and is the bilinear transform there and back",
    statement: """
      w(z) = ((1 + D) z + D - 1)/((D - 1) z + D + 1) maps |z| = 1 to |w| = 1 and |z| > 1 to |w| > 1, equals (1 + s)/(1 - s) with \
      s = (z - 1)/(D (z + 1)), and is z for D = 1.
      """,
    source: hope("algorithm 1 and the released code", .code),
    hypotheses: [Hypothesis("D > 0", "the step is positive")],
    method: .exact,
    notes: ["The released einsum evaluates n powers at each of L samples: n L products, not L log L."],
    check: Check(Sample.generator) { sample, _ in sample.evidence },
    falsifiers: [
      Falsifier(
        "D < 0", dropping: "D > 0",
        Check(Sample.generator.with { $0.step = -$0.step }) { sample, _ in sample.evidence })
    ],
    figures: [
      FigureRecipe("hope-sampling-angles") { precision in
        let indices = Array(1..<200)
        let pi = Ball.pi(in: precision)
        return FigureData(
          "hope-sampling-angles", title: "HOPE: where the samples of G lie on the circle",
          caption: """
            The angle of w(e^(i theta)) against theta, enclosed: tan(angle/2) = tan(theta/2)/D. For small D nearly all samples \
            lie at w = -1.
            """,
          xLabel: "theta/pi", yLabel: "angle of w, over pi",
          x: FigureData.Column("theta/pi", indices.map { Ball(Rational($0, 200), in: precision) }),
          curves: [Rational(1, 100), Rational(1, 10), Rational(1, 2), Rational(1), Rational(4)].map { step in
            FigureData.Column(
              "D = \(step)",
              indices.map { k in
                let angle = Ball(Rational(k, 200), in: precision) * pi
                let w = HankelParameterization<Disc>.samplePoint(
                  Disc(Ball.cos(angle), Ball.sin(angle)), step: Disc(step, in: precision))
                return Ball.atan2(y: w.imaginary, x: w.real) / pi
              })
          })
      }
    ])

  private struct Sample: Sendable {
    let point: Complex<Rational>
    /// More than 1.
    let radius: Rational
    var step: Rational

    static let generator = Generator { draw in
      Sample(
        point: try draw(rationalUnitPoint), radius: 1 + (try draw(.rational(above: 0, upTo: 3, denominator: 4))),
        step: try draw(.rational(above: 0, upTo: 4, denominator: 8)))
    }

    var evidence: [Evidence] {
      typealias Parameterization = HankelParameterization<Complex<Rational>>
      let (one, d) = (Complex(Rational(1)), Complex(step))
      let w = Parameterization.samplePoint(point, step: d)
      let s = (point - 1) / (d * (point + 1))
      let outside = Parameterization.samplePoint(Complex(radius) * point, step: d)
      let values = [NamedValue("z", point), NamedValue("D", step)]
      let onCircle = [
        Evidence("|w(z)|^2 = 1", w.squaredMagnitude, equals: Rational(1), at: values),
        Evidence("w = (1 + s)/(1 - s)", w, equals: (one + s) / (one - s), at: values),
        Evidence("w = z for D = 1", Parameterization.samplePoint(point, step: one), equals: point, at: values),
      ]
      // w may be infinite outside.
      guard outside.isDefined else { return onCircle }
      return onCircle + [
        Evidence(
          "1 < |w(r z)|^2 for r > 1", Rational(1), lessThan: outside.squaredMagnitude,
          at: values + [NamedValue("r", radius)])
      ]
    }
  }
}
