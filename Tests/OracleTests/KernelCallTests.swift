import Arithmetic
import Oracle
import TestSupport
import Testing

@Suite struct KernelCallTests {
  /// Every kernel's random calls are calls of it, and its forms give outputs of the shapes that they promise.
  @Test(.cases(3, deep: 10, search: 0)) func randomCalls() async {
    for kernel in KernelCatalogue.all { await check(kernel) }
  }

  private func check(_ kernel: some KernelDefinition) async {
    await checkProperty("\(kernel.identifier)") { draw in
      let call = try draw(kernel.calls(), "call")
      for form in kernel.forms {
        let evaluation = Evaluation<Doubles>(of: kernel, call, in: Intrinsic(), form: form)
        for part in 0..<kernel.partCount(of: call) {
          guard let outputs = kernel.evaluate(part: part, in: evaluation) else { continue }
          for output in outputs {
            try draw.verify(output.positions.count == output.values.count && !output.values.isEmpty)
            try draw.verify(output.values.allSatisfy(\.isFinite), "\(form.name) \(output.name) \(output.values)")
          }
        }
      }
    }
  }
}
