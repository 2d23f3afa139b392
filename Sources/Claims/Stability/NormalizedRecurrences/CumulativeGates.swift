import Arithmetic
import Definitions
import PropertyTesting

extension NormalizedRecurrences {
  /// Cumulative gates in binary32.
  static let cumulativeGates = Claim(
    "fox.N-cumsum",
    title: "One cumulative sum of all gates costs forgetting attention u |F_t| in every logit",
    statement: """
      With F summed one after another in binary32, F_t - F_s as computed is off by at most (t - s + 1) u |F_t|, for s \
      < t; with a constant gate log f = -1/3, rounded, it is off by at least u |F_(t-1)|/4 already for s = t - 1, \
      |F_(t-1)| >= 8. Summed anew in each block of Q steps it is off by at most (4 Q^2 + 6 Q) u max |log f| for t - s \
      <= Q, at any length.
      """,
    source: Source(
      "derived here, about fla's forgetting attention", arXiv: "2503.02130", "the cumulative gates", .derived),
    hypotheses: [
      Hypothesis("one sum", "the gates are summed over the whole sequence"),
      Hypothesis(
        "one after another", "the sum is sequential",
        untested: "along a tree F_t and F_s have roundings of their own, up to 2 log2(t) u |F_t|"),
    ],
    method: .exact,
    notes: [
      "The catalogue's 9.5e-5 at 16384 steps is of one experiment; over 64 lags and 8 queries the largest error of the "
        + "figure is ten times that. The catalogue's bound is gamma (|F_t| + |F_s|): of a sequential sum only the "
        + "roundings after s count.",
      "The error matters where logits are otherwise known to binary32; in bfloat16 their own rounding is larger up to "
        + "10^6 steps or so.",
    ],
    effort: 0.3,
    check: .all(
      Check(CumulativeGates.random) { gates, _ in gates.isBounded },
      Check(CumulativeGates.constant) { gates, _ in gates.isAtLeast }),
    falsifiers: [
      Falsifier(
        "sums of blocks", dropping: "one sum",
        Check(CumulativeGates.constant.with { $0.size = 64 }) { gates, _ in gates.isAtLeast }),
      Falsifier(
        "the bound of blocks for one sum",
        Check(CumulativeGates.constant.with { $0.size = .max }) { gates, _ in [gates.isFlat] }),
    ],
    figures: [cumulativeFigure])

  private static let cumulativeFigure = FigureRecipe("forgetting-cumsum") { precision in
    let lengths = (7...18).map { 1 << $0 }
    let gates = CumulativeGates(count: lengths[lengths.count - 1], seed: 2_503_02130, exponent: -1)
    func column(
      _ name: String, _ style: FigureData.Column.Style, _ value: (Int) -> Rational
    ) -> FigureData.Column {
      FigureData.Column(name, lengths.map { Ball(value($0 - 1), in: precision) }, style: style)
    }
    let run = gates.run
    func largest(_ t: Int, blocks: Bool) -> Rational {
      (t - 7...t).reduce(Rational(0)) { max($0, gates.largestError(at: $1, run, inBlocks: blocks)) }
    }
    return FigureData(
      "forgetting-cumsum", title: "Error of forgetting attention's biases in binary32",
      caption: """
        The largest error of F_t - F_s over t - s <= 64 and the last 8 t, random gates, log f uniform in [-1/2, 0], in \
        binary32: with one sum over the sequence it grows like t, with sums that begin anew every 64 steps it does \
        not. Errors and bounds are exact.
        """,
      xLabel: "t", yLabel: "error of a logit", logX: true, logY: true,
      x: FigureData.Column("t", lengths.map(Double.init)),
      curves: [
        column("one sum", .points) { largest($0, blocks: false) },
        column("65 u |F_t|", .line) { 65 * CumulativeGates.u * Rational(exactly: run.sums[$0].value).magnitude },
        column("blocks of 64", .points) { largest($0, blocks: true) },
      ])
  }
}

/// Gates in binary32, multiples of one power of two, so that their sums are exact in double precision.
private struct CumulativeGates: Sendable {
  let logGates: [Double]
  /// The steps of a block of the blocked sums, where a falsifier asks them for what is said of one sum.
  var size: Int?

