import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// The norm in which the implicit scheme contracts.
  static let implicitEnergy = Claim(
    "linoss.IM-energy",
    title: "LinOSS-IM: one step multiplies the energy z^2 + A y^2 by exactly 1/(1 + dt^2 A)",
    statement: """
      H(z, y) = z^2 + A y^2 has H(M v) = S H(v), S = 1/(1 + dt^2 A); with D = diag(1, sqrt(A)) the matrix D M D^-1 is \
      normal, so that ||M^n|| = S^(n/2) in the norm sqrt(H), and ||M^n||_2 <= S^(n/2) max(sqrt(A), 1/sqrt(A)).
      """,
    source: Source("derived here, sharpening Proposition 3.1 of LinOSS", arXiv: "2410.03943", "the energy", .derived),
    hypotheses: [
      Hypothesis("A > 0", "the stiffness is positive: else H is not definite"),
      Hypothesis("energy norm", "the norm is sqrt(H), not the Euclidean one"),
    ],
    method: .certified,
    notes: [
      "The identity and the normality are checked in rationals, the Euclidean bound in balls.",
      "It is the case r z^2 + (s - p) z y - q y^2 of a form that every matrix [[p, q], [r, s]] multiplies by its "
        + "determinant; for IMEX the same form is conserved (linoss.IMEX-spectrum), for D-LinOSS it decays "
        + "(dlinoss.P3.2).",
    ],
    check: .all(
      Check(OscillatorInstance.implicit(positive: true)) { instance, _ in contracts(instance) },
      Check(OscillatorInstance.implicit(positive: true)) { instance, precision in
        euclideanBound(instance, steps: 7, precision)
      },
      Check(roots) { pair, _ in isNormal(pair.0, pair.1) }),
    falsifiers: [
      Falsifier(
        "A = 0: H(0, y) = 0", dropping: "A > 0",
        Check(OscillatorInstance.implicit(positive: true).with { $0.stiffness = 0 }) { instance, _ in
          contracts(instance)
        }),
      Falsifier(
        "|M v|^2 <= |v|^2", dropping: "energy norm",
        Check(OscillatorInstance.implicit(positive: true)) { instance, _ in
          let (z, y) = (instance.velocity, instance.position)
          let (z1, y1) = instance.oscillator.advanced(z, y, forcing: 0)
          return [Evidence("|M v|^2 <= |v|^2", z1 * z1 + y1 * y1, atMost: z * z + y * y, at: instance.valuesWithState)]
        }),
    ],
    quoted: { precision in
      let slow = LinearOscillator(
        stiffness: Ball(Rational(1, 1_000_000), in: precision), damping: nil, step: Ball(1, in: precision))
      return [
        Evidence(
          "||M||_2 at A = 10^-6, dt = 1, as A -> 0", planarSpectralNorm(slow.transitionMatrix), isQuotedAs: "1.618")
      ]
    })

  private static let roots = Generator { draw in
    (
      try draw(.rational(above: 0, upTo: 3, denominator: 4)), try draw(.rational(above: 0, upTo: 3, denominator: 4))
    )
  }

  private static func contracts(_ instance: OscillatorInstance) -> [Evidence] {
    let (oscillator, values) = (instance.oscillator, instance.valuesWithState)
    let (z, y) = (instance.velocity, instance.position)
    let (z1, y1) = oscillator.advanced(z, y, forcing: 0)
    let (q, m) = (oscillator.energyMatrix, oscillator.transitionMatrix)
    let s = 1 / (1 + instance.step * instance.step * instance.stiffness)
    return [
      Evidence("0 < H(v)", 0, lessThan: oscillator.energy(z, y), at: values),
      Evidence("H(M v) = S H(v)", oscillator.energy(z1, y1), equals: s * oscillator.energy(z, y), at: values),
      Evidence(
        "M^T Q M = S Q, Q = diag(1, A)", (m.transposed * q * m).elements.elements,
        equal: q.scaled(by: s).elements.elements, at: values),
    ]
  }

  private static func euclideanBound(_ instance: OscillatorInstance, steps: Int, _ precision: Precision) -> [Evidence] {
    let oscillator: LinearOscillator<Ball> = instance.oscillator(in: precision)
    let factors = oscillator.energyNormFactors
    let bound = Ball.pow(Ball.sqrt(oscillator.determinant), steps) * factors.largest / factors.least
    return [
      Evidence(
        "||M^\(steps)||_2 <= S^(\(steps)/2) max(sqrt(A), 1/sqrt(A))",
        planarSpectralNorm(oscillator.transitionMatrix.power(steps)),
        atMost: bound * Ball(Rational(1025, 1024), in: precision), at: instance.values)
    ]
  }

  /// D M D^-1 = S [[1, -w], [w, 1]], w = dt sqrt(A), commutes with its transpose.
  private static func isNormal(_ frequency: Rational, _ step: Rational) -> [Evidence] {
    let oscillator = LinearOscillator(stiffness: frequency * frequency, damping: nil, step: step)
    let scaled = oscillator.transitionMatrix.multipliedFromLeft(byDiagonal: [1, frequency])
      .multipliedFromRight(byDiagonal: [1, 1 / frequency])
    return [
      Evidence(
        "N N^T = N^T N, N = D M D^-1", (scaled * scaled.transposed).elements.elements,
        equal: (scaled.transposed * scaled).elements.elements,
        at: [NamedValue("sqrt(A)", frequency), NamedValue("dt", step)])
    ]
  }
}
