import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// The figures of the LRU.
extension LinearRecurrentUnit {
  private static let certified = "All curves are certified enclosures."

  /// The density of |lambda|, drawn over the ring's own radius.
  static let ringDensityFigure = FigureRecipe("lru-ring-density") { precision in
    let bins = 40
    let count = 20_000
    let middles = (0..<bins).map { (Double($0) + 0.5) / Double(bins) }
    func columns(_ low: Rational, _ high: Rational) -> [FigureData.Column] {
      let theory = Ring(minimum: low, maximum: high).initialization(precision)
      let ring = RingInitialization(minimum: low.approximation, maximum: high.approximation)
      let name = "[\(low.approximation), \(high.approximation)]"
      var random = SplitMix64(seed: 2303)
      var histogram = [Int](repeating: 0, count: bins)
      for _ in 0..<count {
        let share = (ring.sample(using: &random).modulus - ring.minimum) / (ring.maximum - ring.minimum)
        histogram[min(max(Int(share * Double(bins)), 0), bins - 1)] += 1
      }
      let width = theory.maximum - theory.minimum
      return [
        FigureData.Column(
          "density, " + name,
          middles.map { width * theory.density(theory.minimum.addingProduct(Ball($0, in: precision), width)) }),
        FigureData.Column(
          "\(count) samples, " + name, histogram.map { Double($0 * bins) / Double(count) }, style: .points),
      ]
    }
    return FigureData(
      "lru-ring-density", title: "Density of |lambda| at initialization, over (|lambda| - r_min)/(r_max - r_min)",
      caption:
        "Uniform in area: the density grows with |lambda|, less so on a narrow ring. Lines: certified; points: the "
        + "deterministic sampler.",
      xLabel: "(|lambda| - r_min)/(r_max - r_min)", yLabel: "density", x: FigureData.Column("share", middles),
      curves: columns(0, 1) + columns(Rational(9, 10), Rational(99, 100)))
  }

  static let ringEnergyFigure = FigureRecipe("lru-ring-energy") { precision in
    let maxima = (1...199).map { Rational($0, 200) }
    return FigureData(
      "lru-ring-energy", title: "E||x||^2/E||B u||^2 at initialization",
      caption: "Proposition 3: the blow-up as r_max -> 1 for three inner radii, and the circle. " + certified,
      xLabel: "r_max", yLabel: "factor", logY: true, x: FigureData.Column("r_max", maxima.map(\.approximation)),
      curves: [Rational(0), Rational(1, 2), Rational(9, 10)].map { minimum in
        FigureData.Column(
          "r_min = \(minimum.approximation)",
          maxima.map {
            $0 > minimum
              ? Ring(minimum: minimum, maximum: $0).initialization(precision).meanEnergy
              : Ball(Double.nan, in: precision)
          })
      } + [FigureData.Column("circle", maxima.map { Ball(1 / (1 - $0 * $0), in: precision) }, style: .dashedLine)])
  }

  static let smallPhaseFigure = FigureRecipe("lru-small-phase") { precision in
    let shares = (1...200).map { Rational($0, 100) }
    return FigureData(
      "lru-small-phase", title: "Energy from a constant input, relative to Proposition 3",
      caption:
        "The mean of (1 - r^2)|x|^2 for phases uniform on [0, Theta]: 1 at pi and 2 pi, pi/Theta for small Theta. "
        + certified,
      xLabel: "Theta/pi", yLabel: "factor", logX: true, logY: true,
      x: FigureData.Column("Theta/pi", shares.map(\.approximation)),
      curves: [Rational(9, 10), Rational(99, 100), Rational(999, 1000)].map { radius in
        FigureData.Column(
          "r = \(radius.approximation)",
          shares.map { share in
            let angle = Ball(share, in: precision) * Ball.pi(in: precision)
            return Ball(1 - radius * radius, in: precision)
              * RingInitialization.constantInputEnergy(modulus: Ball(radius, in: precision), largestPhase: angle)
          })
      } + [FigureData.Column("pi/Theta", shares.map { Ball(1 / $0, in: precision) }, style: .dashedLine)])
  }

  static let varianceFigure = FigureRecipe("lru-variance") { precision in
    let times = (0...9).flatMap { k in k < 3 ? [1 << k] : [1 << k, 3 << (k - 1)] }
    return FigureData(
      "lru-variance", title: "E|x_t|^2/||B||^2 from rest, white input",
      caption: "1 - |lambda|^(2(t+1)): the normalization holds after 1/(1 - |lambda|) steps. " + certified,
      xLabel: "t + 1", yLabel: "variance", logX: true, x: FigureData.Column("t + 1", times.map(Double.init)),
      curves: [Rational(9, 10), Rational(99, 100), Rational(999, 1000)].map { radius in
        FigureData.Column(
          "|lambda| = \(radius.approximation)", times.map { 1 - Ball.pow(Ball(radius, in: precision), 2 * $0) })
      })
  }

