import Arithmetic
import Definitions
import PropertyTesting

extension NormalizedRecurrences {
  /// The sLSTM's stabilizer.
  static let scalarStabilizer = Claim(
    "slstm.T-stab",
    title: "The sLSTM's output does not depend on its stabilizer and is a mean of the cell inputs",
    statement: """
      c_t/n_t is the same with the memory scaled by e^-m_t, m_t = max(log f_t + m_(t-1), i_t), as without; m_t = \
      max_(s <= t) (F_t - F_s + i_s), F the sum of log f; and |h_t| <= |o_t| max_(s <= t) |z_s| for a cell that begins \
      empty.
      """,
    source: xLSTM("section 2.2 and appendix", .recalled),
    hypotheses: [
      Hypothesis(
        "empty or positive", "the cell begins empty, c = n = 0, or with n > 0, and c/n then counts among the z")
    ],
    method: .exact,
    notes: ["The bound needs no reference: a kernel whose |h| exceeds |o| max |z| is wrong whatever its precision."],
    check: Check(ScalarMemory.generator) { memory, _ in memory.isInvariant + memory.isBounded },
    falsifiers: [
      Falsifier(
        "c = 2 with n = 1", dropping: "empty or positive",
        Check(ScalarMemory.generator.with { $0.start = 2 }) { memory, _ in memory.isBounded }),
      Falsifier(
        "nine tenths of the bound",
        Check(ScalarMemory.generator.with { $0.share = Rational(9, 10) }) { memory, _ in memory.isBounded }),
    ])

  /// The first step of a cell beside cells with history.
  static let freshCells = Claim(
    "slstm.N-fresh",
    title: "The released sLSTM asks whether all of the batch is empty: a fresh row with i - log f <= -104 becomes NaN",
    statement: """
      A cell that begins empty has the output sigma(o) tanh(z) at its first step, in binary32. (The released vanilla \
      code takes m = i for it only if n = 0 in the whole batch, and max(log f + m, i) with m = 0 otherwise.)
      """,
    source: xLSTM("NX-AI/xlstm, `slstm/src/vanilla/slstm.py`, `torch.all(n == 0.0)`", .code),
    hypotheses: [
      Hypothesis("each cell by itself", "n = 0 is asked cell by cell", untested: "the printed form drops it")
    ],
    method: .certified,
    notes: [
      "In exact arithmetic both rules give the same output. In binary32 e^(i - log f) is 0 from 150 log 2 = 103.97 on, "
        + "c/n is 0/0; between 87.3 and that it is subnormal and c/n has fewer digits. The authors' CUDA kernels ask "
        + "cell by cell."
    ],
    check: Check(FreshCell.generator) { cell, _ in cell.isValue(isFresh: false) },
    correction: Correction(
      """
      With n = 0 asked cell by cell the output is exactly the rounded sigma(o) tanh(z); as released it is NaN if and \
      only if i - log f <= -150 log 2 = -103.97...
      """,
      Check(FreshCell.generator) { cell, precision in cell.isValue(isFresh: true) + cell.isNaN(precision) }),
    falsifiers: [
      Falsifier("NaN from -100 on", Check(FreshCell.generator.with { $0.assumedLimit = -100 }) { $0.isNaN($1) })
    ],
    quoted: { precision in
      [Evidence("150 log 2", 150 * Ball.log(Ball(2, in: precision)), isQuotedAs: "103.97")]
    })
}

/// A cell of an sLSTM with integer gates.
private struct ScalarMemory: Sendable {
  let inputs: [Int]
  let logForgets: [Int]
  let cells: [Rational]
  let gate: Rational
  /// c before the first step, with n = 1; nil for an empty cell.
  var start: Rational?
  var share: Rational = 1

  static let generator = Generator { draw in
    let count = draw.integer(in: 1...6)
    return ScalarMemory(
      inputs: try draw(.array(of: .integer(in: -4...4), count: count)),
      logForgets: try draw(.array(of: .integer(in: -3...2), count: count)),
      cells: try draw(.array(of: .rational(in: -1...1, denominator: 4), count: count)),
      gate: try draw(.rational(above: 0, upTo: 1, denominator: 4)))
  }

