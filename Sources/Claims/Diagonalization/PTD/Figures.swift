import Arithmetic
import Definitions
import LinearAlgebra

// The figures about one system: impulse responses, and outputs for a fixed input.

extension PerturbThenDiagonalize {
  /// The kernels of both systems, and what discretizing leaves of the difference.
  static let impulseFigure = FigureRecipe("impulse-response-distance") { precision in
    let n = 32
    let spectrum = LegSNormalSpectrum(order: n)
    let modes = try spectrum.frequencies(precision: precision).map { ($0, spectrum.phaseRate(at: $0)) }
    let times = (0...400).map { Double($0) / 160 }
    /// K_D(t) = sum_m 2 Re(e^((-1/2 + i y) t)/((1/2 + i y) T)), times e^(i y step) averaged over a step for a
    /// zero-order hold.
    func kernel(_ t: Double, step: Double) -> Ball {
      let t = Ball(t, in: precision)
      return modes.reduce(Ball(0, in: precision)) { sum, mode in
        let (y, rate) = mode
        let decay = Ball.exp(-t / 2)
        let value = Disc(decay * Ball.cos(y * t), decay * Ball.sin(y * t))
        let lambda = Disc(Ball(Rational(-1, 2), in: precision), y)
        var residue = 1 / ((lambda + 1) * Disc(rate))
        if step > 0 {
          // The mean over the step before t: (1 - e^(-lambda step))/(lambda step).
          let width = Ball(step, in: precision)
          let shrink = Ball.exp(width / 2)
          let back = Disc(shrink * Ball.cos(y * width), -(shrink * Ball.sin(y * width)))
          residue = residue * ((1 - back) / (lambda * Disc(width)))
        }
        return sum + 2 * (residue * value).real
      }
    }
    let step = 1.0 / 64
    return FigureData(
      "impulse-response-distance", title: "Impulse responses of S4-LegS and S4D-LegS for C = e_0, n = \(n)",
      caption: """
        K(t) = e^-t and K_D(t) = C e^(tN) B/2 for n = \(n), as sums over the certified spectrum of N, and K_D averaged \
        over steps of 1/64, which is what a zero-order hold keeps. The squared L2 distance of K_D and K is 1/4 - 1/(2 \
        n^2), exactly, and ||K||^2 = 1/2: the relative distance tends to 1/sqrt 2. All curves are enclosures.
        """,
      xLabel: "t", yLabel: "impulse response", x: FigureData.Column("t", times),
      curves: [
        FigureData.Column("K_D (diagonal)", times.map { kernel($0, step: 0) }),
        FigureData.Column(
          "K_D after a zero-order hold, step 1/64",
          times.map { $0 < step ? .indeterminate(in: precision) : kernel($0, step: step) }),
        FigureData.Column("K = e^-t", times.map { Ball.exp(-Ball($0, in: precision)) }, style: .dashedLine),
      ])
  }

  /// T1 with its limit.
  static let inputwiseFigure = FigureRecipe("inputwise-convergence") { precision in
    let orders = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]
    func error(_ a: Rational) -> [Ball] {
      orders.map { Ball.sqrt(Ball(inputwiseError(order: $0, rate: a), in: precision)) / IntegerConstant($0) }
    }
    let rates: [Rational] = [Rational(1, 4), 1, 3]
    let errors = rates.map { FigureData.Column("u = e^(-\($0) t)", error($0)) }
    let limits = rates.map { a -> FigureData.Column in
      let slope = Ball.sqrt(Ball(1 / (2 + 2 * a), in: precision))
      return FigureData.Column("||y'||/n, a = \(a)", orders.map { slope / IntegerConstant($0) }, style: .dashedLine)
    }
    let impulse = FigureData.Column(
      "u an impulse: sqrt(1/4 - 1/(2 n^2))",
      orders.map { Ball.sqrt(Ball(Rational(1, 4) - Rational(1, 2 * $0 * $0), in: precision)) })
    return FigureData(
      "inputwise-convergence", title: "For a fixed input the diagonal system converges like ||y'||/n",
      caption: """
        ||y - y_D|| in L2 for the inputs e^(-at), C = e_0, from exact rational values, with ||y'||/n (dashed); and the \
        distance of the impulse responses, which does not fall.
        """,
      xLabel: "n", yLabel: "||y - y_D||", logX: true, logY: true, x: FigureData.Column("n", orders.map(Double.init)),
      curves: errors + limits + [impulse])
  }
}
