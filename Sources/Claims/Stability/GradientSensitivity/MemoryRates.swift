import Arithmetic
import Definitions
import PropertyTesting

extension GradientSensitivity {
  /// How fast states and sensitivities grow as lambda tends to 1.
  static let memoryRates = Claim(
    "zucchet.rates",
    title: "The curse of memory: sensitivities grow as (1 - lambda)^-3 for white inputs, ^-4 for constant ones",
    statement: """
      As lambda -> 1: for rho = 0, E h^2 ~ 1/(2 (1 - lambda)) and E|dh/dlambda|^2 ~ 1/(4 (1 - lambda)^3); for rho = 1, \
      E h^2 = 1/(1 - lambda)^2 and E|dh/dlambda|^2 = 1/(1 - lambda)^4 exactly.
      """,
    source: notebook("section 2 and figure 1A"),
    hypotheses: [
      Hypothesis("real lambda", "lambda tends to 1 along the real axis"),
      Hypothesis("rho", "rho is 0 or 1"),
    ],
    method: .exact,
    notes: [
      "The formulas were read in the notebook, the exponents are derived: the ratios to the asymptotes are "
        + "2/(1 + lambda) and 4 (1 + lambda^2)/(1 + lambda)^3, within 1 - lambda of 1.",
      "1 - lambda is a power of two times a fraction and is never recomputed from lambda.",
      "For a complex lambda the white rates hold in 1 - |lambda|; the constant input gives 1/|1 - lambda|^2 only.",
    ],
    check: Check(Approach.real) { whiteRates($0, $1) + constantRates($0, $1) },
    falsifiers: [
      Falsifier("a phase of arctan 3/4", dropping: "real lambda", Check(Approach.rotated) { constantRates($0, $1) }),
      Falsifier("0 < rho < 1", dropping: "rho", Check(Approach.colored) { whiteRates($0, $1) }),
      Falsifier(
        "the exponent 2 in place of 3",
        Check(Approach.real) { approach, precision in
          isNear(
            "4 (1 - lambda)^2 E|dh/dlambda|^2", 4 * Rational.pow(approach.distance, 2) * approach.white.sensitivity,
            approach)
        }),
    ])

  /// |value - 1| <= 1 - lambda.
  private static func isNear(_ name: String, _ value: Rational, _ approach: Approach) -> Evidence {
    Evidence("|\(name) - 1| <= 1 - |lambda|", (value - 1).magnitude, atMost: approach.distance, at: approach.values)
  }

  private static func whiteRates(_ approach: Approach, _ precision: Precision) -> [Evidence] {
    let (d, white) = (approach.distance, approach.white)
    return [
      isNear("2 (1 - lambda) E h^2", 2 * d * white.variance, approach),
      isNear("4 (1 - lambda)^3 E|dh/dlambda|^2", 4 * d * d * d * white.sensitivity, approach),
    ]
  }

  private static func constantRates(_ approach: Approach, _ precision: Precision) -> [Evidence] {
    let (d, constant) = (approach.distance, approach.constant)
    return [
      Evidence("(1 - |lambda|)^2 E h^2 = 1 for rho = 1", d * d * constant.variance, equals: 1, at: approach.values),
      Evidence(
        "(1 - |lambda|)^4 E|dh/dlambda|^2 = 1 for rho = 1", d * d * d * d * constant.sensitivity, equals: 1,
        at: approach.values),
    ]
  }

  /// An eigenvalue near the unit circle.
  private struct Approach: Sendable {
    /// 1 - |lambda|.
    let distance: Rational
    /// lambda/|lambda|.
    var direction = Complex<Rational>(1, 0)
    /// The rho that stands for "white".
    var ratio: Rational = 0

    static let real = Generator { draw in
      Approach(distance: try draw(.power(of: 2, in: -40...(-4))) * (try draw(.rational(in: 1...2, denominator: 8))))
    }
    static let rotated = real.with { $0.direction = Complex(Rational(4, 5), Rational(3, 5)) }
    static let colored = real.with { $0.ratio = Rational(1, 2) }

    private func moments(_ ratio: Rational) -> (variance: Rational, sensitivity: Rational) {
      let input = GeometricAutocorrelation(ratio: Complex(ratio))
      let pair = EigenvaluePair(conjugatesOf: Complex(1 - distance) * direction)
      return (input.secondMoment(pair), input.meanSquareSensitivity(pair))
    }
    var white: (variance: Rational, sensitivity: Rational) { moments(ratio) }
    var constant: (variance: Rational, sensitivity: Rational) { moments(1) }

    var values: [NamedValue] {
      [NamedValue("1 - |lambda|", distance)]
        + (direction.imaginary.isZero ? [] : [NamedValue("lambda/|lambda|", direction)])
        + (ratio.isZero ? [] : [NamedValue("rho", ratio)])
    }
  }
}
