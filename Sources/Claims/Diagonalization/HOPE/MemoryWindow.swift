import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HankelClaims {
  /// How far HOPE remembers.
  static let memoryWindow = Claim(
    "hope.M1-memory",
    title: "HOPE's memory is flat and ends at n in discrete time, not in continuous time",
    statement: """
      The impulse response of HOPE does not decay before t = n and is 0 after: |y_t| = |h_t| for t < n, 0 for t >= n; read in \
      continuous time, the root mean square of y(t) over independent h_k stays above half of that at t = 1 up to t = n.
      """,
    source: hope("equations (8) and (10), experiment II, figure 5"),
    hypotheses: [
      Hypothesis("discrete time", "discrete time with D = 1, where z^-1 is a delay: the condition that is missing")
    ],
    method: .certified,
    notes: [
      "In continuous time z^-k = ((1 - s)/(1 + s))^k has the impulse response (-1)^(k+1) 2 e^-t L_(k-1)^(1)(2t), whose mean square "
        + "falls like (n/t)^(3/2) and ends at the turning point t = 2n of the last Laguerre polynomial.",
      "That response is compared with the all-pass chain itself, exactly: transfer function at rational s, and the first "
        + "derivatives at t = 0.",
    ],
    effort: 0.4,
    check: .all(
      Check(Memory.generator) { memory, _ in memory.inDiscreteTime },
      Check(Moment.generator(upTo: 1)) { $0.staysAbove($1) }),
    correction: Correction(
      """
      In discrete time as stated. In continuous time the root mean square is that of a power law, within 0.9 and 1.5 of \
      (2/sqrt(3 pi)) (n/(2t))^(3/4) for 1 <= t <= n, n >= 4, and at most 2^(-n/2) for t >= 3n.
      """,
      .all(
        Check(Memory.generator) { memory, _ in memory.inDiscreteTime },
        Check(Memory.generator) { memory, _ in try memory.asChain },
        Check(Moment.generator(upTo: 1)) { $0.followsPowerLaw($1) },
        Check(Moment.generator(upTo: 1)) { $0.isOverAfterwards($1) })),
    falsifiers: [
      Falsifier(
        "continuous time, t = n", dropping: "discrete time",
        Check(Moment.generator(upTo: 1).with { $0.time = Rational($0.order) }) { $0.staysAbove($1) }),
      Falsifier("a response that ends at n - 1", Check(Memory.generator) { memory, _ in memory.endsEarly }),
    ],
    quoted: { precision in
      let table = [
        (1, "8.91"), (2, "5.34"), (4, "3.15"), (8, "1.94"), (16, "1.19"), (32, "0.749"), (64, "0.461"), (120, "0.223"),
        (140, "0.0044"),
      ]
      return table.map { t, digits in
        Evidence(
          "root mean square of y(\(t)), n = 64",
          HankelParameterization<Ball>.rootMeanSquareResponse(order: 64, at: Ball(t, in: Precision(bits: 512))),
          isQuotedAs: digits)
      }
    },
    figures: [
      FigureRecipe("hope-memory") { _ in
        let precision = Precision(bits: 512)
        let times = (0...180).map { Rational.pow(Rational(21, 20), $0 - 40) }.filter { $0 < 200 }
        func column(_ name: String, _ style: FigureData.Column.Style = .line, _ value: (Ball) -> Ball)
          -> FigureData.Column
        {
          FigureData.Column(name, times.map { value(Ball($0, in: precision)) }, style: style)
        }
        return FigureData(
          "hope-memory", title: "HOPE in continuous time, n = 64: memory of random Markov parameters",
          caption: """
            The root mean square over independent h_k of variance 1 of the impulse response of sum_(k < 64) h_k z^(-k-1), \
            z = (1 + s)/(1 - s), enclosed; its power law (n/t)^(3/4), the cut-off at t = 2n, and e^(-t/2), S4D-LegS's decay.
            """,
          xLabel: "t", yLabel: "root mean square of y(t)", logX: true, logY: true, yRange: 1e-4...100,
          x: FigureData.Column("t", times.map { Ball($0, in: precision) }),
          curves: [
            column("HOPE") { HankelParameterization<Ball>.rootMeanSquareResponse(order: 64, at: $0) },
            column("power law", .dashedLine) { HankelParameterization<Ball>.powerLawResponse(order: 64, at: $0) },
            column("e^(-t/2)") { Ball.exp(-$0 / 2) },
          ],
          guides: [
            FigureData.Guide(.vertical, 64, label: "n"), FigureData.Guide(.vertical, 128, label: "2n"),
          ])
      }
    ])

  private struct Memory: Sendable {
    let parameters: [Rational]
    let s: Rational

    static let generator = Generator { draw in
      Memory(
        parameters: try draw(.array(of: SystemInstance.number, count: 1...6)),
        s: try draw(.rational(above: 0, upTo: 3, denominator: 4)))
    }

    private var hope: HankelParameterization<Rational> { HankelParameterization(parameters, in: Intrinsic()) }
    private var values: [NamedValue] { [NamedValue("h", parameters), NamedValue("s", s)] }

    /// Also of the shift register that it stands for.
    var inDiscreteTime: Evidence {
      let n = parameters.count
      let register = hope.shiftRegister.markovParameters(2 * n).map { $0[0, 0] }
      return Evidence("y_t = h_t, t < n, then 0", register, equal: hope.impulseResponse(2 * n), at: values)
    }

    var endsEarly: Evidence {
      let n = parameters.count
      return Evidence("y_(n-1) = 0", hope.shiftRegister.markovParameters(n)[n - 1][0, 0], equals: 0, at: values)
    }

    /// The chain of all-pass stages against z^-n and against the derivatives of the Laguerre form at t = 0.
    var asChain: [Evidence] {
      get throws {
        let n = parameters.count
        let chain: LinearSystem<Rational> = allPassChain(n, in: Intrinsic())
        let z = (1 + s) / (1 - s)
        var evidence: [Evidence] = []
        if s != 1 {
          evidence.append(
            Evidence(
              "the chain at s = z^-n, z = (1 + s)/(1 - s)", try chain.transferFunction(at: s)[0, 0],
              equals: Rational.pow(z, -n), at: values))
        }
        let derivatives = HankelParameterization<Rational>.laguerreDerivatives(stages: n, count: 8)
        evidence.append(
          Evidence(
            "C A^j B = the derivatives of (-1)^(n+1) 2 e^-t L(2t) at 0", chain.markovParameters(8).map { $0[0, 0] },
            equal: derivatives, at: values))
        return evidence
      }
    }
  }

  /// A time in units that n sets.
  private struct Moment: Sendable {
    let order: Int
    var time: Rational

    /// 1 <= t <= share n.
    static func generator(upTo share: Int) -> Generator<Moment> {
      Generator { draw in
        let n = draw.integer(in: 4...64)
        return Moment(order: n, time: 1 + Rational(share * n - 1) * (try draw(.rational(in: 0...1, denominator: 16))))
      }
    }

    private var values: [NamedValue] { [NamedValue("n", order), NamedValue("t", time)] }

    /// At a precision that survives the cancellation of the recurrence beyond its turning point.
    private func rootMeanSquare(_ time: Rational, _ precision: Precision) -> Ball {
      let work = Precision(bits: precision.bits + 8 * order)
      return HankelParameterization<Ball>.rootMeanSquareResponse(order: order, at: Ball(time, in: work))
    }

    func staysAbove(_ precision: Precision) -> Evidence {
      Evidence(
        "(rms of y(1))/2 <= rms of y(t), t <= n", rootMeanSquare(1, precision) / 2,
        atMost: rootMeanSquare(time, precision),
        at: values)
    }

    func followsPowerLaw(_ precision: Precision) -> [Evidence] {
      let value = rootMeanSquare(time, precision)
      let law = HankelParameterization<Ball>.powerLawResponse(order: order, at: Ball(time, in: value.context))
      func number(_ p: Int, _ q: Int) -> Ball { Ball(Rational(p, q), in: value.context) }
      return [
        Evidence("rms of y(t) <= 3/2 (2/sqrt(3 pi)) (n/(2t))^(3/4)", value, atMost: number(3, 2) * law, at: values),
        Evidence("9/10 (2/sqrt(3 pi)) (n/(2t))^(3/4) <= rms of y(t)", number(9, 10) * law, atMost: value, at: values),
      ]
    }

    /// At 2n + t.
    func isOverAfterwards(_ precision: Precision) -> Evidence {
      let late = Rational(3 * order) + time - 1
      let value = rootMeanSquare(late, precision)
      return Evidence(
        "rms of y(t) <= 2^(-n/2), t >= 3n", value,
        atMost: Ball.sqrt(Ball.pow(Ball(2, in: value.context), -order)),
        at: [NamedValue("n", order), NamedValue("t", late)])
    }
  }
}
