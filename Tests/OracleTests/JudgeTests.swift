import Arithmetic
import Oracle
import TestSupport
import Testing

@Suite struct JudgeTests {
  /// The definition of every kernel in single precision is explained by rounding, whatever the form.
  @Test(.cases(3, deep: 10, search: 0), arguments: KernelCatalogue.all.map(\.identifier))
  func naiveKernelsAreExplained(_ identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    await accept(kernel)
  }

  private func accept(_ kernel: some KernelDefinition) async {
    await checkProperty("\(kernel.identifier) in single precision") { draw in
      let call = try draw(kernel.calls(), "call")
      for form in kernel.forms {
        let naive = NaiveImplementation(kernel, in: Intrinsic(), over: Singles.self, form: form)
        guard let outputs = try? naive.outputs(of: call) else { continue }
        let judgement = try Judge(kernel, call, candidate: outputs).run()
        let worst = judgement.headline.map { "\($0.tensor.name) \($0.element)" } ?? ""
        try draw.verify(judgement.verdict.isAccepted, "\(form.name): \(judgement.verdict.title), \(worst)")
        if let worst = judgement.headline?.element.ratio { draw.maximize(worst, "\(form.name) error / bound") }
      }
    }
  }
}
