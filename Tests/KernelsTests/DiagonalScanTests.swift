import Arithmetic
import Definitions
import Kernels
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

  private func check<Scalar: KernelScalar>(_ format: Scalar.Type, _ shape: Shape, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let full = [shape.batch, shape.length, shape.channels]
    let input: ShapedArray<Scalar> = try random.array(full, in: -1...1)
    let start: ShapedArray<Scalar> = try random.array([shape.batch, shape.channels], in: -2...2)
    for (varies, initialState) in [(false, nil), (true, start)] as [(Bool, ShapedArray<Scalar>?)] {
      let decay: ShapedArray<Scalar> = try random.array(varies ? full : [shape.channels], in: -1.01...1.01)
      let result = try DiagonalScanKernel.run(decay: decay, input: input, initialState: initialState)
      let agreement = Self.agreement(result.states, decay: decay, input: input, initialState: initialState)
      #expect(agreement.holds, "seed \(seed): \(agreement)")
      #expect(agreement.count == input.elements.count)
      for row in 0..<shape.batch {
        for i in 0..<shape.channels {
          let last =
            shape.length > 0 ? result.states[row, shape.length - 1, i] : initialState.map { $0[row, i] } ?? 0
          #expect(result.finalState[row, i] == last)
        }
      }
      for execution in executions {
        let again = try DiagonalScanKernel.run(
          decay: decay, input: input, initialState: initialState, execution: execution)
        #expect(again == result, "\(execution)")
      }
    }
  }

  @Test(arguments: shapes) func everyElementIsWithinTheBound(_ shape: Shape) throws {
    try check(Float.self, shape, seed: 11)
    try check(Double.self, shape, seed: 12)
  }

  @Test(arguments: Mutation.allCases) func aWrongScanViolatesTheBound(_ mutation: Mutation) throws {
    var random = SplitMix64(seed: 13)
    let input: ShapedArray<Float> = try random.array([2, 9, 3], in: -1...1)
    let decay: ShapedArray<Float> = try random.array([2, 9, 3], in: 0...1)
    let kernel = try DiagonalScanKernel.run(decay: decay, input: input).states
    let agreement = Self.agreement(kernel, decay: decay, input: input, initialState: nil, mutation: mutation)
    #expect(agreement.holds == (mutation == .none), "\(agreement)")
  }

  /// Complex: |error of h_t| <= |a_t| E_(t-1) + gamma_2 (|Re a||Re h| + |Im a||Im h| + |b|, and crosswise).
  private func checkComplex<Scalar: KernelScalar>(_ format: Scalar.Type, _ shape: Shape, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func complex(_ shape: [Int], _ range: ClosedRange<Double>) throws -> ComplexShapedArray<Scalar> {
      try ComplexShapedArray(real: random.array(shape, in: range), imaginary: random.array(shape, in: range))
    }
    let full = [shape.batch, shape.length, shape.channels]
    let input = try complex(full, -1...1)
    let start = try complex([shape.batch, shape.channels], -2...2)
    for (varies, initialState) in [(false, nil), (true, start)] as [(Bool, ComplexShapedArray<Scalar>?)] {
      let decay = try complex(varies ? full : [shape.channels], -0.7...0.7)
      let result = try DiagonalScanKernel.run(decay: decay, input: input, initialState: initialState)
      let roundoff = Roundoff(format)
      var agreement = Agreement()
      for row in 0..<shape.batch {
        for i in 0..<shape.channels {
          var h = Complex(BigFloat(0, in: referencePrecision), BigFloat(0, in: referencePrecision))
          if let initialState { h = Complex(big(initialState.real[row, i]), big(initialState.imaginary[row, i])) }
          var error = 0.0
          for t in 0..<shape.length {
            let now = (row * shape.length + t) * shape.channels + i
            let a = Complex(
              big(decay.real.elements[varies ? now : i]), big(decay.imaginary.elements[varies ? now : i]))
            let b = Complex(big(input.real.elements[now]), big(input.imaginary.elements[now]))
            let sizes = ComplexSizes(a, h, error)
            error =
              sizes.propagated
              + roundoff.gamma(2) * sizes.hypotenuse(adding: b) + 3 * roundoff.tiny
            h = a * h + b
            agreement.add(result.states.real.elements[now], h.real, bound: error, depth: 16 * (t + 1))
            agreement.add(result.states.imaginary.elements[now], h.imaginary, bound: error, depth: 16 * (t + 1))
          }
        }
      }
      #expect(agreement.holds, "seed \(seed): \(agreement)")
      #expect(agreement.count == 2 * input.real.elements.count)
      for execution in executions {
        let again = try DiagonalScanKernel.run(
          decay: decay, input: input, initialState: initialState, execution: execution)
        #expect(again == result, "\(execution)")
      }
    }
  }

  @Test(arguments: shapes) func everyComplexElementIsWithinTheBound(_ shape: Shape) throws {
    try checkComplex(Float.self, shape, seed: 14)
    try checkComplex(Double.self, shape, seed: 15)
  }
}
