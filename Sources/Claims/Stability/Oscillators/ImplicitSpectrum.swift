import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// Where the eigenvalues of the implicit scheme are.
  static let implicitSpectrum = Claim(
    "linoss.IM-spectrum",
    title: "LinOSS-IM: every eigenvalue lies on the circle |z - 1/2| = 1/2, and |lambda|^2 = 1/(1 + dt^2 A)",
    statement: """
      For A >= 0, dt > 0 and S = 1/(1 + dt^2 A) the transition M = [[S, -dt A S], [dt S, S]] has the eigenvalues S (1 \
      +- i dt sqrt(A)), of modulus sqrt(S) <= 1.
      """,
    source: linoss("Proposition 3.1, and models/LinOSS.py of the released code", .code),
    hypotheses: [
      Hypothesis("A >= 0", "the stiffness is not negative"),
      Hypothesis("dt > 0", "the step is positive", untested: "a negative step only exchanges the two eigenvalues"),
    ],
    method: .exact,
    notes: [
      "Modulus and argument are tied to each other: |lambda| = cos(arg lambda). What oscillates fast is forgotten "
        + "fast, which D-LinOSS unties.",
      "|lambda| <= 1 is not yet stability: see linoss.zero for A = 0.",
    ],
    check: .all(
      Check(OscillatorInstance.implicit(positive: false)) { instance, _ in isInUnitDisc(instance) },
      Check(rootInstance) { instance, _ in liesOnCircle(instance.frequency, instance.step) }),
    falsifiers: [
      Falsifier(
        "A < 0: a repelling spring", dropping: "A >= 0",
        Check(
          Generator { draw in
            let step = try draw(OscillatorInstance.unitStep)
            let x = try draw(Generator<Rational>.rational(above: 0, upTo: 1).filter { $0 < 1 })
            return OscillatorInstance(stiffness: -x / (step * step), damping: nil, step: step)
          }
        ) { instance, _ in isInUnitDisc(instance) }),
      Falsifier(
        "|lambda|^2 = S^2",
        Check(rootInstance) { instance, _ in liesOnCircle(instance.frequency, instance.step, exponent: 2) }),
    ],
    figures: [spectra])

  /// sqrt(A) and dt.
  private static let rootInstance = Generator { draw in
    (
      frequency: try draw(.rational(in: 0...4, denominator: 6)),
      step: try draw(.rational(above: 0, upTo: 3, denominator: 6))
    )
  }

  private static func isInUnitDisc(_ instance: OscillatorInstance) -> [Evidence] {
    let oscillator = instance.oscillator
    return [
      Evidence("det M = |lambda|^2 <= 1", oscillator.determinant, atMost: 1, at: instance.values),
      Evidence(
        "(trace M)^2 <= 4 det M: a conjugate pair", oscillator.trace * oscillator.trace,
        atMost: 4 * oscillator.determinant, at: instance.values),
    ]
  }

  private static func liesOnCircle(_ frequency: Rational, _ step: Rational, exponent: Int = 1) -> [Evidence] {
    let oscillator = LinearOscillator(stiffness: frequency * frequency, damping: nil, step: step)
    let s = oscillator.determinant
    let lambda = Complex(s, s * step * frequency)
    let values = [NamedValue("sqrt(A)", frequency), NamedValue("dt", step)]
    let m = oscillator.transitionMatrix.map(in: Intrinsic()) { Complex($0) }
    return [
      Evidence(
        "det(lambda I - M) = 0, lambda = S (1 + i dt sqrt(A))", m.characteristicPolynomial().polynomial(lambda),
        equals: Complex(0), at: values),
      Evidence(
        "|lambda - 1/2|^2 = 1/4", (lambda - Complex(Rational(1, 2))).squaredMagnitude, equals: Rational(1, 4),
        at: values),
      Evidence(
        exponent == 1 ? "|lambda|^2 = S" : "|lambda|^2 = S^2", lambda.squaredMagnitude,
        equals: Rational.pow(1 / (1 + step * step * frequency * frequency), exponent), at: values),
    ]
  }

  /// The upper halves of the spectra over Re lambda, for dt = 1.
  private static let spectra = FigureRecipe("linoss-spectra") { precision in
    let places = (-99...99).map { Rational($0, 100) }
    func curve(
      _ name: String, _ style: FigureData.Column.Style = .line,
      _ oscillator: (Ball) -> LinearOscillator<Ball>?
    ) -> FigureData.Column {
      FigureData.Column(
        name,
        places.map { x in
          guard let value = oscillator(Ball(x, in: precision))?.eigenvalues.0 else {
            return .indeterminate(in: precision)
          }
          return value.imaginary
        }, style: style)
    }
    let one = Ball(1, in: precision)
    func damped(_ damping: Rational) -> FigureData.Column {
      curve("D-LinOSS, G = \(damping)") { x in
        let determinant = 1 / (1 + Ball(damping, in: precision))
        let pair = LinearOscillator(trace: 2 * x, determinant: determinant, step: one)
        return (x * x).isLess(than: determinant).isTrue ? pair : nil
      }
    }
    return FigureData(
      "linoss-spectra", title: "Where LinOSS and D-LinOSS can put an eigenvalue, dt = 1",
      caption: """
        Im lambda over Re lambda (upper halves), enclosed, as A runs over all values for which the eigenvalues are not \
        real: the circle |z - 1/2| = 1/2 of the implicit scheme, the unit circle of IMEX for 0 < dt^2 A < 4, and a \
        circle about 0 for each damping G.
        """,
      xLabel: "Re lambda", yLabel: "Im lambda",
      x: FigureData.Column("Re lambda", places.map { Ball($0, in: precision) }),
      curves: [
        curve("LinOSS-IM") { x in
          x.isPositive.isTrue ? LinearOscillator(stiffness: 1 / x - 1, damping: nil, step: one) : nil
        },
        curve("LinOSS-IMEX", .dashedLine) { LinearOscillator(stiffness: 2 - 2 * $0, damping: 0 * $0, step: one) },
        damped(Rational(1, 4)), damped(1), damped(4),
      ])
  }
}
