import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension StructuredStateSpaces {
  /// S4's Algorithm 1.
  static let cauchyWoodbury = Claim(
    "s4.A1-cauchy-woodbury",
    title: "The S4 kernel from Cauchy sums at the roots of unity",
    statement: """
      For A = Lambda - P Q^*, the bilinear discretization and Ctilde = (I - Abar^L)^* C, the generating function of \
      the kernel truncated at L, at the L-th roots of unity z, is (2/(1 + z)) (k_CB - k_CP (1 + k_QP)^-1 k_QB) with \
      k_XY = X^* (g - Lambda)^-1 Y, g = (2/Delta) (1 - z)/(1 + z); K is its inverse DFT.
      """,
    source: s4("Algorithm 1 and Theorem 3", .text),
    hypotheses: [
      Hypothesis("z^L = 1", "the generating function is taken at the L-th roots of unity"),
      Hypothesis("Ctilde", "the readout is Ctilde, not C"),
      Hypothesis(
        "z is not -1", "at z = -1, for an even L, 2/(1 + z) and g are infinite; the limit is (Delta/2) Ctilde^* B"),
      Hypothesis(
        "regular", "g is no eigenvalue of Lambda, and 1 + k_QP is not 0",
        untested: "both sides are then undefined"),
    ],
    method: .certified,
    notes: [
      "At z = -1 the printed formula is 0 infinity: in exact or ball arithmetic the limit has to be taken, "
        + "which the definition does. In floating point 1 + z rounds to about 1e-16 and the formula happens to give"
        + " the limit.",
      "X^* is taken as given: the definition multiplies by Q^T and C^T, for Q and C of any complex values.",
    ],
    effort: 0.2,
    check: Check(LowRankSystem.generator) { system, precision in try system.kernelsAgree(precision) },
    falsifiers: [
      Falsifier(
        "a point off the roots of unity", dropping: "z^L = 1",
        Check(LowRankSystem.generator) { system, precision in
          system.generatingFunctionAgrees(angle: Rational(1, 2), precision)
        }),
      Falsifier(
        "C in place of Ctilde", dropping: "Ctilde",
        Check(LowRankSystem.generator.with { $0.usesPlainReadout = true }) { system, precision in
          try system.kernelsAgree(precision)
        }),
      Falsifier(
        "twice the limit at z = -1", dropping: "z is not -1",
        Check(LowRankSystem.generator) { system, precision in system.limitAgrees(factor: 2, precision) }),
    ])

  /// One step in closed form.
  static let closedFormStep = Claim(
    "s4.T2-recurrence",
    title: "A step of the S4 recurrence in closed form",
    statement: """
      For A = Lambda - P Q^*: Abar = A1 A0 and Bbar = 2 A1 B with A0 = (2/Delta) I + A and \
      A1 = D - D P (1 + Q^* D P)^-1 Q^* D, D = (2/Delta - Lambda)^-1.
      """,
    source: s4("Theorem 2 and appendix C.2", .recalled),
    hypotheses: [
      Hypothesis(
        "regular", "2/Delta is no eigenvalue of Lambda, and 1 + Q^* D P is not 0",
        untested: "both sides are then undefined"),
      Hypothesis("bilinear", "the step is the bilinear one"),
      Hypothesis("sign", "the correction is subtracted"),
    ],
    method: .exact,
    notes: ["Over the complex rationals, rank 1 and 2, against elimination with the dense matrix."],
    effort: 0.5,
    check: Check(LowRankSystem.generator) { system, _ in try system.stepsAgree() },
    falsifiers: [
      Falsifier(
        "the backward Euler method", dropping: "bilinear",
        Check(LowRankSystem.generator.with { $0.alpha = 1 }) { system, _ in try system.stepsAgree() }),
      Falsifier(
        "the correction added", dropping: "sign",
        Check(LowRankSystem.generator.with { $0.correctionSign = -1 }) { system, _ in try system.stepsAgree() }),
    ])

  /// Training Ctilde costs a condition number.
  static let truncatedReadout = Claim(
    "s4.C1-trunc-conditioning",
    title: "The condition number of the truncation",
    statement: """
      C = (I - Abar^L)^-* Ctilde, and for LegS with a zero-order hold cond(I - Abar^L) <= 2/(1 - e^(-L Delta/2)); \
      sharper: (1 + e^(-L Delta/2))/(1 - e^(-L Delta/2)).
      """,
    source: Source("derived here, about S4", arXiv: "2111.00396", "section 3.2", .derived),
    hypotheses: [
      Hypothesis("contraction", "|Abar| <= e^(-Delta/2)"),
      Hypothesis(
        "LegS", "for a system with a pole on the unit circle I - Abar^L may be singular",
        untested: "the condition number is then infinite"),
    ],
    method: .exact,
    notes: [
      "With q = e^(-L Delta/2) rational, Abar^L = e^(L Delta A) is rational in the coordinates of the twin, and"
        + " both norms are compared with their bounds as positive definiteness over the rational numbers.",
      "For L Delta << 1 the bound is about 4/(L Delta).",
    ],
    effort: 0.25,
    check: Check(Truncation.generator) { truncation, _ in try truncation.evidence() },
    falsifiers: [
      Falsifier(
        "a decay of e^(-Delta)", dropping: "contraction",
        Check(Truncation.generator.with { $0.power = 2 }) { truncation, _ in try truncation.evidence() })
    ],
    quoted: { precision in
      let half = Ball.exp(-Ball(Rational(1, 2000), in: precision))
      return [Evidence("2/(1 - e^(-L Delta/2)) at L Delta = 1e-3", 2 / (1 - half), isQuotedAs: "4e3")]
    })
}

