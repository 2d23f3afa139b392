import Arithmetic
import Definitions
import PropertyTesting

extension EventModels {
  /// Keys fused over layers.
  static let denseFusion = Claim(
    "densessm.T",
    title: "Fusing keys over layers leaves the token mixer as it is; fusing states does not",
    statement: """
      With k_t + sum_l g_(l,t) . k_(l,t) in place of k_t a layer is the same recurrence with other keys: all its forms \
      stay equal, and its matrix stays n-semiseparable for n rows of state. The sum of the states of two layers has a \
      matrix of rank up to 2 n, which no such layer has.
      """,
    source: Source("He et al., DenseSSM", arXiv: "2403.00818", "the retention variant in the authors' code", .code),
    hypotheses: [Hypothesis("before the scan", "keys are fused, not the states that the scan makes of them")],
    method: .exact,
    notes: ["A normalization after the sum changes the keys' scale: other inputs, the same recurrence."],
    effort: 0.4,
    check: Check(Layers.generator) { layers, _ in layers.evidence },
    falsifiers: [
      Falsifier(
        "states of two layers added", dropping: "before the scan",
        Check(Layers.generator) { layers, _ in
          let sum = zip(
            SequenceMatrix.ofRecurrence(layers.instance.problem).elements,
            SequenceMatrix.ofRecurrence(layers.other).elements
          ).map { $0 + $1 }
          let n = layers.other.steps.count
          let matrix = ExactMatrix((0..<n).map { Array(sum[$0 * n..<($0 + 1) * n]) })
          return [layers.rank(of: matrix)]
        })
    ])

  private struct Layers: Sendable {
    var instance: AffineInstance
    /// The layer before, of the same length and size.
    let other: AffineProblem<Exact>
    let gates: [Exact.Vector]

    static let generator = Generator { draw in
      let instance = try draw(AffineInstance.generator(.diagonal, rows: 1...2, columns: 1...1, readTime: .afterUpdate))
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      var other = instance.problem
      func vector() throws -> Exact.Vector { Exact.Vector(try draw(.array(of: number, count: other.rows))) }
      for t in other.steps.indices {
        (other.steps[t].key, other.steps[t].decay, other.steps[t].query) = (try vector(), try vector(), try vector())
      }
      return Layers(instance: instance, other: other, gates: try other.steps.map { _ in try vector() })
    }

    func rank(of matrix: ExactMatrix) -> Evidence {
      Evidence(
        "rank of blocks on and below the diagonal <= n", Rational(matrix.semiseparableRank),
        atMost: Rational(instance.problem.rows), at: instance.values)
    }

    var evidence: [Evidence] {
      var fused = instance
      for t in fused.problem.steps.indices {
        fused.problem.steps[t].key = DenseFusion.key(
          instance.problem.steps[t].key, earlier: [other.steps[t].key], gates: [gates[t]])
      }
      return fused.agrees("chunks", .chunked(size: fused.size)) + fused.agrees("a scan", .scan(.brentKung))
        + fused.agrees("attention", .parallel) + [rank(of: SequenceMatrix.ofRecurrence(fused.problem))]
    }
  }
}
