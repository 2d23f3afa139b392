import Arithmetic
import Definitions
import Kernels
import PropertyTesting
import TestSupport
import Testing

/// The diagonal model with complex modes against the definition in 256 bits.
@Suite struct DiagonalModelTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var batch: Int
    var length: Int
    var channels: Int
    var state: Int
    var testDescription: String { "(\(batch), \(length), \(channels), \(state))" }
  }

  static let cases = [
    (1, 0, 3, 2), (2, 1, 1, 1), (1, 257, 3, 4), (2, 33, 16, 3), (1, 7, 37, 2), (1, 5, 3, 0), (2, 7, 0, 3),
    (1, 6, 300, 1),
  ].map { Case(batch: $0.0, length: $0.1, channels: $0.2, state: $0.3) }

  /// What the reference gets wrong on purpose, to see the bound violated.
  enum Mutation: CaseIterable { case none, factor, conjugateReadout, noFeedthrough, noInitialState }

  /// How accurately an implementation evaluates the model. The kernel's own figures are those of its documentation;
  /// another implementation has its own.
  struct ErrorModel {
    /// The format that it works in.
    var roundoff: Roundoff
    /// Roundings of a part of a x + b u; of a term of the sum over the modes, besides those of the sum; of d u + ....
    var step = 3
    var readout = 2
    var feedthrough = 1
    /// |error of abar| and |error of bbar|, shape (channels, state); nil where it was given them.
    var transition: [Double]?
    var inputGain: [Double]?
  }

  /// The reference and the bound, element by element:
  ///
  ///     |error of x_t| <= E_t = |a| E_(t-1) + |error of a| (|x| + E_(t-1)) + |error of b| |u|
  ///                             + gamma_3 (|Re a||Re x| + |Im a||Im x| + |Re b||u|, and crosswise)
  ///     |error of y_t| <= f sum_n (|c| E_t + gamma_(N+2) (|Re c||Re x| + |Im c||Im x|)) + u |y_t|
  static func agreement<Scalar: KernelScalar>(
    _ result: (output: ShapedArray<Scalar>, finalState: ComplexShapedArray<Scalar>),
    kernel: DiagonalModelKernel<Scalar>, input: ShapedArray<Scalar>, initialState: ComplexShapedArray<Scalar>?,
    mutation: Mutation = .none, errorModel: ErrorModel = ErrorModel(roundoff: Roundoff(Scalar.self))
  ) -> Agreement {
    typealias Vector = Complex<BigFloat>.Vector
    let roundoff = errorModel.roundoff
    let (batch, length, channels) = (input.shape[0], input.shape[1], input.shape[2])
    let state = kernel.transition.shape[1]
    func vector(_ array: ComplexShapedArray<Scalar>, at offset: Int, conjugate: Bool = false) -> Vector {
      Vector(
        (offset..<offset + state).map {
          let z = Complex(big(array.real.elements[$0]), big(array.imaginary.elements[$0]))
          return conjugate ? z.conjugate : z
        }, in: referencePrecision)
    }
    let halves = kernel.modesAreConjugateHalves != (mutation == .factor)
    let factor = halves ? 2.0 : 1.0
    var agreement = Agreement()
    for row in 0..<batch {
      for i in 0..<channels {
        let a = vector(kernel.transition, at: i * state)
        let b = vector(kernel.inputGain, at: i * state)
        let c = vector(kernel.outputGain, at: i * state, conjugate: mutation == .conjugateReadout)
        let d = mutation == .noFeedthrough ? nil : kernel.feedthrough.map { big($0[i]) }
        let model = DiagonalModel(
          transition: a, inputColumns: [b], outputRows: [c], feedthrough: d.map { [Complex($0)] } ?? [])
        let u = (0..<length).map { t in big(input[row, t, i]) }
        let given = mutation == .noInitialState ? nil : initialState
        let start = given.map { vector($0, at: (row * channels + i) * state) }
        let (y, final) = model.realOutput(
          of: u.map { [$0] }, modes: halves ? .conjugateHalves : .all, initialState: start)

        // The states once more, for the bound: the definition does not keep them.
        var x = start ?? Vector(zeros: state, in: referencePrecision)
        var errors = Array(repeating: 0.0, count: state)
        for t in 0..<length {
          var bound = 0.0
          let size = u[t].magnitude.approximation
          for n in 0..<state {
            let mode = i * state + n
            let drive = b[n] * Complex(u[t])
            let sizes = ComplexSizes(a[n], x[n], errors[n])
            let ofTransition = errorModel.transition.map { $0[mode] * ComplexSizes.length(x[n], errors[n]) } ?? 0
            let ofGain = errorModel.inputGain.map { $0[mode] * size } ?? 0
            let carried = sizes.propagated + ofTransition + ofGain
            errors[n] =
              carried + roundoff.gamma(errorModel.step) * (sizes.hypotenuse(adding: drive) + 2 * carried)
              + 4 * roundoff.tiny
            x[n] = a[n] * x[n] + drive
            let read = ComplexSizes(c[n], x[n], errors[n])
            bound += read.propagated + roundoff.gamma(state + errorModel.readout) * read.real + 2 * roundoff.tiny
          }
          let exact = y[t][0]
          let through = d.map { ($0 * u[t]).magnitude.approximation } ?? 0
          bound *= factor
          let last = exact.magnitude.approximation + (errorModel.feedthrough > 1 ? through : 0) + bound
          bound += roundoff.gamma(errorModel.feedthrough) * last + roundoff.tiny
          agreement.add(result.output[row, t, i], exact, bound: bound, depth: 24 * (t + 1) + 8 * state)
        }
        for n in 0..<state {
          let depth = 24 * (length + 1)
          let (real, imaginary) = (result.finalState.real[row, i, n], result.finalState.imaginary[row, i, n])
          agreement.add(real, final[n].real, bound: errors[n], depth: depth, part: .state)
          agreement.add(imaginary, final[n].imaginary, bound: errors[n], depth: depth, part: .state)
        }
      }
    }
    return agreement
  }

  private static func agreement<Scalar: KernelScalar>(
    _ instance: ModelInstance<Scalar>,
    _ result: (output: ShapedArray<Scalar>, finalState: ComplexShapedArray<Scalar>), mutation: Mutation = .none
  ) -> Agreement {
    agreement(
      result, kernel: instance.kernel, input: instance.input, initialState: instance.initialState, mutation: mutation)
  }

  /// - Parameter executions: how the model is run besides; nil for a way that is drawn.
  private static func check<Scalar: KernelScalar>(
    _ format: Scalar.Type, _ extents: Extents, _ draw: inout Draw, executions: [Execution]? = nil
  ) throws {
    let instance = try ModelInstance<Scalar>(extents, &draw)
    let result = try instance.run()
    let shape = instance.input.shape
    let count = shape[0] * shape[2] * (shape[1] + 2 * instance.kernel.transition.shape[1])
    try draw.verify(agreement(instance, result), count: count)
    try draw.verifySame(as: result, in: executions, { try instance.run($0) }, ==)
  }

  @Test("The worst error of a small model is within the bound", .cases(200, search: 1000))
  func worstError() async {
    await checkProperty("small models, Float") { try Self.check(Float.self, .small(), &$0) }
    await checkProperty("small models, Double") { try Self.check(Double.self, .small(), &$0) }
  }

  @Test("Lengths and channels that straddle tiles and vectors", .cases(40))
  func everyShapeIsWithinTheBound() async {
    await checkProperty("long models, Float") { try Self.check(Float.self, .long(tile: 32), &$0) }
    await checkProperty("long models, Double") { try Self.check(Double.self, .long(tile: 32), &$0) }
    await checkProperty("wide models, Float") { try Self.check(Float.self, .wide(lanes: Float._lanes), &$0) }
    await checkProperty("wide models, Double") { try Self.check(Double.self, .wide(lanes: Double._lanes), &$0) }
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

  /// The least instance in which the mistake shows has so many rows, steps and channels, and at most one mode.
  @Test(arguments: Mutation.allCases) func aWrongModelViolatesTheBound(_ mutation: Mutation) throws {
    let found = try minimalFailure("a model with a mistake") {
      try ModelInstance<Float>(.small(), &$0)
    } _: { instance, draw in
      try draw.verify(Self.agreement(instance, try instance.run(), mutation: mutation).holds)
    }
    let expected: [Mutation: [Int]] = [
      .factor: [1, 1, 1], .conjugateReadout: [1, 1, 1], .noFeedthrough: [1, 1, 1], .noInitialState: [1, 0, 1],
    ]
    #expect(found?.input.shape == expected[mutation])
    #expect((found?.kernel.transition.shape[1] ?? 0) <= 1)
  }
}
