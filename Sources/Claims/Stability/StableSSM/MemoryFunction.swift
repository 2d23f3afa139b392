import Arithmetic
import Definitions
import PropertyTesting

extension StableSSM {
  /// M(t) = |rho(t)|_1: the memory function of a linear functional.
  static let memoryFunction = Claim(
    "stablessm.D-memory",
    title: "The memory function of a linear functional is the 1-norm of its kernel",
    statement: """
      With a step input u = x 1_(t >= 0), M(t) = sup_x |d/dt y_t|/|x|_inf = |rho(t)|_1 for a linear functional with kernel \
      rho. In discrete time y_t - y_(t-1) = K_t x, and the supremum is sum_i |K_(t,i)|, attained at x = sign(K_t).
      """,
    source: Source(
      "Wang, Li & Xue, Inverse Approximation Theory for Nonlinear RNNs", arXiv: "2305.19190",
      "eqs. (3) to (5), Definition 3.1", .text),
    hypotheses: [
      Hypothesis("linear", "the functional is linear, causal, bounded and time-homogeneous"),
      Hypothesis("dual norms", "inputs are measured in |.|_inf and the kernel in the dual norm |.|_1"),
      Hypothesis("normalised by |x|", "the change is divided by |x|_inf, not by |x|_inf + 1"),
    ],
    method: .exact,
    notes: [
      "2305.19190 itself divides by |x|_inf in eq. (5) and by |x|_inf + 1 in eqs. (43) and (67).",
      "The released code (Curse-of-memory, src/memoryfunction.py) takes one random direction x, which underestimates the "
        + "supremum: see the first falsifier.",
    ],
    check: Check(Measurement.any, isNormOfKernel),
    falsifiers: [
      Falsifier("one random direction x in place of the maximiser", Check(Measurement.inOneDirection, isNormOfKernel)),
      Falsifier(
        "a hard tanh on the output", dropping: "linear",
        Check(Measurement.any.with { $0.saturates = true }, isNormOfKernel)),
      Falsifier(
        "the kernel measured in the 2-norm", dropping: "dual norms",
        Check(Measurement.any.with { $0.isEuclidean = true }, isNormOfKernel)),
      Falsifier(
        "division by |x|_inf + 1 at a finite x", dropping: "normalised by |x|",
        Check(Measurement.any.with { $0.addedToSize = 1 }, isNormOfKernel)),
    ],
    figures: [FigureRecipe("memory-curves") { _ in memoryCurves() }])

  /// The largest |y_t - y_(t-1)|/|x|_inf is |K_t|_1, at four times; squared, so that other norms are rational too.
  private static func isNormOfKernel(_ measurement: Measurement, _ precision: Precision) -> [Evidence] {
    let changes = measurement.directions.map(measurement.changes)
    return (0..<Measurement.length).map { t in
      let largest = changes.reduce(Rational(0, 1)) { max($0, $1[t].magnitude) }
      return Evidence(
        "(max over x of |y_t - y_(t-1)|/|x|_inf)^2 = |K_t|^2", largest * largest,
        equals: measurement.squaredNorm(at: t), at: measurement.values + [NamedValue("t", t)])
    }
  }

  /// A discrete model with rational parameters, one output and a few inputs, and how its memory is measured.
  private struct Measurement: Sendable {
    let model: DiagonalModel<Rational>
    /// The steps x that are tried, with |x|_inf = 1: every vector of signs, of which one is the maximiser.
    var directions: [[Rational]]
    /// |x|_inf.
    let size: Rational
    /// Whether the output passes through max(-1, min(1, y)).
    var saturates = false
    /// Whether the kernel is measured in the 2-norm.
    var isEuclidean = false
    /// What is added to |x|_inf in the division.
    var addedToSize: Rational = 0

    static let length = 4

    static let any = Generator { draw in
      let states = try draw(.integer(in: 1...6))
      let inputs = try draw(.integer(in: 1...4))
      func vector(_ range: ClosedRange<Int>) -> Generator<Rational.Vector> {
        Generator<[Rational]>.array(of: .rational(in: range, denominator: 4), count: states)
          .map { Rational.Vector($0, in: Intrinsic()) }
      }
      let model = DiagonalModel<Rational>(
        transition: try draw(vector(-1...1)), inputColumns: try draw(.array(of: vector(-2...2), count: inputs)),
        outputRows: [try draw(vector(-2...2))])
      let signs = (0..<(1 << inputs)).map { bits in (0..<inputs).map { Rational(bits >> $0 & 1 == 0 ? 1 : -1, 1) } }
      return Measurement(model: model, directions: signs, size: try draw(.power(of: 10, in: 0...3)))
    }

    static let inOneDirection = Generator { draw in
      var measurement = try draw(any)
      let x = try draw(.array(of: .rational(in: -1...1), count: measurement.model.inputColumns.count))
      let norm = x.reduce(Rational(0, 1)) { max($0, $1.magnitude) }
      try draw.assume(norm > 0)
      measurement.directions = [x.map { $0 / norm }]
      return measurement
    }

    /// (y_t - y_(t-1))/|x|_inf in answer to the step `size` x, for each t.
    func changes(for x: [Rational]) -> [Rational] {
      let step = x.map { size * $0 }
      let y = model.output(of: Array(repeating: step, count: Self.length)).output.map {
        saturates ? max(-1, min(1, $0[0])) : $0[0]
      }
      return y.indices.map { ($0 == 0 ? y[0] : y[$0] - y[$0 - 1]) / (size + addedToSize) }
    }

    /// |K_t|^2, in the 1-norm or in the 2-norm.
    func squaredNorm(at t: Int) -> Rational {
      let norm = model.memoryFunction(length: Self.length)[t]
      guard isEuclidean else { return norm * norm }
      return model.inputColumns.indices.reduce(Rational(0, 1)) { sum, i in
        let k = model.convolutionKernel(length: Self.length, fromInput: i)[t]
        return sum + k * k
      }
    }

    var values: [NamedValue] {
      [
        NamedValue("A", model.transition.elements), NamedValue("B", model.inputColumns.map(\.elements)),
        NamedValue("C", model.outputRows[0].elements),
      ] + (directions.count == 1 ? [NamedValue("x", directions[0])] : [])
        + (saturates || addedToSize != 0 ? [NamedValue("|x|_inf", size)] : [])
    }
  }

  /// Kernels over a thousand steps: one exponential, a power law from 34 modes, and S4D-Lin's eigenvalues.
  private static func memoryCurves() -> FigureData {
    let times = grid(from: 1, to: 1024, count: 120, logarithmic: true)
    let power = PowerLawNodes(exponent: 2, spacing: 0.4, indices: -26...7).kernel(under: .exponential)
    return FigureData(
      "memory-curves", title: "Memory functions", xLabel: "t", yLabel: "M(t)", logX: true, logY: true,
      x: FigureData.Column("t", times),
      curves: [
        FigureData.Column("exp(-t/20)", times.map { Double.exp(-$0 / 20) }),
        FigureData.Column("34 modes for (1 + t)^-2", times.map { power($0) }),
        FigureData.Column(
          "S4D-Lin, 16 pairs, step 1/100",
          times.map { t in
            let phases = (0..<16).reduce(0.0) { $0 + Double.cos(Double($1) * Double.pi * t / 100) }
            return abs(2 * Double.exp(-t / 200) * phases) / 32
          }),
      ])
  }
}
