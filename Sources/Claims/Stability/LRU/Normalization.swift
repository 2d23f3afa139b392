import Arithmetic
import Definitions
import PropertyTesting

extension LinearRecurrentUnit {
  /// gamma normalizes white noise.
  static let normalization = Claim(
    "lru.gamma",
    title: "gamma = sqrt(1 - |lambda|^2) normalizes white noise exactly",
    statement: "x_k = lambda x_(k-1) + gamma (B u)_k with a white input has in the stationary state E|x|^2 = E|B u|^2.",
    source: paper("section 3.4"),
    hypotheses: [
      Hypothesis("white", "the input is white, of mean 0"),
      Hypothesis("stationarity", "the input has been running for ever"),
    ],
    method: .exact,
    notes: [
      "The left side is the solution of the Stein equation of the recurrence, in complex rational numbers. What holds "
        + "at finite times is lru.T-gamma, what floats make of gamma lru.N-oneminus, what correlation does zucchet.h2.",
      "The recurrence is printed without the i in front of theta: lru.gamma-printed.",
    ],
    check: Check(CorrelatedMode.complex.with { $0.ratio = 0 }) { try isNormalized($0, $1) },
    falsifiers: [
      Falsifier(
        "an autoregressive input", dropping: "white", Check(CorrelatedMode.correlated) { try isNormalized($0, $1) }),
      Falsifier(
        "after 4 steps", dropping: "stationarity",
        Check(CorrelatedMode.correlated.with { $0.ratio = 0 }) { mode, precision in
          Evidence(
            "gamma^2 E|x_4|^2 = E|B u|^2",
            mode.pair.productComplement.real * (try mode.recurrences.moments(after: 4)[1, 1].real), equals: 1,
            at: mode.values)
        }),
    ],
    quoted: { precision in
      let nines = Rational(99, 100)
      return [
        Evidence(
          "gamma^2 E|x|^2 at lambda = rho = 99/100",
          GeometricAutocorrelation(ratio: nines).normalizedSecondMoment(EigenvaluePair(squareOf: nines)),
          isQuotedAs: "99.5")
      ]
    })

  private static func isNormalized(_ mode: CorrelatedMode, _ precision: Precision) throws -> Evidence {
    Evidence(
      "gamma^2 E|x|^2 of the recurrence = E|B u|^2",
      mode.pair.productComplement.real * (try mode.recurrences.stationaryMoments()[1, 1].real), equals: 1,
      at: mode.values)
  }

  /// The variance at finite times, and the largest gain.
  static let finiteVariance = Claim(
    "lru.T-gamma",
    title:
      "From rest the variance is ||B_n||^2 (1 - |lambda|^(2(t+1))); colored inputs gain up to sqrt((1 + |l|)/(1 - "
      + "|l|))",
    statement: """
      x_t = lambda x_(t-1) + gamma (B u)_t with a white input of covariance I and x_(-1) = 0 has E|x_(n,t)|^2 = \
      ||B_n||^2 (1 - |lambda_n|^(2(t+1))) for B_n the n-th row of B. The gain gamma/|1 - lambda e^(-i omega)| of a \
      sinusoid is at most sqrt((1 + |lambda|)/(1 - |lambda|)), attained at resonance.
      """,
    source: paper("the proposition on normalization (number recalled)", .recalled),
    hypotheses: [
      Hypothesis("white", "u is white with covariance I"),
      Hypothesis("zero state", "x_(-1) = 0"),
      Hypothesis("|lambda| < 1", "the mode is stable"),
    ],
    method: .exact,
    notes: [
      "The variance is the energy of the kernels of the diagonal model, (1 - |lambda|^2) sum_l |B_n lambda^l|^2, "
        + "summed in complex rational numbers; the limit of large t is lru.gamma.",
      "Frequencies with rational cosines and sines (3 + 4 i)/5 and their like make the gain exact as well: its square "
        + "is compared.",
    ],
    effort: 0.5,
    check: .all(
      Check(Rest.any) { rest, precision in
        Evidence(
          "E|x_t|^2 from rest = ||B||^2 (1 - |lambda|^(2(t+1)))", rest.energy,
          equals: rest.squaredNorm * (1 - Rational.pow(rest.eigenvalue.squaredMagnitude, rest.steps + 1)),
          at: rest.values)
      },
      Check(Sinusoid.any) { isBounded($0, $1) }),
    falsifiers: [
      Falsifier(
        "an autoregressive input", dropping: "white",
        Check(CorrelatedMode.correlated) { mode, precision in
          Evidence(
            "E|x_3|^2 from rest = 1 - |lambda|^8",
            mode.pair.productComplement.real * (try mode.recurrences.moments(after: 4)[1, 1].real),
            equals: 1 - Rational.pow(mode.eigenvalue.squaredMagnitude, 4), at: mode.values)
        }),
      Falsifier(
        "a state that has been running", dropping: "zero state",
        Check(CorrelatedMode.correlated.with { $0.ratio = 0 }) { mode, precision in
          Evidence(
            "E|x_3|^2 in the stationary state = 1 - |lambda|^8",
            mode.pair.productComplement.real * (try mode.recurrences.stationaryMoments()[1, 1].real),
            equals: 1 - Rational.pow(mode.eigenvalue.squaredMagnitude, 4), at: mode.values)
        }),
      Falsifier(
        "an unstable mode under its own frequency", dropping: "|lambda| < 1",
        Check(Sinusoid.any.with { $0.radius = 1 / $0.radius }) { isBounded($0, $1) }),
      Falsifier("99/100 of the gain", Check(Sinusoid.any) { isBounded($0, share: Rational(99, 100), $1) }),
    ],
    figures: [varianceFigure])

