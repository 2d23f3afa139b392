import Arithmetic
import Definitions
import PropertyTesting

extension Recency {
  /// Real negative poles as a low-pass filter.
  static let lowPass = Claim(
    "recency.P4.1",
    title: "Real negative poles make a low-pass filter if the residues have one sign, and else need not pass DC",
    statement: """
      The continuous S4 model with A = diag(a_n), a_n < 0 real, is a low-pass filter: \
      |H(i w)| <= |H(0)| for all w, with H(s) = sum_n c_n b_n/(s - a_n).
      """,
    source: paper("Proposition 4.1"),
    hypotheses: [
      Hypothesis("one sign", "all residues c_n b_n have one sign; the quoted statement leaves it out"),
      Hypothesis("D = 0", "nothing is fed through"),
    ],
    method: .exact,
    notes: [
      "By hand: a = (-1, -2) and c b = (1, -2) give H(s) = 1/(s + 1) - 2/(s + 2) = -s/((s + 1)(s + 2)): H(0) = 0, "
        + "|H(i sqrt 2)| = 1/3. A band-pass filter that deletes the mean.",
      "What holds for all residues is the decay |H(i w)| <= sum |c_n b_n|/w.",
      "With one sign |H| is even decreasing in w, which the catalogue denies: each term of |H|^2 = sum r_n r_m "
        + "(a_n a_m + w^2)/((a_n^2 + w^2)(a_m^2 + w^2)) has the logarithmic derivative 1/(p + u) - 1/(a + u) - 1/(b "
        + "+ u) in "
        + "u = w^2 with a <= p <= b, so p = |a_n a_m| makes the first not larger than the second.",
    ],
    check: Check(Response.generator) { response, _ in response.isLargestAtZero },
    correction: Correction(
      """
      If all residues have one sign, |H(i w)| decreases strictly in w >= 0. For any residues |H(i w)| <= \
      sum_n |c_n b_n|/w.
      """,
      .all(
        Check(Response.ofOneSign) { response, _ in response.decreases },
        Check(Response.generator) { response, _ in response.decays })),
    falsifiers: [
      Falsifier(
        "mixed signs", dropping: "one sign", Check(Response.generator) { response, _ in response.decreases }),
      Falsifier(
        "D = 1", dropping: "D = 0",
        Check(Response.generator.with { $0.feedthrough = 1 }) { response, _ in response.decays }),
    ],
    quoted: { precision in
      func ball(_ x: Int) -> Ball { Ball(x, in: precision) }
      let response = bandPass(precision)
      return [
        Evidence(
          "|H(i sqrt 2)|^2 for c b = (1, -2), a = (-1, -2)",
          response(Complex(ball(0), Ball.sqrt(ball(2)))).squaredMagnitude, isQuotedAs: "0.11111"),
        Evidence("H(0)", response(Complex(ball(0), ball(0))).squaredMagnitude, isQuotedAs: "0"),
      ]
    },
    figures: [
      FigureRecipe("low-pass") { precision in
        let w = grid(from: 0.01, to: 100, count: 160, logarithmic: true)
        func curve(_ name: String, _ response: ModalResponse<Complex<Ball>>) -> FigureData.Column {
          let zero = Ball(0, in: precision)
          return FigureData.Column(
            name, w.map { Ball.sqrt(response(Complex(zero, Ball($0, in: precision))).squaredMagnitude) })
        }
        return FigureData(
          "low-pass", title: "Frequency response of a diagonal model with poles -1 and -2",
          caption: """
            |H(i w)| for the poles -1 and -2, enclosed. Residues of one sign (1, 2) pass low frequencies, and |H| \
            decreases. Mixed residues (1, -2) cancel the mean: a band-pass filter with its maximum 1/3 at w = sqrt 2. \
            Both decay like 1/w.
            """,
          xLabel: "w", yLabel: "|H(i w)|", logX: true, logY: true, x: FigureData.Column("w", w),
          curves: [
            curve("residues 1, 2", modes([1, 2], precision)), curve("residues 1, -2", bandPass(precision)),
            FigureData.Column("3/w", w.map { 3 / $0 }, style: .dashedLine),
          ],
          guides: [FigureData.Guide(.vertical, Double(2).squareRoot(), label: "sqrt 2")])
      }
    ])

  private static func bandPass(_ precision: Precision) -> ModalResponse<Complex<Ball>> { modes([1, -2], precision) }

  /// Poles -1, -2, ... with these residues.
  private static func modes(_ residues: [Int], _ precision: Precision) -> ModalResponse<Complex<Ball>> {
    func number(_ x: Int) -> Complex<Ball> { Complex(Ball(x, in: precision)) }
    return ModalResponse(poles: residues.indices.map { number(-1 - $0) }, residues: residues.map(number))
  }

  /// A diagonal model and two frequencies, in rational numbers.
  private struct Response: Sendable {
    let poles: [Rational]
    var residues: [Rational]
    /// 0 <= v < w.
    let lower, upper: Rational
    var feedthrough: Rational = 0

    static let generator = Generator { draw in
      let positive = Generator<Rational>.rational(above: 0, upTo: 4, denominator: 4)
      let poles = try draw(.array(of: positive, count: 1...4)).map { -$0 }
      let lower = try draw(Generator<Rational>.rational(in: 0...3, denominator: 4))
      return Response(
        poles: poles,
        residues: try draw(.array(of: SystemInstance.number.filter { $0 != 0 }, count: poles.count)), lower: lower,
        upper: lower + (try draw(positive)))
    }

    static let ofOneSign = generator.with { response in
      response.residues = response.residues.map { $0.magnitude }
    }

    private var values: [NamedValue] {
      [NamedValue("a", poles), NamedValue("cb", residues), NamedValue("w", upper)]
    }

    /// |H(iw)|^2.
    private func squaredGain(_ w: Rational) -> Rational {
      let response = ModalResponse(
        poles: poles.map { Complex($0) }, residues: residues.map { Complex($0) })
      return (response(Complex(0, w)) + Complex(feedthrough)).squaredMagnitude
    }

    var isLargestAtZero: Evidence {
      Evidence("|H(iw)|^2 <= |H(0)|^2", squaredGain(upper), atMost: squaredGain(0), at: values)
    }

    var decreases: Evidence {
      Evidence(
        "|H(iw)|^2 < |H(iv)|^2, v < w", squaredGain(upper), lessThan: squaredGain(lower),
        at: values + [NamedValue("v", lower)])
    }

    var decays: Evidence {
      let sum = residues.reduce(Rational(0)) { $0 + $1.magnitude }
      return Evidence(
        "w^2 |H(iw)|^2 <= (sum |c_n b_n|)^2", upper * upper * squaredGain(upper), atMost: sum * sum, at: values)
    }
  }
}
