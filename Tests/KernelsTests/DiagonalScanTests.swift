import Arithmetic
import Definitions
import Kernels
import PropertyTesting
import TestSupport
import Testing

/// The scan h_t = a_t h_(t-1) + b_t against the affine recurrence in 256 bits.
@Suite struct DiagonalScanTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var batch: Int
    var length: Int
    var channels: Int
    var testDescription: String { "(\(batch), \(length), \(channels))" }
  }

  static let shapes = [(1, 0, 3), (2, 1, 1), (1, 257, 5), (2, 31, 16), (3, 7, 37), (1, 5, 2100), (0, 4, 3), (2, 4, 0)]
    .map { Shape(batch: $0.0, length: $0.1, channels: $0.2) }

  /// What the test itself gets wrong on purpose, to see the bound violated.
  enum Mutation: CaseIterable { case none, exclusive, stateOfRowBefore, decayOfStepBefore }

  /// The recurrence, element by element, and the bound E_t = |a_t| E_(t-1) + u |h_t| of the kernel's error.
  static func agreement<Scalar: KernelScalar>(
    _ kernel: ShapedArray<Scalar>, decay: ShapedArray<Scalar>, input: ShapedArray<Scalar>,
    initialState: ShapedArray<Scalar>?, mutation: Mutation = .none
  ) -> Agreement {
    let roundoff = Roundoff(Scalar.self)
    let (batch, length, channels) = (input.shape[0], input.shape[1], input.shape[2])
    let varies = decay.shape.count == 3
    let one = BigFloat.Vector([BigFloat(1, in: referencePrecision)], in: referencePrecision)
    func vector(_ array: ShapedArray<Scalar>, at offset: Int) -> BigFloat.Vector {
      BigFloat.Vector(array.elements[offset..<offset + channels].map { big($0) }, in: referencePrecision)
    }
    var agreement = Agreement()
    var carried: BigFloat.Vector?
    for row in 0..<batch {
      var start = initialState.map { vector($0, at: row * channels) }
      if mutation == .stateOfRowBefore, let carried { start = carried }
      let zeros = BigFloat.Vector(zeros: channels, in: referencePrecision)
      var recurrence = AffineRecurrence<BigFloat>(initialState: start ?? zeros, columns: 1)
      var errors = Array(repeating: 0.0, count: channels)
      for t in 0..<length {
        let offset = (row * length + t) * channels
        let before = recurrence.state
        let ofDecay = mutation == .decayOfStepBefore && t > 0 ? offset - channels : offset
        let a = vector(decay, at: varies ? ofDecay : 0)
        recurrence.update(AffineStep(decay: a, key: vector(input, at: offset), value: one, query: a))
        for i in 0..<channels {
          let h = recurrence.state[i]
          let propagated = a[i].magnitude.approximation * errors[i]
          errors[i] = propagated + roundoff.unit * (h.magnitude.approximation + propagated) + roundoff.tiny
          let read = mutation == .exclusive ? before[i] : h
          agreement.add(kernel.elements[offset + i], read, bound: errors[i], depth: 6 * (t + 1))
        }
      }
      carried = recurrence.state
    }
    return agreement
  }

  /// - Parameter executions: how the scan is run besides; nil for a way that is drawn.
  private static func check<Scalar: KernelScalar>(
    _ format: Scalar.Type, _ extents: Extents, _ draw: inout Draw, executions: [Execution]? = nil
  ) throws {
    let instance = try ScanInstance<Scalar>(extents, &draw)
    let result = try instance.run()
    let agreement = agreement(
      result.states, decay: instance.decay, input: instance.input, initialState: instance.initialState)
    try draw.verify(agreement, count: instance.input.elements.count)
    let shape = instance.input.shape
    for row in 0..<shape[0] {
      for i in 0..<shape[2] {
        let last = shape[1] > 0 ? result.states[row, shape[1] - 1, i] : instance.initialState.map { $0[row, i] } ?? 0
        try draw.verify(result.finalState[row, i] == last, "the final state of channel \(i) of row \(row)")
      }
    }
    try draw.verifySame(as: result, in: executions, { try instance.run($0) }, ==)
  }

  @Test("The worst error of a small scan is within the bound", .cases(200, search: 1000))
  func worstError() async {
    await checkProperty("small scans, Float") { try Self.check(Float.self, .small(), &$0) }
    await checkProperty("small scans, Double") { try Self.check(Double.self, .small(), &$0) }
  }

  @Test("Lengths and channels that straddle vectors", .cases(40))
  func everyShapeIsWithinTheBound() async {
    await checkProperty("long scans, Float") { try Self.check(Float.self, .long(tile: 32), &$0) }
    await checkProperty("long scans, Double") { try Self.check(Double.self, .long(tile: 32), &$0) }
    await checkProperty("wide scans, Float") { try Self.check(Float.self, .wide(lanes: Float._lanes), &$0) }
    await checkProperty("wide scans, Double") { try Self.check(Double.self, .wide(lanes: Double._lanes), &$0) }
  }

  @Test(.cases(2), arguments: shapes)
  func everyElementIsWithinTheBound(_ shape: Shape) async {
    let extents = Extents.exactly(rows: shape.batch, steps: shape.length, channels: shape.channels)
    await checkProperty("\(shape.testDescription), Float") { draw in
      try Self.check(Float.self, extents, &draw, executions: executions)
    }
    await checkProperty("\(shape.testDescription), Double") { draw in
      try Self.check(Double.self, extents, &draw, executions: executions)
    }
  }

  /// The least instance in which the mistake shows: so many rows, steps and channels.
  @Test(arguments: Mutation.allCases) func aWrongScanViolatesTheBound(_ mutation: Mutation) throws {
    let found = try minimalFailure("a scan with a mistake") {
      try ScanInstance<Float>(.small(), &$0)
    } _: { instance, draw in
      let agreement = Self.agreement(
        try instance.run().states, decay: instance.decay, input: instance.input, initialState: instance.initialState,
        mutation: mutation)
      try draw.verify(agreement.holds)
    }
    let expected: [Mutation: [Int]] = [
      .exclusive: [1, 1, 1], .stateOfRowBefore: [2, 1, 1], .decayOfStepBefore: [1, 2, 1],
    ]
    #expect(found?.input.shape == expected[mutation])
  }

  /// Complex: |error of h_t| <= |a_t| E_(t-1) + gamma_2 (|Re a||Re h| + |Im a||Im h| + |b|, and crosswise).
  private static func checkComplex<Scalar: KernelScalar>(
    _ format: Scalar.Type, _ extents: Extents, _ draw: inout Draw, executions: [Execution]? = nil
  ) throws {
    let instance = try ComplexScanInstance<Scalar>(extents, &draw)
    let result = try instance.run()
    let (decay, input) = (instance.decay, instance.input)
    let (length, channels) = (input.shape[1], input.shape[2])
    let varies = decay.shape.count == 3
    let roundoff = Roundoff(format)
    var agreement = Agreement()
    for row in 0..<input.shape[0] {
      for i in 0..<channels {
        var h = Complex(BigFloat(0, in: referencePrecision), BigFloat(0, in: referencePrecision))
        if let start = instance.initialState { h = Complex(big(start.real[row, i]), big(start.imaginary[row, i])) }
        var error = 0.0
        for t in 0..<length {
          let now = (row * length + t) * channels + i
          let a = Complex(
            big(decay.real.elements[varies ? now : i]), big(decay.imaginary.elements[varies ? now : i]))
          let b = Complex(big(input.real.elements[now]), big(input.imaginary.elements[now]))
          let sizes = ComplexSizes(a, h, error)
          error = sizes.propagated + roundoff.gamma(2) * sizes.hypotenuse(adding: b) + 3 * roundoff.tiny
          h = a * h + b
          agreement.add(result.states.real.elements[now], h.real, bound: error, depth: 16 * (t + 1))
          agreement.add(result.states.imaginary.elements[now], h.imaginary, bound: error, depth: 16 * (t + 1))
        }
      }
    }
    try draw.verify(agreement, count: 2 * input.real.elements.count)
    try draw.verifySame(as: result, in: executions, { try instance.run($0) }, ==)
  }

  @Test("The worst error of a small complex scan is within the bound", .cases(200, search: 1000))
  func worstComplexError() async {
    await checkProperty("small complex scans, Float") { try Self.checkComplex(Float.self, .small(), &$0) }
    await checkProperty("small complex scans, Double") { try Self.checkComplex(Double.self, .small(), &$0) }
  }

  @Test("Complex lengths and channels that straddle vectors", .cases(40))
  func everyComplexShapeIsWithinTheBound() async {
    let (floats, doubles) = (Extents.wide(lanes: Float._lanes), Extents.wide(lanes: Double._lanes))
    await checkProperty("long complex scans, Float") { try Self.checkComplex(Float.self, .long(tile: 32), &$0) }
    await checkProperty("long complex scans, Double") { try Self.checkComplex(Double.self, .long(tile: 32), &$0) }
    await checkProperty("wide complex scans, Float") { try Self.checkComplex(Float.self, floats, &$0) }
    await checkProperty("wide complex scans, Double") { try Self.checkComplex(Double.self, doubles, &$0) }
  }

  @Test(.cases(2), arguments: shapes)
  func everyComplexElementIsWithinTheBound(_ shape: Shape) async {
    let extents = Extents.exactly(rows: shape.batch, steps: shape.length, channels: shape.channels)
    await checkProperty("complex \(shape.testDescription), Float") { draw in
      try Self.checkComplex(Float.self, extents, &draw, executions: executions)
    }
    await checkProperty("complex \(shape.testDescription), Double") { draw in
      try Self.checkComplex(Double.self, extents, &draw, executions: executions)
    }
  }
}
