import Kernels
import PropertyTesting

/// A diagonal model with complex modes, from the lists of its channels and modes.
struct DrawnModel<Scalar: KernelScalar> {
  struct Channel {
    /// What all of the channel's numbers but `d` are multiplied by.
    var factor: Double
    var d: Double
  }

  struct Mode {
    var a: Parts
    var b: Parts
    var c: Parts
    /// Of the initial state.
    var h: Parts
  }

  let kernel: DiagonalModelKernel<Scalar>
  let factors: [Double]
  let modes: [Mode]

  /// Modes inside the unit disc, and up to one part in seventeen outside; the other numbers up to 1.
  init(_ extents: Extents, _ draw: inout Draw) throws {
    let number = Scalar.numbers(in: -1...1)
    let factor = Scalar.factors
    let pole = Parts.any(Scalar.self, in: -0.75...0.75)
    let parts = Parts.any(Scalar.self, in: -1...1)
    let channels = try draw(
      extents.channels(of: Generator { Channel(factor: try $0(factor), d: try $0(number)) }), "channels")
    modes = try draw(
      extents.modes(of: Generator { Mode(a: try $0(pole), b: try $0(parts), c: try $0(parts), h: try $0(parts)) }),
      "modes")
    factors = channels.map(\.factor)
    let feedsThrough = try draw(.bool(), "feedthrough")
    kernel = try DiagonalModelKernel(
      transition: ComplexShapedArray(products: factors.parts, modes.map(\.a)),
      inputGain: ComplexShapedArray(products: factors.parts, modes.map(\.b)),
      outputGain: ComplexShapedArray(products: factors.parts, modes.map(\.c)),
      feedthrough: feedsThrough ? ShapedArray(products: channels.map(\.d)) : nil,
      modesAreConjugateHalves: try draw(.bool(), "conjugate halves"))
  }
}

/// A diagonal model with complex modes, and its input.
struct ModelInstance<Scalar: KernelScalar> {
  let kernel: DiagonalModelKernel<Scalar>
  let input: ShapedArray<Scalar>
  let initialState: ComplexShapedArray<Scalar>?

  init(_ extents: Extents, _ draw: inout Draw) throws {
    let rows = try draw(extents.rows(of: Scalar.factors), "rows")
    let model = try DrawnModel<Scalar>(extents, &draw)
    let steps = try draw(extents.steps(of: Scalar.numbers(in: -1...1)), "u")
    let starts = try draw(.bool(), "initial state")
    kernel = model.kernel
    input = try ShapedArray(products: rows, steps, model.factors)
    initialState =
      starts ? try ComplexShapedArray(products: rows.parts, model.factors.parts, model.modes.map(\.h)) : nil
  }

  func run(_ execution: Execution = Execution()) throws -> (
    output: ShapedArray<Scalar>, finalState: ComplexShapedArray<Scalar>
  ) {
    try kernel.run(input: input, initialState: initialState, execution: execution)
  }
}
