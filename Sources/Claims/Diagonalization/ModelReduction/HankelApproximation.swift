import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ModelReduction {
  /// The distance of a finite Hankel matrix from those of lower rank.
  static let hankelLowerBound = Claim(
    "lh.T1-aak",
    title: "sigma_(d+1) bounds the error of d modes from below; for finite Hankel matrices the bound is not attained",
    statement: """
      For an L x L Hankel matrix H, the least ||H - S|| in the 2-norm over Hankel matrices S of rank d is \
      sigma_(d+1)(H), as Adamyan, Arov and Krein have it for infinite ones.
      """,
    source: laughingHyena("section 3, on the Hankel norm"),
    hypotheses: [Hypothesis("infinite", "the Hankel matrix is an infinite one, of a bounded operator")],
    method: .exact,
    notes: [
      "h = (1, 0, -1, 0, 1) has sigma = (2, 1, 0), and every Hankel matrix S = c v v^T, v = (1, r, r^2), with "
        + "complex c and r is at least sqrt 2 away: for x with v^T x = 0, (H - S) x = H x, and with a = x_0 - x_2, b "
        + "= x_0 + x_2 the least ratio |H x|^2/|x|^2 of the best such x is 2 or more exactly if |1 - r^2|^2 <= |1 + "
        + "r^2|^2 + 4 |r|^2, that is -Re(r^2) <= |r|^2: true of all r, with equality for imaginary r. The matrix with "
        + "h_4 alone is the limit r -> infinity, and the same by reversal. The x is drawn up for each r here, over "
        + "Q(i).",
      "No branch and bound is needed. That the bound is attained by infinite Hankel operators is not redone here.",
    ],
    effort: 0.5,
    check: Check(RankOneInstance.generator) { instance, _ in [instance.isNear()] },
    correction: Correction(
      """
      ||H - S|| >= sigma_(d+1)(H) for every Hankel matrix S of rank d (as for every matrix of rank d): more precisely \
      at most d more singular values of H than of H - S exceed any t > 0. For h = (1, 0, -1, 0, 1) and d = 1 the least \
      error is at least sqrt 2 = 1.414... > sigma_2 = 1.
      """,
      .all(
        Check(RankOneInstance.generator) { instance, _ in [instance.isFar(), instance.annihilates()] },
        Check(CountInstance.generator) { instance, _ in [instance.bounds(rank: instance.bases.count)] })),
    falsifiers: [
      Falsifier(
        "a finite section", dropping: "infinite",
        Check(RankOneInstance.generator) { instance, _ in [instance.isNear()] }),
      Falsifier(
        "one rank less",
        Check(CountInstance.generator) { instance, _ in [instance.bounds(rank: instance.bases.count - 1)] }),
    ],
    quoted: { precision in
      let h: [Rational] = [1, 0, -1, 0, 1]
      let matrix = Matrix<Rational>(3, 3, in: Intrinsic()) { h[$0 + $1] }
      let squares = Polynomial<Rational>(roots: [4, 1, 0], in: Intrinsic()).coefficients
      return [
        Evidence(
          "det(x I - H^T H) = (x - 4) (x - 1) x",
          (matrix.transposed * matrix).characteristicPolynomial().polynomial.coefficients, equal: squares),
        Evidence("sqrt 2, the bound", Ball.sqrt(Ball(2, in: precision)), isQuotedAs: "1.414214"),
      ]
    })
}

/// A Hankel matrix c r^(i+j), i, j < 3, to be compared with that of (1, 0, -1, 0, 1).
private struct RankOneInstance: Sendable {
  typealias Number = Complex<Rational>
  let base, coefficient: Number

  static let generator = Generator { draw in
    func number() throws -> Number {
      Number(try draw(.rational(in: -2...2, denominator: 4)), try draw(.rational(in: -2...2, denominator: 4)))
    }
    return RankOneInstance(base: try number(), coefficient: try number())
  }

  private var values: [NamedValue] { [NamedValue("r", base), NamedValue("c", coefficient)] }
  private var square: Number { base * base }

  private func matrix(_ h: [Number]) -> Matrix<Number> { Matrix(3, 3, in: Intrinsic()) { h[$0 + $1] } }
  private var difference: Matrix<Number> {
    let h = [1, 0, -1, 0, 1].map { Number(Rational($0), Rational(0)) }
    return matrix(h) - matrix(exponentialFilter(coefficients: [coefficient], bases: [base], count: 5))
  }

