import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension StructuredStateSpaces {
  /// The eigenvectors of LegS, as printed and as they are.
  static let explicitEigenvectors = Claim(
    "s4.L32-eigvec",
    title: "The explicit eigenvectors of LegS",
    statement: """
      The LegS matrix is diagonalized by V_ij = binomial(i + j, i - j); V_(3i,i) is about 2^(4i), so that V has \
      entries of magnitude up to 2^(4N/3).
      """,
    source: s4("Lemma 3.2", .text),
    hypotheses: [
      Hypothesis("indices", "rows and columns are counted from 0"), Hypothesis("LegS", "A is the LegS matrix"),
    ],
    method: .exact,
    notes: [
      "As printed V lacks the signs (-1)^(i-j) and the row factors sqrt(2i + 1). The check gives it the row "
        + "factors; it then fails at N = 2 for want of the signs alone. Without them the entry (1, 0) of A V - V "
        + "Lambda is -sqrt 3 - 1.",
      "The size: m^3 > 2^(4N) for the largest entry m is false for N <= 94 and true from N = 95 on, where the "
        + "entry is at (94, 42). The row i sums to the Fibonacci number F_(2i+1), so that the largest entry of V is"
        + " between F_(2N-1)/N and F_(2N-1): the rate is ((1 + sqrt 5)/2)^(2N) = 2^(1.3885 N).",
      "'About 2^(4i)' hides a factor 1/sqrt(pi i): binomial(4i, 2i).",
      "The size of the entries depends on the scaling of the columns; what does not is the condition number of each "
        + "eigenvalue, (N + j)!/((2j + 1) (j!)^2 (N - 1 - j)!).",
    ],
    effort: 0.25,
    check: .all(
      Check(Generator<Int>.integer(in: 1...128)) { n, _ in hasPrintedSize(n) },
      Check(Generator<Int>.integer(in: 1...24)) { n, _ in diagonalizes(n, .printed) }),
    correction: Correction(
      """
      V_ij = (-1)^(i-j) sqrt(2i + 1) binomial(i + j, i - j) diagonalizes LegS, with the eigenvalues -(j + 1). Its \
      binomials are at most 2^(4N/3) for N <= 94 alone; the largest is between F_(2N-1)/N and F_(2N-1), F the \
      Fibonacci numbers.
      """,
      .all(
        Check(Generator<Int>.integer(in: 1...30)) { n, _ in diagonalizes(n, .signed) },
        Check(Generator<Int>.integer(in: 1...160)) { n, _ in growsLikeFibonacci(n) })),
    falsifiers: [
      Falsifier(
        "indices from 1", dropping: "indices",
        Check(Generator<Int>.integer(in: 2...12)) { n, _ in diagonalizes(n, .shifted) }),
      Falsifier(
        "the normal part", dropping: "LegS",
        Check(Generator<Int>.integer(in: 2...12)) { n, _ in diagonalizes(n, .signed, normal: true) }),
    ],
    quoted: { precision in
      let largest = largestEntry(95)
      return [
        Evidence("the largest entry at N = 95", Ball(largest.value, in: precision), isQuotedAs: "1.3688e38"),
        Evidence("its row", Rational(largest.row), equals: 94),
        Evidence("its column", Rational(largest.column), equals: 42),
      ]
    },
    figures: [eigenvectorGrowth])

  /// The size of the printed eigenvectors.
  static let erratumSize = Claim(
    "erratum.E6",
    title: "The eigenvectors of LegS have entries beyond 2^(4N/3)",
    statement: "The matrix V_ij = binomial(i + j, i - j), i, j < N, has entries of magnitude up to 2^(4N/3).",
    source: s4("Lemma 3.2", .text),
    hypotheses: [Hypothesis("size", "N <= 94: up to there the bound holds")],
    method: .exact,
    notes: [
      "Integers: the cube of the largest entry against 2^(4N). The signs and row factors that the printed V lacks are "
        + "s4.L32-eigvec; what does not depend on the scaling of V is the condition numbers of the eigenvalues.",
      "Read as a rate, 'up to 2^(4N/3)' is off by a factor 2^(0.055 N)/sqrt(N).",
    ],
    check: Check(Generator<Int>.integer(in: 1...160)) { n, _ in hasPrintedSize(n) },
    correction: Correction(
      """
      The largest entry is at most 2^(4N/3) exactly for N <= 94. It is between F_(2N-1)/N and F_(2N-1), F the \
      Fibonacci numbers: the rate is ((1 + sqrt 5)/2)^(2N).
      """,
      Check(Generator<Int>.integer(in: 1...160)) { n, _ in growsLikeFibonacci(n) }),
    falsifiers: [
      Falsifier(
        "from N = 95 on", dropping: "size", Check(Generator<Int>.integer(in: 95...160)) { n, _ in hasPrintedSize(n) })
    ])

  /// Which binomials the vectors are made of.
  private enum Vectors { case printed, signed, shifted }

  private static func diagonalizes(_ n: Int, _ kind: Vectors, normal: Bool = false) -> Evidence {
    let twin = twin(.legS, n)
    var v: Matrix<Rational> = LegS(order: n).twinEigenvectors(in: Intrinsic())
    if kind == .printed { v = v.map(in: Intrinsic()) { $0.magnitude } }
    if kind == .shifted {
      let larger: Matrix<Rational> = LegS(order: n + 1).twinEigenvectors(in: Intrinsic())
      v = larger[1..<n + 1, 1..<n + 1]
    }
    let eigenvalues = (0..<n).map { Rational(-($0 + 1)) }
    return Evidence(
      "A V = V Lambda", ((normal ? twin.normalPart : twin.matrix) * v).elements.elements,
      equal: v.multipliedFromRight(byDiagonal: eigenvalues).elements.elements, at: [NamedValue("N", n)])
  }

  /// The largest binomial(i + j, i - j) with i, j < n: in the last row, where it grows with i for every j.
  private static func largestEntry(_ n: Int) -> (value: Rational, row: Int, column: Int) {
    var best = (value: Rational.zero, row: n - 1, column: 0)
    for j in 0..<n {
      let value = Rational.binomial(n - 1 + j, n - 1 - j)
      if value > best.value { best = (value, n - 1, j) }
    }
    return best
  }

  private static func hasPrintedSize(_ n: Int) -> Evidence {
    Evidence(
      "the largest entry cubed <= 2^(4N)", Rational.pow(largestEntry(n).value, 3), atMost: .pow(2, 4 * n),
      at: [NamedValue("N", n)])
  }

  private static func growsLikeFibonacci(_ n: Int) -> [Evidence] {
    let largest = largestEntry(n).value
    var (a, b) = (Rational.zero, Rational.one)
    for _ in 0..<2 * n - 1 { (a, b) = (b, a + b) }
    let place = [NamedValue("N", n)]
    let cube = Rational.pow(largest, 3)
    let power = Rational.pow(2, 4 * n)
    let rowSum = (0..<n).reduce(Rational.zero) { $0 + Rational.binomial(n - 1 + $1, n - 1 - $1) }
    return [
      Evidence("the last row sums to F_(2N-1)", rowSum, equals: a, at: place),
      Evidence("F_(2N-1)/N <= the largest entry", a / Rational(n), atMost: largest, at: place),
      Evidence("the largest entry <= F_(2N-1)", largest, atMost: a, at: place),
      n <= 94
        ? Evidence("N <= 94: the largest entry cubed <= 2^(4N)", cube, atMost: power, at: place)
        : Evidence("N >= 95: 2^(4N) < the largest entry cubed", power, lessThan: cube, at: place),
    ]
  }

  private static let eigenvectorGrowth = FigureRecipe("legs-eigenvector-growth") { precision in
    let orders = Array(1...160)
    func log2(_ x: Rational) -> Ball { Ball.log(Ball(x, in: precision)) / Ball.log(Ball(2, in: precision)) }
    let golden = (1 + Ball.sqrt(Ball(5, in: precision))) / 2
    let rate = 2 * Ball.log(golden) / Ball.log(Ball(2, in: precision))
    let entries = orders.map { log2(largestEntry($0).value) }
    return FigureData(
      "legs-eigenvector-growth", title: "The largest binomial in the eigenvectors of LegS",
      caption: """
        log2 of the largest entry of V_ij = binomial(i + j, i - j), i, j < N, an exact integer, less the printed rate \
        4N/3, against the true rate 2 N log2((1 + sqrt 5)/2) - log2(N)/2, matched to it at N = 160. The printed \
        bound is exceeded from N = 95 on.
        """,
      xLabel: "N", yLabel: "log2(largest entry) - 4N/3", x: FigureData.Column("N", orders.map(Double.init)),
      curves: [
        FigureData.Column("largest entry", zip(orders, entries).map { $1 - Ball(Rational(4 * $0, 3), in: precision) }),
        FigureData.Column(
          "true rate, less log2(N)/2",
          zip(orders, entries).map { n, _ in
            IntegerConstant(n) * rate - log2(Rational(n)) / 2 - Ball(Rational(4 * n, 3), in: precision)
              + (entries[159] - IntegerConstant(160) * rate + log2(160) / 2)
          }, style: .dashedLine),
      ], guides: [.init(.horizontal, 0, label: "2^(4N/3)"), .init(.vertical, 95, label: "N = 95")])
  }

  /// LegS, LegT and LagT are normal plus low rank.
  static let normalPlusLowRank = Claim(
    "s4.T1-nplr",
    title: "LegS, LegT and LagT are normal plus low rank",
    statement: """
      A + B B^T/2 is normal for LegS and LagT (rank 1), A + R (1 1^T + s s^T) R/2 for LegT (rank 2), R = \
      diag(sqrt(2i + 1)), s_i = (-1)^i: each is -I/2, or 0, plus a skew-symmetric matrix.
      """,
    source: s4("Theorem 1", .text),
    hypotheses: [
      Hypothesis("orthonormal", "the coordinates are the orthonormal ones"),
      Hypothesis("unhalved", "LegT has no factor 1/2"),
      Hypothesis("rank 2", "LegT needs two terms"),
    ],
    method: .exact,
    notes: [
      "With W = T^2, N is skew-symmetric up to -I/2 exactly if W (T^-1 N T) is skew-symmetric up to -W/2: rational.",
      "One symmetric term is impossible for LegT: its symmetric part has rank 2, by exact minors.",
    ],
    effort: 0.25,
    check: Check(Family.generator) { family, _ in family.evidence() },
    falsifiers: [
      Falsifier(
        "the coordinates of the twin", dropping: "orthonormal",
        Check(Family.generator.with { $0.isScaled = false }) { family, _ in family.evidence() }),
      Falsifier(
        "LegT with the factor 1/2", dropping: "unhalved",
        Check(Family.generator.with { ($0.matrix, $0.factor) = (.legT, Rational(1, 2)) }) { family, _ in
          family.evidence()
        }),
      Falsifier(
        "LegT with B B^T/2 alone", dropping: "rank 2",
        Check(Family.generator.with { ($0.matrix, $0.isRankOne) = (.legT, true) }) { family, _ in family.evidence() }),
    ])
}

