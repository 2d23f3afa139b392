import Arithmetic
import Definitions

/// The figures of the paper, from the moments in balls.
extension GradientSensitivity {
  /// The correlations of the paper's curves.
  private static let ratios: [Rational] = [0, Rational(9, 10), Rational(99, 100), Rational(999, 1000), 1]

  /// 1/(1 - lambda) from 1 to 10^4, 20 points a decade; correctly rounded powers, the same on every machine.
  private static let memories: [Double] = (0...80).map { i in
    BigFloat.pow(BigFloat(10, in: 64), BigFloat(Rational(i, 20), in: 64)).double()
  }

  /// Curves over the memory 1/(1 - lambda), one for each rho.
  private static func curves(
    _ precision: Precision, _ value: (_ rho: Rational, _ lambda: Ball, _ complement: Ball) -> Ball
  ) -> [FigureData.Column] {
    ratios.map { rho in
      FigureData.Column(
        "rho = \(rho.approximation)",
        memories.map { memory in
          let complement = 1 / Ball(memory, in: precision)
          return value(rho, 1 - complement, complement)
        })
    }
  }

  private static func moments(
    _ rho: Rational, _ lambda: Ball, _ complement: Ball
  ) -> (input: GeometricAutocorrelation<Ball>, pair: EigenvaluePair<Ball>) {
    let precision = lambda.context
    return (
      GeometricAutocorrelation(ratio: Ball(rho, in: precision), complement: Ball(1 - rho, in: precision)),
      EigenvaluePair(squareOf: lambda, complement: complement)
    )
  }

  private static let memoryColumn = FigureData.Column("1/(1 - lambda)", memories)
  private static let certified = "All curves are certified enclosures."

  static let stateVarianceFigure = FigureRecipe("state-variance") { precision in
    FigureData(
      "state-variance", title: "E h^2 of a real mode against its memory",
      caption: "The variance of the state under inputs with R(D) = rho^D. " + certified,
      xLabel: "1/(1 - lambda)", yLabel: "E h^2", logX: true, logY: true, x: memoryColumn,
      curves: curves(precision) { rho, lambda, complement in
        let (input, pair) = moments(rho, lambda, complement)
        return input.secondMoment(pair)
      })
  }

  static let sensitivityFigure = FigureRecipe("state-sensitivity") { precision in
    FigureData(
      "state-sensitivity", title: "E|dh/dlambda|^2 of a real mode against its memory",
      caption:
        "Figure 1A: slope 3 for white inputs, 4 for constant ones; in between, a slope of 4 up to the correlation "
        + "time 1/(1 - rho) and 3 beyond. " + certified,
      xLabel: "1/(1 - lambda)", yLabel: "E|dh/dlambda|^2", logX: true, logY: true, x: memoryColumn,
      curves: curves(precision) { rho, lambda, complement in
        let (input, pair) = moments(rho, lambda, complement)
        return input.meanSquareSensitivity(pair)
      })
  }

  static let normalizedVarianceFigure = FigureRecipe("normalized-variance") { precision in
    FigureData(
      "normalized-variance", title: "E|gamma h|^2 with gamma = sqrt(1 - lambda^2)",
      caption:
        "Figure 2, left: gamma normalizes white inputs exactly; correlated ones by too little, up to 2/(1 - lambda). "
        + certified,
      xLabel: "1/(1 - lambda)", yLabel: "E|gamma h|^2", logX: true, logY: true, x: memoryColumn,
      curves: curves(precision) { rho, lambda, complement in
        let (input, pair) = moments(rho, lambda, complement)
        return input.normalizedSecondMoment(pair)
      })
  }

  /// lambda = 0 has no weight w and is left out.
  static let normalizedSensitivityFigure = FigureRecipe("normalized-sensitivity") { precision in
    FigureData(
      "normalized-sensitivity", title: "E|gamma dh/dw|^2 with lambda = exp(-exp(w))",
      caption:
        "Figure 2, right: normalization and the exponential map bound the sensitivity for white inputs (1/2), and "
        + "for correlated ones only up to their correlation time. " + certified,
      xLabel: "1/(1 - lambda)", yLabel: "E|gamma dh/dw|^2", logX: true, logY: true,
      x: FigureData.Column("1/(1 - lambda)", Array(memories.dropFirst())),
      curves: ratios.map { rho in
        FigureData.Column(
          "rho = \(rho.approximation)",
          memories.dropFirst().map { memory in
            let complement = 1 / Ball(memory, in: precision)
            return ExponentialMode(eigenvalue: 1 - complement, complement: complement, ratio: rho, precision)
              .separateSensitivity
          })
      })
  }

  /// The teachers of the paper's panels: 1 - lambda* = 0.01, 0.02, ..., 0.64.
  private static let teachers: [Rational] = (0..<7).map { 1 - Rational(1 << $0, 100) }

  static let curvatureFigure = FigureRecipe("tanh-curvature") { precision in
    let w = (1...70).map { Double($0) / 20 }
    return FigureData(
      "tanh-curvature", title: "Second derivative of the normalized loss in w, lambda = tanh w",
      caption:
        "Figure 6: for each teacher the curvature passes through 1 exactly at the optimum w = atanh lambda*, and "
        + "is not constant away from it. " + certified,
      xLabel: "w", yLabel: "second derivative", x: FigureData.Column("w", w),
      curves: teachers.map { teacher in
        FigureData.Column(
          "lambda* = \(teacher.approximation)",
          w.map { w in
            typealias Number = SecondDerivatives<Ball>.Number
            let x = Ball(w, in: precision)
            let loss = TeacherStudentLoss<Number>(
              input: .white(in: precision),
              teacher: Complex(Number(teacher, in: precision)))
            return SecondDerivatives(
              of: { w, _ in loss.normalized(Complex(Reparameterization.hyperbolicTangent(w))) }, at: x, x
            ).xx
          })
      })
  }

  static let polarCurvatureFigure = FigureRecipe("polar-curvature") { precision in
    let moduli = memories.dropFirst(6)
    func column(_ name: String, _ map: PolarParameterization, _ value: (SecondDerivatives<Ball>) -> Ball)
      -> FigureData.Column
    {
      FigureData.Column(
        name,
        moduli.map { memory in
          value(
            PolarMode(map: map, modulus: 1 - 1 / Rational(exactly: memory), phase: Rational(3, 10)).hessian(precision))
        })
    }
    return FigureData(
      "polar-curvature", title: "Second derivatives at the optimum of a normalized mode, theta = 0.3",
      caption:
        "A phase without a scale is ever stiffer as nu -> 1; the balanced one has curvature 1, at the price of the "
        + "modulus, unless the gradient through K(nu) is stopped. " + certified,
      xLabel: "1/(1 - nu)", yLabel: "second derivative", logX: true, logY: true,
      x: FigureData.Column("1/(1 - nu)", Array(moduli)),
      curves: [
        column("theta, no scale", .freePhase) { $0.yy }, column("LRU, log theta", .exponential) { $0.yy },
        column("LRU, log nu", .exponential) { $0.xx }, column("balanced, v", .balanced) { $0.yy },
        column("balanced, w, not stopped", .balanced) { $0.xx },
        column("tanh, w", .freePhase) { $0.xx },
      ])
  }
}
