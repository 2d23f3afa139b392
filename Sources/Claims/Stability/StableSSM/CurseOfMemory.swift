import Arithmetic
import Definitions

extension StableSSM {
  /// M(t) <= (d + 1) L0 theta^2 e^(-beta t): the curse of memory.
  static let curse = Claim(
    "stablessm.T3.3-curse",
    title: "Without reparameterization a stably approximated memory decays exponentially",
    statement: """
      If the eigenvalues are trained directly and the approximation is stable in a ball of radius beta0, then \
      M(t) <= (d + 1) L0 theta^2 e^(-beta0 t), where theta bounds |Lambda|, |U|, |b|, |c| in the spectral norm.
      """,
    source: paper("Theorem 3.3"),
    hypotheses: curseHypotheses,
    method: .certified,
    notes: [
      "Checked at the level of the model, where the theorem's proof works: stability in the ball forces Re lambda <= "
        + "-beta0, and then the inequality holds for every step input. The passage to the limit is not redone.",
      "The state starts at 0. With a state that starts at the equilibrium -b/Lambda the bias cancels from h'.",
      "The constant is loose: stablessm.T3.3-sharp has sqrt(d).",
    ],
    check: { draw, precision in
      let instance = try StepInstance(&draw)
      return [instance.evidence(constant: Ball(instance.inputs + 1, in: precision), named: "d + 1", precision)]
    },
    falsifiers: [
      Falsifier("exp reparameterization of a power law: eigenvalues nearer to 0 than beta0", dropping: "direct") {
        draw, precision in
        // sqrt(c_k) is put into U and into c; theta is the largest eigenvalue, which exceeds every other norm.
        let kernel = PowerLawNodes(exponent: 2, spacing: Ball(1, in: precision), indices: -3...2)
          .kernel(under: .exponential)
        let t = Ball(draw.integer(in: 100...1000), in: precision)
        let theta = Ball.exp(Ball(2, in: precision))
        let rate = Ball(Rational(1, 10), in: precision)
        return [
          Evidence(
            "rho(t) <= 2 theta^2 e^(-t/10)", kernel(t), atMost: 2 * theta * theta * Ball.exp(-(rate * t)),
            at: [NamedValue("t", t)])
        ]
      },
      Falsifier("U and b ten times the bound", dropping: "bounded weights") { draw, precision in
        let instance = try StepInstance(&draw)
        return [
          instance.evidence(constant: Ball(instance.inputs + 1, in: precision) / 10, named: "(d + 1)/10", precision)
        ]
      },
      Falsifier("a Jordan block in place of a diagonal", dropping: "diagonal") { draw, precision in
        // Lambda = [[-1, 2], [0, -1]], |Lambda| <= 3 = theta, c = (3, 0), U = (0, 3), x = s: y' = 9 s 2 t e^-t.
        let t = Ball(draw.integer(in: 1...20), in: precision)
        let s = Ball(draw.power(of: 10, in: 0...3), in: precision)
        let left = 9 * s * (2 * t * Ball.exp(-t)) / (s + 1)
        return [
          Evidence(
            "|y'|/(|x| + 1) <= 2 theta^2 e^-t", left, atMost: 18 * Ball.exp(-t),
            at: [NamedValue("t", t), NamedValue("x", s)])
        ]
      },
    ])

