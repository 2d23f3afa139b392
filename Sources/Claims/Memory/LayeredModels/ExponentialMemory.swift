import Arithmetic
import Definitions
import PropertyTesting

extension LayeredModels {
  /// Finitely many stable layers have exponentially decaying memory.
  static let exponentialMemory = Claim(
    "wangxue.T3.13",
    title: "However many layers: the memory of a finite stack of stable layers decays exponentially",
    statement: """
      For a finite stack of layers with stable state matrices and Lipschitz activations there is c0 > 0 with e^(c0 \
      t) M(t) -> 0. In numbers: M(k) <= G (1 - r/q)^-L q^k for every q between r = max |a| and 1.
      """,
    source: paper("Theorem 3.13", .secondary, quotedBy: "a third-party summary, and reviewers of arXiv 2501.00658"),
    hypotheses: [
      Hypothesis("strictly stable", "every |a| < 1; the summary's 'bounded by 1' is not enough"),
      Hypothesis("Lipschitz", "|sigma(u) - sigma(v)| <= L0 |u - v|; here L0 = 1"),
      Hypothesis("sigma(0) = 0", "a layer that has seen nothing answers 0"),
      Hypothesis(
        "finite", "finitely many layers", untested: "G (1 - r/q)^-L grows with L: that is the claim's content"),
    ],
    method: .certified,
    notes: [
      "The theorem gives no constants; the bound with q is what the binomial bound (wangxue.B-binomial) sums to. "
        + "Skip connections are allowed and drawn.",
      "The supremum over x is not taken: the bound holds for each step x that is drawn, whatever its size.",
    ],
    effort: 0.5,
    check: Check(Slower.any) { $0.isBounded($1) },
    falsifiers: [
      Falsifier(
        "the mode a = 1, with sigma linear and q < 1 between them", dropping: "strictly stable",
        Check(Slower.undamped) { $0.isBounded($1) }),
      Falsifier("sigma = sqrt", dropping: "Lipschitz", Check(Slower.with(.root)) { $0.isBounded($1) }),
      Falsifier("sigma(x) = x + 1", dropping: "sigma(0) = 0", Check(Slower.with(.shifted)) { $0.isBounded($1) }),
      Falsifier(
        "c0 = |ln r| with a constant: M(k) <= 2 G r^k",
        Check(StackInstance.scalar) { stack, precision in
          let memory = stack.memory(24, precision)
          let pure = binomialMemoryBound(
            layers: 1, gain: 2 * stack.stack(precision).memoryGain(), rate: stack.stack(precision).slowestDecay,
            length: 24)
          return bounded("|y_k - y_(k-1)| <= 2 G r^k |x|", memory, atMost: pure, at: stack.values)
        }),
    ])

  /// A stack, and a rate between r and 1.
  private struct Slower: Sendable {
    var stack: StackInstance
    /// q = r + share (1 - r).
    let share: Rational
    /// q, where it is not that.
    var rate: Rational?

    static let any = instances(StackInstance.generator())

    static func with(_ sigma: StackInstance.Sigma) -> Generator<Slower> {
      instances(StackInstance.generator(layers: 2...4)).with {
        $0.stack.sigma = sigma
        $0.stack.step = $0.stack.step / 1000
      }
    }

    /// Modes at 1, with which the bound is that of r = 1/2.
    static let undamped = instances(StackInstance.generator(decay: .always(1))).with {
      $0.stack.sigma = .identity
      $0.rate = Rational(3, 4)
    }

    private static func instances(_ stacks: Generator<StackInstance>) -> Generator<Slower> {
      Generator { draw in
        Slower(stack: try draw(stacks), share: Rational(try draw(.integer(in: 1...7)), 8))
      }
    }

    func isBounded(_ precision: Precision) -> Evidence {
      let definition = stack.stack(precision)
      let r = rate.map { Ball($0 * Rational(2, 3), in: precision) } ?? definition.slowestDecay
      let q = rate.map { Ball($0, in: precision) } ?? r + Ball(share, in: precision) * (1 - r)
      let bound = exponentialMemoryBound(
        layers: stack.layers.count, gain: definition.memoryGain(), rate: r, slower: q, length: 40)
      return bounded(
        "|y_k - y_(k-1)| <= G (1 - r/q)^-L q^k |x|", stack.memory(40, precision), atMost: bound,
        at: stack.values + [rate.map { NamedValue("q", $0) } ?? NamedValue("(q - r)/(1 - r)", share)])
    }
  }
}
