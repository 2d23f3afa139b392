import Arithmetic
import Definitions
import PropertyTesting

extension SelectiveMemory {
  /// LongMamba's decay and its filter.
  static let tokenFilter = Claim(
    "longmamba.decay",
    title: "A token's share of the state is exp(A sum Delta), and a step of 0 leaves the state as it is",
    statement: """
      h_L = sum_j exp(A sum_(k > j) Delta_k) Delta_j B_j x_j. Setting Delta_k = 0 removes token k and its decay; \
      keeping only the largest steps until their sum reaches S leaves a sum of at least min(S, sum Delta) and less \
      than S + max Delta.
      """,
    source: Source("Ye et al., LongMamba", arXiv: "2504.16053", "load_align_target.py", .code),
    hypotheses: [
      Hypothesis("zero", "the step is set to exactly 0, after the softplus, which never gives 0"),
      Hypothesis(
        "Delta B", "the decay is exp(Delta A) and the gain Delta B", untested: "another rule changes the formula"),
    ],
    method: .exact,
    notes: ["The threshold by which a channel is called global is tuned offline; no theorem is attached to it."],
    check: Check(Filtered.generator) { filtered, _ in filtered.evidence },
    falsifiers: [
      Falsifier(
        "the filtered steps set to 1 instead", dropping: "zero",
        Check(Filtered.generator.with { $0.floor = 1 }) { filtered, _ in filtered.evidence }),
      Falsifier(
        "a sum below S", Check(Filtered.generator.with { $0.share = 0 }) { filtered, _ in filtered.evidence }),
    ],
    figures: [
      FigureRecipe("token-filter") { precision in
        let lengths = grid(from: 64, to: 65536, count: 40, logarithmic: true).map { Int($0) }
        let trained = 2048
        var random = SplitMix64(seed: 5)
        // 10^-3 ... 10^-1, as Mamba's steps are initialized, in equal shares of the logarithm.
        let steps = (0..<65536).map { _ in
          BigFloat(Double.pow(10, Double(random.next() >> 60) / 7.5 - 3), in: 64)
        }
        func sum(_ x: ArraySlice<BigFloat>) -> Double { x.reduce(BigFloat(0, in: 64), +).double() }
        let budget = steps[..<trained].reduce(BigFloat(0, in: 64), +)
        func decay(_ rate: Double, _ elapsed: Double) -> Ball {
          Ball.exp(Ball(-rate, in: precision) * Ball(elapsed, in: precision))
        }
        let elapsed = lengths.map { sum(steps[..<$0]) }
        let kept = lengths.map { sum(TokenFilter.filtered(Array(steps[..<$0]), budget: budget)[...]) }
        return FigureData(
          "token-filter", title: "Decay of the state over a sequence, with and without token filtering",
          caption: """
            exp(A sum Delta) against the length for random steps between 10^-3 and 10^-1 and two slow channels, and \
            with all steps but the largest set to 0, so that their sum stays that of 2048 tokens (within one step), \
            the training length: beyond it the decay no longer changes.
            """,
          xLabel: "tokens", yLabel: "exp(A sum Delta)", logX: true, logY: true, yRange: 1e-12...1,
          x: FigureData.Column("tokens", lengths.map(Double.init)),
          curves: [0.1, 0.01].flatMap { rate in
            [
              FigureData.Column("A = -\(rate)", elapsed.map { decay(rate, $0) }),
              FigureData.Column("A = -\(rate), filtered", kept.map { decay(rate, $0) }, style: .dashedLine),
            ]
          },
          guides: [FigureData.Guide(.vertical, Double(trained), label: "trained")])
      }
    ])

  private struct Filtered: Sendable {
    /// |A|.
    let rates: [Rational]
    let inputs, steps: [Rational]
    let gains: [[Rational]]
    let budget: Rational
    /// What the filtered steps are set to.
    var floor: Rational = 0
    /// 1, or 0 for a stronger bound of the sum.
    var share: Rational = 1

    static let generator = Generator { draw in
      let (n, length) = (draw.integer(in: 1...3), draw.integer(in: 1...8))
      return Filtered(
        rates: try draw(.array(of: .whole(1...3), count: n)),
        inputs: try draw(.array(of: SystemInstance.number, count: length)),
        steps: try draw(.array(of: .whole(1...4), count: length)),
        gains: try draw(.array(of: .array(of: SystemInstance.number, count: n), count: length)),
        budget: try draw(.whole(0...12)))
    }

    private var values: [NamedValue] {
      [
        NamedValue("A", rates.map { -$0 }), NamedValue("x", inputs), NamedValue("Delta", steps), NamedValue("B", gains),
        NamedValue("S", budget),
      ]
    }

    var evidence: [Evidence] {
      let channel = SelectiveChannel<Exact>(eigenvalues: Exact.Vector(rates.map { -$0 }), feedthrough: 0)
      let gains = gains.map { Exact.Vector($0) }
      let kept = TokenFilter.filtered(steps, budget: budget)
      func state(_ chosen: [Int], _ steps: [Rational]) -> [Exact] {
        channel.output(
          of: chosen.map { Exact(inputs[$0]) }, steps: chosen.map { Exact(steps[$0]) },
          inputGains: chosen.map { gains[$0] },
          outputGains: chosen.map { gains[$0] }
        ).finalState.elements
      }
      let all = Array(steps.indices)
      let contributions = channel.contributions(
        of: inputs.map { Exact($0) }, steps: steps.map { Exact($0) }, inputGains: gains)
      let sum = contributions.reduce(Exact.Vector(zeros: rates.count, in: Intrinsic())) { sum, x in
        var sum = sum
        sum.add(x)
        return sum
      }
      let total = kept.reduce(0, +)
      let largest = steps.reduce(0) { max($0, $1) }
      return [
        Evidence("h_L = sum_j exp(A sum Delta) Delta_j B_j x_j", state(all, steps), equal: sum.elements, at: values),
        Evidence(
          "h_L with the steps of some tokens 0 = h_L without those tokens",
          state(all, kept.map { $0 == 0 ? floor : $0 }), equal: state(all.filter { kept[$0] != 0 }, steps), at: values),
        Evidence("min(S, sum Delta) <= sum Delta'", min(budget, steps.reduce(0, +)), atMost: total, at: values),
        Evidence("sum Delta' <= S + max Delta", total, atMost: budget + share * largest, at: values),
      ]
    }
  }
}