  /// M(t) <= sqrt(d) L0 theta^2 e^(-beta t), and no smaller constant will do.
  static let sharpCurse = Claim(
    "stablessm.T3.3-sharp",
    title: "The best constant in the curse of memory is sqrt(d)",
    statement: """
      Under the hypotheses of Theorem 3.3, M(t) <= sqrt(d) L0 theta^2 e^(-beta0 t), because |U x + b|_2 <= \
      theta (sqrt(d)|x|_inf + 1); and U = theta e_1 (1, ..., 1)/sqrt(d), c = theta e_1, x = s (1, ..., 1), s -> inf comes \
      arbitrarily near.
      """,
    source: derived("Theorem 3.3, sharpened"),
    hypotheses: curseHypotheses + [
      Hypothesis("spectral norm", "|U|_2 is the spectral norm; with the largest entry the constant is d")
    ],
    method: .certified,
    notes: ["(d + 1)/sqrt(d) is 2 at d = 1, 3.02 at d = 7 (the catalogue rounds to 3) and 4.25 at d = 16 (there 4.1)."],
    check: { draw, precision in
      let instance = try StepInstance(&draw)
      let constant = Ball.sqrt(Ball(instance.inputs, in: precision))
      return [
        instance.evidence(constant: constant, named: "sqrt(d)", precision),
        sharpFamily(inputs: instance.inputs, size: draw.power(of: 10, in: 0...9), share: 1, precision),
      ]
    },
    falsifiers: [
      Falsifier("the constant sqrt(d) (1 - 1/1000)") { draw, precision in
        [
          sharpFamily(
            inputs: draw.integer(in: 1...16), size: draw.power(of: 10, in: 0...9), share: Rational(999, 1000), precision
          )
        ]
      },
      Falsifier("the exp reparameterization of a power law", dropping: "direct", check: curse.falsifiers[0].check),
      Falsifier("U ten times the bound", dropping: "bounded weights") { draw, precision in
        [
          sharpFamily(
            inputs: draw.integer(in: 1...16), size: draw.power(of: 10, in: 0...9), share: Rational(1, 10), precision)
        ]
      },
      Falsifier("a Jordan block in place of a diagonal", dropping: "diagonal", check: curse.falsifiers[2].check),
      Falsifier("every entry of U at most theta", dropping: "spectral norm") { draw, precision in
        // U = theta e_1 (1, ..., 1): |U|_2 = theta sqrt(d), so the supremum is d theta^2.
        let d = draw.integer(in: 2...16)
        let s = draw.power(of: 10, in: 0...9)
        return [
          Evidence(
            "d s/(s + 1) <= sqrt(d)", Ball(Rational(d, 1) * s / (s + 1), in: precision),
            atMost: Ball.sqrt(Ball(d, in: precision)), at: [NamedValue("d", d), NamedValue("s", s)])
        ]
      },
    ],
    quoted: { precision in
      [(1, "2"), (7, "3.02"), (16, "4.25")].map { d, digits in
        Evidence(
          "(d + 1)/sqrt(d) at d = \(d)", Ball(d + 1, in: precision) / Ball.sqrt(Ball(d, in: precision)),
          isQuotedAs: digits)
      }
    },
    figures: { _ in
      let d = (1...16).map(Double.init)
      return [
        FigureData(
          "curse-constants", title: "Constants in M(t) <= C L0 theta^2 e^(-beta t)", xLabel: "inputs d", yLabel: "C",
          x: FigureData.Column("d", d),
          curves: [
            FigureData.Column("printed, d + 1", d.map { $0 + 1 }),
            FigureData.Column("sharp, sqrt(d)", d.map { $0.squareRoot() }),
            FigureData.Column(
              "attained with s = 1000", d.map { d in StepInstance.sharp(inputs: Int(d), size: 1000) }),
          ])
      ]
    })

  private static let curseHypotheses = [
    Hypothesis("direct", "the eigenvalues are trained directly, so stability in the ball forces Re lambda <= -beta0"),
    Hypothesis("bounded weights", "|Lambda|, |U|, |b|, |c| <= theta for every width"),
    Hypothesis("diagonal", "Lambda is diagonal, so that |e^(Lambda t)|_2 = e^(max Re lambda t)"),
    Hypothesis(
      "regular", "the functional is bounded, causal, continuous, regular and time-homogeneous with decaying memory",
      untested: "it enters only the passage to the limit, which is not redone"),
  ]

  /// The sharpening family with c = U' = theta = 1, beta0 = 1, t = 0: |y'|/(|x| + 1) = sqrt(d) s/(s + 1).
  private static func sharpFamily(inputs d: Int, size s: Rational, share: Rational, _ precision: Precision) -> Evidence
  {
    let root = Ball.sqrt(Ball(d, in: precision))
    let network = DiagonalNetwork(
      eigenvalues: [Ball(-1, in: precision)], inputRows: [Array(repeating: 1 / root, count: d)],
      bias: [Ball(0, in: precision)], readout: [Ball(1, in: precision)])
    let size = Ball(s, in: precision)
    let slope = network.outputDerivative(
      at: Ball(0, in: precision), input: Array(repeating: size, count: d), activation: .identity)
    return Evidence(
      "|y'(0)|/(|x|_inf + 1) <= \(share == 1 ? "" : "\(share) ")sqrt(d) theta^2", slope.magnitude / (size + 1),
      atMost: root * Ball(share, in: precision), at: [NamedValue("d", d), NamedValue("s", s), NamedValue("theta", 1)])
  }
}

