import Arithmetic
import Definitions
import PropertyTesting

extension OutputScales {
  /// Eigenvalues on the imaginary axis with a step that shrinks with the length.
  static let imaginaryEigenvalues = Claim(
    "autocorr.zero-real",
    title: "Purely imaginary eigenvalues are safe at initialization if the step is of order 1/L",
    statement: """
      With lambda = i w and a zero-order hold of step Delta, after L steps |h_L| <= Delta L max|x|; for white inputs \
      of variance s^2, E|h_L|^2 = |bbar|^2 L s^2 <= Delta^2 L s^2. So Delta = 1/L bounds the state for every input, \
      Delta = L^(-1/2) for white ones.
      """,
    source: Source(
      "derived here, from Autocorrelation matters: understanding the role of initialization schemes for state space "
        + "models",
      arXiv: "2411.19455", "the testable core of Theorem 4.1", .derived),
    hypotheses: [
      Hypothesis("Re lambda = 0", "the eigenvalue is on the imaginary axis (or to the left of it)"),
      Hypothesis("bounded", "|x| <= max|x|, or white"),
      Hypothesis("Delta <= 1/L", "for a bound that does not depend on L"),
    ],
    method: .certified,
    notes: [
      "|bbar| = Delta |sinc(Delta w/2)| <= Delta, with equality at w = 0, which is left out so that balls can decide. "
        + "The constants of the paper's Theorem 4.1, a bound of the expected output, are not available.",
      "Resonance, x_k = e^(i w Delta k), gives |h_L| = Delta L |sinc(Delta w/2)|: the bound is sharp. For R(D) = rho^D "
        + "the energy grows as L with a factor that depends on rho and w.",
    ],
    effort: 0.5,
    check: .all(
      Check(Drive.any) { drive, precision in
        let bound = Ball(drive.step * Rational(drive.length) * drive.largestInput, in: precision)
        return [
          Evidence(
            "|h_L| <= Delta L max|x|", drive.lastState(drive.inputs(precision), precision), atMost: bound,
            at: drive.values + [NamedValue("x", drive.input)]),
          isBoundedAtResonance(drive, precision),
        ]
      },
      Check(Drive.any) { drive, precision in
        let gain = drive.mode(precision).inputGain.squaredMagnitude
        let energy = drive.kernelEnergy(precision)
        let length = Ball(drive.length, in: precision)
        return [
          Evidence(
            "E|h_L|^2 = |bbar|^2 L for white inputs", energy, agreesWith: gain * length, bits: 40, at: drive.values),
          Evidence(
            "E|h_L|^2 <= Delta^2 L for white inputs", energy,
            atMost: Ball(drive.step * drive.step, in: precision) * length, at: drive.values),
        ]
      },
      Check(Drive.any) { drive, precision in
        let a = drive.mode(precision).transition
        let input = GeometricAutocorrelation<Complex<Ball>>(ratio: Complex(Ball(drive.ratio, in: precision)))
        let moments = try DrivenModes(autoregressive: input.ratio, eigenvalues: [a]).moments(after: drive.length)
        return Evidence(
          "E|h_L|^2/|bbar|^2 of the recurrence = L + 2 Re z (L (1 - z) - (1 - z^L))/(1 - z)^2, z = rho e^(i w Delta)",
          moments[1, 1].real, agreesWith: input.undampedSecondMoment(a, steps: drive.length), bits: 40,
          at: drive.values + [NamedValue("rho", drive.ratio)])
      },
      Check(Drive.any.with { $0.step = 1 / Rational($0.length) }) { isBoundedByOne($0, $1) }),
    falsifiers: [
      Falsifier(
        "Re lambda = 1", dropping: "Re lambda = 0",
        Check(Drive.any.with { $0.growth = 1 }) { isBoundedAtResonance($0, $1) }),
      Falsifier(
        "an input that grows with time, x_k = k e^(i w Delta k)", dropping: "bounded",
        Check(Drive.any) { drive, precision in
          let inputs = drive.resonance(precision).enumerated().map { $1 * IntegerConstant($0) }
          return Evidence(
            "|h_L| <= Delta L", drive.lastState(inputs, precision),
            atMost: Ball(drive.step * Rational(drive.length), in: precision), at: drive.values)
        }),
      Falsifier(
        "Delta = 1", dropping: "Delta <= 1/L",
        Check(Drive.any.with { $0.step = 1 }) { isBoundedByOne($0, $1) }),
    ],
    figures: [imaginaryFigure])

