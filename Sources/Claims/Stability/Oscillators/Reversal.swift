import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// In what sense the implicit-explicit scheme runs backwards.
  static let reversal = Claim(
    "linoss.reversible",
    title: "LinOSS-IMEX is time-reversible under (z, y) -> (dt A y - z, y), not under z -> -z",
    statement: """
      The undamped implicit-explicit scheme conserves the time reversibility of x'' = -A x: there is an involution V \
      with V M V = M^-1, namely V (z, y) = (dt A y - z, y).
      """,
    source: linoss(
      "abstract: the implicit-explicit discretization conserves the symmetry of time reversibility", .text),
    hypotheses: [
      Hypothesis("no damping", "the scheme is IMEX with G = 0"),
      Hypothesis("reversal", "V undoes the kick too: V = diag(-1, 1) K with K (z, y) = (z - dt A y, y)"),
    ],
    method: .exact,
    notes: [
      "The abstract does not say under which reversal. The oscillator itself is reversed by z -> -z; the scheme is "
        + "not: diag(-1, 1) M diag(-1, 1) is the inverse of the other splitting, kick after drift, not of M. The two "
        + "agree to first order in dt.",
      "As M = D K with shears that z -> -z reverses, V^2 = I and V M V = K^-1 D^-1 = M^-1. Also at the threshold and "
        + "beyond it: reversibility does not imply stability.",
    ],
    check: Check(OscillatorInstance.mixed) { instance, _ in
      let oscillator = instance.oscillator
      return isReversed(oscillator, by: oscillator.reversal, instance.values)
    },
    falsifiers: [
      Falsifier(
        "z -> -z", dropping: "reversal",
        Check(OscillatorInstance.mixed) { instance, _ in
          isReversed(instance.oscillator, by: Matrix(diagonal: [-1, 1], in: Intrinsic()), instance.values)
        }),
      Falsifier(
        "G > 0", dropping: "no damping",
        Check(OscillatorInstance.mixed.with { $0.damping = 1 }) { instance, _ in
          isReversed(instance.oscillator, by: instance.oscillator.reversal, instance.values)
        }),
      Falsifier(
        "the implicit scheme", dropping: "no damping",
        Check(OscillatorInstance.implicit(positive: true)) { instance, _ in
          isReversed(instance.oscillator, by: instance.oscillator.reversal, instance.values)
        }),
    ])

  private static func isReversed(
    _ oscillator: LinearOscillator<Rational>, by v: Matrix<Rational>, _ values: [NamedValue]
  ) -> [Evidence] {
    let m = oscillator.transitionMatrix
    let identity = Matrix<Rational>(identity: 2, in: Intrinsic()).elements.elements
    return [
      Evidence("V V = I", (v * v).elements.elements, equal: identity, at: values),
      Evidence("(V M V) M = I", (v * m * v * m).elements.elements, equal: identity, at: values),
    ]
  }
}