  private static func isBounded(_ wave: Sinusoid, share: Rational = 1, _ precision: Precision) -> Evidence {
    let bound = (1 + wave.radius) / (1 - wave.radius)
    return Evidence(
      "gain^2 <= \(share == 1 ? "" : "(\(share)) ")(1 + |lambda|)/(1 - |lambda|)", wave.squaredGain,
      atMost: share * bound, at: wave.values)
  }

  /// A mode with some inputs, from rest.
  private struct Rest: Sendable {
    let eigenvalue: Complex<Rational>
    let row: [Complex<Rational>]
    let steps: Int

    static let any = Generator { draw in
      let entry = Generator<Complex<Rational>> { draw in
        Complex(
          try draw(Generator<Rational>.rational(in: -2...2, denominator: 2)),
          try draw(Generator<Rational>.rational(in: -2...2, denominator: 2)))
      }
      return Rest(
        eigenvalue: try draw(.discPoint()), row: try draw(.array(of: entry, count: 1...3)),
        steps: try draw(.integer(in: 0...8)))
    }

    var squaredNorm: Rational { row.reduce(0) { $0 + $1.squaredMagnitude } }

    /// gamma^2 sum over inputs and lags of |K_l|^2.
    var energy: Rational {
      typealias Gaussian = Complex<Rational>
      let model = DiagonalModel<Gaussian>(
        transition: Gaussian.Vector([eigenvalue], in: Intrinsic()),
        inputColumns: row.map { Gaussian.Vector([$0], in: Intrinsic()) },
        outputRows: [Gaussian.Vector([Gaussian(1)], in: Intrinsic())])
      let kernels = row.indices.map { model.convolutionKernel(length: steps + 1, fromInput: $0) }
      let energy = kernels.joined().reduce(Rational(0)) { $0 + $1.squaredMagnitude }
      return EigenvaluePair(conjugatesOf: eigenvalue).productComplement.real * energy
    }

    var values: [NamedValue] {
      [NamedValue("lambda", eigenvalue), NamedValue("B", row), NamedValue("t", steps)]
    }
  }

  /// A mode with the eigenvalue r and a sinusoid e^(i omega t): only the difference of their phases counts.
  private struct Sinusoid: Sendable {
    /// |lambda|.
    var radius: Rational
    /// e^(-i (omega - arg lambda)), a rational point of the circle.
    let phase: [Rational]

    static let any = Generator { draw in
      let denominator = try draw(.integer(in: 2...32))
      return Sinusoid(
        radius: Rational(try draw(.integer(in: 1...denominator - 1)), denominator),
        phase: try draw(.oneOf(.always([1, 0]), .unitVector(count: 2))))
    }

    /// |1 - |lambda|^2|/|1 - |lambda| phase|^2.
    var squaredGain: Rational {
      let lambda = Complex(radius * phase[0], radius * phase[1])
      return (1 - radius * radius).magnitude / (Complex<Rational>(1) - lambda).squaredMagnitude
    }

    var values: [NamedValue] { [NamedValue("|lambda|", radius), NamedValue("e^(-i omega)", phase)] }
  }
}
