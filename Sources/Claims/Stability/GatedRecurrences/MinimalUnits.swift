import Arithmetic
import Definitions
import PropertyTesting

extension GatedRecurrences {
  /// minGRU and minLSTM in logarithms.
  static let minimalUnits = Claim(
    "mingru.T",
    title: "minGRU and minLSTM are the same directly and in logarithms, and their states are convex",
    statement: """
      With z = sigma(k) and g(x) = x + 1/2 for x >= 0, sigma(x) for x < 0, h_t = (1 - z_t) h_(t-1) + z_t g(x_t) is \
      Heinsen's scan of log(1 - z) = -sp(k) and log z + log g(x) = -sp(-k) + log g(x), and min(h_0, g(x_s)) <= h_t <= \
      max(h_0, g(x_s)). minLSTM's gates f' = f/(f + i) and i' = i/(f + i) have the sum 1 and the logarithms -sp(d) and \
      -sp(-d), d = sp(-p) - sp(-q).
      """,
    source: Source("Feng et al., Were RNNs all we needed?", arXiv: "2410.01201", "section 3 and appendix B", .recalled),
    hypotheses: [
      Hypothesis("h_0 > 0", "the initial state is positive: its logarithm is taken"),
      Hypothesis("positive candidates", "what enters is g(x) > 0, not x itself"),
    ],
    method: .certified,
    notes: [
      "The gates do not depend on the state, which is what makes the scan possible; g is not the identity of a GRU."
    ],
    effort: 0.5,
    check: Check(MinimalUnit.generator) { unit, precision in unit.forms(precision) + unit.isConvex(precision) },
    falsifiers: [
      Falsifier(
        "h_0 = -1", dropping: "h_0 > 0",
        Check(MinimalUnit.generator.with { $0.start = -1 }) { $0.forms($1) }),
      Falsifier(
        "x in place of g(x)", dropping: "positive candidates",
        Check(MinimalUnit.generator.with { $0.hasCandidates = false }) { $0.forms($1) }),
      Falsifier(
        "gates exchanged in the logarithms",
        Check(MinimalUnit.generator.with { $0.isExchanged = true }) { $0.forms($1) }),
    ])

  /// The released minLSTM applied to a sequence in parts.
  static let carriedState = Claim(
    "minlstm.N-carry",
    title: "A minLSTM that applies g to the carried state is off by half the product of the gates since",
    statement: """
      A sequence may be given in parts, the next beginning from the last state of the one before: h_t is that of the \
      whole. (The released code begins a part of two or more steps from log g(h) in place of log h.)
      """,
    source: Source(
      "lucidrains/minGRU-pytorch", arXiv: "2410.01201", "`minLSTM.forward` with `prev_hidden`, parallel branch", .code),
    hypotheses: [
      Hypothesis("state carried", "the part begins from the state h itself", untested: "the printed form drops it")
    ],
    method: .certified,
    notes: [
      "A part of one step is computed directly, from h: the two branches of the code disagree.",
      "The catalogue's 0.29 is an observed error; the exact one is Pi f'/2 for h > 0.",
    ],
    effort: 0.5,
    check: Check(MinimalUnit.generator) { $0.continues(afterCarry: .activated, $1) },
    correction: Correction(
      "With log h carried the parts give the whole; with log g(h) a part of s steps ends off by (1/2) f'_1 ... f'_s.",
      Check(MinimalUnit.generator) { unit, precision in
        unit.continues(afterCarry: .state, precision) + unit.deviates(precision)
      }),
    falsifiers: [
      Falsifier(
        "no state carried", Check(MinimalUnit.generator) { $0.continues(afterCarry: .nothing, $1) })
    ])
}

/// Inputs of a minGRU, or of a minLSTM.
private struct MinimalUnit: Sendable {
  enum Carry { case state, activated, nothing }

  /// h_0.
  var start: Rational
  /// k of the minGRU and q of the minLSTM.
  let inputs: [Rational]
  /// p of the minLSTM.
  let forgets: [Rational]
  /// x.
  let candidates: [Rational]
  var hasCandidates = true
  var isExchanged = false

  static let generator = Generator { draw in
    let count = draw.integer(in: 1...8)
    let logit = Generator<Rational>.rational(in: -6...6, denominator: 2)
    return MinimalUnit(
      start: try draw(.rational(above: 0, upTo: 2, denominator: 4)),
      inputs: try draw(.array(of: logit, count: count)), forgets: try draw(.array(of: logit, count: count)),
      candidates: try draw(.array(of: logit, count: count)))
  }

  var values: [NamedValue] {
    [NamedValue("h_0", start), NamedValue("p", forgets), NamedValue("q", inputs), NamedValue("x", candidates)]
  }

  private func candidate(_ t: Int, _ precision: Precision) -> Ball {
    let x = Ball(candidates[t], in: precision)
    return hasCandidates ? MinimalGatedUnit.candidate(x, isNegative: candidates[t].signum < 0) : x
  }

  private func logCandidate(_ t: Int, _ precision: Precision) -> Ball {
    let x = Ball(candidates[t], in: precision)
    return hasCandidates ? MinimalGatedUnit.logCandidate(x, isNegative: candidates[t].signum < 0) : Ball.log(x)
  }

