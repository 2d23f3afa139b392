import Arithmetic
import Definitions
import PropertyTesting

extension SelectiveMemory {
  /// The unrolled recurrence.
  static let consensusAttention = Claim(
    "consensus.L2.1",
    title: "Mamba-2 unrolled is causal linear attention whose weights decay",
    statement: """
      h_i = e^(-alpha Delta_i) h_(i-1) + Delta_i (S_B z_i) z_i^T, r_i = h_i^T S_C z_i, h_0 = 0, is r_i = sum_(j <= i) \
      (z_i^T S_C^T S_B z_j) Delta_j exp(-alpha sum_(l = j+1)^i Delta_l) z_j.
      """,
    source: Source("Consensus dynamics in selective state-space models", "Lemma 2.1", .text),
    hypotheses: [
      Hypothesis("h_0 = 0", "the state starts at 0"),
      Hypothesis("one decay", "all entries of the state have the same decay: A is a number times the identity"),
    ],
    method: .exact,
    notes: ["Exact with 2^x for e^x and integers alpha and Delta, for which the exponential's identities hold."],
    effort: 0.5,
    check: Check(Tokens.generator) { tokens, _ in tokens.evidence },
    falsifiers: [
      Falsifier(
        "a state before the first token", dropping: "h_0 = 0",
        Check(Tokens.generator.with { $0.start = 1 }) { tokens, _ in tokens.evidence }),
      Falsifier(
        "twice the rate in one entry of the state", dropping: "one decay",
        Check(Tokens.generator.with { $0.hasTwoRates = true }) { tokens, _ in tokens.evidence }),
      Falsifier(
        "the decay from l = j on",
        Check(Tokens.generator.with { $0.first = 0 }) { tokens, _ in tokens.evidence }),
    ])

  private struct Tokens: Sendable {
    let rate: Rational
    /// S_B and S_C.
    let inputRows, outputRows: [[Rational]]
    let tokens: [[Rational]]
    let stepSizes: [Rational]
    var start: Rational = 0
    var hasTwoRates = false
    var first = 1

    static let generator = Generator { draw in
      let (features, state, length) = (draw.integer(in: 1...3), draw.integer(in: 1...3), draw.integer(in: 1...5))
      let row = Generator<[Rational]>.array(of: SystemInstance.number, count: features)
      return Tokens(
        rate: try draw(.whole(1...3)), inputRows: try draw(.array(of: row, count: state)),
        outputRows: try draw(.array(of: row, count: state)), tokens: try draw(.array(of: row, count: length)),
        stepSizes: try draw(.array(of: .whole(0...3), count: length)))
    }

    private var values: [NamedValue] {
      [
        NamedValue("alpha", rate), NamedValue("S_B", inputRows), NamedValue("S_C", outputRows), NamedValue("z", tokens),
        NamedValue("Delta", stepSizes),
      ]
    }

    var evidence: [Evidence] {
      func vectors(_ x: [[Rational]]) -> [Exact.Vector] { x.map { Exact.Vector($0) } }
      let layer = ConsensusLayer<Exact>(
        rate: Exact(rate), inputRows: vectors(inputRows), outputRows: vectors(outputRows))
      let (z, sizes) = (vectors(tokens), stepSizes.map { Exact($0) })
      var steps = layer.steps(of: z, stepSizes: sizes)
      if hasTwoRates { for t in steps.indices { steps[t].decay[0] = steps[t].decay[0] * steps[t].decay[0] } }
      var state = Exact.Vector(zeros: inputRows.count * tokens[0].count, in: Intrinsic())
      state.fill(with: Exact(start))
      let problem = AffineProblem<Exact>(initialState: state, columns: tokens[0].count, steps: steps)
      guard let found = problem.solve(.recurrent) else { return [] }
      let attention = layer.attention(of: z, stepSizes: sizes, first: first)
      return [
        Evidence(
          "r_i by the recurrence = by attention", found.outputs.flatMap(\.elements),
          equal: attention.flatMap(\.elements),
          at: values)
      ]
    }
  }
}
