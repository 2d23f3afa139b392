import Arithmetic
import Definitions
import PropertyTesting

extension NormalizedRecurrences {
  /// How the sLSTM's and the mLSTM's exponential gates grow.
  static let normalizerGrowth = Claim(
    "slstm.N-growth",
    title: "An exponential forget gate overflows the plain normalizer after about (88.7 - i)/log f steps",
    statement: """
      Let i and g = log f be constant. Without a stabilizer n_t = e^i (e^(tg) - 1)/(e^g - 1), and in floats it is \
      infinite from the first t on at which n_t exceeds the largest number, up to the rounding errors of t steps; at \
      once for i > 88.7 in binary32 and i > 11.1 in binary16. With the stabilizer 1 <= n_t <= t for an empty cell and \
      any gates, m_t grows by g a step where g > 0 and is at most max i_s where all g <= 0. With f = 1 and constant i \
      the stabilized n_t of a format with p bits stays at 2^p from t = 2^p on: 256 in bfloat16, 2048 in binary16.
      """,
    source: Source("derived here, about xLSTM", arXiv: "2405.04517", "equations (8) to (17)", .derived),
    hypotheses: [
      Hypothesis("stabilizer", "m is carried for the bounds of n_t"),
      Hypothesis("empty cell", "n_0 = 0", untested: "otherwise n_0 e^-m is added"),
    ],
    method: .certified,
    notes: [
      "The same holds for the mLSTM, whose normalizer is the sum of k_s with these weights: |n_t| <= t max |k_s| where "
        + "it is stabilized, and what overflows at once or after so many steps where it is not.",
      "With sigmoid forget gates nothing overflows because of the length: n_t <= e^(max i)/(1 - max f).",
    ],
    effort: 0.25,
    check: .all(
      Check(GateRun.overflowing) { $0.overflows($1) },
      Check(GateRun.integers) { run, _ in run.isStabilized() },
      Check(Generator<FloatFormat>.element(of: [.bfloat16, .binary16])) { format, _ in stagnates(format) }),
    falsifiers: [
      Falsifier(
        "no stabilizer", dropping: "stabilizer",
        Check(GateRun.integers) { run, _ in run.isStabilized(by: false) }),
      Falsifier(
        "a range of half the exponents", Check(GateRun.overflowing) { $0.overflows($1, exponentShare: 2) }),
    ],
    quoted: { precision in
      [
        Evidence("log of binary32's largest number", logLargest(.binary32, precision), isQuotedAs: "88.72"),
        Evidence("log of binary16's largest number", logLargest(.binary16, precision), isQuotedAs: "11.09"),
      ]
    },
    figures: [growthFigure])

  static func logLargest(_ format: FloatFormat, _ precision: Precision) -> Ball {
    Ball.log(Ball(format.largestFinite.rounded(to: precision)))
  }

  /// n_t with f = 1 and constant i after 2^p + 8 steps.
  private static func stagnates(_ format: FloatFormat) -> [Evidence] {
    let limit = 1 << format.significandBits
    func number(_ x: Int) -> RoundedFloat { RoundedFloat(x, in: format) }
    var memory = ScalarLSTM(
      ScalarLSTM.State(output: [number(0)], cell: [number(0)], normalizer: [number(0)], stabilizer: [number(0)]),
      isFresh: [true])
    for _ in 0..<limit + 8 {
      memory.advance(0, input: number(1), logForget: number(0), value: number(1), gate: number(1))
    }
    return [
      Evidence(
        "n_t = 2^p for t = 2^p + 8", Rational(exactly: memory.state.normalizer[0].value), equals: Rational(limit),
        at: [NamedValue("format", format)])
    ]
  }

  private static let growthFigure = FigureRecipe("stabilizer-growth") { precision in
    let times = grid(from: 1, to: 2048, count: 66, logarithmic: true).map { Int($0.rounded()) }
    let steps = times.enumerated().filter { $0.offset == 0 || times[$0.offset - 1] < $0.element }.map(\.element)
    func plain(_ name: String, input: Int, logForget: Rational) -> FigureData.Column {
      FigureData.Column(
        name,
        steps.map { t in
          let n = GateSums.normalizer(
            input: Ball(input, in: precision), logForget: Ball(logForget, in: precision), isOne: logForget.isZero,
            steps: t)
          return Ball.log(n) / Ball.log(Ball(10, in: precision))
        })
    }
    func largest(_ format: FloatFormat) -> Double {
      (logLargest(format, precision) / Ball.log(Ball(10, in: precision))).approximation
    }
    return FigureData(
      "stabilizer-growth", title: "The sLSTM's normalizer without a stabilizer",
      caption: """
        log10 of n_t = e^i (e^(tg) - 1)/(e^g - 1) with constant gates, i = 1 and g = log f: with an exponential forget \
        gate, g > 0, it leaves binary16 and binary32 after some tens to thousands of steps; with g <= 0 it does not. \
        The stabilized normalizer is between 1 and t, and all that grows is m_t, by g a step. Values are enclosed.
        """,
      xLabel: "t", yLabel: "log10 n_t", logX: true, yRange: 0...60,
      x: FigureData.Column("t", steps.map(Double.init)),
      curves: [
        plain("log f = 1", input: 1, logForget: 1), plain("log f = 1/4", input: 1, logForget: Rational(1, 4)),
        plain("log f = 1/16", input: 1, logForget: Rational(1, 16)), plain("log f = 0", input: 1, logForget: 0),
        plain("log f = -1/16", input: 1, logForget: Rational(-1, 16)),
      ],
      guides: [
        FigureData.Guide(.horizontal, largest(.binary16), label: "binary16"),
        FigureData.Guide(.horizontal, largest(.binary32), label: "binary32 and bfloat16"),
      ])
  }
}

