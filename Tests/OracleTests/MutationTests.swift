import Arithmetic
import Oracle
import TestSupport
import Testing

/// Every known defect of every kernel is one: it has a statement, an identifier of its own, and an effect.
@Suite struct MutationTests {
  @Test("Each mutation changes the outputs of some generated call", arguments: KernelCatalogue.all.map(\.identifier))
  func changesOutputs(identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    try check(kernel)
  }

  private func check<Kernel: KernelDefinition>(_ kernel: Kernel) throws {
    let mutations = Kernel.Mutation.allCases.map { $0 }
    var unseen = mutations.map(\.rawValue)
    #expect(Set(unseen).count == mutations.count && mutations.allSatisfy { !$0.statement.isEmpty })
    for index in 0..<(isDeepRun ? 400 : 200) where !unseen.isEmpty {
      var style = CallStyle()
      // Short calls show most defects; those of chunks need more than one of them.
      style.lengths = index % 4 < 3 ? [2, 5, 9, 17] : [70]
      var draw = Draw(seed: 0, name: "mutations of \(kernel.identifier)", index: index)
      let call = try kernel.calls(style).draw(from: &draw)
      guard let truth = kernel.outputs(of: call, Evaluation<DoubleDoubles>(of: kernel, call, in: Intrinsic())) else {
        continue
      }
      unseen.removeAll { mutation in
        let altered = Evaluation<DoubleDoubles>(of: kernel, call, in: Intrinsic(), mutation: mutation)
        return kernel.outputs(of: call, altered).map { $0.differs(from: truth) } ?? false
      }
    }
    #expect(unseen.isEmpty, "\(kernel.identifier): without effect: \(unseen.joined(separator: ", "))")
  }
}
