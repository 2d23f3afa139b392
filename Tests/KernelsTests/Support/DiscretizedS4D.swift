import Arithmetic
import Definitions
import Interchange
import Kernels

/// The layer of an S4D file, discretized by the zero-order hold in 256 bits.
struct DiscretizedS4D {
  struct Mode {
    /// |abar|, |bbar|, |dt A|, |A| and |abar - 1|.
    var transition: Double
    var gain: Double
    var exponent: Double
    var rate: Double
    var difference: Double
  }

  private var discrete: [DiscreteMode<Complex<BigFloat>>] = []
  private(set) var modes: [Mode] = []
  private let shape: [Int]
  private let readout: [Double]
  private let feedthrough: [Double]

  init(_ file: SafetensorsFile) throws {
    let logRate = try file.tensor("layer.log_A_real")
    shape = logRate.shape
    let logRates = try logRate.doubles()
    let frequencies = try file.tensor("layer.A_imag").doubles()
    let logSteps = try file.tensor("layer.log_dt").doubles()
    readout = try file.tensor("layer.C").doubles()
    feedthrough = try file.tensor("layer.D").doubles()
    func exact(_ x: Double) -> BigFloat { BigFloat(x, in: referencePrecision) }
    func size(_ z: Complex<BigFloat>) -> Double { z.squaredMagnitude.approximation.squareRoot() }
    for i in logRates.indices {
      let a = Complex(-BigFloat.exp(exact(logRates[i])), exact(frequencies[i]))
      let step = Complex(BigFloat.exp(exact(logSteps[i / shape[1]])))
      let mode = Discretization.zeroOrderHold.discretize(a, step: step)
      discrete.append(mode)
      modes.append(
        Mode(
          transition: size(mode.transition), gain: size(mode.inputGain), exponent: size(step * a), rate: size(a),
          difference: size(mode.inputGain * a)))
    }
  }

  /// The model, its parameters rounded once to the format.
  func kernel<Scalar: KernelScalar>(_ format: Scalar.Type) throws -> DiagonalModelKernel<Scalar> {
    func rounded(_ value: BigFloat) -> Scalar {
      Scalar.self == Float.self ? Scalar(value.float()) : Scalar(value.double())
    }
    func complex(_ values: [Complex<BigFloat>]) throws -> ComplexShapedArray<Scalar> {
      try ComplexShapedArray(
        real: ShapedArray(values.map { rounded($0.real) }, shape: shape),
        imaginary: ShapedArray(values.map { rounded($0.imaginary) }, shape: shape))
    }
    func part(_ first: Int) throws -> ShapedArray<Scalar> {
      try ShapedArray(stride(from: first, to: readout.count, by: 2).map { Scalar(readout[$0]) }, shape: shape)
    }
    return try DiagonalModelKernel(
      transition: complex(discrete.map(\.transition)), inputGain: complex(discrete.map(\.inputGain)),
      outputGain: ComplexShapedArray(real: part(0), imaginary: part(1)),
      feedthrough: ShapedArray(feedthrough.map { Scalar($0) }), modesAreConjugateHalves: true)
  }
}

extension ShapedArray {
  /// The entries of one axis that `indices` name.
  func taking(_ indices: [Int], axis: Int) throws -> ShapedArray {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    var taken: [Scalar] = []
    for row in 0..<outer {
      for index in indices {
        let start = (row * shape[axis] + index) * inner
        taken += elements[start..<start + inner]
      }
    }
    var shape = shape
    shape[axis] = indices.count
    return try ShapedArray(taken, shape: shape)
  }
}
