import Kernels
import Testing

/// Wrong shapes are errors that name the argument, what was expected and what was found.
@Suite struct KernelErrorTests {
  static func zeros(_ shape: Int...) throws -> ShapedArray<Float> {
    try ShapedArray(Array(repeating: 0, count: shape.reduce(1, *)), shape: shape)
  }

  static func complex(_ shape: Int...) throws -> ComplexShapedArray<Float> {
    let zeros = try ShapedArray(Array(repeating: Float(0), count: shape.reduce(1, *)), shape: shape)
    return try ComplexShapedArray(real: zeros, imaginary: zeros)
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    var message: String
    var call: @Sendable () throws -> Void
    var testDescription: String { message }

    init(_ message: String, _ call: @escaping @Sendable () throws -> Void) {
      self.message = message
      self.call = call
    }
  }

  static func model() throws -> DiagonalModelKernel<Float> {
    try DiagonalModelKernel(
      transition: complex(3, 2), inputGain: complex(3, 2), outputGain: complex(3, 2), modesAreConjugateHalves: true)
  }

  static func selective(
    input: [Int] = [2, 3, 5], steps: [Int] = [2, 3, 5], b: [Int] = [2, 4, 5], c: [Int] = [2, 4, 5],
    z: [Int] = [2, 3, 5], h: [Int] = [2, 3, 4]
  ) throws {
    func zeros(_ shape: [Int]) throws -> ShapedArray<Float> {
      try ShapedArray(Array(repeating: 0, count: shape.reduce(1, *)), shape: shape)
    }
    _ = try SelectiveScanKernel(eigenvalues: zeros([3, 4])).run(
      input: zeros(input), steps: zeros(steps), inputGains: zeros(b), outputGains: zeros(c), gate: zeros(z),
      initialState: zeros(h))
  }

