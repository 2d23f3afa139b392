import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension EventModels {
  /// The whole expansion of Liquid-S4.
  static let liquidExpansion = Claim(
    "liquid.T-expand",
    title: "Liquid-S4's output is the sum of its correlation terms over all sets of times; each order cut off is lost",
    statement: """
      For x_k = (A + diag(B) u_k) x_(k-1) + B u_k with a diagonal A, y_k is the sum over all non-empty sets S of times \
      up to k of C A^(k - min S - |S| + 1) B^|S| prod_(t in S) u_t: 2^(k+1) - 1 terms.
      """,
    source: Source(
      "Hasani et al., Liquid-S4", arXiv: "2209.12951", "section 3; the code cuts off at |S| <= P", .recalled),
    hypotheses: [
      Hypothesis("diagonal", "A commutes with diag(B)"),
      Hypothesis("all orders", "sets of every size"),
    ],
    method: .exact,
    notes: [
      "For dense A the terms with the factors in their order are the right ones: liquid.K1-kernel.",
      "The code flips the input in time, which makes the output depend on later inputs: the catalogue's remark, "
        + "not redone.",
    ],
    effort: 0.5,
    check: Check(Expansion.generator) { expansion, _ in expansion.evidence(order: expansion.inputs.count) },
    falsifiers: [
      Falsifier(
        "a dense A", dropping: "diagonal",
        Check(Expansion.dense) { expansion, _ in expansion.evidence(order: expansion.inputs.count) }),
      Falsifier(
        "sets of at most two times", dropping: "all orders",
        Check(Expansion.generator) { expansion, _ in expansion.evidence(order: 2) }),
    ],
    figures: [FigureRecipe("liquid-truncation", make: truncationFigure)])

  private struct Expansion: Sendable {
    let system: LinearSystem<Rational>
    let inputs: [Rational]

    static let generator = dense.map { expansion in
      var system = expansion.system
      system.matrix = Matrix(diagonal: system.matrix.diagonal, in: Intrinsic())
      return Expansion(system: system, inputs: expansion.inputs)
    }

    static let dense = Generator { draw in
      Expansion(
        system: try draw(SystemInstance.generator(order: 1...2)).system,
        inputs: try draw(.array(of: SystemInstance.number, count: 1...6)))
    }

    func evidence(order: Int) -> Evidence {
      Evidence(
        "y_k = the sum of its correlation terms", LiquidModel.outputs(of: system, inputs: inputs)[inputs.count - 1],
        equals: LiquidModel.expandedOutput(
          of: system, inputs: inputs, order: order, kernel: LiquidModel.correlationKernel),
        at: [
          NamedValue("A", system.matrix), NamedValue("B", system.input), NamedValue("C", system.output),
          NamedValue("u", inputs),
        ])
    }
  }

  private static func truncationFigure(_ precision: Precision) -> FigureData {
    let length = 10
    let scales = [Rational(1, 4), Rational(1, 2), 1, 2]
    let system = LinearSystem<Rational>(
      matrix: Matrix([[Rational(3, 4)]], in: Intrinsic()), input: [Rational(1, 2)], output: [1])
    return FigureData(
      "liquid-truncation", title: "What is lost when correlation terms are cut off",
      caption: """
        |y_k - the sum of its terms up to order P|/|y_k|, exact, of a scalar Liquid-S4 with A = 3/4, B = 1/2 after 10 \
        inputs u = scale: cutting off at a low order is harmless for small inputs only. At P = 10 the expansion is \
        complete (0, not drawn).
        """,
      xLabel: "P", yLabel: "relative error", logY: true, x: FigureData.Column("P", (1...length).map(Double.init)),
      curves: scales.map { scale in
        let inputs = Array(repeating: scale, count: length)
        let output = LiquidModel.outputs(of: system, inputs: inputs)[length - 1]
        return FigureData.Column(
          "scale \(scale)",
          (1...length).map { order in
            let sum = LiquidModel.expandedOutput(
              of: system, inputs: inputs, order: order, kernel: LiquidModel.correlationKernel)
            return sum == output
              ? .indeterminate(in: precision) : Ball(((sum - output) / output).magnitude, in: precision)
          })
      })
  }
}
