import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// Which eigenvalues D-LinOSS reaches.
  static let dampedReach = Claim(
    "dlinoss.P3.3",
    title: "D-LinOSS does not reach the whole closed disc: 0 is excluded, and z and conj z are one mode",
    statement:
      "(G, A) -> lambda is a bijection from the oscillatory regime {G, A >= 0, (G - dt A)^2 <= 4 A} to the closed "
      + "unit disc.",
    source: damped("Proposition 3.3", .text),
    hypotheses: [
      Hypothesis("z != 0", "0 is left out: |lambda|^2 = 1/(1 + dt G) > 0"),
      Hypothesis("one of a pair", "Im z >= 0: z and its conjugate belong to the same (G, A)"),
    ],
    method: .exact,
    notes: [
      "The inverse map G = (1/|z|^2 - 1)/dt, A = (1 + 1/|z|^2 - 2 Re z/|z|^2)/dt^2 is the closed form of what the "
        + "released code solves symbolically to initialize on a ring. Both blow up as |z| -> 0: G ~ 1/(dt |z|^2).",
      "On the real axis the eigenvalue is double and M is defective; on the circle these are A = 0 and A = 4/dt^2 at "
        + "G = 0, where the powers grow linearly (dlinoss.clip).",
    ],
    check: Check(Point.any) { point, _ in point.isReached },
    correction: Correction(
      "(G, A) -> lambda is a bijection from the oscillatory regime to {z : 0 < |z| <= 1, Im z >= 0}.",
      .all(
        Check(Point.upper) { point, _ in point.isReached },
        Check(Point.pair) { pair, _ in areApart(pair.0, pair.1) },
        Check(OscillatorInstance.oscillatory) { instance, _ in isFoundAgain(instance) })),
    falsifiers: [
      Falsifier(
        "z = 0", dropping: "z != 0",
        Check(Point.upper.with { ($0.radius, $0.z) = (0, Complex(0)) }) { point, _ in point.isReached }),
      Falsifier("z and its conjugate", dropping: "one of a pair", Check(Point.any) { point, _ in point.isReachedOnce }),
    ])

  /// Which eigenvalues D-LinOSS tells apart.
  static let dampedPairs = Claim(
    "dlinoss.P3.3-pairs",
    title: "D-LinOSS's parameters belong to a pair of eigenvalues, not to one",
    statement: """
      (G, A) -> lambda is a bijection to the closed unit disc: different points of the disc are the eigenvalues of \
      different modes.
      """,
    source: damped("Proposition 3.3", .text),
    hypotheses: [Hypothesis("one of a pair", "Im z >= 0, Im w >= 0: the condition that is missing")],
    method: .exact,
    notes: ["The other half of dlinoss.P3.3. The transition is real, so that its eigenvalues come in conjugate pairs."],
    check: Check(Point.any) { point, _ in point.isReachedOnce },
    correction: Correction(
      "Different points of {z : 0 < |z| <= 1, Im z >= 0} belong to different (G, A).",
      Check(Point.pair) { pair, _ in areApart(pair.0, pair.1) }),
    falsifiers: [
      Falsifier("z and its conjugate", dropping: "one of a pair", Check(Point.any) { point, _ in point.isReachedOnce })
    ])

  /// z = radius (direction), and a step.
  private struct Point: Sendable {
    var radius: Rational
    var z: Complex<Rational>
    let step: Rational

    static let any = generator(
      radii: .rational(in: 0...1, denominator: 4), tangents: .rational(in: -4...4, denominator: 3))
    static let upper = generator(
      radii: .rational(above: 0, upTo: 1, denominator: 4), tangents: .rational(in: 0...4, denominator: 3))

    static let pair = Generator { draw in
      let (z, w) = (try draw(upper), try draw(upper))
      try draw.assume(z.z.real != w.z.real || z.z.imaginary != w.z.imaginary)
      return (z, w)
    }

    private static func generator(radii: Generator<Rational>, tangents: Generator<Rational>) -> Generator<Point> {
      Generator { draw in
        let (r, u) = (try draw(radii), try draw(tangents))
        let scale = r / (1 + u * u)
        // Both halves of the real axis.
        let sign: Rational = draw.bool() ? 1 : -1
        return Point(
          radius: r, z: Complex(sign * scale * (1 - u * u), 2 * u * scale),
          step: try draw(.rational(above: 0, upTo: 2, denominator: 3)))
      }
    }

    var oscillator: LinearOscillator<Rational> {
      LinearOscillator(real: z.real, imaginary: z.imaginary, step: step)
    }

    var values: [NamedValue] { [NamedValue("z", z), NamedValue("dt", step)] }

    /// An oscillator of the regime has the eigenvalue z.
    var isReached: [Evidence] {
      let exists = Evidence("0 < |z|^2 = 1/(1 + dt G) for some G", 0, lessThan: z.squaredMagnitude, at: values)
      guard exists.truth == .true else { return [exists] }
      let oscillator = oscillator
      let g = oscillator.damping ?? .undefined
      let difference = g - step * oscillator.stiffness
      let m = oscillator.transitionMatrix.map(in: Intrinsic()) { Complex($0) }
      return [
        exists, Evidence("0 <= G", 0, atMost: g, at: values),
        Evidence("(G - dt A)^2 <= 4 A", difference * difference, atMost: 4 * oscillator.stiffness, at: values),
        Evidence("det(z I - M) = 0", m.characteristicPolynomial().polynomial(z), equals: Complex(0), at: values),
      ]
    }

    /// The conjugate has other parameters.
    var isReachedOnce: [Evidence] {
      guard z.imaginary != 0 else { return [] }
      let conjugate = LinearOscillator(real: z.real, imaginary: -z.imaginary, step: step)
      let isSame = oscillator.damping == conjugate.damping && oscillator.stiffness == conjugate.stiffness
      return [Evidence("conj z has other parameters", holds: Truth(!isSame), at: values)]
    }
  }

  /// Two points of the half disc have different parameters.
  private static func areApart(_ z: Point, _ w: Point) -> [Evidence] {
    let (a, b) = (
      LinearOscillator(real: z.z.real, imaginary: z.z.imaginary, step: z.step),
      LinearOscillator(real: w.z.real, imaginary: w.z.imaginary, step: z.step)
    )
    let isSame = a.damping == b.damping && a.stiffness == b.stiffness
    return [
      Evidence(
        "z != w have different (G, A)", holds: Truth(!isSame), at: z.values + [NamedValue("w", w.z)])
    ]
  }

  /// The inverse map finds G and A from trace and determinant.
  private static func isFoundAgain(_ instance: OscillatorInstance) -> [Evidence] {
    let m = instance.oscillator.transition
    let found = LinearOscillator(trace: m[0] + m[3], determinant: m[0] * m[3] - m[1] * m[2], step: instance.step)
    return [
      Evidence(
        "(G, A) from the eigenvalues", [found.damping ?? .undefined, found.stiffness],
        equal: [instance.damping ?? 0, instance.stiffness], at: instance.values)
    ]
  }
}
