import Arithmetic
import Kernels
import PropertyTesting
import TestSupport
import Testing

/// The selective scan against the definition in 256 bits.
@Suite struct SelectiveScanTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var batch: Int
    var channels: Int
    var length: Int
    var state: Int
    var testDescription: String { "(\(batch), \(channels), \(length), \(state))" }
  }

  static let cases = [
    (1, 3, 0, 2), (2, 1, 1, 1), (1, 2, 257, 4), (2, 16, 9, 3), (1, 37, 7, 2), (1, 3, 65, 1), (1, 3, 5, 0),
    (0, 3, 5, 2), (1, 300, 2, 1),
  ].map { Case(batch: $0.0, channels: $0.1, length: $0.2, state: $0.3) }

  /// - Parameter executions: how the scan is run besides; nil for a way that is drawn.
  private static func check<Scalar: KernelScalar>(
    _ format: Scalar.Type, _ extents: Extents, _ draw: inout Draw, executions: [Execution]? = nil
  ) throws {
    let instance = try SelectiveInstance<Scalar>(extents, &draw)
    let result = try instance.run()
    let agreement = instance.agreement(output: result.output, finalState: result.finalState)
    let shape = instance.input.shape
    try draw.verify(agreement, count: shape[0] * shape[1] * (shape[2] + instance.kernel.eigenvalues.shape[1]))
    try draw.verifySame(as: result, in: executions, { try instance.run($0) }, ==)
  }

  @Test("The worst error of a small scan is within the bound", .cases(200, search: 600))
  func worstError() async {
    await checkProperty("small selective scans, Float") { try Self.check(Float.self, .small(steps: 4), &$0) }
    await checkProperty("small selective scans, Double") { try Self.check(Double.self, .small(steps: 4), &$0) }
  }

  @Test("Lengths and channels that straddle tiles and vectors", .cases(30))
  func everyShapeIsWithinTheBound() async {
    let (floats, doubles) = (Extents.wide(lanes: Float._lanes), Extents.wide(lanes: Double._lanes))
    await checkProperty("long selective scans, Float") { try Self.check(Float.self, .long(tile: 64), &$0) }
    await checkProperty("long selective scans, Double") { try Self.check(Double.self, .long(tile: 64), &$0) }
    await checkProperty("wide selective scans, Float") { try Self.check(Float.self, floats, &$0) }
    await checkProperty("wide selective scans, Double") { try Self.check(Double.self, doubles, &$0) }
  }

  @Test(.cases(2), arguments: cases)
  func everyElementIsWithinTheBound(_ shape: Case) async {
    let extents = Extents.exactly(
      rows: shape.batch, steps: shape.length, channels: shape.channels, modes: shape.state)
    await checkProperty("\(shape.testDescription), Float") { draw in
      try Self.check(Float.self, extents, &draw, executions: executions)
    }
    await checkProperty("\(shape.testDescription), Double") { draw in
      try Self.check(Double.self, extents, &draw, executions: executions)
    }
  }

  /// The least instance in which the mistake shows has so many rows, channels and steps, and at most one mode.
  @Test(arguments: SelectiveMutation.allCases) func aWrongScanViolatesTheBound(_ mutation: SelectiveMutation) throws {
    let found = try minimalFailure("a selective scan with a mistake") {
      try SelectiveInstance<Float>(.small(steps: 4), &$0)
    } _: { instance, draw in
      let result = try instance.run()
      try draw.verify(
        instance.agreement(output: result.output, finalState: result.finalState, mutation: mutation).holds)
    }
    let expected: [SelectiveMutation: [Int]] = [
      .zeroOrderHold: [1, 1, 1], .noFeedthrough: [1, 1, 1], .biasAfterSoftplus: [1, 1, 1],
      .gateIsSigmoid: [1, 1, 1], .exclusiveRead: [1, 1, 1], .noInitialState: [1, 1, 0],
    ]
    #expect(found?.input.shape == expected[mutation])
    #expect((found?.kernel.eigenvalues.shape[1] ?? 0) <= 1)
  }
}
