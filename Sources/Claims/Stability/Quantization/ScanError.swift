import Arithmetic
import Definitions
import PropertyTesting

extension Quantization {
  /// The error of a scan with quantized inputs.
  static let scanError = Claim(
    "quant.T-scan",
    title: "Quantized inputs move the state by at most |b| eps (1 - a^t)/(1 - a), and some reach it",
    statement: """
      h_t = a_t h_(t-1) + b x_t with inputs off by at most eps: |h_t - h^_t| <= |b| eps sum_(j <= t) prod_(r > j) \
      |a_r|, which is at most |b| eps (1 - a^t)/(1 - a) after t inputs where |a_r| <= a < 1, attained by a constant \
      error; quantized gates a^ add sum_j prod_(r > j) |a^_r| |a_j - a^_j| |h_(j-1)|.
      """,
    source: Source(
      "derived here; Chiang et al., Quamba, Theorem 4.1, is recalled only", arXiv: "2410.13229", "error of the scan",
      .derived),
    hypotheses: [
      Hypothesis("gates", "the gates are not quantized, or their own term is added"),
      Hypothesis("no clipping", "each input is off by at most eps: nothing is clipped"),
      Hypothesis("decay", "|a_r| <= a < 1 for every r"),
    ],
    method: .exact,
    notes: [
      "Theorem 4.1 is recalled as: a_r = e^(r-T) and |x - x^| <= eps give |h_t - h^_t| <= b eps e^T/(e^T - e^t). "
        + "That holds for t < T, by the bound here with a = e^(t-T), and says nothing at t = T, where the exact "
        + "supremum is b eps sum_k e^(-k (k-1)/2) = 2.42019 b eps for large T.",
      "Such gates, which close as t falls behind T, are not Mamba's.",
    ],
    check: .all(
      Check(QuantizedRun.generator) { run, _ in run.inputBounds },
      Check(QuantizedRun.constantError) { run, _ in run.isAttained },
      Check(GridRun.generator) { run, _ in run.bounds(ofGates: true) }),
    falsifiers: [
      Falsifier(
        "quantized gates without their term", dropping: "gates",
        Check(GridRun.generator) { run, _ in run.bounds(ofGates: false) }),
      Falsifier(
        "a grid that clips at half of the largest input", dropping: "no clipping",
        Check(GridRun.clipping) { run, _ in run.spacingBound }),
      Falsifier(
        "a gate larger than a", dropping: "decay",
        Check(QuantizedRun.generator.with { $0.decays = $0.decays.map { 2 * $0 } }) { run, _ in run.closedForm }),
    ],
    quoted: { precision in
      func gates(_ horizon: Int) -> [Ball] { (1...horizon).map { Ball.exp(Ball($0 - horizon, in: precision)) } }
      let last = persistentGains(decays: gates(24))[23]
      let horizon = 8
      let gains = persistentGains(decays: gates(horizon))
      let closed = (1..<horizon).map { t in
        Evidence(
          "the recalled bound of Theorem 4.1 at t = \(t), T = \(horizon)", gains[t - 1],
          atMost: persistentGain(exponent: Ball(t - horizon, in: precision)))
      }
      return [Evidence("the supremum at t = T = 24, over b eps", last, isQuotedAs: "2.42019")] + closed
    },
    figures: [scanFigure])
}

/// A scan with exact gates and inputs that are off.
private struct QuantizedRun: Sendable {
  /// a.
  var cap: Rational
  var decays: [Rational]
  var gain: Rational
  var input: [Rational]
  /// eps, and the errors as parts of it.
  var epsilon: Rational
  var shares: [Rational]

  static let generator = Generator { draw in
    let cap = try draw(.rational(in: 0...7, denominator: 1)) / 8
    let share = Generator<Rational>.oneOf(.sign, .rational(in: -1...1, denominator: 4))
    let decays = try draw(.array(of: share.map { $0 * cap }, count: 1...8))
    return QuantizedRun(
      cap: cap, decays: decays, gain: try draw(.rational(in: -2...2, denominator: 3)),
      input: try draw(.array(of: .rational(in: -2...2, denominator: 3), count: decays.count)),
      epsilon: try draw(.power(of: 2, in: -8...0)), shares: try draw(.array(of: share, count: decays.count)))
  }

