import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension RationalTransferFunctions {
  /// Montel's bound.
  static let coefficientStability = Claim(
    "rtf.M1-montel",
    title: "The l1 constraint on the coefficients needs the last one too",
    statement: "If |a_1| + ... + |a_(n-1)| <= 1, all roots of z^n + a_1 z^(n-1) + ... + a_n have modulus at most 1.",
    source: source("equation (17) and appendix B.2.2"),
    hypotheses: [
      Hypothesis("all coefficients", "the sum includes a_n: the condition that is missing"),
      Hypothesis("monic", "the leading coefficient is 1"),
      Hypothesis("strict", "the sum is less than 1, for roots inside the open disc"),
    ],
    method: .exact,
    notes: [
      "Smallest counterexample: n = 1, where the printed sum is empty: z + 2. That of three coefficients, a = (0, 0, -5), has "
        + "the roots of z^3 = 5.",
      "Roots are located by the recurrence of Schur and Cohn over the rationals, not computed. \"At most 1\" is tested as "
        + "\"less than 1 + 2^-20\".",
      "Appendix B.2.2 calls the set of complex conjugate pairs the region of stability; the triangle of the figure is that.",
    ],
    check: Check(Coefficients.generator) { polynomial, _ in polynomial.isInside(radius: almostOne) },
    correction: Correction(
      """
      If |a_1| + ... + |a_n| <= 1 all roots have modulus at most 1, and less than 1 if the sum is less than 1. For n = 2 the \
      set of such a is half of the triangle of stability.
      """,
      .all(
        Check(Coefficients.ofSum(1)) { polynomial, _ in polynomial.isInside(radius: almostOne) },
        Check(Coefficients.ofSum(Rational(1023, 1024))) { polynomial, _ in polynomial.isInside(radius: 1) })),
    falsifiers: [
      Falsifier(
        "a_n of 1 or more beside the sum", dropping: "all coefficients",
        Check(Coefficients.generator.with { $0.tail[$0.tail.count - 1] = 2 }) { polynomial, _ in
          polynomial.isInside(radius: almostOne)
        }),
      Falsifier(
        "a leading coefficient 1/2", dropping: "monic",
        Check(Coefficients.ofSum(1).with { $0.leading = Rational(1, 2) }) { polynomial, _ in
          polynomial.isInside(radius: almostOne)
        }),
      Falsifier(
        "a sum of exactly 1 and the open disc", dropping: "strict",
        Check(Coefficients.ofSum(1)) { polynomial, _ in polynomial.isInside(radius: 1) }),
    ],
    quoted: { precision in
      let root = Ball.exp(Ball.log(Ball(5, in: precision)) / 3)
      return [
        Evidence("|root| of z^3 - 5", root, isQuotedAs: "1.710"),
        // The triangle with the corners (-2, 1), (2, 1), (0, -1) and the square with diagonals 2.
        Evidence("the share of Montel's set, n = 2", Rational(2) / Rational(4), isQuotedAs: "0.5"),
      ]
    },
    figures: [
      FigureRecipe("montel-region") { precision in
        let abscissae = (0...160).map { Rational($0 - 80, 40) }
        func curve(_ name: String, _ style: FigureData.Column.Style = .line, _ value: (Rational) -> Rational?)
          -> FigureData.Column
        {
          FigureData.Column(
            name,
            abscissae.map { a in value(a).map { Ball($0, in: precision) } ?? .indeterminate(in: precision) },
            style: style)
        }
        return FigureData(
          "montel-region", title: "z^2 + a_1 z + a_2: stable coefficients and Montel's l1 set",
          caption: """
            The triangle |a_1| - 1 < a_2 < 1 of all stable coefficients, the set |a_1| + |a_2| <= 1, half of it, and the \
            parabola above which the roots are complex. The printed constraint |a_1| <= 1 leaves a_2 free.
            """,
          xLabel: "a_1", yLabel: "a_2", xRange: -2.1...2.1, yRange: -1.2...1.2,
          x: FigureData.Column("a_1", abscissae.map { Ball($0, in: precision) }),
          curves: [
            curve("stable above |a_1| - 1") { $0.magnitude - 1 },
            curve("stable below 1") { _ in 1 },
            curve("l1, above", .dashedLine) { $0.magnitude <= 1 ? 1 - $0.magnitude : nil },
            curve("l1, below", .dashedLine) { $0.magnitude <= 1 ? $0.magnitude - 1 : nil },
            curve("complex pairs above a_1^2/4") { $0 * $0 / 4 },
          ],
          guides: [
            FigureData.Guide(.vertical, -1, label: "printed: |a_1| <= 1"), FigureData.Guide(.vertical, 1, label: ""),
          ])
      }
    ])

  /// 1 + 2^-20.
  private static let almostOne = 1 + Rational(1, 1 << 20)

  private struct Coefficients: Sendable {
    var leading: Rational = 1
    /// a_1, ..., a_n.
    var tail: [Rational]

    /// |a_1| + ... + |a_(n-1)| <= 1, a_n anything.
    static let generator = Generator { draw in
      var tail = try draw(.array(of: SystemInstance.number, count: 0...4))
      let sum = tail.reduce(Rational(0)) { $0 + $1.magnitude }
      if sum > 1 { tail = tail.map { $0 / sum } }
      return Coefficients(tail: tail + [try draw(SystemInstance.number)])
    }

    /// |a_1| + ... + |a_n| = sum.
    static func ofSum(_ sum: Rational) -> Generator<Coefficients> {
      Generator { draw in
        let numbers = try draw(.array(of: SystemInstance.number, count: 1...5))
        let size = numbers.reduce(Rational(0)) { $0 + $1.magnitude }
        try draw.assume(!size.isZero)
        return Coefficients(tail: numbers.map { $0 * sum / size })
      }
    }

    /// Whether the roots of sum_k a_k r^(n-k) z^(n-k) lie in the open unit disc.
    func isInside(radius: Rational) -> Evidence {
      let n = tail.count
      let ascending = (tail.reversed() + [leading]).enumerated().map { $1 * Rational.pow(radius, $0) }
      return Evidence(
        radius == 1 ? "all roots have modulus less than 1" : "all roots have modulus less than 1 + 2^-20",
        holds: Polynomial(ascending, in: Intrinsic()).isSchurStable,
        at: [NamedValue("n", n), NamedValue("a", tail), NamedValue("a_0", leading)])
    }
  }
}