  static let wrong: [Wrong] = [
    Wrong("elements: expected 6 numbers for shape (2, 3), found 5") {
      _ = try ShapedArray([1, 2, 3, 4, 5], shape: [2, 3])
    },
    Wrong("shape: expected extents of at least 0 whose product fits a word, found shape (-1, 0)") {
      _ = try ShapedArray([Float](), shape: [-1, 0])
    },
    Wrong("imaginary: expected shape (2), found shape (3)") {
      _ = try ComplexShapedArray(real: zeros(2), imaginary: zeros(3))
    },
    Wrong("input: expected shape (batch, length, channels), found shape (5, 3)") {
      _ = try DiagonalScanKernel.run(decay: zeros(3), input: zeros(5, 3))
    },
    Wrong("decay: expected shape (3), found shape (4)") {
      _ = try DiagonalScanKernel.run(decay: zeros(4), input: zeros(2, 5, 3))
    },
    Wrong("decay: expected shape (2, 5, 3), found shape (5, 3)") {
      _ = try DiagonalScanKernel.run(decay: zeros(5, 3), input: zeros(2, 5, 3))
    },
    Wrong("initialState: expected shape (2, 3), found shape (3)") {
      _ = try DiagonalScanKernel.run(decay: zeros(3), input: zeros(2, 5, 3), initialState: zeros(3))
    },
    Wrong("initialState: expected shape (2, 3), found shape (3, 2)") {
      _ = try DiagonalScanKernel.run(decay: complex(3), input: complex(2, 5, 3), initialState: complex(3, 2))
    },
    Wrong("resets: expected shape (2, 5), found shape (5)") {
      _ = try DiagonalScanKernel.run(
        decay: zeros(3), input: zeros(2, 5, 3), resets: ShapedArray(Array(repeating: false, count: 5)))
    },
    Wrong("order: expected blocks of at least 1, found 0") {
      _ = try DiagonalScanKernel.run(decay: zeros(3), input: zeros(2, 5, 3), order: .blocks(of: 0))
    },
    Wrong("reversedKernel: expected shape (3, 7), found shape (3, 6)") {
      _ = try FFTConvolutionKernel(kernel: zeros(3, 7), reversedKernel: zeros(3, 6), length: 9)
    },
    Wrong("length: expected at least 0, found -1") { _ = try FFTConvolutionKernel(kernel: zeros(3, 7), length: -1) },
    Wrong("input: expected a length up to 9, found 10") {
      _ = try FFTConvolutionKernel(kernel: zeros(3, 7), length: 9).run(input: zeros(2, 3, 10))
    },
    Wrong("postGate: expected shape (2, 3, 9), found shape (2, 9, 3)") {
      _ = try FFTConvolutionKernel(kernel: zeros(3, 7), length: 9).run(input: zeros(2, 3, 9), postGate: zeros(2, 9, 3))
    },
    Wrong("threads: expected at least 1, found 0") {
      _ = try DiagonalScanKernel.run(decay: zeros(3), input: zeros(2, 5, 3), execution: Execution(threads: 0))
    },
    Wrong("inputGain: expected shape (3, 2), found shape (2, 3)") {
      _ = try DiagonalModelKernel(
        transition: complex(3, 2), inputGain: complex(2, 3), outputGain: complex(3, 2), modesAreConjugateHalves: true)
    },
    Wrong("feedthrough: expected shape (3), found shape (2)") {
      _ = try DiagonalModelKernel(
        transition: complex(3, 2), inputGain: complex(3, 2), outputGain: complex(3, 2), feedthrough: zeros(2),
        modesAreConjugateHalves: true)
    },
    Wrong("input: expected shape (2, 5, 3), found shape (2, 5, 4)") { _ = try model().run(input: zeros(2, 5, 4)) },
    Wrong("initialState: expected shape (2, 3, 2), found shape (2, 2, 3)") {
      _ = try model().run(input: zeros(2, 5, 3), initialState: complex(2, 2, 3))
    },
    Wrong("eigenvalues: expected shape (channels, state), found shape (4)") {
      _ = try SelectiveScanKernel(eigenvalues: zeros(4))
    },
    Wrong("stepBias: expected shape (3), found shape (4)") {
      _ = try SelectiveScanKernel(eigenvalues: zeros(3, 4), stepBias: zeros(4))
    },
    Wrong("input: expected shape (2, 3, 3), found shape (2, 5, 3)") { try selective(input: [2, 5, 3]) },
    Wrong("steps: expected shape (2, 3, 5), found shape (2, 5, 3)") { try selective(steps: [2, 5, 3]) },
    Wrong("inputGains: expected shape (2, 4, 5), found shape (2, 5, 4)") { try selective(b: [2, 5, 4]) },
    Wrong("outputGains: expected shape (2, 4, 5), found shape (1, 4, 5)") { try selective(c: [1, 4, 5]) },
    Wrong("gate: expected shape (2, 3, 5), found shape (2, 3, 4)") { try selective(z: [2, 3, 4]) },
    Wrong("initialState: expected shape (2, 3, 4), found shape (2, 4, 3)") { try selective(h: [2, 4, 3]) },
    Wrong("inputGains: expected a number of groups that divides 3, found 2") { try selective(b: [2, 2, 4, 5]) },
    Wrong("outputGains: expected shape (3, 4), found shape (4, 3)") { try selective(c: [4, 3]) },
    Wrong("values: expected shape (batch, length, heads, values), found shape (2, 5, 3)") {
      _ = try ScalarGatedAttentionKernel.run(
        queries: zeros(2, 5, 1, 4), keys: zeros(2, 5, 1, 4), values: zeros(2, 5, 3), logGates: zeros(3))
    },
    Wrong("keys: expected a number of groups that divides 3, found 2") {
      _ = try ScalarGatedAttentionKernel.run(
        queries: zeros(2, 5, 2, 4), keys: zeros(2, 5, 2, 4), values: zeros(2, 5, 3, 6), logGates: zeros(3))
    },
    Wrong("rates: expected shape (2, 5, 3), found shape (2, 3, 5)") {
      _ = try GatedDeltaRuleKernel.run(
        queries: zeros(2, 5, 1, 4), keys: zeros(2, 5, 1, 4), values: zeros(2, 5, 3, 6), logGates: zeros(2, 5, 3),
        rates: zeros(2, 3, 5))
    },
    Wrong("feedthrough: expected shape (4), found shape (3)") {
      _ = try StateSpaceDualityKernel(eigenvalues: zeros(4), feedthrough: zeros(3))
    },
    Wrong("feedthrough: expected shape (4, 3), found shape (4, 2)") { try duality(d: [4, 2]) },
    Wrong("input: expected shape (2, 5, 4, 4), found shape (2, 5, 3, 4)") { try duality(x: [2, 5, 3, 4]) },
    Wrong("steps: expected shape (2, 5, 4), found shape (2, 4, 5)") { try duality(dt: [2, 4, 5]) },
    Wrong("inputGains: expected a number of groups that divides 4, found 3") { try duality(b: [2, 5, 3, 6]) },
    Wrong("outputGains: expected shape (2, 5, 2, 6), found shape (2, 5, 1, 6)") { try duality(c: [2, 5, 1, 6]) },
    Wrong("initialState: expected shape (2, 4, 3, 6), found shape (2, 4, 6, 3)") { try duality(h: [2, 4, 6, 3]) },
    Wrong("form: expected chunks of at least 1, found 0") { try duality(form: .chunked(length: 0)) },
    Wrong("steps: expected shape (2, 4), found shape (4)") { try update(dt: [4]) },
    Wrong("steps: expected shape (2, 4, 3), found shape (2, 4, 1)") { try update(dt: [2, 4, 1]) },
    Wrong("eigenvalues: expected shape (4, 3, 6), found shape (4, 6, 3)") { try update(a: [4, 6, 3]) },
    Wrong("inputGains: expected shape (2, 2, 6), found shape (2, 2, 5)") { try update(b: [2, 2, 5]) },
  ]

