import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// The threshold of the implicit-explicit scheme.
  static let mixedSpectrum = Claim(
    "linoss.IMEX-spectrum",
    title: "LinOSS-IMEX is stable only for 0 < dt^2 A < 4, which nothing enforces",
    statement: """
      For every A >= 0 and 0 < dt < 1 the transition M = [[1, -dt A], [dt, 1 - dt^2 A]] has no eigenvalue outside the \
      unit disc: stable dynamics, requiring only a nonnegative diagonal state matrix.
      """,
    source: linoss("abstract; A = relu(.), dt = sigmoid(.) in models/LinOSS.py, IMEX", .text),
    hypotheses: [Hypothesis("dt^2 A < 4", "0 < dt^2 A < 4: the condition that is missing")],
    method: .certified,
    notes: [
      "The abstract says that LinOSS produces stable dynamics only requiring a nonnegative diagonal state matrix; "
        + "that is so for the implicit scheme with A > 0. The released code computes A = relu(A_diag), unbounded "
        + "above, and dt = sigmoid(steps) in (0, 1); at initialization A is in [0, 1], which is safe.",
      "At dt^2 A = 4 the eigenvalue -1 is double and M^n = (-1)^n (I - n (M + I)): linear growth.",
    ],
    check: Check(released) { instance, _ in
      let oscillator = instance.oscillator
      return [
        Evidence(
          "|trace M| <= 1 + det M = 2", oscillator.trace.magnitude, atMost: 1 + oscillator.determinant,
          at: instance.values)
      ]
    },
    correction: Correction(
      """
      det M = 1 and H = z^2 - dt A z y + A y^2 is conserved exactly. H is a norm iff 0 < dt^2 A < 4; then |lambda| = 1 \
      and ||M^n||_2 <= sqrt(cond H) for all n. At dt^2 A = 4, M^n = (-1)^n (I - n (M + I)); above, an eigenvalue is \
      less than -1.
      """,
      .all(
        Check(OscillatorInstance.mixed) { instance, _ in conserves(instance) },
        Check(OscillatorInstance.mixed) { instance, precision in staysBounded(instance, precision) },
        Check(atThreshold) { instance, _ in growsLinearly(instance.0, steps: instance.1) },
        Check(OscillatorInstance.mixed.with { $0.stiffness = $0.stiffness + 4 / ($0.step * $0.step) }) { instance, _ in
          let p = instance.oscillator.characteristicPolynomial
          return [Evidence("p(-1) < 0 where dt^2 A > 4: a root below -1", p(-1), lessThan: 0, at: instance.values)]
        })),
    falsifiers: [
      Falsifier(
        "dt^2 A = 4", dropping: "dt^2 A < 4",
        Check(OscillatorInstance.mixed.with { $0.stiffness = 4 / ($0.step * $0.step) }) { instance, _ in
          conserves(instance)
        }),
      Falsifier(
        "A = 0", dropping: "dt^2 A < 4",
        Check(OscillatorInstance.mixed.with { $0.stiffness = 0 }) { instance, _ in conserves(instance) }),
      Falsifier(
        "z^2 + A y^2 is conserved",
        Check(OscillatorInstance.mixed) { instance, _ in
          let implicit = LinearOscillator(stiffness: instance.stiffness, damping: nil, step: instance.step)
          let (z, y) = (instance.velocity, instance.position)
          let (z1, y1) = instance.oscillator.advanced(z, y, forcing: 0)
          return [
            Evidence(
              "H(M v) = H(v) for H = z^2 + A y^2", implicit.energy(z1, y1), equals: implicit.energy(z, y),
              at: instance.valuesWithState)
          ]
        }),
    ],
    quoted: { precision in
      func oscillator(_ a: Rational, _ step: Rational) -> LinearOscillator<Ball> {
        OscillatorInstance(stiffness: a, damping: 0, step: step).oscillator(in: precision)
      }
      return [
        Evidence("|lambda| at A = 4.2, dt = 1", oscillator(Rational(21, 5), 1).spectralRadius, isQuotedAs: "1.558"),
        Evidence("|lambda| at A = 4.1, dt = 1", oscillator(Rational(41, 10), 1).spectralRadius, isQuotedAs: "1.37"),
        Evidence(
          "|lambda| at A = 100, dt = 0.3", oscillator(100, Rational(3, 10)).spectralRadius, isQuotedAs: "6.854"),
        Evidence(
          "||M^1000|| at A = 4, dt = 1", planarSpectralNorm(oscillator(4, 1).transitionMatrix.power(1000)),
          isQuotedAs: "5000"),
      ]
    },
    figures: [threshold])

  /// What the released code can reach: A >= 0, dt of (0, 1).
  private static let released = Generator { draw in
    OscillatorInstance(
      stiffness: try draw(.rational(in: 0...40, denominator: 2)), damping: 0,
      step: try draw(OscillatorInstance.unitStep.filter { $0 < 1 }))
  }

  private static let atThreshold = Generator { draw in
    let step = try draw(.rational(above: 0, upTo: 3, denominator: 6))
    return (
      OscillatorInstance(stiffness: 4 / (step * step), damping: 0, step: step), try draw(.integer(in: 0...40))
    )
  }

  private static func conserves(_ instance: OscillatorInstance) -> [Evidence] {
    let (oscillator, values) = (instance.oscillator, instance.valuesWithState)
    let (z, y) = (instance.velocity, instance.position)
    let (z1, y1) = oscillator.advanced(z, y, forcing: 0)
    let (q, m) = (oscillator.energyMatrix, oscillator.transitionMatrix)
    return [
      Evidence("H(M v) = H(v)", oscillator.energy(z1, y1), equals: oscillator.energy(z, y), at: values),
      Evidence(
        "M^T Q M = Q", (m.transposed * q * m).elements.elements, equal: q.elements.elements, at: instance.values),
      Evidence(
        "(dt A)^2 < 4 A: H is a norm", oscillator.crossTerm * oscillator.crossTerm, lessThan: 4 * instance.stiffness,
        at: instance.values),
    ]
  }

  private static func staysBounded(_ instance: OscillatorInstance, _ precision: Precision) -> [Evidence] {
    let oscillator: LinearOscillator<Ball> = instance.oscillator(in: precision)
    let factors = oscillator.energyNormFactors
    return [3, 1000].map { n in
      Evidence(
        "||M^\(n)||_2 <= sqrt(cond H)", planarSpectralNorm(oscillator.transitionMatrix.power(n)),
        atMost: factors.largest / factors.least * Ball(Rational(1025, 1024), in: precision), at: instance.values)
    }
  }

  private static func growsLinearly(_ instance: OscillatorInstance, steps n: Int) -> [Evidence] {
    let m = instance.oscillator.transitionMatrix
    let sign = Rational(n.isMultiple(of: 2) ? 1 : -1)
    let identity = Matrix<Rational>(identity: 2, in: Intrinsic())
    return [
      Evidence(
        "M^n = (-1)^n (I - n (M + I)) at dt^2 A = 4", m.power(n).elements.elements,
        equal: (identity - (m + identity).scaled(by: Rational(n))).scaled(by: sign).elements.elements,
        at: instance.values + [NamedValue("n", n)])
    ]
  }

  /// The spectral radius over dt^2 A.
  private static let threshold = FigureRecipe("linoss-threshold") { precision in
    let places = (0...160).map { Rational($0, 20) }
    func curve(_ name: String, _ damping: Rational?, _ style: FigureData.Column.Style = .line) -> FigureData.Column {
      FigureData.Column(
        name,
        places.map { x in
          let instance = OscillatorInstance(stiffness: x, damping: damping, step: 1)
          return (instance.oscillator(in: precision) as LinearOscillator<Ball>).spectralRadius
        }, style: style)
    }
    return FigureData(
      "linoss-threshold", title: "Spectral radius of one LinOSS mode against dt^2 A",
      caption: """
        The largest |lambda|, enclosed, for dt = 1. IMEX leaves the unit circle at dt^2 A = 4, the damped scheme at 4 \
        + 2 dt G; the implicit scheme never does, and forgets the faster the stiffer it is.
        """,
      xLabel: "dt^2 A", yLabel: "spectral radius", logY: true,
      x: FigureData.Column("dt^2 A", places.map { Ball($0, in: precision) }),
      curves: [
        curve("IM", nil), curve("IMEX", 0), curve("D-LinOSS, dt G = 1/4", Rational(1, 4)),
        curve("D-LinOSS, dt G = 1", 1, .dashedLine),
      ],
      guides: [.init(.vertical, 4, label: "dt^2 A = 4"), .init(.horizontal, 1, label: "unit circle")])
  }
}