  static let cancellationFigure = FigureRecipe("lru-one-minus") { precision in
    let exponents = (0...96).map { Rational($0 - 96, 6) }
    return FigureData(
      "lru-one-minus", title: "Relative error of 1 - |lambda|^2 in float32",
      caption:
        "As written, the rounding of |lambda| is divided by 1 - |lambda|^2; as -expm1(-2 e^nu) nothing is lost. Floats "
        + "correctly rounded, errors certified.",
      xLabel: "nu", yLabel: "relative error", logY: true, x: FigureData.Column("nu", exponents.map(\.approximation)),
      curves: [
        FigureData.Column(
          "1 - |lambda|^2",
          exponents.map {
            drawn(Rounding(format: .binary32, nu: $0).error(InputNormalization.squaredAsWritten, precision))
          },
          style: .points),
        FigureData.Column(
          "-expm1(-2 e^nu)",
          exponents.map { drawn(Rounding(format: .binary32, nu: $0).error(InputNormalization.squared, precision)) },
          style: .points),
        FigureData.Column(
          "u/(1 - |lambda|^2)",
          exponents.map { nu in
            Ball(FloatFormat.binary32.unitRoundoff, in: precision)
              / InputNormalization.squared(Ball(nu, in: precision))
          }, style: .dashedLine),
      ])
  }

  /// An error that may be 0 has no logarithm.
  private static func drawn(_ error: Ball) -> Ball {
    error.isPositive.isTrue ? error : Ball(Double.nan, in: error.context)
  }

  /// relu(sin t): positive on one interval, p = L = pi/2.
  static let rectifiedFigure = FigureRecipe("rectified-spectrum") { precision in
    let orders = Array(0...20)
    let half = Ball.pi(in: precision) / 2
    let intervals = PositivityIntervals(centers: [half], halfWidths: [half])
    // sin t = (e^(i t) - e^(-i t))/(2 i).
    let (zero, unit) = (Ball(0, in: precision), Ball(Rational(1, 2), in: precision))
    let sine = [1: Complex(zero, -unit), -1: Complex(zero, unit)]
    func modulus(_ z: Complex<Ball>) -> Ball { Ball.sqrt(z.squaredMagnitude) }
    /// The coefficients of odd orders above 1 are 0.
    func column(_ name: String, _ value: (Int) -> Complex<Ball>) -> FigureData.Column {
      FigureData.Column(
        name, orders.map { $0 > 1 && !$0.isMultiple(of: 2) ? Ball(Double.nan, in: precision) : modulus(value($0)) },
        style: .points)
    }
    return FigureData(
      "rectified-spectrum", title: "Fourier coefficients of relu(sin t)",
      caption:
        "sin t has the orders +-1 alone; its positive part has all even ones, falling as 1/n^2. The printed formula is "
        + "2 pi times too large. Certified.",
      xLabel: "order n", yLabel: "|coefficient|", logY: true, x: FigureData.Column("n", orders.map(Double.init)),
      curves: [
        column("relu(sin t)") { intervals.rectified($0, of: sine) },
        column("as printed") { intervals.rectifiedAsPrinted($0, of: sine) },
      ])
  }

  /// The share of eigenvalues within a radius.
  static let circularFigure = FigureRecipe("circular-law") { precision in
    let levels = (1...60).map { Double($0) / 50 }
    func share(_ order: Int, _ matrix: GaussianMatrix) throws -> FigureData.Column {
      let squares = try matrix.squaredModuli()
      return FigureData.Column(
        "N = \(order)", levels.map { level in Double(squares.count(where: { $0 <= level })) / Double(order) },
        style: .steps)
    }
    return FigureData(
      "circular-law", title: "Share of the eigenvalues with |lambda|^2 <= s, one Gaussian matrix each",
      caption: "The circular law: the share tends to s. The eigenvalues are LAPACK's; shares are counts.",
      xLabel: "s", yLabel: "share", x: FigureData.Column("s", levels),
      curves: try [32, 128, 256].map { try share($0, GaussianMatrix(order: $0, seed: 7)) }
        + [FigureData.Column("limit", levels.map { min($0, 1) }, style: .dashedLine)])
  }
}
