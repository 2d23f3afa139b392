import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension CompanionClaims {
  /// The controllable canonical form.
  static let canonicalForm = Claim(
    "smamba.C1-canonical",
    title: "The controllable canonical form is controllable, with a controllability matrix of determinant +-1",
    statement: """
      For A with ones above the diagonal and any last row, and B = e_n, det [B, A B, ..., A^(n-1) B] = (-1)^(n \
      (n-1)/2); the dual form has det [C; C A; ...; C A^(n-1)] = the same. For diagonal A, det [B, A B, ...] = prod \
      b_i prod_(i<j) (a_j - a_i): 0 for a repeated entry.
      """,
    source: Source(
      "Sparse Mamba", arXiv: "2409.00563", "section 3", .secondary, quotedBy: "public summaries and reviews"),
    hypotheses: [
      Hypothesis("canonical A", "A has n free numbers, all in the last row"),
      Hypothesis("B = e_n", "the input reaches the last state only, with gain 1"),
      Hypothesis(
        "time-invariant", "A and B do not depend on the input",
        untested: "the frozen pair of a model with input-dependent B_t and Delta_t says nothing about that model"),
    ],
    method: .exact,
    notes: [
      "A determinant of +-1 does not bound the smallest singular value: for (x + 2)^16 it is below 2^-24 times "
        + "the largest one, and float32 cannot tell the pair from an uncontrollable one (quoted figures, by an exact "
        + "lower bound of the inverse's norm)."
    ],
    effort: 0.5,
    check: .all(
      Check(CanonicalInstance.generator) { instance, _ in instance.hasDeterminantOne() },
      Check(CanonicalInstance.generator) { instance, _ in [instance.isVandermonde()] }),
    falsifiers: [
      Falsifier(
        "a diagonal A with distinct entries", dropping: "canonical A",
        Check(CanonicalInstance.generator) { instance, _ in
          var system = instance.system
          system.matrix = Matrix(diagonal: instance.coefficients, in: Intrinsic())
          system.input = Matrix(column: instance.coefficients.map { _ in 1 }, in: Intrinsic())
          return [instance.determinantIsOne(system)]
        }),
      Falsifier(
        "another B", dropping: "B = e_n",
        Check(CanonicalInstance.generator) { instance, _ in
          var system = instance.system
          system.input = Matrix(column: instance.input, in: Intrinsic())
          return [instance.determinantIsOne(system)]
        }),
    ],
    quoted: { _ in
      let coefficients = Polynomial(roots: Array(repeating: Rational(-2), count: 16), in: Intrinsic()).coefficients
      let system = LinearSystem.controllableCanonicalForm(
        coefficients: Array(coefficients.dropLast()), output: Array(repeating: 0, count: 16))
      let matrix = system.reachabilityMatrix(columns: 16)
      let inverse = try matrix.inverse()
      func largest(_ m: Matrix<Rational>) -> Rational {
        m.elements.elements.reduce(0) { max($0, $1.magnitude) }
      }
      return [
        Evidence(
          "1/(max |W^-1_ij| max |W_ij|), at least sigma_min/sigma_max of W for (x + 2)^16, <= 2^-24",
          1 / (largest(inverse) * largest(matrix)), atMost: Rational.pow(2, -24))
      ]
    })

  /// Discretizations and stability.
  static let discreteStability = Claim(
    "ctrl.S1-stability",
    title: "The zero-order hold and the bilinear transform map Hurwitz to Schur; forward Euler does not",
    statement: """
      Re lambda < 0 gives |e^(lambda Delta)| < 1, |(1 + lambda Delta/2)/(1 - lambda Delta/2)| < 1 and |1/(1 - lambda \
      Delta)| < 1 for every Delta > 0; |1 + lambda Delta| < 1 iff Delta < -2 Re lambda/|lambda|^2.
      """,
    source: Source(
      "State-space models as foundation models", arXiv: "2403.16899", "stability of discretizations", .recalled),
    hypotheses: [
      Hypothesis("Re lambda < 0", "the continuous-time system is stable"),
      Hypothesis("Delta > 0", "the step is positive"),
      Hypothesis("implicit or exact", "not the forward Euler method"),
    ],
    method: .certified,
    notes: [
      "The rational maps are compared exactly over Q(i), the exponential in discs. In float32 e^(-10^-9) is 1: a "
        + "stable mode that is slow enough becomes marginal (quoted figures)."
    ],
    check: Check(ModeInstance.generator) { mode, precision in
      [
        mode.decays(.zeroOrderHold, precision), mode.decays(alpha: Rational(1, 2)), mode.decays(alpha: 1),
        mode.eulerLimit(),
      ]
    },
    falsifiers: [
      Falsifier(
        "lambda on the imaginary axis", dropping: "Re lambda < 0",
        Check(ModeInstance.generator.with { $0.real = 0 }) { mode, _ in [mode.decays(alpha: Rational(1, 2))] }),
      Falsifier(
        "a negative step", dropping: "Delta > 0",
        Check(ModeInstance.generator.with { $0.step = -$0.step }) { mode, precision in
          [mode.decays(.zeroOrderHold, precision)]
        }),
      Falsifier(
        "forward Euler", dropping: "implicit or exact",
        Check(ModeInstance.generator) { mode, _ in [mode.decays(alpha: 0)] }),
    ],
    quoted: { precision in
      let exact = Ball.exp(Ball(Rational(-1, 1_000_000_000), in: precision))
      let float = Float.exp(Float(-1e-9))
      return [
        Evidence("e^(-10^-9) < 1", exact, lessThan: Ball(1, in: precision)),
        Evidence("e^(-10^-9) in float32 is 1", holds: Truth(float == 1)),
      ]
    })
}

