import Arithmetic
import Definitions
import PropertyTesting

extension Recency {
  /// Polarized channels.
  static let polarized = Claim(
    "recency.polar",
    title: "Polarized channels are exact memory and exact copy",
    statement: """
      A channel h_t = A h_(t-1) + v_t with A = 1 is h_t = sum_(s <= t) v_s, with an influence that does not depend on \
      the distance; with A = 0 it is h_t = v_t.
      """,
    source: Source(
      "Wang et al., Recency and over-smoothing", arXiv: "2501.00658", "polarization", .secondary,
      quotedBy: "the reviews of the paper"),
    hypotheses: [
      Hypothesis("exact constants", "A is exactly 1 and exactly 0"),
      Hypothesis("own gain", "the gain is not the convex 1 - A, which is 0 where A = 1"),
    ],
    method: .exact,
    notes: [
      "A = 1 gives unbounded states: h_T = T for v = 1.",
      "In single precision the sum of T terms errs by at most (T - 1) u/(1 - (T - 1) u) sum |v_s|, u = 2^-24, which is "
        + "compared exactly with the kernel's own recurrence in `Float`.",
    ],
    check: Check(Channels.generator) { channels, _ in channels.evidence + [channels.inSinglePrecision] },
    falsifiers: [
      Falsifier(
        "A = 15/16", dropping: "exact constants",
        Check(Channels.generator.with { $0.memory = Rational(15, 16) }) { channels, _ in channels.evidence }),
      Falsifier(
        "the convex gain 1 - A", dropping: "own gain",
        Check(Channels.generator.with { $0.isConvex = true }) { channels, _ in channels.evidence }),
      Falsifier(
        "a single-precision error of u |sum v|/64",
        Check(Channels.generator.with { $0.share = Rational(1, 64) }) { channels, _ in [channels.inSinglePrecision] }),
    ])

  private struct Channels: Sendable {
    let inputs: [Double]
    /// A of the channel that remembers.
    var memory: Rational = 1
    var isConvex = false
    /// Of the error bound.
    var share: Rational = 1

    static let generator = Generator<[Int]>.array(of: .integer(in: -10_000_000...10_000_000), count: 2...60).map {
      Channels(inputs: $0.map { Double(Float($0) / 1024) })
    }

    private var values: [NamedValue] { [NamedValue("v", inputs.count <= 12 ? "\(inputs)" : "\(inputs.count) numbers")] }
    private var exact: [Rational] { inputs.map { Rational(exactly: $0) } }

    /// The two channels with their states as outputs.
    private func outputs<A: Arithmetic>(_ input: [A], in context: A.Context) -> [[A]] {
      func vector(_ x: [Rational]) -> A.Vector { A.Vector(x.map { A($0, in: context) }, in: context) }
      let model = DiagonalModel<A>(
        transition: vector([memory, 0]), inputColumns: [vector([isConvex ? 1 - memory : 1, 1])],
        outputRows: [vector([1, 0]), vector([0, 1])])
      return model.output(of: input.map { [$0] }).output
    }

    var evidence: [Evidence] {
      let outputs = outputs(exact, in: Intrinsic())
      var sums: [Rational] = []
      for v in exact { sums.append((sums.last ?? 0) + v) }
      return [
        Evidence("h_t = sum_(s <= t) v_s for A = 1", outputs.map { $0[0] }, equal: sums, at: values),
        Evidence("h_t = v_t for A = 0", outputs.map { $0[1] }, equal: exact, at: values),
      ]
    }

    /// Both sides exact: a `Float` is a rational number.
    var inSinglePrecision: Evidence {
      let float = outputs(inputs.map { Float($0) }, in: Intrinsic())
      let last = Rational(exactly: Double(float[float.count - 1][0]))
      let sum = exact.reduce(0, +)
      let depth = Rational(inputs.count - 1) * Rational.pow(2, -24)
      let size = exact.reduce(Rational(0)) { $0 + $1.magnitude }
      return Evidence(
        "|float - exact| <= (T - 1) u/(1 - (T - 1) u) sum |v_s|", (last - sum).magnitude,
        atMost: share * depth / (1 - depth) * size, at: values)
    }
  }
}
