import Arithmetic
import Definitions
import PropertyTesting

extension HankelClaims {
  /// What the released filter does to a real signal.
  static let filterCode = Claim(
    "freq.C1-filter-code",
    title: "The released Sobolev filter does not weigh frequencies",
    statement: """
      The weights (1 + k/10000)^beta, k = 0 ..< L, on a full transform of which the real part is taken, multiply a real signal's \
      higher frequencies by larger numbers, beta > 0.
      """,
    source: frequencyBias("models/s4/s4d.py, as released", .code),
    hypotheses: [
      Hypothesis(
        "half a transform", "the weights are applied to the half transform of a real signal: the condition missing")
    ],
    method: .exact,
    notes: [
      "A full transform holds frequency k at k and at L - k; the real part makes it the mean of the two weights. For beta = 1 that "
        + "is 1 + L/20000 for every k but 0; for beta = 2 it falls with k.",
      "It is the example script of the repository; the code of the long-range experiments was not looked at.",
    ],
    effort: 0.5,
    check: Check(Filter.generator) { filter, _ in filter.rises },
    correction: Correction(
      """
      Frequency k > 0 is multiplied by (w_k + w_(L-k))/2: for beta = 1 by the constant 1 + L/20000, for beta = 2 by a number that \
      falls up to k = L/2. On a half transform the weights rise.
      """,
      .all(
        Check(Filter.generator) { filter, _ in filter.isSymmetrised },
        Check(Filter.generator.with { $0.isShort = true }) { filter, _ in filter.actsAsSaid },
        Check(Filter.generator.with { $0.isHalf = true }) { filter, _ in filter.rises })),
    falsifiers: [
      Falsifier(
        "the full transform", dropping: "half a transform", Check(Filter.generator) { filter, _ in filter.rises }),
      Falsifier(
        "the weights themselves on a full transform",
        Check(Filter.generator.with { ($0.isShort, $0.isHalf) = (true, true) }) { filter, _ in filter.actsAsSaid }),
    ],
    quoted: { _ in
      let filter = SobolevFilter(length: 1000, exponent: 2)
      return [
        Evidence("effective weight, beta = 2, L = 1000, k = 500", filter.effectiveWeight(500), isQuotedAs: "1.1025"),
        Evidence("effective weight, beta = 2, L = 1000, k = 1", filter.effectiveWeight(1), isQuotedAs: "1.1050"),
        Evidence(
          "effective weight, beta = 1, L = 1000", SobolevFilter(length: 1000, exponent: 1).effectiveWeight(7),
          isQuotedAs: "1.05"),
      ]
    },
    figures: [
      FigureRecipe("sobolev-weights") { precision in
        let indices = Array(1...500)
        func curve(
          _ name: String, _ beta: Int, _ style: FigureData.Column.Style = .line,
          _ value: (SobolevFilter, Int) -> Rational
        )
          -> FigureData.Column
        {
          let filter = SobolevFilter(length: 1000, exponent: beta)
          return FigureData.Column(name, indices.map { Ball(value(filter, $0), in: precision) }, style: style)
        }
        return FigureData(
          "sobolev-weights",
          title: "The released Sobolev filter, L = 1000: what a real signal's frequencies are multiplied by",
          caption: """
            Dashed: (1 + k/10000)^beta, as on a half transform. Solid: what the released full transform and real part amount to, \
            (w_k + w_(L-k))/2: constant for beta = 1. Exact numbers.
            """,
          xLabel: "frequency k", yLabel: "weight", x: FigureData.Column("k", indices.map { Ball($0, in: precision) }),
          curves: [1, 2, 4].flatMap { beta in
            [
              curve("beta = \(beta), effective", beta) { $0.effectiveWeight($1) },
              curve("beta = \(beta), meant", beta, .dashedLine) { $0.weight($1) },
            ]
          })
      }
    ])

  private struct Filter: Sendable {
    let length: Int
    let exponent: Int
    let signal: [Rational]
    /// k, less than L/2 - 1.
    let index: Int
    var isHalf = false
    /// Four numbers only, whose transform is exact over Gaussian rationals.
    var isShort = false

    static let generator = Generator { draw in
      let length = 2 * draw.integer(in: 3...100)
      return Filter(
        length: length, exponent: draw.integer(in: 1...2),
        signal: try draw(.array(of: SystemInstance.number, count: 4)),
        index: draw.integer(in: 1...length / 2 - 1))
    }

    private var values: [NamedValue] {
      [NamedValue("L", length), NamedValue("beta", exponent), NamedValue("k", index)]
    }

    var rises: Evidence {
      let filter = SobolevFilter(length: length, exponent: exponent)
      func weight(_ k: Int) -> Rational { isHalf ? filter.weight(k) : filter.effectiveWeight(k) }
      return Evidence("weight of k < weight of k + 1 <= L/2", weight(index), lessThan: weight(index + 1), at: values)
    }

    var isSymmetrised: Evidence {
      let filter = SobolevFilter(length: length, exponent: exponent)
      return exponent == 1
        ? Evidence(
          "beta = 1: the weight is 1 + L/20000", filter.effectiveWeight(index), equals: 1 + Rational(length, 20_000),
          at: values)
        : Evidence(
          "beta = 2: weight of k + 1 < weight of k", filter.effectiveWeight(index + 1),
          lessThan: filter.effectiveWeight(index), at: values)
    }

    /// The filter on four numbers against the weights of its frequencies.
    var actsAsSaid: Evidence {
      let filter = SobolevFilter(length: 4, exponent: exponent)
      let root = Complex(Rational(0), Rational(-1))
      let spectrum = FourierTransform.fast(signal.map { Complex($0) }, root: root)
      let weighted = spectrum.enumerated().map { k, value in
        let lower = min(k, 4 - k)
        return Complex(isHalf ? filter.weight(lower) : filter.effectiveWeight(lower)) * value
      }
      return Evidence(
        "the filtered signal", filter.apply(to: signal, root: root),
        equal: FourierTransform.inverse(weighted, root: root).map(\.real), at: [NamedValue("u", signal)] + values)
    }
  }
}
