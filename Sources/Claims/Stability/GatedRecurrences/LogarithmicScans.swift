import Arithmetic
import Definitions
import PropertyTesting

extension GatedRecurrences {
  /// Heinsen's identity.
  static let scanOfLogarithms = Claim(
    "scan.T-heinsen",
    title: "A scan of positive numbers is two cumulative sums in logarithms",
    statement: """
      For a_t, b_t > 0 and h_0 >= 0: log h_t = c_t + log(h_0 + sum_(s <= t) e^(log b_s - c_s)), c_t = sum_(r <= t) log \
      a_r; with the sums taken at once, one after another, or from a new base every few steps.
      """,
    source: Source(
      "Heinsen, Efficient parallelization of a ubiquitous sequential computation", arXiv: "2311.06281",
      "equation (5)", .recalled),
    hypotheses: [
      Hypothesis("positive gates", "a_t > 0"),
      Hypothesis("positive inputs", "b_t > 0 and h_0 >= 0, or their complex logarithms", ),
    ],
    method: .certified,
    notes: ["Complex logarithms, with which inputs of any sign can be taken, are not redone here."],
    effort: 0.5,
    check: Check(PositiveScan.generator) { $0.forms($1) },
    falsifiers: [
      Falsifier(
        "a gate of 0", dropping: "positive gates",
        Check(PositiveScan.generator.with { $0.gates[0] = 0 }) { $0.forms($1) }),
      Falsifier(
        "a negative input", dropping: "positive inputs",
        Check(PositiveScan.generator.with { $0.inputs[0] = -$0.inputs[0] }) { $0.forms($1) }),
      Falsifier(
        "the initial state read after the gates",
        Check(PositiveScan.generator) { $0.forms($1, shiftsStart: true) }),
    ])

  /// What Heinsen's scan costs in floats.
  static let logarithmicGrowth = Claim(
    "scan.N-heinsen-growth",
    title: "The error of Heinsen's scan in binary32 grows like u |c_t|, linearly in t, although the recurrence forgets",
    statement: """
      In correctly rounded floats, with c_t the cumulative sum of all log-gates so far: the relative error of h_t is \
      at most e^e_t (1 + u) - 1, where e_t <= w_t (e_(t-1) + u |c_t|) + (1 - w_t) u |log b_t - c_t| + u |L_t| + 3u/2 \
      and w_t is the share of the old state, about 2u |c_t|/(1 - a) for constant gates a. And it is no smaller: with a \
      constant gate, and inputs for which log h_t tends to 1/3, it is at least u |c_t|/4 for all |c_t| >= 128. The \
      recurrence itself has an error of at most 3u/(1 - a), and the scan with a new base every P steps one of (2 P \
      |log a| + 8) u/(1 - a), for all t.
      """,
    source: Source("derived here, about Heinsen's scan", arXiv: "2311.06281", "equation (5) in floats", .derived),
    hypotheses: [
      Hypothesis("one base", "c_t is summed over the whole sequence"),
      Hypothesis(
        "one after another", "c_t is summed sequentially",
        untested:
          "along a tree the roundings of c_t and c_s are not the same ones, and log2 t times the error is allowed"),
    ],
    method: .certified,
    notes: [
      "Why at least: from |c_t| >= 2^k on, c_t and L_t are multiples of 2^(k - 23), and so is log h_t as it is "
        + "computed; 1/3 is 2^(k - 23)/3 away from all of them.",
      "Why at most: a rounding error of c_t moves all earlier terms alike, so that of the sum of t roundings only "
        + "those within the memory of the recurrence remain. The catalogue's bound 2 gamma_t |c_t|, without it, grows "
        + "like t^2.",
      "The catalogue's 1.3e-4, 1.3e-3, 1.9e-2 at 10^3, 10^4, 10^5 steps are from random gates in PyTorch; the figure "
        + "has the same orders with gates of its own.",
    ],
    effort: 0.06,
    check: .all(
      Check(FloatScan.random) { $0.isBounded($1) },
      Check(FloatScan.constant) { $0.isAtLeast($1) + $0.staysFlat($1) }),
    falsifiers: [
      Falsifier(
        "a new base every 64 steps", dropping: "one base",
        Check(FloatScan.constant.with { $0.period = 64 }) { $0.isAtLeast($1) }),
      Falsifier(
        "an eighth of the bound", Check(FloatScan.random) { $0.isBounded($1, share: Rational(1, 8)) }),
      Falsifier(
        "the bound of the recurrence itself, 3u/(1 - a), for the scan",
        Check(FloatScan.constant) { $0.staysFlat($1, scanned: true) }),
    ],
    figures: [heinsenFigure])
}

