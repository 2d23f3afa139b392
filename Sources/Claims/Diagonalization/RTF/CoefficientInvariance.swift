import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension RationalTransferFunctions {
  /// The coefficients do not depend on the basis.
  static let invariance = Claim(
    "rtf.L31-invariance",
    title: "The coefficients of a transfer function do not depend on the basis of the state",
    statement: "a and b of C (z I - A)^-1 B are those of (K A K^-1, K B, C K^-1), for every invertible K.",
    source: source("Lemma 3.1"),
    hypotheses: [
      Hypothesis("one basis", "the same K changes A, B and C"),
      Hypothesis("invertible", "K is invertible", untested: "K^-1 does not exist otherwise: such cases are discarded"),
    ],
    method: .exact, effort: 0.5,
    check: Check(ChangedBasis.generator, coefficientsAgree),
    falsifiers: [
      Falsifier(
        "C left in the old basis", dropping: "one basis",
        Check(ChangedBasis.generator.with { $0.keepsOutput = true }, coefficientsAgree))
    ])

  private struct ChangedBasis: Sendable {
    let instance: SystemInstance
    let basis: Matrix<Rational>
    var keepsOutput = false

    static let generator = Generator { draw in
      let instance = try draw(SystemInstance.generator())
      let n = instance.system.order
      return ChangedBasis(instance: instance, basis: try draw(SystemInstance.matrix(n, n)))
    }
  }

  private static func coefficientsAgree(_ change: ChangedBasis, _: Precision) throws -> Evidence {
    let system = change.instance.system
    guard var other = try? system.transformed(by: change.basis) else { throw Discarded() }
    if change.keepsOutput { other.output = system.output }
    let (p, q) = (RationalTransferFunction(system), RationalTransferFunction(other))
    return Evidence(
      "(a, b) of the two systems", p.denominator + p.numerator, equal: q.denominator + q.numerator,
      at: change.instance.values + [NamedValue("K^-1", change.basis)])
  }

  /// Equation (5) gives another polynomial than equation (4) means.
  static let listedNumerator = Claim(
    "rtf.E5-ss2tf",
    title: "Equation (5) gives the numerator of the whole H, not the b of equation (4)",
    statement: """
      b = poly(eig(A - B C)) + (h_0 - 1) poly(eig(A)) is the numerator b of H = h_0 + b/a, of equation (4), with a leading \
      coefficient 0.
      """,
    source: source("equations (4) and (5), listing 1"),
    hypotheses: [Hypothesis("no feedthrough", "h_0 = 0: the condition that is missing")],
    method: .exact,
    notes: [
      "Smallest counterexample: A = B = C = 0 and h_0 = 1 give the polynomial z, where the b of equation (4) is 0.",
      "poly(eig(.)) is taken as the characteristic polynomial; what floating point makes of it belongs to Conditioning.",
    ],
    effort: 0.5,
    check: Check(SystemInstance.generator()) { instance, _ in
      let system = instance.system
      let transfer = RationalTransferFunction(system)
      return Evidence(
        "(5) = 0, b_1, ..., b_n", RationalTransferFunction.listedNumerator(of: system), equal: [0] + transfer.numerator,
        at: instance.values)
    },
    correction: Correction(
      """
      det(z I - A + B C) = det(z I - A) + C adj(z I - A) B, so that (5) is the numerator of the whole H: h_0, \
      b_1 + h_0 a_1, ..., b_n + h_0 a_n, and H = (5)/a without a further h_0.
      """,
      Check(SystemInstance.generator()) { instance, _ in
        let system = instance.system
        let transfer = RationalTransferFunction(system)
        return Evidence(
          "(5) = h_0, b_k + h_0 a_k", RationalTransferFunction.listedNumerator(of: system),
          equal: transfer.wholeNumerator, at: instance.values)
      }),
    falsifiers: [
      Falsifier(
        "h_0 of 1", dropping: "no feedthrough",
        Check(SystemInstance.generator().with { $0.system.feedthrough[0, 0] = 1 }) { instance, _ in
          Evidence(
            "(5) = 0, b_1, ..., b_n", RationalTransferFunction.listedNumerator(of: instance.system),
            equal: [0] + RationalTransferFunction(instance.system).numerator, at: instance.values)
        })
    ])
}
