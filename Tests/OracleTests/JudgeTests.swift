import Arithmetic
import Oracle
import PropertyTesting
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

  /// An output that is there and cannot be compared keeps the others from being accepted: complex numbers for real ones.
  @Test func whatIsNotJudgedIsNotAccepted() throws {
    let scan = SelectiveScan()
    var call: KernelCall?
    for index in 0..<50 where call == nil {
      var draw = Draw(seed: 0, name: "real modes", index: index)
      let drawn = try draw(scan.calls(), "call")
      if drawn.tensors["A"]?.isComplex == false { call = drawn }
    }
    let real = try #require(call)
    var outputs = try NaiveImplementation(scan, in: Intrinsic(), over: Singles.self).outputs(of: real)
    #expect(try Judge(scan, real, candidate: outputs).run().verdict.isAccepted)
    let state = try #require(outputs["last_state"])
    outputs["last_state"] = NumericTensor(
      state.values.flatMap { [$0, 0] }, shape: state.shape, format: state.format, isComplex: true)
    #expect(try Judge(scan, real, candidate: outputs).run().verdict == .vacuous)
  }
}