  static let u = FloatFormat.binary32.unitRoundoff
  static let block = 64

  /// Gates of (-2^exponent, 0], multiples of 2^(exponent - 24).
  init(count: Int, seed: UInt64, exponent: Int) {
    var random = SplitMix64(seed: seed)
    let unit = Double(sign: .plus, exponent: exponent - 24, significand: 1)
    logGates = (0..<count).map { _ in -Double(random.below(1 << 24)) * unit }
  }

  private init(constant gate: Double, count: Int) { logGates = Array(repeating: gate, count: count) }

  static let random = Generator { draw in
    CumulativeGates(
      count: draw.integer(in: 1...1500), seed: UInt64(draw.integer(in: 0...1_000_000)),
      exponent: draw.integer(in: -6...2))
  }

  /// -1/3, rounded to a multiple of 2^-20.
  static let constant = Generator { draw in
    CumulativeGates(constant: -Double(349_525) * 0x1p-20, count: draw.integer(in: 100...1500))
  }

  /// What is computed once: the model, F_t, and the sums of blocks.
  struct Run {
    let attention: ForgettingAttention<RoundedFloat>
    let sums, blocks: [RoundedFloat]
    let exact: [Double]
  }

  var run: Run {
    let attention = ForgettingAttention<RoundedFloat>(
      queries: [], keys: [], values: [], logGates: logGates.map { RoundedFloat($0, in: .binary32) },
      window: Self.block + 1)
    var exact: [Double] = []
    for gate in logGates { exact.append((exact.last ?? 0) + gate) }
    return Run(
      attention: attention, sums: attention.cumulativeGates, blocks: attention.blockSums(size: Self.block), exact: exact
    )
  }

  private var values: [NamedValue] {
    [NamedValue("t", logGates.count - 1), NamedValue("log f", logGates.prefix(3).map { "\($0)" } + ["..."])]
  }

  private func errors(at t: Int, _ run: Run, inBlocks: Bool) -> [(lag: Int, error: Rational)] {
    let found =
      inBlocks
      ? run.attention.blockBiases(at: t, sums: run.blocks, size: Self.block)
      : run.attention.differences(at: t, cumulativeGates: run.sums)
    return zip(run.attention.visible(from: t), found).map { s, bias in
      (t - s, Rational(exactly: bias.value - (run.exact[t] - run.exact[s])).magnitude)
    }
  }

  func largestError(at t: Int, _ run: Run, inBlocks: Bool) -> Rational {
    errors(at: t, run, inBlocks: inBlocks).reduce(Rational(0)) { max($0, $1.error) }
  }

  /// The errors of one sum, and of blocks, in units of their bounds.
  var isBounded: [Evidence] {
    let run = run
    let t = logGates.count - 1
    let unit = Self.u * Rational(exactly: run.sums[t].value).magnitude
    let worst = errors(at: t, run, inBlocks: false).reduce(Rational(0)) { max($0, $1.error / Rational($1.lag + 1)) }
    return [
      Evidence("largest |error of F_t - F_s|/(t - s + 1) <= u |F_t|", worst, atMost: unit, at: values), isFlat,
    ]
  }

  /// The error of blocks, or of one sum for the bound of blocks.
  var isFlat: Evidence {
    let largest = logGates.reduce(0) { max($0, -$1) }
    let bound = Rational(4 * Self.block * Self.block + 6 * Self.block) * Self.u * Rational(exactly: largest)
    let found =
      size == .max
      ? 4096 * largestError(at: logGates.count - 1, run, inBlocks: false)
      : largestError(at: logGates.count - 1, run, inBlocks: true)
    return Evidence("|error by blocks| <= (4 Q^2 + 6 Q) u max |log f|", found, atMost: bound, at: values)
  }

  /// The error of F_t - F_(t-1).
  var isAtLeast: [Evidence] {
    let run = run
    let t = logGates.count - 1
    let error = errors(at: t, run, inBlocks: size != nil).first { $0.lag == 1 }?.error ?? 0
    let least = Self.u * Rational(exactly: run.sums[t - 1].value).magnitude / 4
    return [Evidence("u |F_(t-1)|/4 <= |error of F_t - F_(t-1)|", least, atMost: error, at: values)]
  }
}