/// A scan of positive rational numbers.
private struct PositiveScan: Sendable {
  var gates: [Rational]
  var inputs: [Rational]
  let start: Rational
  let period: Int

  static let generator = Generator { draw in
    let count = draw.integer(in: 1...20)
    let gate = Generator<Rational>.oneOf(
      .rational(above: 0, upTo: 1, denominator: 8), .power(of: 2, in: -40...0), .rational(above: 0, upTo: 4))
    return PositiveScan(
      gates: try draw(.array(of: gate, count: count)),
      inputs: try draw(.array(of: .rational(above: 0, upTo: 3, denominator: 8), count: count)),
      start: try draw(.rational(in: 0...3, denominator: 4)), period: draw.integer(in: 1...8))
  }

  var values: [NamedValue] { [NamedValue("h_0", start), NamedValue("a", gates), NamedValue("b", inputs)] }

  func forms(_ precision: Precision, shiftsStart: Bool = false) -> [Evidence] {
    func vector(_ x: Rational) -> Ball.Vector { Ball.Vector([Ball(x, in: precision)], in: precision) }
    let scan = AffineScan<Ball>(gates: gates.map(vector), inputs: inputs.map(vector), initialState: vector(start))
    let expected = scan.sequentialStates().states.map { $0[0] }
    guard let kernel = scan.statesByLogarithms()?.states else {
      return [Evidence("the logarithms exist", holds: .false, at: values)]
    }
    let logGates = gates.balls(precision).map { Ball.log($0) }
    let logInputs = inputs.balls(precision).map { Ball.log($0) }
    var logStart = start.isZero ? nil : Ball.log(Ball(start, in: precision))
    if shiftsStart { logStart = logStart.map { $0 - logGates[0] } }
    var running = RunningLogarithmicScan(logInitial: logStart, period: period)
    let rebased = zip(logGates, logInputs).map { running.advance(logGate: $0, logInput: $1).state }
    let atOnce = logarithmicScan(logGates: logGates, logInputs: logInputs, logInitial: logStart, in: precision)
    let place = values + [NamedValue("period", period)]
    return [
      Evidence(
        "h_t by two running sums = by the recurrence", kernel.map { $0[0] }, agreeWith: expected, bits: 60, at: values),
      Evidence("h_t by all terms at once = by the recurrence", atOnce, agreeWith: expected, bits: 60, at: values),
      Evidence("h_t by new bases = by the recurrence", rebased, agreeWith: expected, bits: 60, at: place),
    ]
  }
}

/// A scan whose logarithms are binary32 numbers.
private struct FloatScan: Sendable {
  let logGates: [Double]
  let logInputs: [Double]
  var period: Int?

  static let u = FloatFormat.binary32.unitRoundoff

  /// Log-gates and log-inputs that are multiples of 2^-10.
  static let random = Generator { draw in
    let count = draw.integer(in: 1...120)
    let number = Generator<Int>.integer(in: -4096...2048).map { Double($0) / 1024 }
    let gate = Generator<Int>.integer(in: 1...8192).map { -Double($0) / 1024 }
    return FloatScan(
      logGates: try draw(.array(of: gate, count: count)), logInputs: try draw(.array(of: number, count: count)),
      period: draw.bool() ? nil : draw.integer(in: 1...40))
  }

