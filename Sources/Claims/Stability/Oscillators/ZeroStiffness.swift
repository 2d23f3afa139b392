import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// What a stiffness of 0 does.
  static let zeroStiffness = Claim(
    "linoss.zero",
    title: "A = 0, which relu reaches, is unstable: the state grows linearly",
    statement: """
      LinOSS produces stable dynamics only requiring a nonnegative diagonal state matrix: for A >= 0 the powers of the \
      transition are bounded (for IMEX with dt^2 A < 4).
      """,
    source: linoss("abstract", .text),
    hypotheses: [Hypothesis("A > 0", "the stiffness is positive: the condition that is missing")],
    method: .exact,
    notes: [
      "At A = 0 both schemes are the Jordan block [[1, 0], [dt, 1]]: all eigenvalues are 1, and no eigenvalue "
        + "criterion sees it. A = relu(A_diag) is 0 on a half-line of parameters, where the gradient of A_diag is 0 "
        + "too.",
      "A small A > 0 is bounded, with a transient of size 1/sqrt(A).",
    ],
    check: Check(either(from: 0)) { instance, _ in
      [
        Evidence(
          "sup_n ||M^n|| is finite", holds: instance.oscillator.isPowerBounded,
          at: instance.values + [
            NamedValue("scheme", instance.damping == nil ? "IM" : "IMEX"),
            NamedValue("M^10", instance.oscillator.transitionMatrix.power(10)),
          ])
      ]
    },
    correction: Correction(
      """
      For A > 0 (and dt^2 A < 4 in IMEX) |M^n v|^2 <= c |v|^2 with c = max(A, 1/A) in the implicit scheme and c = \
      max(A, 1/A) (2 + dt sqrt(A))/(2 - dt sqrt(A)) in IMEX, for all n; for A = 0, M^n = [[1, 0], [n dt, 1]].
      """,
      .all(
        Check(squares) { instance, _ in staysBounded(instance) },
        Check(
          Generator { draw in
            (try draw(OscillatorInstance.unitStep), try draw(.integer(in: 0...1000)), draw.bool())
          }
        ) { instance, _ in growsLinearly(step: instance.0, steps: instance.1, isMixed: instance.2) })),
    falsifiers: [
      Falsifier(
        "A = 0: |M^n v| <= |v|", dropping: "A > 0",
        Check(squares.with { $0.frequency = 0 }) { instance, _ in staysBounded(instance) })
    ],
    quoted: { precision in
      let free = LinearOscillator(
        stiffness: Ball(0, in: precision), damping: nil, step: Ball(1, in: precision))
      let slow = LinearOscillator(
        stiffness: Ball(Rational(1, 1_000_000), in: precision), damping: 0 * Ball(1, in: precision),
        step: Ball(1, in: precision))
      return [
        Evidence(
          "||M^1000|| at A = 0, dt = 1", planarSpectralNorm(free.transitionMatrix.power(1000)), isQuotedAs: "1000.0"),
        Evidence(
          "||M^1571|| at A = 10^-6, dt = 1, IMEX: about 1/sqrt(A)",
          planarSpectralNorm(slow.transitionMatrix.power(1571)), isQuotedAs: "1000"),
      ]
    },
    figures: [growth])

  private static func either(from lower: Int) -> Generator<OscillatorInstance> {
    Generator { draw in
      let isMixed = draw.bool()
      let step = try draw(OscillatorInstance.unitStep)
      let x = try draw(Generator<Rational>.rational(in: 0...4, denominator: 4).filter { !isMixed || $0 < 4 })
      return OscillatorInstance(stiffness: x / (step * step), damping: isMixed ? 0 : nil, step: step)
    }
  }

  /// A mode with a rational frequency, a state and a number of steps.
  private struct Frequency: Sendable {
    /// sqrt(A).
    var frequency: Rational
    let isMixed: Bool
    let step, velocity, position: Rational
    let steps: Int
  }

  private static let squares = Generator { draw in
    let isMixed = draw.bool()
    let step = try draw(OscillatorInstance.unitStep)
    let share = try draw(Generator<Rational>.rational(above: 0, upTo: 2, denominator: 8).filter { $0 < 2 })
    let number = Generator<Rational>.rational(in: -2...2, denominator: 2)
    let (z, y) = (try draw(number), try draw(number))
    try draw.assume(z != 0 || y != 0)
    return Frequency(
      frequency: share / step, isMixed: isMixed, step: step, velocity: z, position: y,
      steps: try draw(.integer(in: 1...40)))
  }

  private static func staysBounded(_ instance: Frequency) -> [Evidence] {
    let (w, step) = (instance.frequency, instance.step)
    let oscillator = LinearOscillator(stiffness: w * w, damping: instance.isMixed ? 0 : nil, step: step)
    let (z, y) = (instance.velocity, instance.position)
    let image = oscillator.transitionMatrix.power(instance.steps) * [z, y]
    // At A = 0 the bound is not defined; what is then compared is the length itself.
    let condition = w == 0 ? 1 : max(w * w, 1 / (w * w))
    let skew = instance.isMixed ? (2 + step * w) / (2 - step * w) : 1
    return [
      Evidence(
        "|M^n v|^2 <= c |v|^2", image[0] * image[0] + image[1] * image[1],
        atMost: condition * skew * (z * z + y * y),
        at: [
          NamedValue("sqrt(A)", w), NamedValue("dt", step), NamedValue("scheme", instance.isMixed ? "IMEX" : "IM"),
          NamedValue("v", [z, y]), NamedValue("n", instance.steps),
        ])
    ]
  }

  private static func growsLinearly(step: Rational, steps n: Int, isMixed: Bool) -> [Evidence] {
    let oscillator = LinearOscillator(stiffness: 0, damping: isMixed ? 0 : nil, step: step)
    return [
      Evidence(
        "M^n = [[1, 0], [n dt, 1]] at A = 0", oscillator.transitionMatrix.power(n).elements.elements,
        equal: [1, 0, Rational(n) * step, 1], at: [NamedValue("dt", step), NamedValue("n", n)])
    ]
  }

  /// ||M^n|| against n.
  private static let growth = FigureRecipe("linoss-powers") { precision in
    var steps: [Int] = []
    for value in grid(from: 1, to: 1e5, count: 200, logarithmic: true) where Int(value) > steps.last ?? 0 {
      steps.append(Int(value))
    }
    func curve(
      _ name: String, _ stiffness: Rational, _ damping: Rational? = nil, _ style: FigureData.Column.Style = .line
    ) -> FigureData.Column {
      let instance = OscillatorInstance(stiffness: stiffness, damping: damping, step: 1)
      let m = (instance.oscillator(in: precision) as LinearOscillator<Ball>).transitionMatrix
      return FigureData.Column(name, steps.map { planarSpectralNorm(m.power($0)) }, style: style)
    }
    return FigureData(
      "linoss-powers", title: "How far one LinOSS mode carries a unit state: ||M^n||, dt = 1",
      caption: """
        The spectral norm of M^n, enclosed. A = 0 grows linearly for ever; a small A > 0 grows as far as 1/sqrt(A), \
        and then decays in the implicit scheme and goes on oscillating in IMEX.
        """,
      xLabel: "n", yLabel: "||M^n||", logX: true, logY: true, yRange: 1e-3...1e6,
      x: FigureData.Column("n", steps.map(Double.init)),
      curves: [
        curve("A = 0", 0), curve("IM, A = 1e-4", Rational(1, 10_000)), curve("IM, A = 1e-2", Rational(1, 100)),
        curve("IMEX, A = 1e-4", Rational(1, 10_000), 0, .dashedLine),
        curve("IMEX, A = 4", 4, 0, .dashedLine),
      ])
  }
}
