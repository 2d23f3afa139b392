import Arithmetic
import Definitions
import Kernels
import Testing

/// The diagonal model with complex modes against the definition in 256 bits.
@Suite struct DiagonalModelTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var batch: Int
    var length: Int
    var channels: Int
    var state: Int
    var halves: Bool
    var testDescription: String { "(\(batch), \(length), \(channels), \(state)), halves: \(halves)" }
  }

  static let cases = [
    (1, 0, 3, 2, true), (2, 1, 1, 1, true), (1, 257, 3, 4, true), (2, 33, 16, 3, false), (1, 7, 37, 2, true),
    (1, 5, 3, 0, true), (2, 7, 0, 3, true), (1, 6, 300, 1, false),
  ].map { Case(batch: $0.0, length: $0.1, channels: $0.2, state: $0.3, halves: $0.4) }

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
          agreement.add(result.finalState.real[row, i, n], final[n].real, bound: errors[n], depth: depth)
          agreement.add(result.finalState.imaginary[row, i, n], final[n].imaginary, bound: errors[n], depth: depth)
        }
      }
    }
    return agreement
  }

  struct Instance<Scalar: KernelScalar> {
    var kernel: DiagonalModelKernel<Scalar>
    var input: ShapedArray<Scalar>
    var initialState: ComplexShapedArray<Scalar>?

    /// Modes inside the unit disc, one of them very near its edge.
    init(_ shape: Case, withFeedthrough: Bool, seed: UInt64) throws {
      var random = SplitMix64(seed: seed)
      func complex(_ shape: [Int], _ range: ClosedRange<Double>) throws -> ComplexShapedArray<Scalar> {
        try ComplexShapedArray(real: random.array(shape, in: range), imaginary: random.array(shape, in: range))
      }
      let modes = [shape.channels, shape.state]
      kernel = try DiagonalModelKernel(
        transition: complex(modes, -0.707...0.707), inputGain: complex(modes, -1...1),
        outputGain: complex(modes, -1...1),
        feedthrough: withFeedthrough ? random.array([shape.channels], in: -1...1) : nil,
        modesAreConjugateHalves: shape.halves)
      input = try random.array([shape.batch, shape.length, shape.channels], in: -1...1)
      initialState = withFeedthrough ? try complex([shape.batch, shape.channels, shape.state], -1...1) : nil
    }
  }

  private func check<Scalar: KernelScalar>(_ format: Scalar.Type, _ shape: Case) throws {
    for withFeedthrough in [false, true] {
      let instance = try Instance<Scalar>(shape, withFeedthrough: withFeedthrough, seed: 21)
      let result = try instance.kernel.run(input: instance.input, initialState: instance.initialState)
      let agreement = Self.agreement(
        result, kernel: instance.kernel, input: instance.input, initialState: instance.initialState)
      #expect(agreement.holds, "seed 21: \(agreement)")
      #expect(agreement.count == shape.batch * shape.channels * (shape.length + 2 * shape.state))
      for execution in executions {
        let again = try instance.kernel.run(
          input: instance.input, initialState: instance.initialState, execution: execution)
        #expect(again == result, "\(execution)")
      }
    }
  }

  @Test(arguments: cases) func everyElementIsWithinTheBound(_ shape: Case) throws {
    try check(Float.self, shape)
    try check(Double.self, shape)
  }

  @Test(arguments: Mutation.allCases) func aWrongModelViolatesTheBound(_ mutation: Mutation) throws {
    let shape = Case(batch: 1, length: 20, channels: 3, state: 4, halves: true)
    let instance = try Instance<Float>(shape, withFeedthrough: true, seed: 22)
    let result = try instance.kernel.run(input: instance.input, initialState: instance.initialState)
    let agreement = Self.agreement(
      result, kernel: instance.kernel, input: instance.input, initialState: instance.initialState, mutation: mutation)
    #expect(agreement.holds == (mutation == .none), "\(agreement)")
  }
}
