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
      var attacks = Attack.all.map { ($0.name, $0.outputs(of: call, right: right)) }
      // What another call gave, what a kernel gives that has forgotten the first half, and one that adds in binary16.
      let other = try draw(kernel.calls(CallStyle(sizes: call.dimensions.mapValues { [$0] })), "another call")
      attacks.append(("stale output", try? naive.outputs(of: other)))
      attacks.append(("truncated history", try? naive.outputs(of: Self.forgetting(call, of: kernel))))
      let half = NaiveImplementation(
        kernel, in: FloatPolicy(.binary16), over: Variants.self, format: .binary32)
      attacks.append(("binary16 accumulation", try? half.outputs(of: call)))
      // Without transforms and other forms whose own bound is wider: the right kernel here needs none of them.
      let options = JudgeOptions(algorithm: kernel.forms[0].name, diagnoses: false)
      for (name, wrong) in attacks {
        guard let wrong, wrong.allSatisfy({ right[$0.key]?.shape == $0.value.shape }) else { continue }
        let judgement = try Judge(kernel, call, candidate: wrong, options: options).run()
        // An attack that is as near to the right outputs as rounding is one of them.
        guard Self.isFar(wrong, from: right, in: judgement) else { continue }
        try draw.verify(!judgement.verdict.isAccepted, "\(name): \(judgement.verdict.title)")
        draw.didCheck()
      }
    }
  }

  /// The call with what its first input was in the first half of time set to 0.
  private static func forgetting(_ call: KernelCall, of kernel: some KernelDefinition) throws -> KernelCall {
    var tensors = call.tensors
    for name in call.names {
      guard let tensor = tensors[name], tensor.format != .integer, let specification = kernel.specification(of: name),
        let axis = specification.axis(DimensionSpecification.time, of: tensor), tensor.shape[axis] > 1
      else { continue }
      let half = tensor.shape[axis] / 2
      var zeros = tensor.slices(0..<half, along: axis)
      for i in zeros.values.indices { zeros.values[i] = 0 }
      tensors[name] = zeros.joined(with: tensor.slices(half..<tensor.shape[axis], along: axis), along: axis)
      break
    }
    return try KernelCall(of: kernel, tensors: tensors, flags: call.flags)
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
