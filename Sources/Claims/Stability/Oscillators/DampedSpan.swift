import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// What D-LinOSS cannot be.
  static let dampedSpan = Claim(
    "dlinoss.span",
    title: "Overdamped modes are stable second-order systems, and D-LinOSS does not reach them",
    statement: """
      The oscillatory regime {G, A >= 0, (G - dt A)^2 <= 4 A} of D-LinOSS reaches every real 2 x 2 transition with \
      both eigenvalues in the open unit disc: all stable second-order systems.
      """,
    source: damped("the reach of the parameterization", .secondary, quotedBy: "a summary of the paper"),
    hypotheses: [
      Hypothesis("conjugate pair", "the eigenvalues are not two different real numbers: the condition that is missing"),
      Hypothesis("nonzero", "neither eigenvalue is 0"),
    ],
    method: .exact,
    notes: [
      "Two different real eigenvalues give (G - dt A)^2 - 4 A = ((l1 - l2)/(dt l1 l2))^2 > 0. With l1 l2 > 0 they are "
        + "reached by some G >= 0, A >= 0 outside the regime, as long as A <= (4 + 2 dt G)/dt^2; with l1 l2 < 0 by no "
        + "G >= 0, as det M = 1/(1 + dt G) > 0.",
      "A diagonal model with real eigenvalues, as S4D-Real or Mamba has, is therefore outside D-LinOSS, except for "
        + "double ones.",
    ],
    check: Check(RealPair.any.filter { $0.first * $0.second > 0 }) { pair, _ in [pair.isOscillatory] },
    correction: Correction(
      """
      The regime reaches exactly the conjugate pairs and the double real eigenvalues in 0 < |z| <= 1. Two different \
      real eigenvalues with l1 l2 > 0 are reached by G >= 0, A >= 0 outside the regime; pairs with l1 l2 < 0 by no G \
      >= 0.
      """,
      .all(
        Check(RealPair.any.with { $0.second = $0.first }) { pair, _ in [pair.isOscillatory] },
        Check(RealPair.any.filter { $0.first != $0.second }) { pair, _ in pair.isOverdamped })),
    falsifiers: [
      Falsifier(
        "two real eigenvalues", dropping: "conjugate pair",
        Check(RealPair.any.filter { $0.first != $0.second }) { pair, _ in [pair.isOscillatory] }),
      Falsifier(
        "an eigenvalue 0", dropping: "nonzero",
        Check(RealPair.any) { pair, _ in
          let least = LinearOscillator(
            stiffness: pair.first.magnitude, damping: 1 / pair.first.magnitude, step: pair.step)
          return [Evidence("det M = 0 for some G", least.determinant, atMost: 0, at: [NamedValue("dt", pair.step)])]
        }),
    ])

  private struct RealPair: Sendable {
    let first: Rational
    var second: Rational
    let step: Rational

    static let any = Generator { draw in
      let inside = Generator<Rational>.rational(in: -1...1, denominator: 4).filter { $0 != 0 && $0.magnitude < 1 }
      return RealPair(
        first: try draw(inside), second: try draw(inside), step: try draw(.rational(above: 0, upTo: 1, denominator: 2)))
    }

    var values: [NamedValue] {
      [NamedValue("l1", first), NamedValue("l2", second), NamedValue("dt", step)]
    }

    var oscillator: LinearOscillator<Rational> { LinearOscillator(eigenvalues: first, second, step: step) }

    var isOscillatory: Evidence {
      let oscillator = oscillator
      return Evidence(
        "(G - dt A)^2 <= 4 A", oscillator.crossTerm * oscillator.crossTerm, atMost: 4 * oscillator.stiffness,
        at: values + [NamedValue("G", oscillator.damping ?? 0), NamedValue("A", oscillator.stiffness)])
    }

    /// The excess is a square, and G and A have the signs that the correction states.
    var isOverdamped: [Evidence] {
      let oscillator = oscillator
      let g = oscillator.damping ?? .undefined
      let excess = (first - second) / (step * first * second)
      let identity = Evidence(
        "(G - dt A)^2 - 4 A = ((l1 - l2)/(dt l1 l2))^2",
        oscillator.crossTerm * oscillator.crossTerm - 4 * oscillator.stiffness, equals: excess * excess, at: values)
      let isPositive = first * second > 0
      return [
        identity,
        isPositive
          ? Evidence("0 <= G where l1 l2 > 0", 0, atMost: g, at: values)
          : Evidence("G < 0 where l1 l2 < 0", g, lessThan: 0, at: values),
      ] + (isPositive ? [Evidence("0 <= A", 0, atMost: oscillator.stiffness, at: values)] : [])
    }
  }

  /// The released code's clipping.
  static let dampedClip = Claim(
    "dlinoss.clip",
    title: "D-LinOSS's code clips to the closed regime, whose corners at G = 0 are unstable",
    statement: """
      With G = relu(G_raw) and A clipped to the closed interval ((sqrt(1 + dt G) -+ 1)/dt)^2, as the released code \
      does, the powers of the transition are bounded for all raw parameters.
      """,
    source: damped("damped_linoss/models/LinOSS.py, _soft_project_AGdt and DampedIMEX1Layer", .code),
    hypotheses: [
      Hypothesis("G > 0", "the damping is positive, or A is inside the interval: the condition that is missing")
    ],
    method: .exact,
    notes: [
      "A raw A below (above) the interval is moved to its end, where the eigenvalue 1/sqrt(S) (or its negative) is "
        + "double: every clipped mode is defective. With G_raw <= 0 that end is A = 0 (or 4/dt^2), and the powers "
        + "grow linearly; both happen on half-lines of raw parameters.",
      "The code divides by max(dt^2, 10^-6): for dt < 10^-3 the interval that it clips to is not the oscillatory one, "
        + "but lies in the region of stability. Read in the code, not tried here.",
    ],
    check: Check(Clipped.any) { clipped, _ in [clipped.isBounded] },
    correction: Correction(
      "With G > 0 every clipped mode is Schur stable; with G = 0 the powers are bounded iff the raw A is in (0, "
        + "4/dt^2).",
      .all(
        Check(Clipped.any.filter { $0.root > 1 }) { clipped, _ in clipped.isStable },
        Check(Clipped.any.with { $0.root = 1 }) { clipped, _ in [clipped.isBoundedIffInside] })),
    falsifiers: [
      Falsifier(
        "G_raw <= 0 and A_raw <= 0", dropping: "G > 0",
        Check(Clipped.any.with { ($0.root, $0.raw) = (1, -$0.raw.magnitude) }) { clipped, _ in [clipped.isBounded] })
    ])

  /// A raw stiffness, clipped; sqrt(1 + dt G) is rational.
  private struct Clipped: Sendable {
    /// sqrt(1 + dt G), at least 1.
    var root: Rational
    var raw: Rational
    let step: Rational

    static let any = Generator { draw in
      Clipped(
        root: 1 + (try draw(.rational(in: 0...2, denominator: 3))),
        raw: try draw(.rational(in: -4...16, denominator: 2)),
        step: try draw(OscillatorInstance.unitStep.filter { $0 < 1 }))
    }

    var oscillator: LinearOscillator<Rational> {
      let ends = LinearOscillator.oscillatoryStiffness(root: root, step: step)
      return LinearOscillator(
        stiffness: min(max(raw, ends.lower), ends.upper), damping: (root * root - 1) / step, step: step)
    }

    var values: [NamedValue] {
      [NamedValue("G", (root * root - 1) / step), NamedValue("A_raw", raw), NamedValue("dt", step)]
    }

    var isBounded: Evidence {
      let oscillator = oscillator
      return Evidence(
        "sup_n ||M^n|| is finite", holds: oscillator.isPowerBounded,
        at: values + [
          NamedValue("A", oscillator.stiffness), NamedValue("M^10", oscillator.transitionMatrix.power(10)),
        ])
    }

    var isStable: [Evidence] {
      let oscillator = oscillator
      return [
        Evidence("Schur stable", holds: oscillator.isSchurStable, at: values),
        Evidence("|lambda|^2 = 1/(1 + dt G) < 1", oscillator.determinant, lessThan: 1, at: values),
      ]
    }

    var isBoundedIffInside: Evidence {
      let isInside = 0 < raw && raw < 4 / (step * step)
      return Evidence(
        "bounded iff 0 < A_raw < 4/dt^2", holds: Truth(oscillator.isPowerBounded.isTrue == isInside), at: values)
    }
  }
}