  /// h_t, directly, for the minGRU and for the minLSTM.
  private func direct(_ precision: Precision) -> (unit: [Ball], memory: [Ball]) {
    let h = Ball(start, in: precision)
    let unit = inputs.indices.map {
      MinimalGatedUnit.step(gate: Ball(inputs[$0], in: precision), candidate: candidate($0, precision))
    }
    return (GatedRecurrences.states(unit, from: h), GatedRecurrences.states(memorySteps(precision), from: h))
  }

  private func memorySteps(_ precision: Precision) -> [AffineStep<Ball>] {
    inputs.indices.map {
      MinimalLSTM.step(
        forget: Ball(forgets[$0], in: precision), input: Ball(inputs[$0], in: precision),
        candidate: candidate($0, precision))
    }
  }

  /// The log-gates of the minLSTM, and log i' + log g(x).
  private func memoryLogarithms(_ precision: Precision) -> [(gate: Ball, input: Ball)] {
    inputs.indices.map { t in
      let gates = MinimalLSTM.logGates(
        forget: Ball(forgets[t], in: precision), input: Ball(inputs[t], in: precision))
      return (gates.forget, gates.input + logCandidate(t, precision))
    }
  }

  private func scan(_ terms: [(gate: Ball, input: Ball)], from logInitial: Ball?) -> [Ball] {
    var scan = RunningLogarithmicScan(logInitial: logInitial)
    return terms.map { scan.advance(logGate: $0.gate, logInput: $0.input).state }
  }

  func forms(_ precision: Precision) -> [Evidence] {
    let start = Ball.log(Ball(start, in: precision))
    let unit = inputs.indices.map { t -> (gate: Ball, input: Ball) in
      let k = Ball(isExchanged ? -inputs[t] : inputs[t], in: precision)
      return (-Ball.softplus(k), -Ball.softplus(-k) + logCandidate(t, precision))
    }
    let memory = memoryLogarithms(precision)
    let isDefined = start.isDefined && unit.allSatisfy { $0.input.isDefined }
    guard isDefined else { return [Evidence("the logarithms exist", holds: .false, at: values)] }
    let direct = direct(precision)
    let gates = MinimalLSTM.gates(forget: Ball(forgets[0], in: precision), input: Ball(inputs[0], in: precision))
    return [
      Evidence(
        "minGRU in logarithms = directly", scan(unit, from: start), agreeWith: direct.unit, bits: 60, at: values),
      Evidence(
        "minLSTM in logarithms = directly", scan(memory, from: start), agreeWith: direct.memory, bits: 60, at: values),
      Evidence("f' + i' = 1", gates.forget + gates.input, agreesWith: Ball(1, in: precision), bits: 80, at: values),
      Evidence("-sp(d) = log f'", memory[0].gate, agreesWith: Ball.log(gates.forget), bits: 60, at: values),
    ]
  }

  func isConvex(_ precision: Precision) -> [Evidence] {
    let all = candidates.indices.map { candidate($0, precision) } + [Ball(start, in: precision)]
    let (least, largest) = (all.dropFirst().reduce(all[0], Ball.minimum), all.dropFirst().reduce(all[0], Ball.maximum))
    // Where all are equal the mean is one of them, and balls do not tell.
    let slack = Ball(Rational.pow(2, -60), in: precision)
    let direct = direct(precision)
    return [direct.unit, direct.memory].flatMap { states -> [Evidence] in
      guard let last = states.last else { return [] }
      return [
        Evidence("h_t <= max(h_0, g(x_s))", last, atMost: largest + slack, at: values),
        Evidence("min(h_0, g(x_s)) <= h_t", least - slack, atMost: last, at: values),
      ]
    }
  }

  /// The last state of the minLSTM from h_0, against one that begins from what is carried of it.
  func continues(afterCarry carry: Carry, _ precision: Precision) -> [Evidence] {
    guard let (found, expected) = ends(carry, precision) else { return [] }
    return [
      Evidence("the last state of a part from h = that of the whole", found, agreesWith: expected, bits: 60, at: values)
    ]
  }

  /// With g(h) carried, the deviation.
  func deviates(_ precision: Precision) -> [Evidence] {
    guard let (found, expected) = ends(.activated, precision) else { return [] }
    let product = memorySteps(precision).reduce(Ball(1, in: precision)) { $0 * $1.decay[0] }
    return [
      Evidence(
        "the deviation with g(h) carried = (1/2) f'_1 ... f'_s", found - expected, agreesWith: product / 2, bits: 40,
        at: values)
    ]
  }

  private func ends(_ carry: Carry, _ precision: Precision) -> (Ball, Ball)? {
    let h = Ball(start, in: precision)
    let logInitial: Ball? =
      switch carry {
      case .state: Ball.log(h)
      case .activated: MinimalGatedUnit.logCandidate(h, isNegative: false)
      case .nothing: nil
      }
    guard let found = scan(memoryLogarithms(precision), from: logInitial).last,
      let expected = GatedRecurrences.states(memorySteps(precision), from: h).last
    else { return nil }
    return (found, expected)
  }
}