  private static func zeros(shape: [Int]) throws -> ShapedArray<Float> {
    try ShapedArray(Array(repeating: 0, count: shape.reduce(1, *)), shape: shape)
  }

  static func duality(
    d: [Int] = [4, 3], x: [Int] = [2, 5, 4, 3], dt: [Int] = [2, 5, 4], b: [Int] = [2, 5, 2, 6],
    c: [Int] = [2, 5, 2, 6],
    h: [Int] = [2, 4, 3, 6], form: RecurrenceForm = .chunked
  ) throws {
    _ = try StateSpaceDualityKernel(eigenvalues: zeros(4), feedthrough: zeros(shape: d)).run(
      input: zeros(shape: x), steps: zeros(shape: dt), inputGains: zeros(shape: b), outputGains: zeros(shape: c),
      initialState: zeros(shape: h), form: form)
  }

  static func update(a: [Int] = [4], dt: [Int] = [2, 4], b: [Int] = [2, 2, 6]) throws {
    _ = try SelectiveUpdateKernel(eigenvalues: zeros(shape: a)).run(
      state: zeros(2, 4, 3, 6), input: zeros(2, 4, 3), steps: zeros(shape: dt), inputGains: zeros(shape: b),
      outputGains: zeros(2, 2, 6))
  }

  @Test(arguments: wrong) func isNamed(_ wrong: Wrong) throws {
    let error = try #require(throws: KernelError.self) { try wrong.call() }
    #expect(error.description == wrong.message)
  }

  @Test func rightShapesAreAccepted() throws {
    try Self.selective()
    try Self.selective(b: [2, 3, 4, 5], c: [3, 4])
    try Self.duality()
    try Self.update()
    _ = try Self.model().run(input: Self.zeros(2, 5, 3))
  }
}
