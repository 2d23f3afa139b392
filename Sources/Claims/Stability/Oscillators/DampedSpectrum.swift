import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// The spectrum of D-LinOSS.
  static let dampedSpectrum = Claim(
    "dlinoss.P3.2",
    title: "D-LinOSS: |lambda| = (1 + dt G)^(-1/2) in the oscillatory regime, for every dt > 0",
    statement: """
      M = [[1/S, -dt A/S], [dt/S, 1 - dt^2 A/S]], S = 1 + dt G, with G, A >= 0 and (G - dt A)^2 <= 4 A, has a \
      conjugate pair of eigenvalues of modulus S^(-1/2). The spectral radius is at most 1 iff 0 <= A <= (4 + 2 dt \
      G)/dt^2.
      """,
    source: damped("Propositions 3.1 and 3.2", .text),
    hypotheses: [
      Hypothesis("oscillatory", "(G - dt A)^2 <= 4 A"), Hypothesis("G >= 0", "the damping is not negative"),
      Hypothesis(
        "dt > 0", "dt > 0; the paper also asks for dt <= 1", untested: "dt <= 1 is not needed: dt up to 3 is tried"),
    ],
    method: .exact,
    notes: [
      "With the form H = z^2 + (G - dt A) z y + A y^2, H(M v) = H(v)/S: in the interior of the oscillatory regime, "
        + "where H is a norm, one step contracts by exactly S^(-1/2). The discriminant of M is that of H.",
      "The region of stability is larger than the oscillatory one and contains overdamped modes (dlinoss.span).",
      "Whether the paper's comparison exchanges the labels IM and IMEX is not checked: its formulas were not "
        + "available to us.",
    ],
    check: .all(
      Check(OscillatorInstance.oscillatory) { instance, _ in hasModulus(instance) },
      Check(anyMode) { instance, _ in isStableAsStated(instance) }),
    falsifiers: [
      Falsifier(
        "A beyond the oscillatory interval", dropping: "oscillatory",
        Check(
          OscillatorInstance.oscillatory.with {
            $0.stiffness = $0.stiffness + 4 * (1 + $0.step * ($0.damping ?? 0)) / ($0.step * $0.step)
          }
        ) { instance, _ in hasModulus(instance) }),
      Falsifier(
        "G < 0", dropping: "G >= 0",
        Check(
          OscillatorInstance.oscillatory.with {
            $0.damping = -1 / (2 * $0.step)
            $0.stiffness = 3 / (2 * $0.step * $0.step)
          }
        ) { instance, _ in hasModulus(instance) }),
      Falsifier(
        "0 <= A <= 4/dt^2, the region without damping, is all",
        Check(anyMode) { instance, _ in isStableAsStated(instance, isDampingIgnored: true) }),
    ],
    figures: [region])

  /// Any G >= 0, any A, in and out of the stable region.
  private static let anyMode = Generator { draw in
    let step = try draw(.rational(above: 0, upTo: 3, denominator: 4))
    let g = try draw(.rational(in: 0...4, denominator: 4))
    let x = try draw(.rational(in: -2...14, denominator: 3))
    return OscillatorInstance(stiffness: x / (step * step), damping: g / step, step: step)
  }

  private static func hasModulus(_ instance: OscillatorInstance) -> [Evidence] {
    let (oscillator, values) = (instance.oscillator, instance.valuesWithState)
    let (z, y) = (instance.velocity, instance.position)
    let (z1, y1) = oscillator.advanced(z, y, forcing: 0)
    let inverse = 1 / (1 + instance.step * (instance.damping ?? 0))
    let m = oscillator.transition
    return [
      Evidence("det M = 1/S", m[0] * m[3] - m[1] * m[2], equals: inverse, at: instance.values),
      Evidence(
        "(trace M)^2 <= 4 det M: |lambda|^2 = det M", (m[0] + m[3]) * (m[0] + m[3]), atMost: 4 * inverse,
        at: instance.values),
      Evidence("|lambda|^2 <= 1", inverse, atMost: 1, at: instance.values),
      Evidence("H(M v) = H(v)/S", oscillator.energy(z1, y1), equals: inverse * oscillator.energy(z, y), at: values),
    ]
  }

  /// Against the recurrence of Schur and Cohn; the boundary, where an eigenvalue is on the circle, is not Schur stable.
  private static func isStableAsStated(_ instance: OscillatorInstance, isDampingIgnored: Bool = false) -> [Evidence] {
    let (a, g, step) = (instance.stiffness, instance.damping ?? 0, instance.step)
    let bound = LinearOscillator.largestStableStiffness(damping: isDampingIgnored ? 0 : g, step: step)
    let isInside = 0 < a && a < bound && g > 0
    let isWithin = 0 <= a && a <= bound
    let p = instance.oscillator.characteristicPolynomial
    return [
      Evidence(
        "p(1) >= 0 and p(-1) >= 0 iff 0 <= A <= (4 + 2 dt G)/dt^2", Rational(p(1) >= 0 && p(-1) >= 0 ? 1 : 0),
        equals: Rational(isWithin ? 1 : 0), at: instance.values),
      Evidence(
        "Schur stable iff 0 < A < (4 + 2 dt G)/dt^2 and G > 0",
        Rational(instance.oscillator.isSchurStable.isTrue ? 1 : 0),
        equals: Rational(isInside ? 1 : 0), at: instance.values),
    ]
  }

  /// The regions of the (G, A) plane for dt = 1.
  private static let region = FigureRecipe("dlinoss-region") { precision in
    let dampings = (0...120).map { Rational($0, 20) }
    let one = Ball(1, in: precision)
    func column(_ name: String, _ style: FigureData.Column.Style = .line, _ value: (Ball) -> Ball) -> FigureData.Column
    {
      FigureData.Column(name, dampings.map { value(Ball($0, in: precision)) }, style: style)
    }
    func ends(_ g: Ball) -> (lower: Ball, upper: Ball) {
      LinearOscillator.oscillatoryStiffness(root: Ball.sqrt(1 + g), step: one)
    }
    return FigureData(
      "dlinoss-region", title: "D-LinOSS in the plane of damping and stiffness, dt = 1",
      caption: """
        Enclosed. Between the two solid curves the eigenvalues are a conjugate pair, and the released code clips A to \
        this band; below the dashed line the mode is stable. What lies between 0 and the lower curve, or between the \
        upper one and the dashed line, is stable and overdamped, and the parameterization does not reach it.
        """,
      xLabel: "G", yLabel: "A", x: FigureData.Column("G", dampings.map { Ball($0, in: precision) }),
      curves: [
        column("(sqrt(1 + G) - 1)^2") { ends($0).lower }, column("(sqrt(1 + G) + 1)^2") { ends($0).upper },
        column("4 + 2 G: largest stable A", .dashedLine) {
          LinearOscillator.largestStableStiffness(damping: $0, step: one)
        },
      ])
  }
}
