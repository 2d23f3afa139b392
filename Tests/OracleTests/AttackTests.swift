import Arithmetic
import Oracle
import PropertyTesting
import TestSupport
import Testing

@Suite struct AttackTests {
  /// Zeros, constants, copies, truncated outputs, NaN: none is accepted for any kernel.
  @Test(.cases(2, deep: 6, search: 0), arguments: KernelCatalogue.all.map(\.identifier))
  func noAttackIsAccepted(_ identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    await check(kernel)
  }

  private func check(_ kernel: some KernelDefinition) async {
    await checkProperty("attacks on \(kernel.identifier)") { draw in
      let call = try draw(kernel.calls(), "call")
      let naive = NaiveImplementation(kernel, in: Intrinsic(), over: Singles.self)
      let right = try naive.outputs(of: call)
      for attack in Attack.all {
        guard let wrong = attack.outputs(of: call, right: right) else { continue }
        let judgement = try Judge(kernel, call, candidate: wrong, options: JudgeOptions(diagnoses: false)).run()
        // An attack that is as near to the right outputs as rounding is one of them.
        guard Self.isFar(wrong, from: right, in: judgement) else { continue }
        try draw.verify(!judgement.verdict.isAccepted, "\(attack.name): \(judgement.verdict.title)")
        draw.didCheck()
      }
    }
  }

  /// Whether an element is farther from the right kernel's than twice its bound.
  private static func isFar(
    _ wrong: [String: NumericTensor], from right: [String: NumericTensor], in judgement: Judgement
  ) -> Bool {
    judgement.tensors.contains { tensor in
      guard let other = right[tensor.name]?.values, let own = wrong[tensor.name]?.values, let worst = tensor.worst
      else {
        return false
      }
      let distance = abs(own[worst.position] - other[worst.position])
      return !(distance <= 2 * worst.bound)
    }
  }
}
