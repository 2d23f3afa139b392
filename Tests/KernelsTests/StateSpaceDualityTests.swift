import Arithmetic
import Kernels
import PropertyTesting
import TestSupport
import Testing

/// Mamba-2's state-space duality against the recurrence in 256 bits. In every form no term meets more roundings than in
/// the definition, so the bound is the definition's own.
@Suite struct StateSpaceDualityTests {
  private static func check<Scalar: KernelScalar>(
    _ format: Scalar.Type, chunk: Int? = nil, columns: ClosedRange<Int> = 1...3, _ draw: inout Draw
  ) throws {
    let instance = try DualityInstance<Scalar>(HeadSizes(&draw, chunk: chunk, columns: columns), &draw)
    let result = try instance.run()
    let count = result.output.elements.count + result.finalState.elements.count
    try draw.verify(instance.agreement(result), count: count)
    try draw.verifySame(as: result, in: nil, { try instance.run($0) }, ==)
  }

  @Test("Any chunk, any sizes", .cases(60, search: 60)) func small() async {
    await checkProperty("state-space duality, Float") { try Self.check(Float.self, &$0) }
    await checkProperty("state-space duality, Double") { try Self.check(Double.self, &$0) }
  }

  @Test("Values that straddle vectors, chunks that straddle blocks", .cases(4, search: 0), arguments: [33, 64])
  func long(chunk: Int) async {
    await checkProperty("chunks of \(chunk), Float") {
      try Self.check(Float.self, chunk: chunk, columns: 15...35, &$0)
    }
    await checkProperty("chunks of \(chunk), Double") {
      try Self.check(Double.self, chunk: chunk, columns: 7...19, &$0)
    }
  }

  @Test(arguments: DualityInstance<Float>.Mutation.allCases)
  func aWrongReferenceViolatesTheBound(_ mutation: DualityInstance<Float>.Mutation) throws {
    let found = try minimalFailure("state-space duality with a mistake") {
      try DualityInstance<Float>(HeadSizes(&$0), &$0)
    } _: { instance, draw in
      try draw.verify(instance.agreement(try instance.run(), mutation: mutation).holds)
    }
    #expect((found == nil) == (mutation == .none))
    #expect((found?.input.shape[1] ?? 0) <= 4)
  }

  /// Sequences that are packed give the bits of the sequences alone, the first from the initial state.
  @Test(.cases(60)) func packedSequencesAreThoseAlone() async {
    await checkProperty("packed sequences") { draw in
      var instance = try DualityInstance<Float>(HeadSizes(&draw), &draw)
      let length = instance.input.shape[1]
      let cut = try draw(.integer(in: 0...length), "cut")
      instance.sequences = try ShapedArray(
        (0..<instance.input.shape[0]).flatMap { _ in (0..<length).map { $0 < cut ? 7 : 2 } },
        shape: [instance.input.shape[0], length])
      let packed = try instance.run()
      let first = try instance.steps(0..<cut, from: instance.initialState).run()
      let second = try instance.steps(cut..<length, from: cut == 0 ? instance.initialState : nil).run()
      try draw.verify(try packed.output.steps(0..<cut) == first.output, "the first sequence")
      try draw.verify(try packed.output.steps(cut..<length) == second.output, "the second sequence")
      if cut < length { try draw.verify(packed.finalState == second.finalState, "the state of the second") }
    }
  }

  /// In pieces of whole chunks with the state carried: the same bits.
  @Test(.cases(60)) func piecesOfWholeChunksAreTheWhole() async {
    await checkProperty("pieces") { draw in
      let sizes = try HeadSizes(&draw)
      let instance = try DualityInstance<Double>(sizes, &draw)
      let chunk = if case .chunked(let length) = sizes.form { length } else { 1 }
      let cut = try draw(.integer(in: 0...sizes.length / chunk), "chunks of the first piece") * chunk
      guard instance.sequences == nil else { return }
      let whole = try instance.run()
      let first = try instance.steps(0..<cut, from: instance.initialState).run()
      let second = try instance.steps(cut..<sizes.length, from: first.finalState).run()
      try draw.verify(try whole.output.steps(0..<cut) == first.output, "the first piece")
      try draw.verify(try whole.output.steps(cut..<sizes.length) == second.output, "the second piece")
      try draw.verify(whole.finalState == second.finalState, "the final state")
    }
  }

  /// A step that is not a number leaves the outputs before it alone, bit for bit, within a chunk too.
  @Test(.cases(60)) func theFutureDoesNotMatter() async {
    await checkProperty("causality") { draw in
      var instance = try DualityInstance<Float>(HeadSizes(&draw), &draw)
      let length = instance.input.shape[1]
      guard length > 0 else { return }
      let before = try instance.run().output
      let t = try draw(.integer(in: 0...length - 1), "step")
      func spoiled(_ x: ShapedArray<Float>) throws -> ShapedArray<Float> {
        let inner = x.shape.dropFirst(2).reduce(1, *)
        return try ShapedArray(
          x.elements.indices.map { $0 / inner % length >= t ? .nan : x.elements[$0] }, shape: x.shape)
      }
      instance.input = try spoiled(instance.input)
      instance.steps = try spoiled(instance.steps)
      instance.inputGains = try spoiled(instance.inputGains)
      instance.outputGains = try spoiled(instance.outputGains)
      let after = try instance.run().output
      try draw.verify(try before.steps(0..<t) == after.steps(0..<t))
    }
  }
}

extension DualityInstance {
  /// The steps in `range`, from another state.
  func steps(_ range: Range<Int>, from initialState: ShapedArray<Scalar>?) throws -> DualityInstance {
    var part = self
    part.input = try input.steps(range)
    part.steps = try steps.steps(range)
    part.inputGains = try inputGains.steps(range)
    part.outputGains = try outputGains.steps(range)
    part.gate = try gate?.steps(range)
    part.sequences = nil
    part.initialState = initialState
    return part
  }
}
