import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PerturbThenDiagonalize {
  /// G - G_D = G phi/(1 + phi).
  static let deviation = Claim(
    "ptd.L1-deviation",
    title: "The diagonal system's transfer function is G/(1 + phi), for every C",
    statement: """
      For every C and every s that is not a pole, G(s) - G_D(s) = G(s) phi(s)/(1 + phi(s)) = G_D(s) phi(s).
      """,
    source: derived("Lemma 1, section 3.1"),
    hypotheses: [
      Hypothesis("LegS", "A and B are those of LegS: for another normal-plus-low-rank matrix phi is not this product"),
      Hypothesis("half", "the diagonal system has B/2"),
      Hypothesis("same C", "both systems have the same C"),
    ],
    method: .exact,
    notes: [
      "Both sides over Q, by elimination with the twin's matrices against the products; for n <= 5 also as rational "
        + "functions.",
      "That a closed form exists is quoted by reviews of the paper; this one is derived. The proof is one line: the "
        + "Woodbury identity gives G_D = G/(2 - B^T (s I - A)^-1 B), and B^T (s I - A)^-1 B = 1 - phi.",
    ],
    effort: 0.5,
    check: Check(Point.generator) { point, _ in try point.evidence },
    falsifiers: [
      Falsifier(
        "LagT in the place of LegS", dropping: "LegS",
        Check(Point.generator.with { $0.hippo = .lagT }) { point, _ in try point.evidence }),
      Falsifier(
        "B in the place of B/2", dropping: "half",
        Check(Point.generator.with { $0.factor = 1 }) { point, _ in try point.evidence }),
      Falsifier(
        "another C for the diagonal system", dropping: "same C",
        Check(Point.generator.with { $0.outputFactor = 2 }) { point, _ in try point.evidence }),
    ])

  /// |phi| and arg phi on the axis.
  static let phase = Claim(
    "ptd.L1b-phase",
    title: "On the axis |phi(i w)| = |w|/sqrt(w^2 + n^2), and its phase is n^2/w to third order",
    statement: """
      |phi(i w)|^2 = w^2/(w^2 + n^2); arg phi(i w) = sum_k (atan(k/w) + atan((k+1)/w)) modulo 2 pi for w > 0, which \
      lies between n^2/w - n^2 (n^2 + 1)/(6 w^3) and n^2/w; |phi| = 1 on the line Re s = -1/2.
      """,
    source: derived("section 3.1"),
    hypotheses: [
      Hypothesis("on the axis", "s = i w, w > 0; the last part: Re s = -1/2"),
      Hypothesis(
        "n >= 1", "there is a state", untested: "phi of no state is 1, and every statement but the modulus holds"),
    ],
    method: .certified,
    notes: ["The moduli are exact over Q; the phase and its bounds are certified."],
    effort: 0.5,
    check: Check(Frequency.generator, compareModulus, comparePhase, boundsOfPhase),
    falsifiers: [
      Falsifier(
        "s = w/4 + i w, off the axis", dropping: "on the axis",
        Check(Frequency.generator.with { $0.realPart = $0.w / 4 }, compareModulus))
    ])

  private static func compareModulus(_ frequency: Frequency, _ precision: Precision) -> Evidence {
    let legS = LegS(order: frequency.order)
    let half = legS.blaschkeProduct(at: Complex(Rational(-1, 2), frequency.w)).squaredMagnitude
    let axis = legS.blaschkeProduct(at: Complex(frequency.realPart, frequency.w)).squaredMagnitude
    return Evidence(
      "|phi(i w)|^2 = w^2/(w^2 + n^2), |phi(-1/2 + i w)|^2 = 1", [axis, half],
      equal: [legS.squaredBlaschkeModulus(squaredFrequency: frequency.w * frequency.w), 1], at: frequency.values)
  }

  /// |phi - rho e^(i theta)|^2 <= 2^-100.
  private static func comparePhase(_ frequency: Frequency, _ precision: Precision) -> Evidence {
    let legS = LegS(order: frequency.order)
    let w = Ball(frequency.w, in: precision)
    let phi = legS.blaschkeProduct(at: Complex(Rational.zero, frequency.w))
    let modulus = Ball.sqrt(legS.squaredBlaschkeModulus(squaredFrequency: w * w))
    let angle = legS.blaschkePhase(frequency: w)
    let (x, y) = (modulus * Ball.cos(angle), modulus * Ball.sin(angle))
    let (dx, dy) = (x - Ball(phi.real, in: precision), y - Ball(phi.imaginary, in: precision))
    return Evidence(
      "|phi(i w) - rho e^(i theta)|^2 <= 2^-100", Ball.pow(dx, 2) + Ball.pow(dy, 2),
      atMost: Ball(0x1p-100, in: precision),
      at: frequency.values)
  }

  /// 0 <= n^2/w - theta <= n^2 (n^2 + 1)/(6 w^3), from x - x^3/3 <= atan x <= x.
  private static func boundsOfPhase(_ frequency: Frequency, _ precision: Precision) -> Evidence {
    let (n, w) = (frequency.order, Ball(frequency.w, in: precision))
    let gap = Ball(n * n, in: precision) / w - LegS(order: n).blaschkePhase(frequency: w)
    guard gap.isNegative.isFalse else {
      return Evidence("arg phi <= n^2/w", holds: gap.isNegative == .true ? .false : .undecided, at: frequency.values)
    }
    return Evidence(
      "n^2/w - arg phi <= n^2 (n^2 + 1)/(6 w^3)", gap,
      atMost: Ball(n * n * (n * n + 1), in: precision) / (6 * w * w * w),
      at: frequency.values)
  }

  private struct Frequency: Sendable {
    let order: Int
    let w: Rational
    var realPart: Rational = 0

    static let generator = Generator { draw in
      let n = draw.integer(in: 1...40)
      let scale = try draw(.element(of: [1, n, n * n]))
      return Frequency(order: n, w: try draw(.rational(above: 0, upTo: 2, denominator: 12)) * Rational(scale))
    }

    var values: [NamedValue] {
      [NamedValue("n", order), NamedValue("w", w)] + (realPart.isZero ? [] : [NamedValue("Re s", realPart)])
    }
  }

  private struct Point: Sendable {
    let order: Int
    let output: [Rational]
    let s: Rational
    var factor = Rational(1, 2)
    var outputFactor: Rational = 1
    var hippo = HiPPO.legS

    static let generator = Generator { draw in
      let n = draw.integer(in: 1...12)
      return Point(
        order: n, output: try draw(.twinOutput(upTo: n)), s: Rational(draw.integer(in: -80...80), 7) + Rational(1, 21))
    }

    var evidence: [Evidence] {
      get throws {
        let pair = try LegSPair(order: order, output: output, factor: factor * outputFactor, of: hippo)
        let phi = LegS(order: order).blaschkeProduct(at: s)
        let (full, diagonal) = (
          try pair.full.transferFunction(at: s)[0, 0], try pair.diagonal.transferFunction(at: s)[0, 0]
        )
        let values = [NamedValue("n", order), NamedValue("C T", output), NamedValue("s", s)]
        var evidence = [
          Evidence("G - G_D = G phi/(1 + phi)", full - diagonal, equals: full * phi / (1 + phi), at: values),
          Evidence("G - G_D = G_D phi", full - diagonal, equals: diagonal * phi, at: values),
        ]
        if order <= 5 {
          // a/b = c/d as a d = c b, coefficient by coefficient.
          let (left, right) = (
            RationalFunction(of: pair.diagonal) - RationalFunction(of: pair.full),
            LegS(order: order).diagonalDeviation(output: output)
          )
          evidence.append(
            Evidence(
              "G_D - G = -G phi/(1 + phi) as rational functions",
              (left.numerator * right.denominator).trimmed.coefficients,
              equal: (right.numerator * left.denominator).trimmed.coefficients,
              at: [NamedValue("n", order), NamedValue("C T", output)]))
        }
        return evidence
      }
    }
  }
}
