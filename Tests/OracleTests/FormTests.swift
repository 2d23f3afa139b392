import Arithmetic
import Oracle
import TestSupport
import Testing

/// Every form of every kernel is the definition, in numbers that decide it.
@Suite struct FormTests {
  /// Lengths of one step, of a few, and around the ends of chunks.
  private static let lengths = [1, 2, 3, 5, 16, 17, 33, 64, 65, 130]

  @Test(
    "Forms are equal to the definition: exactly, or where that is undefined, in enclosures that overlap",
    .cases(3, deep: 10, search: 0),
    arguments: KernelCatalogue.all.map(\.identifier))
  func areEqual(identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    await check(kernel)
  }

  private func check(_ kernel: some KernelDefinition) async {
    var style = CallStyle.exact
    style.lengths = Self.lengths
    let calls = kernel.calls(style)
    await checkProperty("forms of \(kernel.identifier)") { draw in
      let call = try draw(calls, "call")
      let part = draw.integer(in: 0...max(0, kernel.partCount(of: call) - 1))
      try draw.assume(kernel.partCount(of: call) > 0)
      let exact = kernel.outputs(of: call, part: part, Evaluation<ExactNumbers>(of: kernel, call, in: Intrinsic()))
      let balls = Memo { kernel.outputs(of: call, part: part, Evaluation<Balls>(of: kernel, call, in: 256)) }
      for form in kernel.forms.dropFirst() {
        let evaluation = Evaluation<ExactNumbers>(of: kernel, call, in: Intrinsic(), form: form)
        guard let values = kernel.outputs(of: call, part: part, evaluation) else { continue }
        if let exact, exact.isDefined, values.isDefined {
          draw.label("exact")
          try draw.verify(values.overlaps(exact), "\(form.name): \(values), \(kernel.forms[0].name): \(exact)")
        } else {
          let evaluation = Evaluation<Balls>(of: kernel, call, in: 256, form: form)
          let enclosures = try #require(kernel.outputs(of: call, part: part, evaluation))
          let reference = try #require(balls.value)
          try draw.verify(enclosures.isDefined && reference.isDefined, "\(form.name) is undefined")
          try draw.verify(enclosures.overlaps(reference), "\(form.name): \(enclosures), not \(reference)")
        }
      }
    }
  }
}

/// What is computed the first time that it is asked for.
private final class Memo<Value> {
  private let compute: () -> Value
  lazy var value = compute()
  init(_ compute: @escaping () -> Value) { self.compute = compute }
}
