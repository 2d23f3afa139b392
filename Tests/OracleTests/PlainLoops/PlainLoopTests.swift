import Arithmetic
import Oracle
import TestSupport
import Testing

/// The definitions are those of the papers: plain loops, written apart from them, agree with them within the rounding
/// errors that the bounds allow double precision.
@Suite struct PlainLoopTests {
  private static let all =
    PlainLoops.selective + PlainLoops.auxiliaries + PlainLoops.gatedRecurrences
    + PlainLoops.linearTimeInvariant

  @Test("Plain loops in double precision are explained by rounding", .cases(8, deep: 30, search: 0), arguments: all)
  func agree(_ loops: PlainLoops) async throws {
    let kernel = try #require(KernelCatalogue.kernel(loops.identifier))
    await check(kernel, loops)
  }

  private func check(_ kernel: some KernelDefinition, _ loops: PlainLoops) async {
    let style = CallStyle(format: .binary64, sizes: loops.sizes)
    let options = JudgeOptions(plan: PrecisionPlan(arithmetic: .double), diagnoses: false)
    await checkProperty("\(kernel.identifier) in plain loops") { draw in
      let call = try draw(kernel.calls(style), "call")
      let outputs = loops.outputs(LoopCall(call: call)).mapValues(\.tensor)
      let judgement = try Judge(kernel, call, candidate: outputs, options: options).run()
      let worst = judgement.headline.map { "\($0.tensor.name) \($0.element)" } ?? ""
      // A bound may be wider than a number that is nearly 0.
      try draw.verify(
        judgement.verdict.isAccepted || judgement.verdict == .vacuous, "\(judgement.verdict.title), \(worst)")
      draw.label(judgement.verdict.title)
    }
  }
}