/// A diagonal-plus-low-rank system with rational parts, and a length.
struct LowRankSystem: Sendable {
  typealias Number = Complex<Rational>
  let diagonal: [Number]
  let left, right: [[Number]]
  let input, output: [Number]
  let step: Rational
  let length: Int
  var usesPlainReadout = false
  var alpha = Rational(1, 2)
  var correctionSign: Rational = 1

  static let generator = Generator { draw in
    let n = try draw(.integer(in: 1...8))
    let number = Generator { draw in
      Number(
        try draw(Generator<Rational>.rational(in: -2...2, denominator: 3)),
        try draw(Generator<Rational>.rational(in: -2...2, denominator: 3)))
    }
    let vector = Generator<[Number]>.array(of: number, count: n)
    let mode = Generator { draw in
      Number(
        -(try draw(Generator<Rational>.rational(above: 0, upTo: 3, denominator: 4))),
        try draw(Generator<Rational>.rational(in: -6...6, denominator: 3)))
    }
    let rank = try draw(.integer(in: 1...2))
    var input = try draw(vector)
    var output = try draw(vector)
    // Neither is 0.
    input[0].real = input[0].real.magnitude + 1
    output[0].real = output[0].real.magnitude + 1
    let left = try draw(Generator<[[Number]]>.array(of: vector, count: rank))
    return LowRankSystem(
      diagonal: try draw(.array(of: mode, count: n)), left: left, right: left.map { $0.map(\.conjugate) },
      input: input, output: output, step: try draw(.rational(above: 0, upTo: 1, denominator: 8)),
      length: try draw(.integer(in: 1...24)))
  }

  var values: [NamedValue] {
    [
      NamedValue("Lambda", diagonal), NamedValue("P", left), NamedValue("B", input), NamedValue("C", output),
      NamedValue("Delta", step), NamedValue("L", length),
    ]
  }

  private func system<A: ComplexArithmetic>(in context: A.Context) -> DiagonalPlusLowRank<A> {
    func convert(_ z: Number) -> A { A(A.Real(z.real, in: context), A.Real(z.imaginary, in: context)) }
    return DiagonalPlusLowRank(
      diagonal: diagonal.map(convert), left: left.map { $0.map(convert) }, right: right.map { $0.map(convert) },
      input: input.map(convert), output: output.map(convert), step: A(step, in: context))
  }