/// A random network, step input and time for the curse of memory.
struct StepInstance {
  let inputs: Int
  private let rate: Rational
  private let theta: Rational
  private let decays: [Rational]
  private let phases: [Rational]
  private let inputRows: [[Rational]]
  private let bias: [Rational]
  private let readout: [Rational]
  private let activation: Activation
  private let input: [Rational]
  private let size: Rational
  private let time: Rational

  init(_ draw: inout Draw) throws {
    let states = draw.integer(in: 1...8)
    let inputs = draw.integer(in: 1...8)
    self.inputs = inputs
    rate = draw.rational(above: 0, upTo: 3, denominator: 4)
    theta = draw.rational(above: 0, upTo: 4, denominator: 2) + 11
    let rate = rate
    let theta = theta
    decays = draw.list(count: states) { $0.bool() ? rate + $0.rational(in: 0...6, denominator: 4) : rate }
    // Complex modes have no pointwise activation of their own; they go with the linear readout.
    let isComplex = draw.bool()
    phases = draw.list(count: states) { isComplex ? $0.rational(in: -6...6, denominator: 4) : 0 }
    // A matrix of rank one, theta a b^T with unit vectors: its spectral norm is theta exactly.
    let left = draw.unitVector(count: states)
    let right = draw.unitVector(count: inputs)
    inputRows = left.map { a in right.map { theta * a * $0 } }
    bias = draw.unitVector(count: states).map { theta * $0 }
    // A little inside the ball, so that the inequality is strict and can be decided.
    readout = (draw.bool() ? left : draw.unitVector(count: states)).map { theta * $0 * Rational(1023, 1024) }
    activation = isComplex ? .identity : draw.element(of: Activation.allCases)
    size = draw.power(of: 10, in: -3...3)
    let size = size
    input = right.map { $0 < 0 ? -size : size }
    time = draw.rational(in: 0...20, denominator: 4) / rate
  }

  /// |y'(t)|/(|x|_inf + 1) <= C theta^2 e^(-beta0 t), as squares.
  func evidence(constant: Ball, named name: String, _ precision: Precision) -> Evidence {
    func ball(_ x: Rational) -> Ball { Ball(x, in: precision) }
    func real(_ x: Rational) -> Complex<Ball> { Complex(ball(x), ball(0)) }
    let slopeSquared: Ball
    if activation == .identity {
      let network = DiagonalNetwork(
        eigenvalues: zip(decays, phases).map { Complex(ball(-$0), ball($1)) },
        inputRows: inputRows.map { $0.map(real) }, bias: bias.map(real), readout: readout.map(real))
      let slopes = network.stateDerivative(at: real(time), input: input.map(real))
      slopeSquared = zip(network.readout, slopes).reduce(real(0)) { $0 + $1.0 * $1.1 }.squaredMagnitude
    } else {
      let network = DiagonalNetwork(
        eigenvalues: decays.map { ball(-$0) }, inputRows: inputRows.map { $0.balls(precision) },
        bias: bias.balls(precision), readout: readout.balls(precision))
      slopeSquared = Ball.pow(
        network.outputDerivative(at: ball(time), input: input.balls(precision), activation: activation), 2)
    }
    let bound = constant * ball(theta * theta * (size + 1)) * Ball.exp(-ball(rate * time))
    return Evidence(
      "|y'(t)|^2 <= (\(name))^2 theta^4 (|x|_inf + 1)^2 e^(-2 beta0 t)", slopeSquared, atMost: bound * bound,
      at: [
        NamedValue("beta0", rate), NamedValue("theta", theta), NamedValue("Re lambda", decays.map { -$0 }),
        NamedValue("Im lambda", phases), NamedValue("U", inputRows), NamedValue("b", bias), NamedValue("c", readout),
        NamedValue("sigma", activation), NamedValue("x", input), NamedValue("t", time),
      ])
  }

  /// The sharpening family in doubles, for the figure.
  static func sharp(inputs d: Int, size: Double) -> Double {
    let network = DiagonalNetwork(
      eigenvalues: [-1.0], inputRows: [Array(repeating: 1 / Double(d).squareRoot(), count: d)], bias: [0.0],
      readout: [1.0])
    return network.outputDerivative(at: 0, input: Array(repeating: size, count: d), activation: .identity) / (size + 1)
  }
}
