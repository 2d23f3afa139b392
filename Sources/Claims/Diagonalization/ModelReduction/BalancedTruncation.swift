import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ModelReduction {
  /// The error of balanced truncation.
  static let balancedTruncation = Claim(
    "bt.B1-bound",
    title:
      "Balanced truncation errs by at most twice the sum of the singular values left out, and relaxation systems "
      + "by that",
    statement: """
      For a balanced stable system with sigma_r > sigma_(r+1), the truncation to r states is stable and sigma_(r+1) <= \
      ||G - G_r||_inf <= 2 sum_(i > r) sigma_i for different sigma_i. For a relaxation system (A = A^T < 0, C = B^T), \
      G(0) = 2 sum_i sigma_i, and the error at w = 0 is the bound.
      """,
    source: Source(
      "Ezoe & Sato, Model compression for S4D by balanced truncation", arXiv: "2402.15993",
      "the bound of Enns and Glover", .recalled),
    hypotheses: [
      Hypothesis("gap", "sigma_r > sigma_(r+1)"),
      Hypothesis("balanced", "P = Q = diag(sigma) with the sigma in descending order"),
      Hypothesis("stable", "A is Hurwitz", untested: "P and Q exist for a stable A only"),
    ],
    method: .exact,
    notes: [
      "Systems are drawn in Ober's balanced form with rational sigma, so that G, G_r and both sides are exact; "
        + "that P = Q = diag(sigma) is checked. sup over w of |G - G_r|^2 is compared by Sturm's theorem, with (1 + "
        + "2^-64) on the larger side, because equality occurs; the ratio shown is that at sampled w.",
      "With sigma_1 = sigma_2 a truncation between them can lose stability: A = (0, w; -w, -b^2/2), B = (0, b), C "
        + "= (0, b) has P = Q = I, and A_11 = 0.",
      "The balanced coordinates of a system that is not given in them are computed in the figure only; the claim "
        + "checks the truncation, not that computation.",
    ],
    effort: 0.25,
    check: .all(
      Check(BalancedInstance.generator) { instance, _ in
        try [instance.isBalanced(), instance.isBounded(), instance.isBoundedBelow(), instance.isStable()]
      },
      Check(BalancedInstance.relaxation) { instance, _ in try [instance.isBalanced(), instance.isAttained()] }),
    falsifiers: [
      Falsifier(
        "equal singular values", dropping: "gap",
        Check(Generator<(Rational, Rational)>.rotation) { pair, _ in
          let (frequency, input) = pair
          let system = LinearSystem<Rational>(
            matrix: Matrix([[0, frequency], [-frequency, -(input * input / 2)]], in: Intrinsic()), input: [0, input],
            output: [0, input])
          return [hurwitz(system.truncated(to: 1), at: [NamedValue("A", system.matrix), NamedValue("b", input)])]
        }),
      Falsifier(
        "truncation in other coordinates", dropping: "balanced",
        Check(BalancedInstance.generator) { instance, _ in try [instance.isBounded(permuted: true)] }),
      Falsifier(
        "without the factor 2",
        Check(BalancedInstance.relaxation) { instance, _ in try [instance.isBounded(factor: 1)] }),
    ],
    figures: [FigureRecipe("balanced-truncation") { try balancedTruncationFigure($0) }])

  fileprivate static func hurwitz(_ system: LinearSystem<Rational>, at place: [NamedValue]) -> Evidence {
    let polynomial = system.matrix.characteristicPolynomial().polynomial
    return Evidence(
      "the truncated A is Hurwitz", holds: RouthRecursion(polynomial).isHurwitz, at: place)
  }

  /// Enclosures of sup over w of |G - G_r|, of the bound and of the lower bound, for two systems.
  private static func balancedTruncationFigure(_ precision: Precision) throws -> FigureData {
    let orders = Array(1..<8)
    func curves(_ name: String, _ system: LinearSystem<Rational>) throws -> [FigureData.Column] {
      let exact = LinearSystem<BigFloat>(
        matrix: system.matrix.map(in: precision) { BigFloat($0, in: precision) },
        input: system.input.map(in: precision) { BigFloat($0, in: precision) },
        output: system.output.map(in: precision) { BigFloat($0, in: precision) })
      let balanced = try BalancedRealization(exact, .continuous)
      let sigma = try certifiedSquares(of: system, near: balanced.singularValues).map { Ball.sqrt($0) }
      let whole = RationalFunction(of: system)
      var errors: [Ball] = []
      for r in orders {
        let truncated = balanced.system.truncated(to: r)
        // The truncation with numbers of 48 bits: a rational system, whose distance from G is enclosed.
        func rounded(_ x: Matrix<BigFloat>) -> Matrix<Rational> {
          x.map(in: Intrinsic()) { $0.rounded(to: 48).rational ?? 0 }
        }
        let reduced = LinearSystem(
          matrix: rounded(truncated.matrix), input: rounded(truncated.input), output: rounded(truncated.output))
        guard let peak = (whole - RationalFunction(of: reduced)).squaredPeak(relativeWidth: -8) else {
          errors.append(.indeterminate(in: precision))
          continue
        }
        errors.append(
          Ball.sqrt(Ball.hull(Ball(peak.lower, in: precision), Ball(peak.upper, in: precision))))
      }
      let bounds = orders.map { r in 2 * sigma[r...].reduce(Ball(0, in: precision)) { $0 + $1 } }
      return [
        .init("\(name): error", errors, style: .points), .init("\(name): 2 sum sigma", bounds),
        .init("\(name): sigma_(r+1)", orders.map { sigma[$0] }, style: .dashedLine),
      ]
    }
    guard let twin: RationalTwin<Rational> = HiPPO.legS.rationalTwin(order: 8, in: Intrinsic()) else {
      throw LinearAlgebraError.singularEquation
    }
    let legS = LinearSystem(matrix: twin.matrix, input: twin.input, output: (0..<8).map { $0 % 3 == 0 ? 1 : -1 })
    return FigureData(
      "balanced-truncation", title: "Balanced truncation of LegS and of an S4D layer to r of 8 states",
      caption: """
        sup over w of |G - G_r| for the truncation whose numbers are rounded to 48 bits, enclosed by Sturm's theorem \
        in exact arithmetic; the bound 2 (sigma_(r+1) + ... + sigma_8) and the lower bound sigma_(r+1), from singular \
        values isolated as roots of the exact characteristic polynomial of P Q. LegS in rational coordinates with C = \
        (1, -1, -1, 1, ...); S4D with the eigenvalues -1/2 +- 22/7 i k, k = 1 ... 4.
        """,
      xLabel: "r", yLabel: "H-infinity norm", logY: true, x: .init("r", orders.map(Double.init)),
      curves: try curves("LegS", legS) + curves("S4D", linearS4D))
  }

  /// S4D-Lin with four conjugate pairs as 2 x 2 blocks, pi as 22/7, output coefficients 1, -1, ...
  private static var linearS4D: LinearSystem<Rational> {
    LinearSystem(
      matrix: Matrix<Rational>(8, 8, in: Intrinsic()) { i, j in
        guard i / 2 == j / 2 else { return 0 }
        let frequency = Rational(22 * (i / 2 + 1), 7)
        return i == j ? Rational(-1, 2) : i < j ? -frequency : frequency
      },
      input: (0..<8).map { $0 % 2 == 0 ? 1 : 0 }, output: (0..<8).map { Rational($0 % 4 < 2 ? 2 : -1, $0 / 2 + 1) })
  }

  /// The squares of the Hankel singular values as the roots of det(x I - P Q) over the rationals, isolated about
  /// approximations.
  private static func certifiedSquares(
    of system: LinearSystem<Rational>, near approximations: [BigFloat]
  ) throws -> [Ball] {
    let (p, q) = (try system.reachabilityGramian(.continuous), try system.observabilityGramian(.continuous))
    let polynomial = (p * q).characteristicPolynomial().polynomial
    return approximations.enumerated().map { index, sigma in
      let precision = sigma.precision
      guard let center = (sigma * sigma).rational else { return .indeterminate(in: precision) }
      let (lower, upper) = (center * (1 - Rational.pow(2, -20)), center * (1 + Rational.pow(2, -20)))
      guard polynomial.rootCount(above: lower) == index + 1, polynomial.rootCount(above: upper) == index else {
        return .indeterminate(in: precision)
      }
      return Ball.hull(Ball(lower, in: precision), Ball(upper, in: precision))
    }
  }
}