/// One of the three matrices with a rational twin.
private struct Family: Sendable {
  var matrix: HiPPO
  let order: Int
  var isScaled = true
  var factor: Rational = 1
  var isRankOne = false

  static let generator = Generator { draw in
    Family(matrix: try draw(.element(of: [HiPPO.legS, .legT, .lagT])), order: try draw(.integer(in: 2...24)))
  }

  func evidence() -> [Evidence] {
    let twin = StructuredStateSpaces.twin(matrix, order)
    let a = twin.matrix.scaled(by: factor)
    let w = Matrix(diagonal: isScaled ? twin.squaredScale : Array(repeating: 1, count: order), in: Intrinsic())
    // The printed terms, in the coordinates of the twin: v v^T becomes T^-1 v v^T T.
    let half = Rational(1, 2)
    let signs = (0..<order).map { Rational($0.isMultiple(of: 2) ? 1 : -1) }
    let scale = twin.squaredScale
    let normal = Matrix(order, order, in: Intrinsic()) { i, j in
      let first = a[i, j] + half * scale[j]
      return matrix == .legT && !isRankOne ? first + half * signs[i] * signs[j] * scale[j] : first
    }
    let weighted = w * normal
    let shift: Rational = matrix == .legS ? -1 : 0
    let correction = normal - a
    let place = [NamedValue("matrix", matrix.rawValue), NamedValue("N", order)]
    return [
      Evidence(
        "N + N^T = -I for LegS, 0 for LegT and LagT", (weighted + weighted.transposed).elements.elements,
        equal: w.scaled(by: shift).elements.elements, at: place),
      Evidence(
        "N is the definition's normal part", normal.elements.elements, equal: twin.normalPart.elements.elements,
        at: place),
      Evidence(
        "the rank of the correction", Rational(ExactMatrix.rank(correction.rowArrays)),
        equals: matrix == .legT ? 2 : 1, at: place),
      Evidence(
        "the rank of the symmetric part, of LegT and LagT",
        Rational(matrix == .legS ? 0 : ExactMatrix.rank((w * a + (w * a).transposed).rowArrays)),
        equals: matrix == .legS ? 0 : matrix == .legT ? 2 : 1, at: place),
    ]
  }
}
