import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Conditioning {
  /// The condition numbers of the eigenvalues of LegS, in closed form.
  static let legSConditionNumbers = Claim(
    "ptd.K1-kappa-legs",
    title: "LegS is exponentially ill-conditioned to diagonalize: exact condition numbers",
    statement: """
      kappa_j = (n+j)!/((2j+1) j!^2 (n-1-j)!) for the eigenvalue -(j+1) of LegS; max_j kappa_j <= kappa_V <= sum_j \
      kappa_j, and the maximum grows like (1 + sqrt 2)^(2n).
      """,
    source: Source(
      "derived here, from Yu et al., Robustifying SSMs via approximate diagonalization", arXiv: "2310.01698",
      "sections 1 and 4 ('exponentially ill-conditioned')", .derived),
    hypotheses: [
      Hypothesis("orthonormal scaling", "the 2-norm in LegS's own coordinates, not in those of the rational twin"),
      Hypothesis("best columns", "the upper bound is that of the best scaling of the columns of V"),
    ],
    method: .exact,
    notes: [
      "With unit lower triangular V and W whose elements do not depend on n, A V = V Lambda and W V = I for n = 64 are "
        + "those identities for every smaller n; |v_j|^2 |w_j|^2 = kappa_j^2 is then checked for every n <= 64 and "
        + "every j.",
      "max_j kappa_j <= kappa_V because |d v_j| |w_j/d| <= kappa(V D) for every scaling D; the upper bound is the "
        + "Frobenius condition number of the scaling d_j = sqrt(|w_j|/|v_j|), which is sum_j kappa_j, and which no "
        + "other scaling beats (Cauchy and Schwarz): that inequality is what is checked with random scalings.",
      "The growth is sharper than stated: kappa_j = n/(2j+1) C(n+j, j) C(n-1, j), so that n max_j kappa_j (1 + sqrt "
        + "2)^(-2n) tends to 1/(2 sqrt 2 pi) = 0.11254; here it is enclosed between 1/10 and 1/5.",
      "The catalogue's figures come out to the digits printed, with the crossings of 1/u at n = 24 and n = 13.",
    ],
    effort: 0.5,
    check: Check(Eigenvalue.any, { eigenvalue, _ in eigenvalue.closedForm }),
    falsifiers: [
      Falsifier(
        "the same numbers for the rational twin", dropping: "orthonormal scaling",
        Check(Eigenvalue.any) { eigenvalue, _ in
          let (right, left) = eigenvalue.squaredLengths(scale: Array(repeating: 1, count: eigenvalue.order))
          return eigenvalue.square(isProductOf: right, left)
        }),
      Falsifier(
        "columns of length 1", dropping: "best columns",
        Check(Eigenvalue.any) { eigenvalue, _ in
          let conditions = LegS(order: eigenvalue.order).conditionNumbers
          let sum = conditions.reduce(Rational.zero, +)
          let unit = conditions.reduce(Rational.zero) { $0 + $1 * $1 } * Rational(eigenvalue.order)
          return Evidence(
            "(||V||_F ||V^-1||_F)^2 <= (sum_j kappa_j)^2", unit, atMost: sum * sum, at: eigenvalue.values)
        }),
    ],
    quoted: { precision in try quotedConditions(precision) },
    figures: [
      FigureRecipe("legs-condition-numbers") { precision in conditionFigure(precision) }
    ])

  /// One eigenvalue of LegS, and a scaling of the columns.
  private struct Eigenvalue: Sendable {
    let order, index: Int
    let scaling: [Rational]

    static let any = Generator { draw in
      let order = try draw(.integer(in: 1...64))
      let index = try draw(.integer(in: 0...(order - 1)))
      return Eigenvalue(
        order: order, index: index,
        scaling: try draw(.array(of: .power(of: 2, in: -8...8), count: order...order)))
    }

    var values: [NamedValue] { [NamedValue("n", order), NamedValue("j", index)] }

    /// |v_j|^2 and |w_j|^2, where the squared scale of coordinate i is scale_i.
    func squaredLengths(scale: [Rational]) -> (right: Rational, left: Rational) {
      let legS = LegS(order: order)
      return Conditioning.squaredLengths(
        right: legS.twinEigenvectors(in: Intrinsic()).column(index),
        left: legS.twinLeftEigenvectors(in: Intrinsic()).row(index), scale: scale)
    }

    func square(isProductOf right: Rational, _ left: Rational) -> Evidence {
      let condition = LegS(order: order).conditionNumber(index)
      return Evidence("kappa_j^2 = |v_j|^2 |w_j|^2", condition * condition, equals: right * left, at: values)
    }

    var closedForm: [Evidence] {
      guard let twin: RationalTwin<Rational> = HiPPO.legS.rationalTwin(order: order, in: Intrinsic()) else { return [] }
      let legS = LegS(order: order)
      let (v, w): (Matrix<Rational>, Matrix<Rational>) = (
        legS.twinEigenvectors(in: Intrinsic()), legS.twinLeftEigenvectors(in: Intrinsic())
      )
      let column = v.column(index)
      let row = Matrix([w.row(index)], in: Intrinsic()) * v
      let (right, left) = Conditioning.squaredLengths(right: column, left: w.row(index), scale: twin.squaredScale)
      let lengths = (0..<order).map {
        Conditioning.squaredLengths(right: v.column($0), left: w.row($0), scale: twin.squaredScale)
      }
      let conditions = legS.conditionNumbers
      let sum = conditions.reduce(Rational.zero, +)
      let scaled = zip(lengths, scaling).reduce(Rational.zero) { $0 + $1.0.right * $1.1 * $1.1 }
      let inverse = zip(lengths, scaling).reduce(Rational.zero) { $0 + $1.0.left / ($1.1 * $1.1) }
      let largest = conditions.max() ?? 1
      // (1 + sqrt 2)^(2n) + (1 - sqrt 2)^(2n), an integer: the second term is below 1.
      let growth = (1..<order).reduce((Rational(2), Rational(6))) { pair, _ in (pair.1, 6 * pair.1 - pair.0) }.1
      return [
        Evidence(
          "A v_j = lambda_j v_j in twin coordinates", twin.matrix * column,
          equal: column.map { $0 * Rational(-(index + 1)) }, at: values),
        Evidence(
          "w_j V = e_j", row.row(0), equal: (0..<order).map { $0 == index ? 1 : 0 }, at: values),
        square(isProductOf: right, left),
        Evidence(
          "(sum_j kappa_j)^2 <= ||V D||_F^2 ||D^-1 V^-1||_F^2", sum * sum, atMost: scaled * inverse,
          at: values + [NamedValue("D", scaling)]),
        Evidence(
          "5 n max_j kappa_j <= (1 + sqrt 2)^(2n) + (1 - sqrt 2)^(2n) - 1", Rational(5 * order) * largest,
          atMost: growth - 1, at: values),
        Evidence(
          "(1 + sqrt 2)^(2n) + (1 - sqrt 2)^(2n) <= 10 n max_j kappa_j", growth, atMost: Rational(10 * order) * largest,
          at: values),
      ]
    }
  }

  /// The squared lengths of T v and w T^-1, where T_i^2 = scale_i.
  private static func squaredLengths(
    right: [Rational], left: [Rational], scale: [Rational]
  ) -> (right: Rational, left: Rational) {
    (
      zip(right, scale).reduce(Rational.zero) { $0 + $1.0 * $1.0 * $1.1 },
      zip(left, scale).reduce(Rational.zero) { $0 + $1.0 * $1.0 / $1.1 }
    )
  }

  /// Everything for every n <= 64 and every j, and the figures of the catalogue.
  private static func quotedConditions(_ precision: Precision) throws -> [Evidence] {
    let order = 64
    guard let twin: RationalTwin<Rational> = HiPPO.legS.rationalTwin(order: order, in: Intrinsic()) else { return [] }
    let legS = LegS(order: order)
    let v: Matrix<Rational> = legS.twinEigenvectors(in: Intrinsic())
    let w: Matrix<Rational> = legS.twinLeftEigenvectors(in: Intrinsic())
    let image = v.multipliedFromRight(byDiagonal: legS.eigenvalues(in: Intrinsic()))
    var (products, squares): ([Rational], [Rational]) = ([], [])
    // |v_j|^2 over the first n coordinates; w_j has no others than its first j + 1.
    var right = Array(repeating: Rational.zero, count: order)
    let left = (0..<order).map { squaredLengths(right: [], left: w.row($0), scale: twin.squaredScale).left }
    for n in 1...order {
      for j in 0..<n { right[j] = right[j] + v[n - 1, j] * v[n - 1, j] * twin.squaredScale[n - 1] }
      squares += LegS(order: n).conditionNumbers.map { $0 * $0 }
      products += (0..<n).map { right[$0] * left[$0] }
    }
    var evidence = [
      Evidence("A V = V Lambda, n = 64", (twin.matrix * v).elements.elements, equal: image.elements.elements),
      Evidence(
        "W V = I, n = 64", (w * v).elements.elements,
        equal: Matrix<Rational>(identity: order, in: Intrinsic()).elements.elements),
      Evidence("kappa_j^2 = |v_j|^2 |w_j|^2 for every j and every n <= 64", squares, equal: products),
    ]
    let printed: [(n: Int, largest: String, sum: String)] = [
      (2, "2", "4"), (4, "36", "80"), (8, "19656", "59712"), (16, "1.238e10", "5.43e10"), (32, "1.119e22", "6.70e22"),
      (64, "1.732e46", "1.478e47"), (128, "8.620e94", "1.030e96"),
    ]
    for row in printed {
      let conditions = LegS(order: row.n).conditionNumbers
      evidence.append(
        Evidence("max_j kappa_j, n = \(row.n)", conditions.max() ?? 0, isQuotedAs: row.largest))
      evidence.append(
        Evidence("sum_j kappa_j, n = \(row.n)", conditions.reduce(Rational.zero, +), isQuotedAs: row.sum))
    }
    for (bits, n) in [(53, 24), (24, 13)] {
      func largest(_ n: Int) -> Rational { LegS(order: n).conditionNumbers.max() ?? 0 }
      let inverse = Rational.pow(Rational(2), bits)
      evidence.append(Evidence("max_j kappa_j < 2^\(bits), n = \(n - 1)", largest(n - 1), lessThan: inverse))
      evidence.append(Evidence("2^\(bits) < max_j kappa_j, n = \(n)", inverse, lessThan: largest(n)))
    }
    return evidence
  }

  /// Condition numbers over n, with their asymptote, and what a computed condition number makes of them.
  private static func conditionFigure(_ precision: Precision) -> FigureData {
    let orders = Array(1...128)
    let precision = precision.adding(guardBits: 64)
    let conditions = orders.map { LegS(order: $0).conditionNumbers }
    func balls(_ value: (Int) -> Ball) -> [Ball] { orders.map(value) }
    let root = Ball.sqrt(Ball(2, in: precision))
    let pi = Ball.pi(in: precision)
    let computed = orders.map { n -> Double in
      let v: Matrix<Double> = LegS(order: n).twinEigenvectors(in: Intrinsic())
      let scaled = v.multipliedFromLeft(byDiagonal: (0..<n).map { Double(2 * $0 + 1).squareRoot() })
      let lengths = (0..<n).map { euclideanNorm(scaled.column($0), in: Intrinsic()) }
      let unit = scaled.multipliedFromRight(byDiagonal: lengths.map { 1 / $0 })
      return (try? LAPACK.conditionNumber(of: unit)).map(powerOfTwo(near:)) ?? .nan
    }
    return FigureData(
      "legs-condition-numbers", title: "Condition of the diagonalization of LegS",
      caption: """
        The largest condition number of an eigenvalue of LegS and the sum of all, between which the condition number \
        of the best eigenvector matrix lies: exact, rounded once. They grow like (1 + sqrt 2)^(2n)/(2 sqrt 2 pi n), \
        0.7656 digits a state, and pass 1/u of float32 at n = 13 and of float64 at n = 24. The elements of the \
        eigenvectors are often said to reach 2^(4n/3); their size depends on the scaling, the condition numbers do \
        not. Points: the condition number that LAPACK computes in float64 from the exact unit columns, to the nearest \
        power of two; beyond 1/u it means nothing.
        """,
      xLabel: "n", yLabel: "condition number", logY: true, x: FigureData.Column("n", orders.map(Double.init)),
      curves: [
        FigureData.Column("max kappa_j", balls { Ball(conditions[$0 - 1].max() ?? 1, in: precision) }),
        FigureData.Column("sum kappa_j", balls { Ball(conditions[$0 - 1].reduce(Rational.zero, +), in: precision) }),
        FigureData.Column(
          "(1 + sqrt 2)^(2n)/(2 sqrt 2 pi n)",
          balls { Ball.pow(1 + root, 2 * $0) / (2 * root * pi * IntegerConstant($0)) }, style: .dashedLine),
        FigureData.Column(
          "2^(4n/3)", balls { Ball.pow(Ball(2, in: precision), Ball(Rational(4 * $0, 3), in: precision)) },
          style: .dashedLine),
        FigureData.Column("computed kappa(V), float64", computed, style: .points),
      ],
      guides: [
        FigureData.Guide(.horizontal, 0x1p24, label: "1/u, float32"),
        FigureData.Guide(.horizontal, 0x1p53, label: "1/u, float64"),
      ])
  }

  /// The power of two next to x > 0 on a logarithmic scale: as much as can be said, on every machine alike, of a number
  /// that LAPACK computed.
  static func powerOfTwo(near x: Double) -> Double {
    guard x > 0, x.isFinite else { return .nan }
    return Double(sign: .plus, exponent: x.exponent + (x.significand > 1.414213562 ? 1 : 0), significand: 1)
  }
}
