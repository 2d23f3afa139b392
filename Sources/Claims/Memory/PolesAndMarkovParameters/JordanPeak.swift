import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PolesAndMarkovParameters {
  /// The hump of a defective eigenvalue.
  static let jordanPeak = Claim(
    "jordan.peak",
    title: "A Jordan block of order p remembers C(n, p-1) lambda^(n-p+1): it grows until n = (p - 1)/(1 - lambda)",
    statement: """
      For J = lambda I + N of order p, 0 < lambda < 1, (J^n)_(1,p) = C(n, p-1) lambda^(n-p+1), which is largest at n = \
      floor((p - 1)/(1 - lambda)), and at most ((p - 1)/(e |ln lambda|))^(p-1)/(p - 1)! lambda^(1-p), a bound that it \
      approaches as lambda -> 1.
      """,
    source: Source("classical; needed for every theorem of exponential decay", "powers of a Jordan block", .derived),
    hypotheses: [
      Hypothesis("0 < lambda < 1", "the eigenvalue is real, positive and stable"),
      Hypothesis("defective eigenvalue", "p >= 2 and J is not diagonalizable"),
    ],
    method: .certified,
    notes: [
      "Powers and the place of the maximum in rationals, the bound in balls. Where (p - 1)/(1 - lambda) is an integer "
        + "two times are equally good: for lambda = 0.99 that is 99 and 100, 299 and 300, 699 and 700; the catalogue "
        + "names one of each.",
      "p different eigenvalues lambda (1 +- eps) have the same hump, as the divided difference of x^n, with "
        + "coefficients of the size 1/eps^(p-1): checked as well. Nothing about the hump needs an exact coincidence.",
      "No C e^(-beta n) with beta = |ln lambda| bounds the memory: a rate has to be strictly below |ln lambda|.",
    ],
    effort: 0.5,
    check: .all(
      Check(Block.generator) { block, _ in block.powers },
      Check(Block.generator) { block, _ in block.largestAtPeak },
      Check(Block.generator) { block, precision in block.isBelowBound(precision) },
      Check(Block.generator) { block, _ in block.nearbyEigenvalues }),
    falsifiers: [
      Falsifier(
        "lambda > 1", dropping: "0 < lambda < 1",
        Check(Block.generator.with { $0.eigenvalue = 1 / $0.eigenvalue }) { block, precision in
          block.isBelowBound(precision)
        }),
      Falsifier(
        "the exponential of a simple eigenvalue bounds it", dropping: "defective eigenvalue",
        Check(Block.generator) { block, _ in block.isExponential }),
      Falsifier(
        "the bound less a hundredth, as lambda -> 1",
        Check(Block.generator.with { $0.eigenvalue = Rational(999, 1000) }) { block, precision in
          block.isBelowBound(share: Rational(99, 100), precision)
        }),
    ],
    quoted: { _ in
      [(2, "36.97", 99), (4, "2.25e5", 300), (8, "1.50e13", 699)].flatMap { p, digits, time in
        let block = JordanBlock(eigenvalue: Rational(99, 100), order: p)
        return [
          Evidence("the peak for lambda = 0.99, p = \(p)", block.memory(at: time), isQuotedAs: digits),
          Evidence(
            "its place, n = \(time)", block.memory(at: time), equals: block.memory(at: block.peakTime ?? 0),
            at: [NamedValue("p", p)]),
        ]
      }
    },
    figures: [
      FigureRecipe("jordan-memory") { precision in
        let times = Array(0...1000)
        let eigenvalue = Ball(Rational(99, 100), in: precision)
        return FigureData(
          "jordan-memory", title: "What a Jordan block of order p remembers, lambda = 0.99",
          caption: """
            C(n, p-1) lambda^(n-p+1), enclosed, and the bounds ((p - 1)/(e |ln lambda|))^(p-1)/(p - 1)! lambda^(1-p) \
            of their peaks. All four have the same spectrum, and the same rate in the end.
            """,
          xLabel: "n", yLabel: "memory", logY: true, yRange: 1e-4...1e6,
          x: FigureData.Column("n", times.map(Double.init)),
          curves: (1...4).map { p in
            let block = JordanBlock(eigenvalue: eigenvalue, order: p)
            return FigureData.Column(
              "p = \(p)", times.map { $0 < p - 1 ? .indeterminate(in: precision) : block.memory(at: $0) })
          }
            + (2...4).map { p in
              let bound = JordanBlock(eigenvalue: eigenvalue, order: p).peakBound
              return FigureData.Column("bound, p = \(p)", times.map { _ in bound }, style: .dashedLine)
            })
      }
    ])

  private struct Block: Sendable {
    /// lambda.
    var eigenvalue: Rational
    /// p.
    let order: Int
    /// n.
    let time: Int
    /// eps.
    let distance: Rational

    static let generator = Generator { draw in
      let q = try draw(.integer(in: 2...60))
      return Block(
        eigenvalue: Rational(q - 1, q), order: try draw(.integer(in: 2...5)), time: try draw(.integer(in: 0...160)),
        distance: Rational(1, try draw(.integer(in: 2...100))))
    }

    var block: JordanBlock<Rational> { JordanBlock(eigenvalue: eigenvalue, order: order) }
    var values: [NamedValue] {
      [NamedValue("lambda", eigenvalue), NamedValue("p", order), NamedValue("n", time)]
    }

    var powers: [Evidence] {
      let n = time % 20
      return [
        Evidence(
          "J^n = (C(n, j-i) lambda^(n-j+i))", block.matrix.power(n).elements.elements,
          equal: block.power(n).elements.elements, at: values + [NamedValue("n mod 20", n)])
      ]
    }

    /// At time n, and before and after the peak.
    var largestAtPeak: [Evidence] {
      guard let peak = block.peakTime else { return [] }
      return [time, max(peak - 1, 0), peak + 1].map { n in
        Evidence(
          "C(n, p-1) lambda^(n-p+1) <= its value at floor((p - 1)/(1 - lambda))", block.memory(at: n),
          atMost: block.memory(at: peak), at: [values[0], values[1], NamedValue("n", n)])
      }
    }

    /// At time n, and at the peak.
    func isBelowBound(share: Rational = 1, _ precision: Precision) -> [Evidence] {
      let ball = JordanBlock(eigenvalue: Ball(eigenvalue, in: precision), order: order)
      // For lambda > 1 the formula of the bound is the same with |ln lambda|.
      let reference = eigenvalue < 1 ? ball : JordanBlock(eigenvalue: 1 / ball.eigenvalue, order: order)
      let peak = eigenvalue < 1 ? block.peakTime ?? 0 : 40 * order
      return [time, peak].map { n in
        Evidence(
          "C(n, p-1) lambda^(n-p+1) <= ((p - 1)/(e |ln lambda|))^(p-1)/(p - 1)! lambda^(1-p)", ball.memory(at: n),
          atMost: Ball(share, in: precision) * reference.peakBound, at: [values[0], values[1], NamedValue("n", n)])
      }
    }

    var isExponential: [Evidence] {
      [
        Evidence(
          "C(n, p-1) lambda^(n-p+1) <= lambda^(n-p+1)", block.memory(at: time + order),
          atMost: Rational.pow(eigenvalue, time + 1), at: [values[0], values[1], NamedValue("n", time + order)])
      ]
    }

    /// Eigenvalues lambda (1 + eps k/p), k = 0 ..< p: the divided difference lies between the corners of the blocks of the
    /// least and of the largest.
    var nearbyEigenvalues: [Evidence] {
      let n = time % 40 + order
      let eigenvalues = (0..<order).map { k in eigenvalue * (1 - distance * Rational(k, order)) }
      let (value, coefficients) = JordanBlock.dividedDifference(of: eigenvalues, power: n)
      let least = JordanBlock(eigenvalue: eigenvalues.min() ?? 0, order: order).memory(at: n)
      let values = [values[0], values[1], NamedValue("n", n), NamedValue("eps", distance)]
      let size = coefficients.map(\.magnitude).max() ?? 0
      return [
        Evidence("C(n, p-1) min^(n-p+1) <= the divided difference of x^n", least, atMost: value, at: values),
        Evidence("the divided difference <= C(n, p-1) max^(n-p+1)", value, atMost: block.memory(at: n), at: values),
        Evidence(
          "1/(lambda eps)^(p-1) <= the largest coefficient", Rational.pow(1 / (eigenvalue * distance), order - 1),
          atMost: size, at: values),
      ]
    }
  }
}