extension Generator where Value == (Rational, Rational) {
  fileprivate static var rotation: Generator {
    Generator {
      (try $0(.rational(above: 0, upTo: 4)), try $0(.rational(above: 0, upTo: 4)))
    }
  }
}

/// A system in Ober's balanced form, and how many of its states are kept.
private struct BalancedInstance: Sendable {
  let sigma, input: [Rational]
  let signs: [Int]
  let kept: Int

  static let generator = generator(isRelaxation: false)
  static let relaxation = generator(isRelaxation: true)

  static func generator(isRelaxation: Bool) -> Generator<BalancedInstance> {
    Generator { draw in
      let n = draw.integer(in: 2...4)
      let numerators = try draw(.distinctArray(of: Generator<Int>.integer(in: 1...30), count: n...n)).sorted(by: >)
      return BalancedInstance(
        sigma: numerators.map { Rational($0, 4) },
        input: try draw(.array(of: .rational(above: 0, upTo: 3, denominator: 3), count: n)),
        signs: (0..<n).map { _ in !isRelaxation && draw.bool() ? -1 : 1 }, kept: draw.integer(in: 1...n - 1))
    }
  }

  private var system: LinearSystem<Rational> { balancedSystem(singularValues: sigma, input: input, signs: signs) }
  private var values: [NamedValue] {
    [NamedValue("sigma", sigma), NamedValue("b", input), NamedValue("s", signs), NamedValue("r", kept)]
  }
  /// sum over i > r.
  private var rest: Rational { sigma.dropFirst(kept).reduce(0) { $0 + $1 } }

