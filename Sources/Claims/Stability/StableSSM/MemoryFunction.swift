import Arithmetic
import Definitions

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
    check: { draw, _ in
      let model = randomModel(&draw)
      let memory = model.memoryFunction(length: 4)
      var evidence: [Evidence] = []
      for t in memory.indices {
        let changes = signVectors(model.inputColumns.count).map { outputChanges(model, step: $0)[t].magnitude }
        let largest = changes.reduce(Rational(0, 1)) { max($0, $1) }
        evidence.append(
          Evidence(
            "max over sign vectors x of |y_t - y_(t-1)| = |K_t|_1", largest, equals: memory[t],
            at: describe(model) + [NamedValue("t", t)]))
      }
      return evidence
    },
    falsifiers: [
      Falsifier("one random direction x in place of the maximiser") { draw, _ in
        let model = randomModel(&draw)
        let x = draw.list(count: model.inputColumns.count) { $0.rational(in: -1...1) }
        let size = x.reduce(Rational(0, 1)) { max($0, $1.magnitude) }
        guard size > 0 else { throw Discarded() }
        return [
          Evidence(
            "|K_0 x|/|x|_inf = |K_0|_1", outputChanges(model, step: x)[0].magnitude / size,
            equals: model.memoryFunction(length: 1)[0], at: describe(model) + [NamedValue("x", x)])
        ]
      },
      Falsifier("a hard tanh on the output", dropping: "linear") { draw, _ in
        let model = randomModel(&draw)
        let size = draw.power(of: 10, in: 0...3)
        let y = model.memoryFunction(length: 1)[0] * size
        return [
          Evidence(
            "|hardtanh(K_0 x)|/|x|_inf = |K_0|_1", min(y, 1) / size, equals: y / size,
            at: describe(model) + [NamedValue("|x|_inf", size)])
        ]
      },
      Falsifier("the kernel measured in the 2-norm", dropping: "dual norms") { draw, _ in
        let model = randomModel(&draw)
        let memory = model.memoryFunction(length: 1)[0]
        let square = model.inputColumns.indices.reduce(Rational(0, 1)) { sum, i in
          let k = model.convolutionKernel(length: 1, fromInput: i)[0]
          return sum + k * k
        }
        return [Evidence("|K_0|_1^2 = |K_0|_2^2", memory * memory, equals: square, at: describe(model))]
      },
      Falsifier("division by |x|_inf + 1 at a finite x", dropping: "normalised by |x|") { draw, _ in
        let model = randomModel(&draw)
        let memory = model.memoryFunction(length: 1)[0]
        let size = draw.power(of: 10, in: 0...6)
        return [
          Evidence(
            "|K_0 x|/(|x|_inf + 1) = |K_0|_1", memory * size / (size + 1), equals: memory,
            at: describe(model) + [NamedValue("|x|_inf", size)])
        ]
      },
    ],
    figures: { _ in [memoryCurves()] })

  /// A discrete model with rational parameters, one output and a few inputs.
  private static func randomModel(_ draw: inout Draw) -> DiagonalModel<Rational> {
    let states = draw.integer(in: 1...6)
    let inputs = draw.integer(in: 1...4)
    func vector(_ draw: inout Draw, _ range: ClosedRange<Int>) -> Rational.Vector {
      Rational.Vector(draw.list(count: states) { $0.rational(in: range, denominator: 4) }, in: Intrinsic())
    }
    return DiagonalModel(
      transition: vector(&draw, -1...1), inputColumns: draw.list(count: inputs) { vector(&$0, -2...2) },
      outputRows: [vector(&draw, -2...2)])
  }

  /// y_t - y_(t-1) in answer to the step x, for t = 0 ..< 4.
  private static func outputChanges(_ model: DiagonalModel<Rational>, step x: [Rational]) -> [Rational] {
    let y = model.output(of: Array(repeating: x, count: 4)).output.map { $0[0] }
    return y.indices.map { $0 == 0 ? y[0] : y[$0] - y[$0 - 1] }
  }

  private static func signVectors(_ count: Int) -> [[Rational]] {
    (0..<(1 << count)).map { bits in (0..<count).map { Rational(bits >> $0 & 1 == 0 ? 1 : -1, 1) } }
  }

  private static func describe(_ model: DiagonalModel<Rational>) -> [NamedValue] {
    [
      NamedValue("A", model.transition.elements),
      NamedValue("B", model.inputColumns.map(\.elements)),
      NamedValue("C", model.outputRows[0].elements),
    ]
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