  /// a_r = a and errors of one sign.
  static let constantError = generator.with { run in
    run.decays = run.decays.map { _ in run.cap }
    run.shares = run.shares.map { _ in 1 }
  }

  var values: [NamedValue] {
    [
      NamedValue("a", decays), NamedValue("b", gain), NamedValue("x", input),
      NamedValue("x^ - x", shares.map { $0 * epsilon }),
    ]
  }

  var scan: QuantizedScan<Rational> {
    QuantizedScan(
      decays: decays, quantizedDecays: decays, inputGain: gain, input: input,
      quantizedInput: zip(input, shares).map { $0 + epsilon * $1 })
  }

  private var error: Rational {
    let scan = scan
    return (scan.states[input.count - 1] - scan.quantizedStates[input.count - 1]).magnitude
  }

  private var sum: Rational { gain.magnitude * epsilon * persistentGains(decays: decays)[decays.count - 1] }
  private var geometric: Rational { gain.magnitude * epsilon * persistentGain(decay: cap, length: decays.count) }

  var inputBounds: [Evidence] {
    [
      Evidence("|h_t - h^_t| <= |b| eps sum_j prod_(r > j) |a_r|", error, atMost: sum, at: values),
      Evidence("|b| eps sum_j prod_(r > j) |a_r| <= |b| eps (1 - a^t)/(1 - a)", sum, atMost: geometric, at: values),
      Evidence(
        "|h_t - h^_t| <= the bound of the scan's own inputs", error, atMost: scan.inputErrorBounds[input.count - 1],
        at: values),
    ]
  }

  var closedForm: Evidence {
    Evidence(
      "|h_t - h^_t| <= |b| eps (1 - a^t)/(1 - a)", error, atMost: geometric, at: values + [NamedValue("cap", cap)])
  }

  var isAttained: Evidence {
    Evidence("|h_t - h^_t| = |b| eps (1 - a^t)/(1 - a)", error, equals: geometric, at: values)
  }
}

/// A scan whose gates and inputs are put on grids.
private struct GridRun: Sendable {
  var decays: [Rational]
  var gain: Rational
  var input: [Rational]
  var bits: Int
  /// The part of the largest input that the grid reaches.
  var reach: Rational = 1

  static let generator = Generator { draw in
    let decays = try draw(.array(of: .rational(in: -1...1, denominator: 12), count: 1...6))
    return GridRun(
      decays: decays, gain: try draw(.rational(in: -2...2, denominator: 3)),
      input: try draw(.array(of: .rational(in: -2...2, denominator: 12), count: decays.count)),
      bits: try draw(.integer(in: 3...8)))
  }
  static let clipping = generator.with { $0.reach = Rational(1, 2) }

  var values: [NamedValue] {
    [NamedValue("a", decays), NamedValue("b", gain), NamedValue("x", input), NamedValue("bits", bits)]
  }

  private var grid: SymmetricGrid {
    let fitting = SymmetricGrid(bits: bits, fitting: input)
    return SymmetricGrid(bits: bits, largest: fitting.scale * Rational(fitting.largestCode) * reach)
  }

  private func scan(quantizingGates: Bool) -> QuantizedScan<Rational> {
    let gates = SymmetricGrid(bits: bits, fitting: decays)
    return QuantizedScan(
      decays: decays, quantizedDecays: quantizingGates ? decays.map(gates.quantized) : decays, inputGain: gain,
      input: input, quantizedInput: input.map(grid.quantized))
  }

  private func error(_ scan: QuantizedScan<Rational>) -> Rational {
    (scan.states[input.count - 1] - scan.quantizedStates[input.count - 1]).magnitude
  }

  func bounds(ofGates: Bool) -> Evidence {
    let scan = scan(quantizingGates: true)
    let bound = ofGates ? scan.errorBounds : scan.inputErrorBounds
    return Evidence(
      ofGates ? "|h_t - h^_t| <= the bound with the gates' term" : "|h_t - h^_t| <= the bound for exact gates",
      error(scan), atMost: bound[input.count - 1], at: values)
  }

  /// With eps = s/2.
  var spacingBound: Evidence {
    let sum = persistentGains(decays: decays)[decays.count - 1]
    return Evidence(
      "|h_t - h^_t| <= |b| (s/2) sum_j prod_(r > j) |a_r|", error(scan(quantizingGates: false)),
      atMost: gain.magnitude * grid.largestError * sum, at: values)
  }
}
