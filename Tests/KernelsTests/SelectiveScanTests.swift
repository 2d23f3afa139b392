import Arithmetic
import Kernels
import Testing

/// The selective scan against the definition in 256 bits.
@Suite struct SelectiveScanTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var batch: Int
    var channels: Int
    var length: Int
    var state: Int
    /// Which of the bias and softplus, the gate, the feedthrough and the initial state are there.
    var full: Bool
    var testDescription: String { "(\(batch), \(channels), \(length), \(state)), full: \(full)" }
  }

  static let cases = [
    (1, 3, 0, 2, true), (2, 1, 1, 1, true), (1, 2, 257, 4, true), (2, 16, 9, 3, false), (1, 37, 7, 2, true),
    (1, 3, 65, 1, false), (1, 3, 5, 0, true), (0, 3, 5, 2, true), (1, 300, 2, 1, true),
  ].map { Case(batch: $0.0, channels: $0.1, length: $0.2, state: $0.3, full: $0.4) }

  private func instance<Scalar: KernelScalar>(_ shape: Case, seed: UInt64) throws -> SelectiveInstance<Scalar> {
    var random = SplitMix64(seed: seed)
    let sequence = [shape.batch, shape.channels, shape.length]
    let kernel = try SelectiveScanKernel<Scalar>(
      eigenvalues: random.array([shape.channels, shape.state], in: -8 ... -0.01),
      feedthrough: shape.full ? random.array([shape.channels], in: -1...1) : nil,
      stepBias: shape.full ? random.array([shape.channels], in: -7 ... -1) : nil, appliesSoftplus: shape.full)
    return try SelectiveInstance(
      kernel: kernel, input: random.array(sequence, in: -1...1),
      steps: random.array(sequence, in: shape.full ? -3...3 : 0...0.5),
      inputGains: random.array([shape.batch, shape.state, shape.length], in: -2...2),
      outputGains: random.array([shape.batch, shape.state, shape.length], in: -2...2),
      gate: shape.full ? random.array(sequence, in: -5...5) : nil,
      initialState: shape.full ? random.array([shape.batch, shape.channels, shape.state], in: -1...1) : nil)
  }

  private func check<Scalar: KernelScalar>(_ format: Scalar.Type, _ shape: Case) throws {
    let instance: SelectiveInstance<Scalar> = try instance(shape, seed: 31)
    let result = try instance.run()
    let agreement = instance.agreement(output: result.output, finalState: result.finalState)
    #expect(agreement.holds, "seed 31: \(agreement)")
    #expect(agreement.count == shape.batch * shape.channels * (shape.length + shape.state))
    for execution in executions {
      #expect(try instance.run(execution) == result, "\(execution)")
    }
  }

  @Test(arguments: cases) func everyElementIsWithinTheBound(_ shape: Case) throws {
    try check(Float.self, shape)
    try check(Double.self, shape)
  }

  @Test(arguments: SelectiveMutation.allCases) func aWrongScanViolatesTheBound(_ mutation: SelectiveMutation) throws {
    let shape = Case(batch: 1, channels: 3, length: 20, state: 4, full: true)
    let instance: SelectiveInstance<Float> = try instance(shape, seed: 32)
    let result = try instance.run()
    let agreement = instance.agreement(output: result.output, finalState: result.finalState, mutation: mutation)
    #expect(agreement.holds == (mutation == .none), "\(agreement)")
  }
}