  func isBalanced() throws -> Evidence {
    let (p, q) = (try system.reachabilityGramian(.continuous), try system.observabilityGramian(.continuous))
    let expected = Matrix(diagonal: sigma, in: Intrinsic()).elements.elements
    return Evidence(
      "P and Q = diag(sigma)", p.elements.elements + q.elements.elements, equal: expected + expected, at: values)
  }

  private func error(permuted: Bool) -> RationalFunction<Rational> {
    var full = system
    if permuted {
      // The states from the last to the first.
      let n = sigma.count
      full = LinearSystem(
        matrix: Matrix(n, n, in: Intrinsic()) { system.matrix[n - 1 - $0, n - 1 - $1] },
        input: system.input.column(0).reversed(), output: system.output.row(0).reversed())
    }
    return RationalFunction(of: full) - RationalFunction(of: full.truncated(to: kept))
  }

  func isBounded(factor: Rational = 2, permuted: Bool = false) throws -> Evidence {
    let error = error(permuted: permuted)
    let bound = factor * rest
    let slack = 1 + Rational.pow(2, -64)
    // For display: the largest value at some frequencies.
    let sampled = [0, 0.1, 0.3, 1, 3, 10, 100].map { w -> Double in
      let value = error(Complex(Rational(0), Rational(exactly: w)))
      return value.squaredMagnitude.double().squareRoot()
    }.reduce(0, max)
    return Evidence(
      "sup |G - G_r| <= 2 sum_(i > r) sigma_i", .atMost, left: "\(Float(sampled)) at a sampled w", right: "\(bound)",
      truth: Truth(error.squaredModulusStaysBelow(bound * bound * slack)), ratio: sampled / bound.double(), at: values)
  }

  func isBoundedBelow() throws -> Evidence {
    let sigma = sigma[kept]
    let isBelow = error(permuted: false).squaredModulusStaysBelow(sigma * sigma * (1 - Rational.pow(2, -64)))
    return Evidence("sigma_(r+1) <= sup |G - G_r|", holds: Truth(!isBelow), at: values)
  }

  func isStable() throws -> Evidence { ModelReduction.hurwitz(system.truncated(to: kept), at: values) }

  func isAttained() throws -> Evidence {
    Evidence(
      "G(0), |G(0) - G_r(0)| = 2 sum_i sigma_i, 2 sum_(i > r) sigma_i",
      [RationalFunction(of: system)(Rational(0)), error(permuted: false)(Rational(0)).magnitude],
      equal: [2 * sigma.reduce(0) { $0 + $1 }, 2 * rest], at: values)
  }
}