private struct CanonicalInstance: Sendable {
  let coefficients, input: [Rational]

  static let generator = Generator { draw in
    let n = draw.integer(in: 1...6)
    return CanonicalInstance(coefficients: try draw(.integers(count: n)), input: try draw(.integers(count: n)))
  }

  var system: LinearSystem<Rational> {
    .controllableCanonicalForm(coefficients: coefficients, output: input)
  }
  private var sign: Rational { coefficients.count * (coefficients.count - 1) / 2 % 2 == 0 ? 1 : -1 }
  private var values: [NamedValue] { [NamedValue("a", coefficients), NamedValue("b", input)] }

  /// By elimination; 0 where there is no pivot.
  private func determinant(_ matrix: Matrix<Rational>) -> Rational {
    (try? LUDecomposition(matrix))?.determinant ?? 0
  }

  func determinantIsOne(_ system: LinearSystem<Rational>) -> Evidence {
    Evidence(
      "det [B, A B, ..., A^(n-1) B] = (-1)^(n (n-1)/2)",
      determinant(system.reachabilityMatrix(columns: coefficients.count)), equals: sign,
      at: values)
  }

  func hasDeterminantOne() -> [Evidence] {
    [
      determinantIsOne(system),
      Evidence(
        "det [C; C A; ...] of the dual = (-1)^(n (n-1)/2)",
        determinant(system.dual.observabilityMatrix(rows: coefficients.count)), equals: sign,
        at: values),
      Evidence(
        "det(x I - A) = x^n + a_(n-1) x^(n-1) + ...",
        system.matrix.characteristicPolynomial().polynomial.coefficients, equal: coefficients.map { $0 } + [1],
        at: values),
    ]
  }

  func isVandermonde() -> Evidence {
    let n = coefficients.count
    var product = input.reduce(Rational(1)) { $0 * $1 }
    for j in 0..<n { for i in 0..<j { product = product * (coefficients[j] - coefficients[i]) } }
    let system = LinearSystem(
      matrix: Matrix(diagonal: coefficients, in: Intrinsic()), input: input, output: input)
    return Evidence(
      "det [B, A B, ...] of a diagonal A = prod b_i prod (a_j - a_i)",
      determinant(system.reachabilityMatrix(columns: coefficients.count)),
      equals: product, at: values)
  }
}

private struct ModeInstance: Sendable {
  var real, imaginary, step: Rational

  static let generator = Generator { draw in
    ModeInstance(
      real: -(try draw(.rational(above: 0, upTo: 6, denominator: 16))), imaginary: try draw(.rational(in: -8...8)),
      step: try draw(.rational(above: 0, upTo: 3, denominator: 16)))
  }

  private var values: [NamedValue] {
    [NamedValue("Re lambda", real), NamedValue("Im lambda", imaginary), NamedValue("Delta", step)]
  }

  func decays(_ method: Discretization, _ precision: Precision) -> Evidence {
    let lambda = Disc(Ball(real, in: precision), Ball(imaginary, in: precision))
    let mode = method.discretize(lambda, step: Disc(step, in: precision))
    return Evidence(
      "|e^(lambda Delta)| < 1", mode.transition.magnitude, lessThan: Ball(1, in: precision), at: values)
  }

  /// |abar|^2 < 1, exactly.
  func decays(alpha: Rational) -> Evidence {
    Evidence(
      "|abar|^2 < 1 by the generalized bilinear transform with alpha = \(alpha)", squaredModulus(alpha), lessThan: 1,
      at: values)
  }

  private func squaredModulus(_ alpha: Rational) -> Rational {
    generalizedBilinear(
      Complex(real, imaginary), step: Complex(step, Rational(0)), alpha: alpha
    ).transition.squaredMagnitude
  }

  func eulerLimit() -> Evidence {
    let limit = -(2 * real) / (real * real + imaginary * imaginary)
    return Evidence(
      "|1 + lambda Delta| < 1 iff Delta < -2 Re lambda/|lambda|^2",
      holds: Truth((squaredModulus(0) < 1) == (step < limit)), at: values)
  }
}