  /// A constant gate, over so many steps that |c_t| is between 128 and 1024, and the input with which log h_t tends to
  /// 1/3.
  static let constant = Generator { draw in
    let gate = -Double(draw.integer(in: 8...64)) / 16
    let total = draw.integer(in: 130...1000)
    let limit = Ball(Rational(1, 3), in: 128)
    let input = limit + Ball.log(-Ball.expMinusOne(Ball(gate, in: 128)))
    let count = Int((Double(total) / -gate).rounded(.up))
    return FloatScan(
      logGates: Array(repeating: gate, count: count),
      logInputs: Array(repeating: input.midpoint.rounded(to: .binary32).double(), count: count))
  }

  var values: [NamedValue] {
    guard Set(logGates).count > 1 else {
      return [NamedValue("log a", logGates[0]), NamedValue("log b", logInputs[0]), NamedValue("t", logGates.count)]
    }
    return [
      NamedValue("log a", logGates), NamedValue("log b", logInputs),
      NamedValue("period", period.map { "\($0)" } ?? "none"),
    ]
  }

  /// The last h_t of a scan in binary32, and the bound of its error.
  func scanned(period: Int?, _ precision: Precision) -> (state: Ball, bound: Ball) {
    var run = FloatScanRun(period: period, precision: precision)
    for (gate, input) in zip(logGates, logInputs) { run.advance(gate, input) }
    return (run.state, run.bound)
  }

  /// The last h_t of the same numbers, enclosed.
  func exact(_ precision: Precision) -> Ball {
    zip(logGates, logInputs).reduce(Ball(0, in: precision)) { h, logs in
      Ball.exp(Ball(logs.0, in: precision)) * h + Ball.exp(Ball(logs.1, in: precision))
    }
  }

  func isBounded(_ precision: Precision, share: Rational = 1) -> [Evidence] {
    let (state, bound) = scanned(period: period, precision)
    return [
      Evidence(
        "|error of h_t| <= its bound", (state / exact(precision) - 1).magnitude,
        atMost: Ball(share, in: precision) * bound, at: values)
    ]
  }

  private func inRoundoffs(_ x: Ball) -> Ball { x / Ball(Self.u, in: x.context) }

  /// u |c_t|/4 <= the error.
  func isAtLeast(_ precision: Precision) -> [Evidence] {
    let error = (scanned(period: period, precision).state / exact(precision) - 1).magnitude
    let sum = Ball(Rational(exactly: -logGates[0]) * Rational(logGates.count), in: precision)
    return [Evidence("|c_t|/4 <= |error of h_t|/u", sum / 4, atMost: inRoundoffs(error), at: values)]
  }

  /// The recurrence itself, and the scan with a new base every 64 steps.
  func staysFlat(_ precision: Precision, scanned isScanned: Bool = false) -> [Evidence] {
    let exact = exact(precision)
    let gap = -Ball.expMinusOne(Ball(logGates[0], in: precision))
    func error(_ state: Ball) -> Ball { inRoundoffs((state / exact - 1).magnitude) }
    let plain = isScanned ? scanned(period: nil, precision).state : recurrence(precision)
    let rebased = scanned(period: 64, precision)
    let size = Ball(-128 * logGates[0] + 8, in: precision)
    return [
      Evidence("|error of the recurrence|/u <= 3/(1 - a)", error(plain), atMost: 3 / gap, at: values),
      Evidence(
        "|error with new bases| <= its bound", error(rebased.state), atMost: inRoundoffs(rebased.bound), at: values),
      Evidence(
        "the bound with new bases/u <= (2 P |log a| + 8)/(1 - a)", inRoundoffs(rebased.bound), atMost: size / gap,
        at: values),
    ]
  }

  /// The last state of h = a h + b in binary32.
  private func recurrence(_ precision: Precision) -> Ball {
    let (a, b) = (single(logGates[0]), single(logInputs[0]))
    let step = AffineStep(decay: RoundedFloat.exp(a), key: .exp(b))
    let states = GatedRecurrences.states(Array(repeating: step, count: logGates.count), from: single(0))
    return Ball(states[states.count - 1].value, in: precision)
  }

  private func single(_ x: Double) -> RoundedFloat { RoundedFloat(x, in: .binary32) }
}