  private static func isBoundedAtResonance(_ drive: Drive, _ precision: Precision) -> Evidence {
    Evidence(
      "|h_L| <= Delta L at resonance", drive.lastState(drive.resonance(precision), precision),
      atMost: Ball(drive.step * Rational(drive.length), in: precision), at: drive.values)
  }

  private static func isBoundedByOne(_ drive: Drive, _ precision: Precision) -> Evidence {
    Evidence(
      "|h_L| <= 1 at resonance, for |x| = 1", drive.lastState(drive.resonance(precision), precision),
      atMost: Ball(1, in: precision), at: drive.values)
  }

  /// A mode i w, its step and an input.
  private struct Drive: Sendable {
    let frequency: Rational
    var step: Rational
    var length: Int { input.count }
    let input: [Rational]
    let ratio: Rational
    /// Re lambda.
    var growth: Rational = 0

    static let any = Generator { draw in
      Drive(
        frequency: try draw(.rational(above: 0, upTo: 3, denominator: 4)),
        step: try draw(.rational(above: 0, upTo: 1, denominator: 8)),
        input: try draw(.array(of: .rational(in: -1...1, denominator: 4), count: 1...12)),
        ratio: try draw(.openInterval))
    }

    /// The largest |x|; where the input is 0, any number is a bound.
    var largestInput: Rational { input.reduce(0) { max($0, $1.magnitude) } }

    func mode(_ precision: Precision) -> DiscreteMode<Complex<Ball>> {
      Discretization.zeroOrderHold.discretize(
        Complex(Ball(growth, in: precision), Ball(frequency, in: precision)), step: Complex(Ball(step, in: precision)))
    }

    private func model(_ precision: Precision) -> DiagonalModel<Complex<Ball>> {
      DiagonalModel(modes: [mode(precision)], readout: [Complex(1, in: precision)], in: precision)
    }

    func inputs(_ precision: Precision) -> [Complex<Ball>] { input.map { Complex(Ball($0, in: precision)) } }

    /// e^(i w Delta k), k = 1, 2, ...
    func resonance(_ precision: Precision) -> [Complex<Ball>] {
      (1...length).map { k in
        let angle = Ball(frequency * step * Rational(k), in: precision)
        return Complex(Ball.cos(angle), Ball.sin(angle))
      }
    }

    /// |h_L|.
    func lastState(_ inputs: [Complex<Ball>], _ precision: Precision) -> Ball {
      let state = model(precision).output(of: inputs.map { [$0] }).finalState[0]
      return Ball.sqrt(state.squaredMagnitude)
    }

    /// sum over l < L of |K_l|^2: E|h_L|^2 for white inputs.
    func kernelEnergy(_ precision: Precision) -> Ball {
      model(precision).convolutionKernel(length: length).reduce(Ball(0, in: precision)) { $0 + $1.squaredMagnitude }
    }

    var values: [NamedValue] {
      [NamedValue("w", frequency), NamedValue("Delta", step), NamedValue("L", length)]
    }
  }

  static let imaginaryFigure = FigureRecipe("zero-real-energy") { precision in
    let lengths = (0...12).map { 1 << $0 }
    let frequency = Ball(Rational(1, 2), in: precision)
    func column(_ name: String, _ ratio: Rational, _ step: (Int) -> Ball) -> FigureData.Column {
      let input = GeometricAutocorrelation<Complex<Ball>>(ratio: Complex(Ball(ratio, in: precision)))
      return FigureData.Column(
        "\(name), rho = \(ratio.approximation)",
        lengths.map { length in
          let mode = Discretization.zeroOrderHold.discretize(
            Complex(Ball(0, in: precision), frequency), step: Complex(step(length)))
          return mode.inputGain.squaredMagnitude * input.undampedSecondMoment(mode.transition, steps: length)
        })
    }
    let columns = [Rational(0), Rational(99, 100)].flatMap { ratio in
      [
        column("Delta = 1", ratio) { _ in Ball(1, in: precision) },
        column("Delta = L^(-1/2)", ratio) { 1 / Ball.sqrt(Ball($0, in: precision)) },
        column("Delta = 1/L", ratio) { Ball(Rational(1, $0), in: precision) },
      ]
    }
    return FigureData(
      "zero-real-energy", title: "E|h_L|^2 of lambda = i/2 against the length, for three steps",
      caption:
        "Delta = 1 grows as L; L^(-1/2) is bounded for white inputs, and for correlated ones by their correlation "
        + "time; 1/L falls as 1/L beyond it. Certified.",
      xLabel: "L", yLabel: "E|h_L|^2", logX: true, logY: true, x: FigureData.Column("L", lengths.map(Double.init)),
      curves: columns)
  }
}
