import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PerturbThenDiagonalize {
  /// Where the spikes are, how high, how wide.
  static let spikes = Claim(
    "ptd.F1-spikes",
    title: "The spikes of the diagonal system: n^2/((2m+1) pi), heights 2/((2m+1) pi), half width 1/2",
    statement: """
      On the axis |G_D| has spikes at w = y_m, m = 0, 1, ...: 0 < y_m - n^2/((2m+1) pi) + (2m+1) pi/6 < (2m+1)^3/n^2. \
      For C = e_0 and m <= n/8 their height is 2/((2m+1) pi) to within a factor 1 + 7 (2m+1)^2/n^2, and at y_m - 1/2 \
      and y_m + 1/2 the modulus has fallen by sqrt 2 to within (2m+1)^3/n^2.
      """,
    source: derived("Figure 1 and the end of section 3.1"),
    hypotheses: [
      Hypothesis("low index", "m <= n/8 for heights and widths: m is fixed as n grows"),
      Hypothesis("C = e_0", "another C multiplies the heights by |C B| in the limit"),
    ],
    method: .certified,
    notes: [
      "Quoted by reviews: the last spike is at Theta(n^2), with a height that does not depend on n. The constants are "
        + "derived, the rates of this statement seen numerically and certified for the instances drawn.",
      "The four heights of the catalogue for n = 1024 are those of |G_D - G|, smaller than |G_D| by the factor |phi|.",
      "A grid of spacing 2 can miss a spike altogether (second falsifier): the curves of Figure 1 differ in height by "
        + "that.",
    ],
    effort: 0.3,
    check: .all(
      Check(Spike.any) { try $0.isPlaced($1) }, Check(Spike.low) { try $0.isHigh($1) + $0.isWide($1) }),
    falsifiers: [
      Falsifier("the smallest frequencies", dropping: "low index", Check(Spike.last) { try $0.isHigh($1) }),
      Falsifier("a frequency 1 off", Check(Spike.low.with { $0.offset = 1 }) { try $0.isHigh($1) }),
      Falsifier("C = e_1", dropping: "C = e_0", Check(Spike.low.with { $0.row = 1 }) { try $0.isHigh($1) }),
    ],
    quoted: { precision in
      var evidence: [Evidence] = []
      for (n, digits) in [(10, "31.3133"), (100, "3182.5753"), (1000, "318309.3626"), (10000, "31830988.0948")] {
        let y = try LegSNormalSpectrum(order: n).frequency(0, precision: precision)
        evidence.append(Evidence("y_0 for n = \(n)", y, isQuotedAs: digits))
      }
      let heights = [
        ("0.636620", "0.636623"), ("0.212208", "0.212217"), ("0.127326", "0.127341"), ("0.090949", "0.090970"),
      ]
      for (m, digits) in heights.enumerated() {
        let spike = Spike(order: 1024, index: m)
        let deviation = LegS(order: 1024).diagonalDeviation(frequencies: try spike.frequency(precision))
        evidence.append(Evidence("|G_D - G| at spike \(m), n = 1024", deviation, isQuotedAs: digits.0))
        evidence.append(Evidence("|G_D| at spike \(m), n = 1024", try spike.height(precision), isQuotedAs: digits.1))
      }
      evidence.append(
        Evidence(
          "height of spike 0 for n = 10000", try Spike(order: 10_000, index: 0).height(precision),
          isQuotedAs: "0.6366198"))
      return evidence
    },
    figures: [spikesFigure])

  /// The frequency of the robustness experiment.
  static let robustFrequency = Claim(
    "ptd.E1-robust-frequency",
    title: "The noise of the robustness experiment, cos(325.4 t), sits on the last spike of n = 32",
    statement: """
      y_0(32) = 325.426 is within half a width, 1/2, of 325.4. At w = y_0(n) the diagonal system amplifies more than \
      the DPLR one by 1/|1 + phi(i w)| = 1/(1 - w/sqrt(w^2 + n^2)) to within a factor 1 + 5/(4 n^4): 208.3 for n = 32.
      """,
    source: Source(
      "Yu, Nigmetov, Morozov, Mahoney & Erichson, Robustifying State-space Models (code: robustness.py)",
      arXiv: "2310.01698", "section 5.2, Figure 3", .code),
    hypotheses: [
      Hypothesis("at the spike", "the frequency is y_0"),
      Hypothesis(
        "untrained", "A is as initialized and the step is known: the wave is sampled with the channel's own step",
        untested: "a property of the experiment, not of the system"),
    ],
    method: .certified,
    notes: [
      "325.4 is read in the authors' code; that it is y_0(32) is derived. The quotient is not exactly 1/(1 - rho): "
        + "phi(i y_0) is not exactly negative. 208.33896 against 208.33920 for n = 32; at 325.4 itself 208.03.",
      "With steps log-uniform in [1e-3, 1e-1], the wave is aliased in the 50.8% of channels whose step exceeds "
        + "pi/325.4.",
    ],
    effort: 0.2,
    check: Check(Spike.atLast) { try [$0.hasGain($1)] },
    falsifiers: [
      Falsifier(
        "a frequency 5 higher", dropping: "at the spike",
        Check(Spike.atLast.with { $0.offset = 5 }) { try [$0.hasGain($1)] })
    ],
    quoted: { precision in
      let legS = LegS(order: 32)
      let y = try LegSNormalSpectrum(order: 32).frequency(0, precision: precision)
      let printed = Ball(Rational(3254, 10), in: precision)
      func gain(_ w: Ball) -> Ball { 1 / Ball.sqrt(legS.squaredDistanceFromPole(frequency: w)) }
      let share =
        Ball.log(Ball(Rational(1, 10), in: precision) * printed / Ball.pi(in: precision))
        / Ball.log(Ball(100, in: precision))
      return [
        Evidence("y_0(32)", y, isQuotedAs: "325.426316"),
        Evidence("|y_0(32) - 325.4| < 1/2", (y - printed).magnitude, lessThan: Ball(Rational(1, 2), in: precision)),
        Evidence("the gain at y_0(32)", gain(y), isQuotedAs: "208.3"),
        Evidence("the gain at 325.4", gain(printed), isQuotedAs: "208.0"),
        Evidence(
          "ten times the gain 5 higher <= the gain at y_0, within 2%", gain(y + 5) * 10,
          atMost: gain(y) * Ball(1.02, in: precision)),
        Evidence("the share of aliased channels", share, isQuotedAs: "0.508"),
      ]
    },
    figures: [robustFigure])

  /// What can be said of Figure 2 without training.
  static let synthetic = Claim(
    "ptd.F2-synthetic",
    title: "A surrogate of Figure 2: between s = 80 and 100 the diagonal system has spikes, a perturbed one has not",
    statement: """
      Surrogate, without training: for n = 50 ... 80 some y_m lies in [80, 100], where |G_D - G| >= (9/10) 2/((2m+1) \
      pi), C = e_0; a perturbed system with ||E|| <= 1/100 stays within 2 eps/(1 - 2 eps) = 1/49 of G, which is less.
      """,
    source: paper("Figure 2, section 3.4 (a surrogate)"),
    hypotheses: [
      Hypothesis("diagonal", "the system is (N, B/2), not one perturbed by at most 1/100")
    ],
    method: .certified,
    notes: [
      "The figure is about trained models that extrapolate to s > 80; it cannot be redone without training, and the "
        + "number of states is not known. This says only which of the initial systems have anything to see there."
    ],
    effort: 0.2,
    check: Check(Spike.inBand) { try $0.isInBand($1) },
    falsifiers: [
      Falsifier(
        "A + E, E = (e_0 e_0^T)/100", dropping: "diagonal",
        Check(Spike.inBand.with { $0.isPerturbed = true }) { try $0.isInBand($1) })
    ])

  /// A spike: m, and by how much the frequency is off.
  private struct Spike: Sendable {
    let order: Int
    let index: Int
    var offset: Rational = 0
    /// C = e_row.
    var row = 0
    var isPerturbed = false

    init(order: Int, index: Int) { (self.order, self.index) = (order, index) }

    static let any = Generator { draw in
      let n = draw.integer(in: 2...120)
      return Spike(order: n, index: draw.integer(in: 0...n / 2 - 1))
    }
    static let low = Generator { draw in
      let n = draw.integer(in: 8...120)
      return Spike(order: n, index: draw.integer(in: 0...n / 8))
    }
    static let last = Generator { draw in
      let n = draw.integer(in: 16...60)
      return Spike(order: n, index: n / 2 - 1)
    }
    static let atLast = Generator { draw in Spike(order: draw.integer(in: 4...64), index: 0) }
    static let inBand = Generator { draw in
      let n = draw.integer(in: 50...80)
      // The m whose y_m is nearest to 90.
      func distance(_ m: Int) -> Double {
        let angle = Double(2 * m + 1) * 3.14159
        return abs(Double(n * n) / angle - angle / 6 - 90)
      }
      return Spike(order: n, index: (0..<n / 4).min { distance($0) < distance($1) } ?? 0)
    }

    private var legS: LegS { LegS(order: order) }
    private var odd: Int { 2 * index + 1 }
    var values: [NamedValue] { [NamedValue("n", order), NamedValue("m", index)] }

    func frequency(_ precision: Precision) throws -> Ball {
      try LegSNormalSpectrum(order: order).frequency(index, precision: precision) + Ball(offset, in: precision)
    }

    /// |G_D(i w)| for C = e_row.
    func modulus(_ w: Ball) -> Ball {
      let precision = w.context
      let size = Ball.sqrt(legS.squaredDistanceFromPole(frequency: w))
      guard row > 0 else { return 1 / (Ball.sqrt(1 + w * w) * size) }
      let state = LegS(order: row + 1).twinState(at: Disc(Ball(0, in: precision), w))[row]
      return state.magnitude * Ball.sqrt(Ball(2 * row + 1, in: precision)) / size
    }

    func height(_ precision: Precision) throws -> Ball { modulus(try frequency(precision)) }

    private func limit(_ precision: Precision) -> Ball { 2 / (Ball(odd, in: precision) * Ball.pi(in: precision)) }

    func isPlaced(_ precision: Precision) throws -> [Evidence] {
      let n = order
      let first = Ball(n * n, in: precision) / (Ball(odd, in: precision) * Ball.pi(in: precision))
      let gap = try frequency(precision) - first + Ball(odd, in: precision) * Ball.pi(in: precision) / 6
      return [
        Evidence("n^2/((2m+1) pi) - (2m+1) pi/6 < y_m", Ball(0, in: precision), lessThan: gap, at: values),
        Evidence(
          "y_m - n^2/((2m+1) pi) + (2m+1) pi/6 <= (2m+1)^3/n^2", gap,
          atMost: Ball(Rational(odd * odd * odd, n * n), in: precision), at: values),
      ]
    }

    func isHigh(_ precision: Precision) throws -> [Evidence] {
      let (height, limit) = (try height(precision), limit(precision))
      return [
        Evidence("2/((2m+1) pi) <= |G_D(i y_m)|", limit, atMost: height, at: values),
        Evidence(
          "|G_D(i y_m)| <= 2/((2m+1) pi) (1 + 7 (2m+1)^2/n^2)", height,
          atMost: limit * Ball(1 + Rational(7 * odd * odd, order * order), in: precision), at: values),
      ]
    }

    func isWide(_ precision: Precision) throws -> [Evidence] {
      let y = try frequency(precision)
      let half = Ball(Rational(1, 2), in: precision)
      return [-half, half].map { step in
        Evidence(
          "the modulus at y_m -+ 1/2 over the height, less 1/sqrt 2",
          (modulus(y + step) / modulus(y) - Ball.sqrt(half)).magnitude,
          atMost: Ball(Rational(odd * odd * odd, order * order), in: precision), at: values)
      }
    }

    /// The quotient of |G_D| and |G| against 1/(1 - rho).
    func hasGain(_ precision: Precision) throws -> Evidence {
      let w = try frequency(precision)
      let rho = Ball.sqrt(legS.squaredBlaschkeModulus(squaredFrequency: w * w))
      let quotient = Ball.sqrt(legS.squaredDistanceFromPole(frequency: w)) / (1 - rho)
      return Evidence(
        "|1 + phi|/(1 - rho) <= 1 + 5/(4 n^4)", quotient,
        atMost: Ball(1 + Rational(5, 4 * order * order * order * order), in: precision), at: values)
    }

    func isInBand(_ precision: Precision) throws -> [Evidence] {
      let y = try frequency(precision)
      let unit = (0..<order).map { Disc($0 == 0 ? 1 : 0, in: precision) }
      let s = Disc(Ball(0, in: precision), y)
      // The input is B, the output C = e_0.
      let perturbed = legS.rankOneDeviation(
        at: s, size: Disc(Rational(1, 100), in: precision), unit, unit, input: legS.scale(in: precision), output: unit)
      let deviation = isPerturbed ? perturbed.magnitude : legS.diagonalDeviation(frequencies: y)
      let bound = Ball(Rational(1, 49), in: precision)
      return [
        Evidence("80 <= y_m", Ball(80, in: precision), atMost: y, at: values),
        Evidence("y_m <= 100", y, atMost: Ball(100, in: precision), at: values),
        Evidence(
          "(9/10) 2/((2m+1) pi) <= |G_D - G|(i y_m)", limit(precision) * Ball(Rational(9, 10), in: precision),
          atMost: deviation,
          at: values),
        Evidence("1/49 < |G_D - G|(i y_m)", bound, lessThan: deviation, at: values),
        Evidence("|G_P - G|(i y_m) <= 2 eps/(1 - 2 eps) = 1/49", perturbed.magnitude, atMost: bound, at: values),
      ]
    }
  }
}