  /// x with v^T x = 0 and the largest |H x|/|x| up to the choice of b and x_1 by least squares.
  private var test: [Number] {
    let one = Number(Rational(1), Rational(0))
    let (a, sum) = (one, one + square)
    if (one - square).squaredMagnitude == 0 {
      // a does not appear in v^T x: x = (1, 0, -1)/2.
      return [one / 2, Number(0, in: Intrinsic()), -(one / 2)]
    }
    // v^T x = ((1 - r^2) a + (1 + r^2) b)/2 + r x_1; least b^2/... by weights 1 of b and x_1.
    let weight = sum.squaredMagnitude / 2 + 2 * base.squaredMagnitude
    let k = (one - square) * a / Number(weight, Rational(0))
    let b = -(sum.conjugate * k) / 2
    let middle = -(base.conjugate * k)
    return [(a + b) / 2, middle, (b - a) / 2]
  }

  private func squaredNorm(_ x: [Number]) -> Rational { x.reduce(Rational(0)) { $0 + $1.squaredMagnitude } }

  /// As printed, with sigma_2 = 1 and whatever c.
  func isNear() -> Evidence {
    Evidence(
      "inf_c ||H - c v v^T||^2, at least |H x|^2/|x|^2 for v^T x = 0, <= sigma_2^2",
      squaredNorm(difference * test) / squaredNorm(test), atMost: 1, at: values)
  }

  func isFar() -> Evidence {
    Evidence(
      "2 |x|^2 <= |(H - c v v^T) x|^2", 2 * squaredNorm(test), atMost: squaredNorm(difference * test), at: values)
  }

  func annihilates() -> Evidence {
    let v = exponentialFilter(coefficients: [Number(Rational(1), Rational(0))], bases: [base], count: 3)
    let product = zip(v, test).reduce(Number(0, in: Intrinsic())) { $0 + $1.0 * $1.1 }
    return Evidence("v^T x = 0", product.squaredMagnitude, equals: 0, at: values)
  }
}

/// A Hankel matrix, one of lower rank, and a threshold of singular values.
private struct CountInstance: Sendable {
  let filter, coefficients, bases: [Rational]
  let threshold: Rational

  static let generator = Generator { draw in
    let (n, d) = (draw.integer(in: 2...4), draw.integer(in: 1...2))
    return CountInstance(
      filter: try draw(.numbers(count: 2 * n - 1)), coefficients: try draw(.numbers(count: d)),
      bases: try draw(.array(of: .rational(in: -1...1, denominator: 3), count: d)),
      threshold: try draw(.rational(above: 0, upTo: 4)))
  }

  func bounds(rank: Int) -> Evidence {
    let n = (filter.count + 1) / 2
    let other = exponentialFilter(coefficients: coefficients, bases: bases, count: filter.count)
    /// Singular values above the square root of the threshold.
    func count(_ h: [Rational]) -> Int {
      let matrix = Matrix<Rational>(n, n, in: Intrinsic()) { h[$0 + $1] }
      return (matrix.transposed * matrix).characteristicPolynomial().polynomial.rootCountWithMultiplicity(
        above: threshold)
    }
    return Evidence(
      "#{sigma(H)^2 > t} <= d + #{sigma(H - S)^2 > t}", Rational(count(filter)),
      atMost: Rational(rank + count(zip(filter, other).map { $0 - $1 })),
      at: [
        NamedValue("h", filter), NamedValue("c", coefficients), NamedValue("r", bases), NamedValue("t", threshold),
      ])
  }
}

extension Polynomial where Scalar == Rational {
  /// The roots above a number, each as often as it is one, of a polynomial whose roots are all real: as many as the
  /// Taylor coefficients there have changes of sign (Descartes' rule, exact for real roots).
  fileprivate func rootCountWithMultiplicity(above lower: Rational) -> Int {
    var p = self
    var factorial = Rational(1)
    var signs: [Int] = []
    for k in 0...max(degree, 0) {
      signs.append((p(lower) / factorial).signum)
      p = p.derivative
      factorial = factorial * Rational(k + 1)
    }
    let nonzero = signs.filter { $0 != 0 }
    return zip(nonzero, nonzero.dropFirst()).count { $0 != $1 }
  }
}
