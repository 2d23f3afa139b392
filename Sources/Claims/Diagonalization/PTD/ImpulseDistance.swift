import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PerturbThenDiagonalize {
  /// ||K_D - K||^2 = 1/4 - 1/(2 n^2).
  static let impulseDistance = Claim(
    "ptd.F3-impulse",
    title: "The impulse responses of (A, B) and (N, B/2) stay apart: 1/4 - 1/(2 n^2) for C = e_0",
    statement: """
      With K(t) = C e^(tA) B and K_D(t) = C e^(tN) B/2 for C supported on fewer than n coordinates, ||K_D - K||^2 = (C \
      B)^2/4 + (||K'||^2 + C B C A B)/n^2 in L2(0, inf): 1/4 - 1/(2 n^2) for C = e_0 and n >= 2, where ||K||^2 = 1/2.
      """,
    source: derived("section 3.3 and appendix F.3 (Figure 9)"),
    hypotheses: [
      Hypothesis("half", "the diagonal system has B/2"),
      Hypothesis("short C", "C has fewer coordinates than there are states"),
      Hypothesis("continuous time", "no discretization that smooths the impulse"),
    ],
    method: .exact,
    notes: [
      "Exact over Q for every n drawn up to 40, by the Routh recursion on the closed form; for n <= 5 also on the two "
        + "systems' own rational functions. Proved for every n and C: Proofs/legs-impulse-distance.md. For n = 1 the "
        + "distance is 1/12.",
      "The catalogue had the value for C = e_0, exactly for n <= 7, and no proof.",
      "The bilinear method keeps the distance, exactly and for every step: with z on the circle, the squared modulus "
        + "of its transfer function times d theta is that of G times step dw. Only its frequencies are warped. The "
        + "backward Euler method (falsifier) and a zero-order hold smooth it away.",
    ],
    effort: 0.4,
    check: .all(
      Check(Impulse.generator) { impulse, _ in
        try [impulse.isExact, impulse.isThatOfTheSystems].compactMap { $0 }
      },
      Check(Impulse.small) { impulse, _ in [try impulse.isThatOfDiscreteTime] }),
    falsifiers: [
      Falsifier(
        "B in the place of B/2", dropping: "half",
        Check(Impulse.small.with { $0.factor = 1 }) { impulse, _ in try [impulse.isThatOfTheSystems].compactMap { $0 } }
      ),
      Falsifier(
        "C with as many coordinates as there are states", dropping: "short C",
        Check(Impulse.long) { impulse, _ in [impulse.isExact] }),
      Falsifier(
        "the backward Euler method", dropping: "continuous time",
        Check(Impulse.small.with { $0.alpha = 1 }) { impulse, _ in [try impulse.isThatOfDiscreteTime] }),
    ],
    quoted: { _ in
      let table = [(2, 1, 8), (3, 7, 36), (4, 7, 32), (5, 23, 100), (6, 17, 72), (7, 47, 196), (40, 799, 3200)]
      return table.map { n, p, q in
        Evidence(
          "||K_D - K||^2 for C = e_0, n = \(n)", LegS(order: n).diagonalDeviation(output: [1]).squaredH2Norm ?? 0,
          equals: Rational(p, q))
      } + [
        Evidence(
          "||K_D - K||^2 = 1/4 - 1/(2 n^2) for every n = 2 ... 40",
          (2...40).map { LegS(order: $0).diagonalDeviation(output: [1]).squaredH2Norm ?? 0 },
          equal: (2...40).map { Rational(1, 4) - Rational(1, 2 * $0 * $0) })
      ]
    },
    figures: [impulseFigure])

  /// The convergence of kernels.
  static let erratumConvergence = Claim(
    "erratum.E1",
    title: "The kernels of S4D-LegS do not converge to those of S4-LegS, in L2 or pointwise",
    statement: """
      As n grows, the kernels K_D(t) = C e^(tN) B/2 converge to K(t) = C e^(tA) B: read in L2, ||K_D - K|| < 1/10 for \
      some n and all larger ones.
      """,
    source: Source(
      "Gu, Gupta, Goel & Re, On the Parameterization and Initialization of Diagonal State Space Models",
      arXiv: "2206.11893", "Theorem 3", .recalled),
    hypotheses: [
      Hypothesis(
        "kernels", "convergence is meant of the kernels, not of the outputs for a fixed input",
        untested: "for fixed inputs in L2 the outputs do converge: ptd.T1-inputwise")
    ],
    method: .exact,
    notes: [
      "The statement is recalled, so this says: if it is read as convergence in L2 it fails. The limit of the squared "
        + "distance is (C B)^2/4 for every C of fixed length; in discrete time a zero-order hold smooths the "
        + "difference away (s4d.T3-limit).",
      "The idea of the proof, B^T x(t) is nearly u(t), needs a smooth u; an impulse is not.",
    ],
    effort: 0.3,
    check: Check(Impulse.firstRow) { impulse, _ in
      [
        Evidence(
          "||K_D - K||^2 < 1/100", impulse.squaredDistance, lessThan: Rational(1, 100),
          at: [NamedValue("n", impulse.order)])
      ]
    },
    correction: Correction(
      "||K_D - K||^2 = (C B)^2/4 + (||K'||^2 + C B C A B)/n^2, which tends to (C B)^2/4.",
      Check(Impulse.generator) { impulse, _ in [impulse.isExact] }),
    falsifiers: [
      Falsifier(
        "the limit 0 for C B not 0",
        Check(Impulse.firstRow) { impulse, _ in
          [
            Evidence(
              "||K_D - K||^2 <= 1/n", impulse.squaredDistance, atMost: Rational(1, impulse.order),
              at: [NamedValue("n", impulse.order)])
          ]
        })
    ])

  /// A row C in twin coordinates, and the two impulse responses.
  private struct Impulse: Sendable {
    let order: Int
    let output: [Rational]
    var factor = Rational(1, 2)
    /// Of a discretization: its step, and 1/2 for the bilinear method, 1 for backward Euler.
    var step: Rational = 1
    var alpha = Rational(1, 2)

    static let generator = Generator { draw in
      let n = try draw(.oneOf(.integer(in: 2...8), .integer(in: 9...40)))
      return Impulse(order: n, output: try draw(.twinOutput(upTo: min(n - 1, 5))))
    }
    static let small = Generator { draw in
      Impulse(order: draw.integer(in: 2...4), output: [1], step: try draw(.rational(above: 0, upTo: 2, denominator: 4)))
    }
    static let firstRow = Generator { draw in Impulse(order: draw.integer(in: 16...40), output: [1]) }
    static let long = Generator { draw in
      let n = draw.integer(in: 2...6)
      return Impulse(order: n, output: (0..<n).map { $0 == n - 1 ? 1 : 0 })
    }

    var values: [NamedValue] { [NamedValue("n", order), NamedValue("C T", output)] }

    var squaredDistance: Rational { LegS(order: order).diagonalDeviation(output: output).squaredH2Norm ?? .undefined }

    /// (C B)^2/4 + (||K'||^2 + C B C A B)/n^2.
    var expected: Rational {
      get throws {
        let full = try LegSPair(order: order, output: output).full
        let (cb, cab) = (full.markovParameters(2)[0][0, 0], full.markovParameters(2)[1][0, 0])
        // K' has the transform s G - C B.
        let transfer = LegS(order: order).transferFunction(output: output)
        let s = Polynomial<Rational>([0, 1], in: Intrinsic())
        let slope = (s * transfer.numerator - transfer.denominator.scaled(by: cb)).trimmed
        let norm = RationalFunction(slope, over: transfer.denominator).squaredH2Norm ?? .undefined
        return cb * cb / 4 + (norm + cb * cab) / Rational(order * order)
      }
    }

    var isExact: Evidence {
      Evidence(
        "||K_D - K||^2 = (C B)^2/4 + (||K'||^2 + C B C A B)/n^2", squaredDistance,
        equals: (try? expected) ?? .undefined,
        at: values)
    }

    /// The same distance from the two systems themselves.
    var isThatOfTheSystems: Evidence? {
      get throws {
        guard order <= 5 else { return nil }
        let pair = try LegSPair(order: order, output: output, factor: factor)
        let difference = RationalFunction(of: pair.diagonal) - RationalFunction(of: pair.full)
        return Evidence(
          "||K_D - K||^2 from the systems", difference.squaredH2Norm ?? .undefined, equals: try expected, at: values)
      }
    }

    /// The sum of squares of the discrete kernels' difference, divided by the step: the difference is a system of
    /// both states.
    var isThatOfDiscreteTime: Evidence {
      get throws {
        let pair = try LegSPair(order: order, output: output)
        let full = try pair.full.discretized(step: step, alpha: alpha)
        let diagonal = try pair.diagonal.discretized(step: step, alpha: alpha)
        let n = order
        let matrix = Matrix<Rational>(2 * n, 2 * n, in: Intrinsic()) { i, j in
          i < n && j < n ? diagonal.matrix[i, j] : i >= n && j >= n ? full.matrix[i - n, j - n] : 0
        }
        let both = LinearSystem(
          matrix: matrix, input: diagonal.input.column(0) + full.input.column(0),
          output: diagonal.output.row(0) + full.output.row(0).map { -$0 })
        let gramian = try both.reachabilityGramian(.discrete)
        let sum = (both.output * gramian * both.output.transposed)[0, 0]
        return Evidence(
          "the sum of squares in discrete time, over the step", sum / step, equals: try expected,
          at: values + [NamedValue("step", step)])
      }
    }
  }
}
