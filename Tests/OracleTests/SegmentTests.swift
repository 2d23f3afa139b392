import Arithmetic
import Oracle
import TestSupport
import Testing

/// Sequences that stand one after another in one batch row are as many calls.
@Suite struct SegmentTests {
  private static let kernels = KernelCatalogue.all.filter { $0 is any SequenceHeadKernel }

  @Test(
    "A packed call is the loop over its sequences, in every bit", .cases(8, deep: 30, search: 0),
    arguments: kernels.map(\.identifier))
  func packedIsLoop(identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    await check(kernel)
  }

  private func check(_ kernel: some KernelDefinition) async {
    let calls = kernel.calls(CallStyle(givesOptional: true))
    await checkProperty("sequences of \(kernel.identifier)") { draw in
      let call = try draw(calls, "call")
      let packed = try NaiveImplementation(kernel, in: Intrinsic(), over: Doubles.self).outputs(of: call)
      for index in 0..<call.segmentCount {
        let range = call.segment(index).range
        guard !range.isEmpty else { continue }
        var tensors: [String: NumericTensor] = [:]
        for specification in kernel.tensors where specification.name != TensorSpecification.offsets.name {
          tensors[specification.name] = call.tensors[specification.name].map {
            $0.part(of: specification, sequence: index, range: range, length: call.dimensions["length"] ?? 0)
          }
        }
        let single = try KernelCall(of: kernel, tensors: tensors, flags: call.flags)
        let outputs = try NaiveImplementation(kernel, in: Intrinsic(), over: Doubles.self).outputs(of: single)
        for (name, output) in outputs {
          let specification = try #require(kernel.specification(of: name))
          let whole = try #require(packed[name])
          let expected = whole.part(
            of: specification, sequence: index, range: range, length: call.dimensions["length"] ?? 0)
          try draw.verify(output == expected, "sequence \(index): \(name) \(output.values), \(expected.values)")
        }
      }
    }
  }

  @Test("Offsets that are no offsets, and states for another number of sequences, are refused")
  func badOffsetsAreRefused() throws {
    var draw = Draw(seed: 0, name: "offsets", index: 0)
    let kernel = DeltaNet()
    let good = try kernel.calls(CallStyle(lengths: [4], givesOptional: true)).draw(from: &draw)
    func refuse(_ offsets: [Double], _ subject: String) {
      var tensors = good.tensors
      tensors["cu_seqlens"] = NumericTensor(offsets, shape: [offsets.count], format: .integer)
      let states = offsets.count - 1
      let shape = [states] + (tensors["initial_state"]?.shape.dropFirst() ?? [])
      if subject == "'cu_seqlens'" { tensors["initial_state"] = NumericTensor(zeros: shape) }
      let error = #expect(throws: KernelCallError.self) { try KernelCall(of: kernel, tensors: tensors) }
      #expect(error?.subject == subject)
    }
    refuse([0, 5], "'cu_seqlens'")
    refuse([1, 4], "'cu_seqlens'")
    refuse([0, 3, 2, 4], "'cu_seqlens'")
    refuse([0, 1, 2, 3, 4, 4, 4], "'initial_state'")
  }
}

extension NumericTensor {
  /// What a sequence has of a tensor: its state, its steps of an axis of time (or as many for each), or all of it.
  fileprivate func part(
    of specification: TensorSpecification, sequence: Int, range: Range<Int>, length: Int
  ) -> NumericTensor {
    let layout = specification.layouts.first { $0.count == shape.count } ?? []
    if layout.first?.name == "sequences" { return slices([sequence], along: 0) }
    guard let time = layout.firstIndex(where: { $0.name == DimensionSpecification.time }) else { return self }
    let each = shape[time] / length
    return slices(range.lowerBound * each..<range.upperBound * each, along: time)
  }
}
