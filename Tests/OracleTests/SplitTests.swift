import Arithmetic
import Oracle
import TestSupport
import Testing

/// What holds of every definition by its meaning: the past is the state, the future is not seen, sequences and rows are
/// on their own.
@Suite struct SplitTests {
  private static let kernels = KernelCatalogue.all.map(\.identifier)

  /// The laws that need no bound of their own, for the definition in double precision.
  @Test(
    "A call in pieces with the state carried over is the whole; later inputs change no bit of earlier outputs; batch rows are independent",
    .cases(4, deep: 12, search: 0), arguments: kernels)
  func laws(identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    await checkLaws(kernel)
  }

  private func checkLaws(_ kernel: some KernelDefinition) async {
    let naive = NaiveImplementation(kernel, in: Intrinsic(), over: Doubles.self, format: .binary64)
    var options = JudgeOptions()
    options.plan.arithmetic = .double
    options.diagnoses = false
    let names: Set = ["batch rows", "causality", "split", "steps"]
    let style = CallStyle(format: .binary64)
    for law in kernel.laws(for: naive, style: style, options: options) where names.contains(law.name) {
      await checkProperty("\(identifier(kernel)): \(law.name)") { draw in try law.body(&draw) }
    }
  }

  private func identifier(_ kernel: some KernelDefinition) -> String { kernel.identifier }

  /// A packed call gives what its sequences give one by one.
  @Test("Sequences packed in one row are a loop over them", .cases(4, deep: 12, search: 0), arguments: kernels)
  func packedSequences(identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    let names = Set(kernel.tensors.map(\.name))
    // Where identifiers separate the sequences, offsets only say which states are wanted.
    guard names.contains("cu_seqlens"), !names.contains("seq_idx") else { return }
    await checkPacked(kernel)
  }

  private func checkPacked(_ kernel: some KernelDefinition) async {
    await checkProperty("\(kernel.identifier): packed sequences") { draw in
      let packed = try draw(kernel.calls(CallStyle(format: .binary64)), "call")
      let offsets = try draw.assumed(packed.tensors["cu_seqlens"]).values.map { Int($0) }
      let whole = try naive(kernel, packed)
      for (index, (start, end)) in zip(offsets, offsets.dropFirst()).enumerated() where start < end {
        var tensors = packed.tensors
        tensors["cu_seqlens"] = nil
        for specification in kernel.tensors where !specification.isOutput {
          guard let tensor = tensors[specification.name] else { continue }
          tensors[specification.name] = alone(tensor, specification, packed, index: index, start..<end)
        }
        let alone = try naive(kernel, KernelCall(of: kernel, tensors: tensors, flags: packed.flags))
        for (name, tensor) in alone {
          let specification = try #require(kernel.specification(of: name))
          let part = try self.alone(#require(whole[name]), specification, packed, index: index, start..<end)
          try draw.verify(
            tensor.values.elementsEqual(part.values),
            "\(name) of sequence \(index): \(part.values), not \(tensor.values)")
        }
      }
    }
  }

  /// What of a tensor belongs to one sequence of a packed call.
  private func alone(
    _ tensor: NumericTensor, _ specification: TensorSpecification, _ call: KernelCall, index: Int, _ range: Range<Int>
  ) -> NumericTensor {
    let length = call.dimensions[DimensionSpecification.time] ?? 0
    if let part = specification.times(range, of: tensor, length: length) { return part }
    // A state stands at the place of its sequence, along the first axis.
    let hasStates = specification.layouts.contains { $0.first == "sequences" }
    return hasStates && tensor.shape.count > 1 ? tensor.slices([index], along: 0) : tensor
  }

  private func naive(_ kernel: some KernelDefinition, _ call: KernelCall) throws -> [String: NumericTensor] {
    try NaiveImplementation(kernel, in: Intrinsic(), over: Doubles.self, format: .binary64).outputs(of: call)
  }
}

extension Draw {
  /// The value, in cases where there is one.
  fileprivate func assumed<Value>(_ value: Value?) throws -> Value {
    try assume(value != nil)
    return try #require(value)
  }
}
