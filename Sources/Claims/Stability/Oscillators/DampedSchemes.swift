import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// The four discretizations of the released code.
  static let dampedSchemes = Claim(
    "dlinoss.schemes",
    title: "The four damped schemes of the code are stable where the code calls their parameters valid",
    statement: """
      Where G + dt A >= 0 and G^2 <= 4 A (IM), G >= 0 and (G - dt A)^2 <= 4 A (IMEX1, the paper's), G >= 0 and (G + dt \
      A)^2 <= 4 A (IMEX2), G >= dt A and G^2 <= 4 A (EX), the eigenvalues are a conjugate or a double pair with \
      |lambda|^2 = 1/(1 + dt G + dt^2 A), 1/(1 + dt G), 1 - dt G, 1 - dt G + dt^2 A, at most 1.
      """,
    source: damped("models/LinOSS.py of the released code, _is_valid_AGdt of four layers", .code),
    hypotheses: [Hypothesis("valid", "the condition of the scheme")],
    method: .exact,
    notes: [
      "The code has < where the statement has <=; its projections reach the boundary (dlinoss.clip).",
      "The projections onto these regions are another matter: dlinoss.EX-clip, dlinoss.IMEX2-clip.",
    ],
    check: Check(validMode) { mode, _ in isStable(mode) },
    falsifiers: [
      Falsifier(
        "EX with dt A > G", dropping: "valid",
        Check(
          Generator { draw in
            let step = try draw(OscillatorInstance.unitStep)
            let g = try draw(.rational(in: 0...3, denominator: 3))
            return DampedOscillator(.explicit, stiffness: (g + g * g + 1) / step, damping: g, step: step)
          }
        ) { mode, _ in isStable(mode) }),
      Falsifier(
        "IM with G + dt A < 0", dropping: "valid",
        Check(OscillatorInstance.unitStep) { step, _ in
          isStable(DampedOscillator(.implicit, stiffness: 1 / 4, damping: -1 / (2 * step), step: step))
        }),
    ])

  /// A mode of each scheme that is valid by construction.
  private static let validMode = Generator { draw in
    let step = try draw(OscillatorInstance.unitStep)
    let share = try draw(.rational(in: 0...1, denominator: 6))
    let t = 2 * share - 1
    switch try draw(.element(of: DampedOscillator<Rational>.Scheme.allCases)) {
    case .implicit:
      let g = try draw(.rational(in: -3...3, denominator: 3))
      return DampedOscillator(
        .implicit, stiffness: max(g * g / 4, -g / step) + share, damping: g, step: step)
    case .implicitDamping:
      let s = 1 + (try draw(.rational(in: 0...2, denominator: 4)))
      return DampedOscillator(
        .implicitDamping, stiffness: (1 + s * s + 2 * s * t) / (step * step), damping: (s * s - 1) / step, step: step)
    case .explicitDamping:
      let s = try draw(.rational(in: 0...1, denominator: 6))
      return DampedOscillator(
        .explicitDamping, stiffness: (1 + s * s + 2 * s * t) / (step * step), damping: (1 - s * s) / step, step: step)
    case .explicit:
      let g = 4 * (try draw(.rational(in: 0...1, denominator: 6))) / step
      return DampedOscillator(
        .explicit, stiffness: g * g / 4 + share * (g / step - g * g / 4), damping: g, step: step)
    }
  }

  private static func values(_ mode: DampedOscillator<Rational>) -> [NamedValue] {
    [
      NamedValue("scheme", mode.scheme), NamedValue("A", mode.stiffness), NamedValue("G", mode.damping),
      NamedValue("dt", mode.step),
    ]
  }

  private static func isStable(_ mode: DampedOscillator<Rational>) -> [Evidence] {
    let (m, values) = (mode.transitionMatrix, values(mode))
    let (trace, determinant) = (m.trace, m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0])
    return [
      Evidence("det M as stated", determinant, equals: mode.determinant, at: values),
      Evidence("(trace M)^2 <= 4 det M: |lambda|^2 = det M", trace * trace, atMost: 4 * determinant, at: values),
      Evidence("|lambda|^2 = det M <= 1", determinant, atMost: 1, at: values),
    ]
  }

  /// The projection of the explicit scheme.
  static let explicitClip = Claim(
    "dlinoss.EX-clip",
    title: "The code's projection of the explicit scheme lets unstable modes through",
    statement: """
      With G = max(G_raw, dt A_raw) and A = max(A_raw, G^2/4), as the released code projects the layer DampedEX, and 0 \
      < dt < 1, no eigenvalue is outside the unit disc, whatever the raw parameters; the same of DampedIM with G = \
      max(G_raw, -dt A_raw).
      """,
    source: damped("models/LinOSS.py of the released code, DampedEX and DampedIM, _soft_project_AGdt", .code),
    hypotheses: [
      Hypothesis("A_raw >= 0", "the raw stiffness is not negative, in EX: a condition that is missing"),
      Hypothesis("dt G <= 4", "the damping is bounded, in EX: a condition that is missing"),
    ],
    method: .exact,
    notes: [
      "The code calls it a soft projection to the valid region, that of dlinoss.schemes.",
      "The bound G >= dt A is enforced for the raw A, before A is raised to G^2/4: for G > 4/dt, and for negative G, "
        + "which a negative raw A allows, it fails for the A that is used. The layer of the paper is DampedIMEX1, not "
        + "this one.",
      "The projection of DampedIM makes the same two steps and is right: there 1 + dt G + dt^2 A >= 1 always.",
    ],
    check: Check(raw) { raw, _ in [isInDisc(raw, .explicit)] },
    correction: Correction(
      "So for DampedEX where A_raw >= 0 and G <= 4/dt, and for DampedIM always.",
      .all(
        Check(
          raw.with { raw in
            raw.stiffness = min(raw.stiffness.magnitude, 4 / (raw.step * raw.step))
            raw.damping = min(raw.damping, 4 / raw.step)
          }
        ) { raw, _ in [isInDisc(raw, .explicit)] },
        Check(raw) { raw, _ in [isInDisc(raw, .implicit)] })),
    falsifiers: [
      Falsifier(
        "A_raw = -1, G_raw = -1", dropping: "A_raw >= 0",
        Check(raw.with { ($0.stiffness, $0.damping) = (-1, -1) }) { raw, _ in [isInDisc(raw, .explicit)] }),
      Falsifier(
        "G_raw = 5/dt", dropping: "dt G <= 4",
        Check(raw.with { ($0.stiffness, $0.damping) = (0, 5 / $0.step) }) { raw, _ in [isInDisc(raw, .explicit)] }),
    ])

  /// Raw parameters.
  private struct Raw: Sendable {
    var stiffness, damping: Rational
    let step: Rational
  }

  private static let raw = Generator { draw in
    Raw(
      stiffness: try draw(.rational(in: -4...8, denominator: 2)),
      damping: try draw(.rational(in: -4...12, denominator: 2)),
      step: try draw(OscillatorInstance.unitStep.filter { $0 < 1 }))
  }

  private static func isInDisc(_ raw: Raw, _ scheme: DampedOscillator<Rational>.Scheme) -> Evidence {
    let mode = DampedOscillator.projected(
      scheme, rawStiffness: raw.stiffness, rawDamping: raw.damping, step: raw.step)
    return Evidence(
      "|lambda|^2 = det M <= 1", mode.determinant, atMost: 1,
      at: [
        NamedValue("scheme", scheme), NamedValue("A_raw", raw.stiffness), NamedValue("G_raw", raw.damping),
        NamedValue("dt", raw.step), NamedValue("A", mode.stiffness), NamedValue("G", mode.damping),
      ])
  }

  /// The projection of the scheme with explicit damping, and what it can reach.
  static let explicitDampingClip = Claim(
    "dlinoss.IMEX2-clip",
    title:
      "The code's IMEX2 takes the root of 1 - dt G with G unbounded; where it exists the scheme reaches the whole disc",
    statement: """
      With G = relu(G_raw), as the released code projects the layer DampedIMEX2, the ends ((1 -+ sqrt(1 - dt G))/dt)^2 \
      of the interval to which A is clipped exist for all raw parameters.
      """,
    source: damped("models/LinOSS.py of the released code, DampedIMEX2, _soft_project_AGdt", .code),
    hypotheses: [Hypothesis("dt G <= 1", "the damping is bounded: the condition that is missing")],
    method: .exact,
    notes: [
      "For dt G > 1 the root is a NaN, in every mode after the first update that goes there.",
      "With the damping taken at the old velocity |lambda|^2 = 1 - dt G, and 0 is an eigenvalue at dt G = dt^2 A = 1: "
        + "this scheme reaches what IMEX1 does not (dlinoss.P3.3), by an inverse map without a division by |z|.",
    ],
    check: Check(raw) { raw, _ in
      [
        Evidence(
          "0 <= 1 - dt G", 0, atMost: 1 - raw.step * max(raw.damping, 0),
          at: [NamedValue("G_raw", raw.damping), NamedValue("dt", raw.step)])
      ]
    },
    correction: Correction(
      """
      They exist iff dt G <= 1; and IMEX2 with 0 <= dt G <= 1, (G + dt A)^2 <= 4 A reaches every z of the closed disc, \
      0 included, at G = (1 - |z|^2)/dt, A = (1 + |z|^2 - 2 Re z)/dt^2.
      """,
      Check(discPoint) { point, _ in isReached(point.z, point.step) }),
    falsifiers: [
      Falsifier(
        "G = 2/dt", dropping: "dt G <= 1",
        Check(OscillatorInstance.unitStep) { step, _ in
          let mode = DampedOscillator(.explicitDamping, stiffness: 1 / (step * step), damping: 2 / step, step: step)
          return [Evidence("0 <= |lambda|^2 = 1 - dt G", 0, atMost: mode.determinant, at: [NamedValue("dt", step)])]
        }),
      Falsifier(
        "a point outside the disc",
        Check(discPoint) { point, _ in
          isReached(Complex(point.z.real + 2, point.z.imaginary), point.step)
        }),
    ])

  private static let discPoint = Generator { draw in
    let (r, direction) = (try draw(.rational(in: 0...1, denominator: 4)), try draw(rationalUnitPoint))
    return (z: Complex(r * direction.real, r * direction.imaginary), step: try draw(OscillatorInstance.unitStep))
  }

  private static func isReached(_ z: Complex<Rational>, _ step: Rational) -> [Evidence] {
    let mode = DampedOscillator.explicitlyDamped(real: z.real, imaginary: z.imaginary, step: step)
    let m = mode.transitionMatrix.map(in: Intrinsic()) { Complex($0) }
    let values = [NamedValue("z", z), NamedValue("dt", step)]
    return [
      Evidence("det(z I - M) = 0", m.characteristicPolynomial().polynomial(z), equals: Complex(0), at: values),
      Evidence("the parameters are valid: 0 <= G, (G + dt A)^2 <= 4 A", holds: mode.isValid, at: values),
      Evidence("dt G <= 1", step * mode.damping, atMost: 1, at: values),
    ]
  }
}
