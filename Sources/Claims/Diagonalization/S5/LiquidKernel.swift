import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ParallelStateSpaces {
  /// The correlation terms of Liquid-S4.
  static let liquidKernel = Claim(
    "liquid.K1-kernel",
    title: "Liquid-S4's correlation kernel needs a diagonal A",
    statement: """
      For x_k = (A + diag(B) u_k) x_(k-1) + B u_k, y = <C, x>, the coefficient of u_(t_1) ... u_(t_p), t_1 < ... < t_p, in y_k \
      is C A^(k - t_1 - (p - 1)) B^p, with B^p element by element.
      """,
    source: Source("Hasani et al., Liquid-S4", arXiv: "2209.12951", "section 3, the liquid kernel", .recalled),
    hypotheses: [Hypothesis("diagonal", "A is diagonal: the condition that is missing")],
    method: .exact,
    notes: [
      "The output is affine in each input: its coefficient is a sum of signed outputs for inputs 0 and 1, exactly.",
      "The paper's A is diagonal plus low rank, not diagonal. For u_0 u_2 in y_2 the coefficient is C (B . (A B)), the formula "
        + "gives C A (B . B).",
    ],
    effort: 0.5,
    check: Check(Correlation.generator) { correlation, _ in correlation.evidence(LiquidModel.correlationKernel) },
    correction: Claims.Correction(
      """
      The coefficient is C A^(k - t_p) diag(B) A^(t_p - t_(p-1) - 1) ... diag(B) A^(t_2 - t_1 - 1) B for every A, which is the \
      formula of the paper where A is diagonal.
      """,
      .all(
        Check(Correlation.generator) { correlation, _ in correlation.evidence(LiquidModel.orderedKernel) },
        Check(Correlation.generator.with { $0.makeDiagonal() }) { correlation, _ in
          correlation.evidence(LiquidModel.correlationKernel)
        })),
    falsifiers: [
      Falsifier(
        "a dense A, u_0 u_2 in y_2", dropping: "diagonal",
        Check(Correlation.generator.with { ($0.times, $0.last) = ([0, 2], 2) }) { correlation, _ in
          correlation.evidence(LiquidModel.correlationKernel)
        })
    ])

  private struct Correlation: Sendable {
    var instance: SystemInstance
    /// t_1 < ... < t_p.
    var times: [Int]
    /// k.
    var last: Int

    static let generator = Generator { draw in
      let instance = try draw(SystemInstance.generator(order: 1...3))
      let last = draw.integer(in: 0...3)
      var times = (0...last).filter { _ in draw.bool() }
      if times.isEmpty { times = [last] }
      return Correlation(instance: instance, times: times, last: last)
    }

    mutating func makeDiagonal() {
      instance.system.matrix = Matrix(diagonal: instance.system.matrix.diagonal, in: Intrinsic())
    }

    func evidence(_ kernel: (LinearSystem<Rational>, [Int], Int) -> Rational) -> Evidence {
      // Inclusion and exclusion over the inputs that are 1.
      let coefficient = (0..<1 << times.count).reduce(Rational(0)) { sum, set in
        let chosen = times.indices.filter { set >> $0 & 1 == 1 }.map { times[$0] }
        let inputs = (0...last).map { Rational(chosen.contains($0) ? 1 : 0) }
        let output = LiquidModel.outputs(of: instance.system, inputs: inputs)[last]
        return (times.count - chosen.count).isMultiple(of: 2) ? sum + output : sum - output
      }
      return Evidence(
        "the coefficient of u_(t_1) ... u_(t_p) in y_k = the kernel", coefficient,
        equals: kernel(instance.system, times, last),
        at: Array(instance.values.prefix(3)) + [NamedValue("t", times), NamedValue("k", last)])
    }
  }
}
