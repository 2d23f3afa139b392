import Arithmetic
import Foundation
import Oracle
import TestSupport
import Testing

/// The definitions agree with their papers' equations, transcribed a second time in plain loops.
@Suite struct EquationTests {
  @Test(
    "The equation in plain loops of doubles is explained by rounding", .cases(10, deep: 40, search: 0),
    arguments: normalizedEquations + convolutionEquations + otherEquations + researchEquations)
  func agrees(_ equation: Equation) async throws {
    let kernel = try #require(KernelCatalogue.kernel(equation.kernel))
    await check(kernel, equation)
  }

  private func check(_ kernel: some KernelDefinition, _ equation: Equation) async {
    await checkProperty("\(kernel.identifier) transcribed") { draw in
      let call = try draw(kernel.calls(CallStyle(format: .binary64)), "call")
      let specification = try #require(kernel.specification(of: equation.output))
      let outputs = equation.outputs(of: call, shape: try #require(call.shape(of: specification)))
      var options = JudgeOptions()
      options.plan.arithmetic = .double
      let judgement = try Judge(kernel, call, candidate: outputs, options: options).run()
      let worst = judgement.headline.map { "\($0.tensor.name) \($0.element)" } ?? ""
      try draw.verify(judgement.verdict.isAccepted, "\(judgement.verdict.title), \(worst)")
    }
  }
}
