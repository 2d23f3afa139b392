import Oracle
import TestSupport
import Testing

/// Kernels written out a second time are what the oracle takes them for.
@Suite struct TranscriptionTests {
  @Test(
    "The paper's equation in loops over doubles is explained by rounding", .cases(6, deep: 20, search: 0),
    arguments: Transcription.linearAttention + Transcription.deltaRules)
  func isAccepted(_ transcription: Transcription) async throws {
    let kernel = try #require(KernelCatalogue.kernel(transcription.kernel))
    await accept(transcription, kernel)
  }

  @Test("Other layouts in loops over doubles are explained by rounding", .cases(6, deep: 20, search: 0))
  func othersAreAccepted() async {
    await accept(NormalizedAttentionTranscription(), LinearAttentionKernel())
    await accept(LonghornTranscription(isDiagonal: true), LonghornKernel(isDiagonal: true))
    await accept(LonghornTranscription(isDiagonal: false), LonghornKernel(isDiagonal: false))
    await accept(GateLoopTranscription(), GateLoop())
  }

  private func accept(_ transcription: some KernelImplementation, _ kernel: some KernelDefinition) async {
    await checkProperty(kernel.identifier) { draw in
      var call = try draw(kernel.calls(), "call")
      if kernel.flags.contains(where: { $0.name == "reverse" }), draw.bool() {
        var flags = call.flags
        flags["reverse"] = .bool(true)
        call = try KernelCall(of: kernel, tensors: call.tensors, flags: flags)
      }
      let judgement = try Judge(kernel, call, candidate: transcription.outputs(of: call)).run()
      let worst = judgement.headline.map { "\($0.tensor.name) \($0.element)" } ?? ""
      draw.label("packed", when: call.tensors["cu_seqlens"] != nil)
      draw.cover("from a state", when: call.tensors["initial_state"] != nil, atLeast: 0.2)
      try draw.verify(judgement.verdict.isAccepted, "\(judgement.verdict.title), \(worst)")
    }
  }
}
