import Arithmetic
import Definitions
import PropertyTesting

extension LinearRecurrentUnit {
  /// 1 - |lambda|^2 in floats.
  static let cancellation = Claim(
    "lru.N-oneminus",
    title: "1 - |lambda|^2 loses what |lambda| was rounded by; -(e^(-2 e^nu) - 1) loses nothing",
    statement: """
      In a float format of unit roundoff u, with every operation correctly rounded, 1 - |lambda|^2 computed from the \
      rounded |lambda| = e^(-e^nu) has a relative error of at most 4 u/(1 - |lambda|^2), and is as bad as \
      u/(8 (1 - |lambda|^2)) for some nu near every small one; as -expm1(-2 e^nu) its relative error is at most 3 u.
      """,
    source: Source("derived here", "the normalization of LRU and RG-LRU in floats", .derived),
    hypotheses: [
      Hypothesis("nu known", "1 - |lambda|^2 is computed from nu, not from |lambda|"),
      Hypothesis(
        "normal", "nothing underflows: |lambda|^2 is a normal number", untested: "of no interest: it is then 1"),
    ],
    method: .certified,
    notes: [
      "The float is evaluated exactly, with correctly rounded functions; the truth in balls. With |lambda|^2 <= 0.81 "
        + "the loss is below 22 u: harmless.",
      "gamma = sqrt of it halves the error. The catalogue's 0.23 at e^nu = 1e-7 in float32 is that of a libm whose exp "
        + "is not correctly rounded; rounded correctly it is 0.092.",
      "Griffin's RG-LRU wants the same: sqrt(-expm1(2 log a)).",
    ],
    check: .all(
      Check(Rounding.any) { isAccurate($0, $1) },
      Check(Rounding.any) { rounding, precision in
        let bound = Ball(4 * rounding.format.unitRoundoff, in: precision) / rounding.truth(precision)
        return Evidence(
          "relative error of 1 - |lambda|^2 as written <= 4 u/(1 - |lambda|^2)",
          rounding.error(InputNormalization.squaredAsWritten, precision), atMost: bound, at: rounding.values)
      },
      Check(Rounding.near) { rounding, precision in
        // The largest of 32 neighbors.
        let errors = (0..<32).map { i in
          Rounding(format: rounding.format, nu: rounding.nu + Rational(i, 37)).scaledError(precision)
        }
        return Evidence(
          "u/8 <= the largest error of 1 - |lambda|^2 as written, of 32 nearby nu",
          Ball(rounding.format.unitRoundoff / 8, in: precision),
          atMost: errors.dropFirst().reduce(errors[0]) { Ball.maximum($0, $1) }, at: rounding.values)
      }),
    falsifiers: [
      Falsifier(
        "1 - |lambda|^2 from the rounded |lambda|, within 3 u", dropping: "nu known",
        Check(Rounding.near) { rounding, precision in
          Evidence(
            "relative error of 1 - |lambda|^2 as written <= 3 u",
            rounding.error(InputNormalization.squaredAsWritten, precision),
            atMost: Ball(3 * rounding.format.unitRoundoff, in: precision), at: rounding.values)
        }),
      Falsifier(
        "an eighth of u",
        Check(Rounding.any) { isAccurate($0, share: Rational(1, 24), $1) }),
    ],
    quoted: { precision in
      [("1e-3", Rational(1, 1000), "1.6e-6"), ("1e-5", Rational(1, 100_000), "6.8e-4")].map { name, decay, digits in
        let nu = Ball.log(Ball(decay, in: precision)).approximation
        let rounding = Rounding(format: .binary32, nu: Rational(exactly: Double(Float(nu))))
        let gamma = RoundedFloat.sqrt(
          InputNormalization.squaredAsWritten(RoundedFloat(rounding.nu, in: .binary32)))
        let truth = Ball.sqrt(rounding.truth(precision))
        return Evidence(
          "relative error of gamma as written in float32 at e^nu = \(name)",
          (Ball(gamma.value, in: precision) / truth - 1).magnitude, isQuotedAs: digits)
      }
    },
    figures: [cancellationFigure])

  private static func isAccurate(_ rounding: Rounding, share: Rational = 1, _ precision: Precision) -> Evidence {
    Evidence(
      "relative error of -expm1(-2 e^nu) <= \(share == 1 ? "" : "(\(share)) ")3 u",
      rounding.error(InputNormalization.squared, precision),
      atMost: Ball(3 * share * rounding.format.unitRoundoff, in: precision), at: rounding.values)
  }

  /// A weight in a float format.
  struct Rounding: Sendable {
    let format: FloatFormat
    /// Rounded to the format before anything else.
    let nu: Rational

    init(format: FloatFormat, nu: Rational) {
      self.format = format
      self.nu = Rational(exactly: RoundedFloat(nu, in: format).value)
    }

    static let any = rounding(nu: -12...1)
    /// |lambda| near 1, where the loss is large, but not so near that it rounds to 1.
    static let near = rounding(nu: -10...(-4))

    private static func rounding(nu: ClosedRange<Int>) -> Generator<Rounding> {
      Generator { draw in
        Rounding(
          format: try draw(.element(of: [FloatFormat.binary32, .binary64])),
          nu: try draw(.rational(in: nu, denominator: 64)))
      }
    }

    /// 1 - |lambda|^2.
    func truth(_ precision: Precision) -> Ball { InputNormalization.squared(Ball(nu, in: precision)) }

    /// |computed/truth - 1|.
    func error(_ compute: (RoundedFloat) -> RoundedFloat, _ precision: Precision) -> Ball {
      let computed = Ball(compute(RoundedFloat(nu, in: format)).value, in: precision)
      return (computed / truth(precision) - 1).magnitude
    }

    /// The error of the form as written, times 1 - |lambda|^2.
    func scaledError(_ precision: Precision) -> Ball {
      error(InputNormalization.squaredAsWritten, precision) * truth(precision)
    }

    var values: [NamedValue] { [NamedValue("format", format), NamedValue("nu", nu)] }
  }
}
