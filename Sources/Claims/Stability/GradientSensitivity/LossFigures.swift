import Arithmetic
import Definitions

/// The figures of the loss and of its cross term.
extension GradientSensitivity {
  /// lambda0 = 0.99 e^(i pi/4) and points around it.
  private static func point(_ radius: Ball, degrees: Rational, _ precision: Precision) -> Complex<Ball> {
    let angle = Ball(degrees / 180, in: precision) * Ball.pi(in: precision)
    return Complex(radius * Ball.cos(angle), radius * Ball.sin(angle))
  }

  private static func cross(
    _ rho: Rational, _ lambda: Complex<Ball>, _ precision: Precision
  ) -> (input: GeometricAutocorrelation<Complex<Ball>>, pair: EigenvaluePair<Complex<Ball>>) {
    let teacher = point(Ball(Rational(99, 100), in: precision), degrees: 45, precision)
    return (
      GeometricAutocorrelation(ratio: Complex(Ball(rho, in: precision))), EigenvaluePair(lambda, teacher.conjugate)
    )
  }

  private static func modulus(_ z: Complex<Ball>) -> Ball { Ball.sqrt(z.squaredMagnitude) }

  /// |S| on the line through 0 and lambda0.
  static let crossSensitivityFigure = FigureRecipe("cross-sensitivity") { precision in
    let radii = (-99...99).map { Double($0) / 100 }
    return FigureData(
      "cross-sensitivity", title: "|E[(dh/dlambda) conj(dh/dlambda0)]| on the line through lambda0 = 0.99 e^(i pi/4)",
      caption:
        "A slice of figure 8 with the corrected formula: lambda = r e^(i pi/4). All curves are certified enclosures.",
      xLabel: "r", yLabel: "|S|", logY: true, x: FigureData.Column("r", radii),
      curves: [Rational(0), Rational(9, 10), Rational(99, 100), Rational(999, 1000), 1].map { rho in
        FigureData.Column(
          "rho = \(rho.approximation)",
          radii.map { radius in
            let (input, pair) = cross(rho, point(Ball(radius, in: precision), degrees: 45, precision), precision)
            return modulus(input.sensitivity(pair))
          })
      })
  }

  /// What the notebook draws, relative to what it should.
  static let crossRatioFigure = FigureRecipe("cross-sensitivity-ratio") { precision in
    let degrees = (-180...180).map { Rational($0) }
    let radius = Ball(Rational(9, 10), in: precision)
    return FigureData(
      "cross-sensitivity-ratio", title: "The notebook's |S| over the correct one, on |lambda| = 0.9",
      caption:
        "The formula behind figure 8 is off by factors that depend on lambda and rho; lambda0 = 0.99 e^(i pi/4). All "
        + "curves are certified enclosures.",
      xLabel: "arg lambda, degrees", yLabel: "ratio", logY: true,
      x: FigureData.Column("degrees", degrees.map(\.approximation)),
      curves: [Rational(1, 2), Rational(9, 10), Rational(99, 100), Rational(999, 1000)].map { rho in
        FigureData.Column(
          "rho = \(rho.approximation)",
          degrees.map { angle in
            let (input, pair) = cross(rho, point(radius, degrees: angle, precision), precision)
            return modulus(input.sensitivityAsPlotted(pair)) / modulus(input.sensitivity(pair))
          })
      })
  }

  /// Figure 1B: the loss of a real mode.
  static let lossFigure = FigureRecipe("teacher-student-loss") { precision in
    // No teacher is on the grid: the optimum itself has no logarithm.
    let lambda = (0...199).map { Double(2 * $0 + 1) / 400 }
    return FigureData(
      "teacher-student-loss", title: "1/2 E|h - h*|^2 of a real mode, white input",
      caption:
        "Figure 1B: the longer the teacher remembers, the sharper its valley. All curves are certified enclosures.",
      xLabel: "lambda", yLabel: "loss", logY: true, x: FigureData.Column("lambda", lambda),
      curves: (0..<7).map { i in
        let teacher = Ball(1 - Rational(1 << i, 100), in: precision)
        let loss = TeacherStudentLoss(input: .white(in: precision), teacher: Complex(teacher))
        return FigureData.Column(
          "lambda* = \((1 - Rational(1 << i, 100)).approximation)",
          lambda.map { loss(Complex(Ball($0, in: precision))) })
      })
  }

  /// Figure 1C: the loss of a complex mode with the right modulus and a wrong phase.
  static let phaseLossFigure = FigureRecipe("teacher-student-phase") { precision in
    let shifts = (1...180).map { Double($0) }
    return FigureData(
      "teacher-student-phase",
      title: "1/2 E|h - h*|^2 against the error of the phase, |lambda| = |lambda*|, white input",
      caption:
        "Figure 1C: the loss is flat at 1/(1 - |lambda*|^2) but for a valley of width 1 - |lambda*|. All curves are "
        + "certified enclosures.",
      xLabel: "theta - theta*, degrees", yLabel: "loss", logX: true, logY: true,
      x: FigureData.Column("degrees", shifts),
      curves: (0..<7).map { i in
        let modulus = Ball(1 - Rational(1 << i, 100), in: precision)
        let loss = TeacherStudentLoss(input: .white(in: precision), teacher: Complex(modulus))
        return FigureData.Column(
          "|lambda*| = \((1 - Rational(1 << i, 100)).approximation)",
          shifts.map { loss(point(modulus, degrees: Rational(exactly: $0), precision)) })
      })
  }
}