  /// The inverse transform of Cauchy sums, and powers of the dense matrix.
  func kernelsAgree(_ precision: Precision) throws -> Evidence {
    let system: DiagonalPlusLowRank<Disc> = system(in: precision)
    return Evidence.vectors(
      "the kernel by Cauchy sums and by powers", system.convolutionKernelByTransform(length: length),
      near: system.convolutionKernel(length: length, isTruncated: !usesPlainReadout), bits: precision.bits / 4,
      at: values)
  }

  /// The generating function at e^(2 pi i angle/L) against the sum of the lags.
  func generatingFunctionAgrees(angle: Rational, _ precision: Precision) -> Evidence {
    let system: DiagonalPlusLowRank<Disc> = system(in: precision)
    let phase = Ball(2 * angle / Rational(length), in: precision) * Ball.pi(in: precision)
    let z = Disc(Ball.cos(phase), Ball.sin(phase))
    let lags = system.convolutionKernel(length: length, isTruncated: true)
    let sum = lags.reversed().reduce(Disc(0, in: precision)) { $0 * z + $1 }
    return .vectors(
      "the generating function", [system.generatingFunction(at: z, isMinusOne: false)], near: [sum], bits: 8, at: values
    )
  }

  /// The value at z = -1 for an even length against the sum of the lags with alternating signs.
  func limitAgrees(factor: Int, _ precision: Precision) -> Evidence {
    let system: DiagonalPlusLowRank<Disc> = system(in: precision)
    let lags = system.convolutionKernel(length: 2 * length, isTruncated: true)
    let sum = lags.reversed().reduce(Disc(0, in: precision)) { $1 - $0 }
    let limit = IntegerConstant(factor) * system.generatingFunction(at: Disc(-1, in: precision), isMinusOne: true)
    return .vectors("the limit at z = -1", [limit], near: [sum], bits: 8, at: values)
  }

  /// One step from a state, in closed form and by elimination with the dense matrix.
  func stepsAgree() throws -> Evidence {
    let system: DiagonalPlusLowRank<Number> = system(in: Intrinsic())
    var state = output
    let u = Number(1, in: Intrinsic())
    system.advance(&state, input: u)
    var other = system
    other.left = other.left.map { $0.map { Number(correctionSign, in: Intrinsic()) * $0 } }
    let dense = LinearSystem(matrix: other.matrix, input: input, output: output)
    guard let discrete = try? dense.discretized(step: system.step, alpha: alpha) else { throw Discarded() }
    let expected = discrete.matrix * Matrix(column: output, in: Intrinsic()) + discrete.input
    guard state.allSatisfy(\.isDefined) else { throw Discarded() }
    return Evidence("the closed form = the dense step", state, equal: expected.elements.elements, at: values)
  }
}

/// LegS, and e^(-L Delta/2).
private struct Truncation: Sendable {
  let order: Int
  let q: Rational
  var power = 1

  static let generator = Generator { draw in
    Truncation(
      order: try draw(.integer(in: 2...10)),
      q: 1 - Rational(1, 1) / (1 + (try draw(.power(of: 4, in: 0...6)))) * (try draw(.rational(above: 0, upTo: 1))))
  }

  /// |I - X| <= 1 + q^p and |(I - X)^-1| <= 1/(1 - q^p), p = 1, for X = e^(L Delta A).
  func evidence() throws -> [Evidence] {
    let weights = Matrix(diagonal: (0..<order).map { Rational(2 * $0 + 1) }, in: Intrinsic())
    let transition = LegS(order: order).twinExponential(decay: q * q)
    let rest = (-transition).addingToDiagonal(1)
    let gram = rest.transposed * (weights * rest)
    let decay = Rational.pow(q, power)
    let above = Rational.pow(1 + decay, 2)
    let below = Rational.pow(1 - decay, 2)
    let place = [NamedValue("N", order), NamedValue("e^(-L Delta/2)", q)]
    return [
      Evidence(
        "|I - Abar^L| < 1 + e^(-L Delta/2)", holds: (weights.scaled(by: above) - gram).isPositiveDefinite, at: place),
      Evidence(
        "|(I - Abar^L)^-1| < 1/(1 - e^(-L Delta/2))",
        holds: (gram - weights.scaled(by: below)).isPositiveDefinite, at: place),
    ]
  }
}
