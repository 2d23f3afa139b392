import Arithmetic
import Definitions
import PropertyTesting

extension GradientSensitivity {
  /// The Hessian of the teacher-student loss.
  static let lossHessian = Claim(
    "zucchet.hessian",
    title: "At a perfect student the Hessian is the second moment of the sensitivity",
    statement: """
      L(lambda) = 1/2 E|h - h*|^2 has at lambda = lambda* = x + i y the Hessian Re E[d_i h conj d_j h] = \
      E|dh/dlambda|^2 I in (x, y). For a white input L = 1/2 (1/(1 - |lambda|^2) + 1/(1 - |lambda*|^2) - 2 Re 1/(1 - \
      lambda conj lambda*)).
      """,
    source: notebook("section 4", .recalled),
    hypotheses: [
      Hypothesis("zero residual", "the student is the teacher"), stationarity,
      Hypothesis("white", "the closed form of the loss is for white inputs"),
    ],
    method: .exact,
    notes: [
      "The Hessian is exact: complex numbers of dual numbers of dual numbers of rationals. It holds for every rho.",
      "The catalogue asks for second differences at rho = 0 only; a mean of the input would add its own term to L and "
        + "is left out: rho = 1 is a random constant.",
    ],
    effort: 0.5,
    check: .all(
      Check(CorrelatedMode.complex) { isSecondMoment($0, $0.input.meanSquareSensitivity($0.pair), $1) },
      Check(Imitation.white) { isClosedForm($0, $1) }),
    falsifiers: [
      Falsifier(
        "a teacher at 0", dropping: "zero residual",
        Check(CorrelatedMode.correlated) { mode, precision in
          isSecondMoment(mode, teacher: Complex(0), mode.input.meanSquareSensitivity(mode.pair), precision)
        }),
      Falsifier(
        "the sensitivity after 4 steps", dropping: "stationarity",
        Check(CorrelatedMode.correlated) { mode, precision in
          isSecondMoment(mode, try mode.recurrences.moments(after: 4)[2, 2].real, precision)
        }),
      Falsifier(
        "rho = 1/2", dropping: "white",
        Check(Imitation.white.with { $0.ratio = Rational(1, 2) }) { isClosedForm($0, $1) }),
    ],
    figures: [lossFigure, phaseLossFigure])

  /// The Hessian of L in (x, y), against `moment` times the unit matrix.
  private static func isSecondMoment(
    _ mode: CorrelatedMode, teacher: Complex<Rational>? = nil, _ moment: Rational, _ precision: Precision
  ) -> [Evidence] {
    typealias Number = SecondDerivatives<Rational>.Number
    func constant(_ z: Complex<Rational>) -> Complex<Number> {
      Complex(Dual(constant: Dual(constant: z.real)), Dual(constant: Dual(constant: z.imaginary)))
    }
    let loss = TeacherStudentLoss(
      input: GeometricAutocorrelation(ratio: constant(Complex(mode.ratio))),
      teacher: constant(teacher ?? mode.eigenvalue))
    let hessian = SecondDerivatives(
      of: { x, y in loss(Complex(x, y)) }, at: mode.eigenvalue.real, mode.eigenvalue.imaginary)
    return [
      Evidence("d^2 L/dx^2 = E|dh/dlambda|^2", hessian.xx, equals: moment, at: mode.values),
      Evidence("d^2 L/dy^2 = E|dh/dlambda|^2", hessian.yy, equals: moment, at: mode.values),
      Evidence("d^2 L/dx dy = 0", hessian.xy, equals: 0, at: mode.values),
    ]
  }

  private static func isClosedForm(_ imitation: Imitation, _ precision: Precision) -> Evidence {
    let (a, b) = (imitation.student, imitation.teacher)
    let loss = TeacherStudentLoss(
      input: GeometricAutocorrelation(ratio: Complex(imitation.ratio)), teacher: b)
    let one = Complex<Rational>(1)
    let cross = (one / (one - a * b.conjugate)).real
    return Evidence(
      "L = 1/2 (1/(1 - |lambda|^2) + 1/(1 - |lambda*|^2) - 2 Re 1/(1 - lambda conj lambda*)) for white inputs",
      loss(a), equals: (1 / (1 - a.squaredMagnitude) + 1 / (1 - b.squaredMagnitude) - 2 * cross) / 2,
      at: [NamedValue("lambda", a), NamedValue("lambda*", b)])
  }

  /// A student and its teacher.
  private struct Imitation: Sendable {
    let student, teacher: Complex<Rational>
    var ratio: Rational = 0

    static let white = Generator { draw in Imitation(student: try draw(.discPoint()), teacher: try draw(.discPoint())) }
  }
}