  var values: [NamedValue] {
    [
      NamedValue("i", inputs), NamedValue("log f", logForgets), NamedValue("z", cells), NamedValue("o", gate),
    ] + (start.map { [NamedValue("c", $0), NamedValue("n", 1)] } ?? [])
  }

  private func run(isStabilized: Bool) -> ScalarLSTM<Exact> {
    let state = ScalarLSTM<Exact>.State(
      output: [0], cell: [Exact(start ?? 0)], normalizer: [start == nil ? 0 : 1], stabilizer: [0])
    var memory = ScalarLSTM(state, isFresh: [start == nil], isStabilized: isStabilized)
    for t in inputs.indices {
      memory.advance(
        0, input: Exact(inputs[t]), logForget: Exact(logForgets[t]), value: Exact(cells[t]), gate: Exact(gate))
    }
    return memory
  }

  var isInvariant: [Evidence] {
    let (stabilized, plain) = (run(isStabilized: true), run(isStabilized: false))
    let stabilizer = GateSums.stabilizer(
      logForgets: logForgets.map { Exact($0) }, inputs: inputs.map { Exact($0) })
    return [
      Evidence(
        "h without a stabilizer = h with it", plain.state.output[0], equals: stabilized.state.output[0], at: values),
      Evidence(
        "m_t = max_s (F_t - F_s + i_s)", stabilized.state.stabilizer[0], equals: stabilizer ?? .undefined, at: values),
      Evidence(
        "(c, n) e^-m without a stabilizer = (c, n) with it",
        [plain.scaledState.cell[0], plain.scaledState.normalizer[0]],
        equal: [stabilized.scaledState.cell[0], stabilized.scaledState.normalizer[0]], at: values),
    ]
  }

  var isBounded: [Evidence] {
    let largest = cells.reduce(Rational(0)) { max($0, $1.magnitude) }
    return [
      Evidence(
        "|h_t| <= |o_t| max |z_s|", run(isStabilized: true).state.output[0].rational.magnitude,
        atMost: share * gate * largest, at: values)
    ]
  }
}

/// The first step of an empty cell.
private struct FreshCell: Sendable {
  let input: Int
  let logForget: Int
  let cell: Rational
  let gate: Rational
  var assumedLimit: Int?

  static let generator = Generator { draw in
    FreshCell(
      input: try draw(.oneOf(.integer(in: -120...4), .integer(in: -110...(-95)))), logForget: -draw.integer(in: 0...8),
      cell: Rational(try draw(.integer(in: 1...8)), 8), gate: Rational(try draw(.integer(in: 1...8)), 8))
  }

  var values: [NamedValue] {
    [NamedValue("i", input), NamedValue("log f", logForget), NamedValue("tanh z", cell), NamedValue("sigma(o)", gate)]
  }

  private func output(isFresh: Bool) -> RoundedFloat {
    func single(_ x: Rational) -> RoundedFloat { RoundedFloat(x, in: .binary32) }
    let zeros = [single(0)]
    var memory = ScalarLSTM(
      ScalarLSTM.State(output: zeros, cell: zeros, normalizer: zeros, stabilizer: zeros), isFresh: [isFresh])
    memory.advance(
      0, input: single(Rational(input)), logForget: single(Rational(logForget)), value: single(cell), gate: single(gate)
    )
    return memory.state.output[0]
  }

  func isValue(isFresh: Bool) -> [Evidence] {
    let found = output(isFresh: isFresh)
    // A few digits are lost where e^(i - log f) is subnormal: what is asked is a number.
    guard found.isDefined else { return [Evidence("c/n is a number", holds: .false, at: values)] }
    guard isFresh else { return [Evidence("c/n is a number", holds: .true, at: values)] }
    return [
      Evidence("h = sigma(o) tanh(z)", Rational(exactly: found.value), equals: gate * cell, at: values)
    ]
  }

  func isNaN(_ precision: Precision) -> [Evidence] {
    let limit = assumedLimit.map { Ball($0, in: precision) } ?? (-150 * Ball.log(Ball(2, in: precision)))
    let difference = Ball(input - logForget, in: precision)
    let expected = difference.isAtMost(limit)
    return [
      Evidence(
        "NaN iff i - log f <= -150 log 2",
        holds: expected == .undecided ? .undecided : Truth(expected.isTrue == !output(isFresh: false).isDefined),
        at: values)
    ]
  }
}