/// A cell of an sLSTM with constant gates, or with integer ones.
private struct GateRun: Sendable {
  var format = FloatFormat.binary32
  let inputs: [Rational]
  let logForgets: [Rational]

  /// Constant gates, given once, with which the plain normalizer overflows after some steps.
  static let overflowing = Generator { draw in
    let format = try draw(.element(of: [FloatFormat.binary32, .binary16]))
    return GateRun(
      format: format, inputs: [Rational(try draw(.integer(in: format == .binary32 ? -160...352 : -40...40)), 4)],
      logForgets: [Rational(try draw(.integer(in: 4...64)), 16)])
  }

  /// Integer gates.
  static let integers = Generator { draw in
    let count = draw.integer(in: 1...8)
    return GateRun(
      inputs: try draw(.array(of: .whole(-4...4), count: count)),
      logForgets: try draw(.array(of: .whole(-3...2), count: count)))
  }

  var values: [NamedValue] { [NamedValue("i", inputs), NamedValue("log f", logForgets)] }

  private func cell<A: RealElementaryArithmetic>(_ isStabilized: Bool, in context: A.Context) -> ScalarLSTM<A> {
    let zeros = [A(0, in: context)]
    return ScalarLSTM(
      ScalarLSTM.State(output: zeros, cell: zeros, normalizer: zeros, stabilizer: zeros), isFresh: [true],
      isStabilized: isStabilized)
  }

  /// The first step with an infinite normalizer, in floats and by the formula.
  func overflows(_ precision: Precision, exponentShare: Int = 1) -> [Evidence] {
    let (i, g) = (RoundedFloat(inputs[0], in: format), RoundedFloat(logForgets[0], in: format))
    var cell: ScalarLSTM<RoundedFloat> = cell(false, in: format)
    var steps = 0
    repeat {
      cell.advance(0, input: i, logForget: g, value: RoundedFloat(0, in: format), gate: RoundedFloat(1, in: format))
      steps += 1
    } while cell.state.normalizer[0].isFinite && steps < 2000
    func exact(_ count: Int) -> Ball {
      count == 0
        ? Ball(0, in: precision)
        : GateSums.normalizer(
          input: Ball(i.value, in: precision), logForget: Ball(g.value, in: precision), isOne: false, steps: count)
    }
    // Three roundings a step, two of them of the gates, and the midpoint beyond the largest number.
    let slack = Ball.pow(1 + Ball(format.unitRoundoff, in: precision), 3 * steps + 3)
    let range = Ball(Rational.pow(2, (format.maximumExponent + 1) / exponentShare), in: precision)
    let least = range * (1 - Ball(format.unitRoundoff, in: precision))
    let place = values + [NamedValue("format", format), NamedValue("T", steps)]
    return [
      Evidence("largest number/(1 + u)^(3T + 3) <= n_T", least / slack, atMost: exact(steps), at: place),
      Evidence("n_(T - 1) <= largest number (1 + u)^(3T + 3)", exact(steps - 1), atMost: range * slack, at: place),
    ]
  }

  /// 1 <= n_t <= t, and how m grows.
  func isStabilized(by isStabilized: Bool = true) -> [Evidence] {
    var cell: ScalarLSTM<Exact> = cell(isStabilized, in: Intrinsic())
    for t in inputs.indices {
      cell.advance(0, input: Exact(inputs[t]), logForget: Exact(logForgets[t]), value: 0, gate: 1)
    }
    let (n, m) = (cell.state.normalizer[0].rational, cell.state.stabilizer[0].rational)
    let largest = inputs.dropFirst().reduce(inputs[0]) { max($0, $1) }
    let growth = logForgets.dropFirst().reduce(Rational(0)) { $0 + max($1, 0) }
    return [
      Evidence("1 <= n_t", Rational(1), atMost: n, at: values),
      Evidence("n_t <= t", n, atMost: Rational(inputs.count), at: values),
      Evidence("m_t - sum of max(log f, 0) <= max i_s", Exact(m - growth), atMost: Exact(largest), at: values),
    ]
  }
}
