import Kernels
import PropertyTesting

/// The arguments of a diagonal scan on real numbers.
struct ScanInstance<Scalar: KernelScalar> {
  struct Row {
    var a: Double
    var b: Double
    var h: Double
  }

  struct Step {
    var a: Double
    var b: Double
  }

  struct Channel {
    var a: Double
    var b: Double
    var h: Double
  }

  let decay: ShapedArray<Scalar>
  let input: ShapedArray<Scalar>
  let initialState: ShapedArray<Scalar>?

  /// Decays up to 1.01, so that states may grow, inputs up to 1, initial states up to 2.
  init(_ extents: Extents, _ draw: inout Draw) throws {
    let factor = Scalar.factors
    let number = Scalar.numbers(in: -1...1)
    let decay = Scalar.numbers(in: -1.01...1.01)
    let state = Scalar.numbers(in: -2...2)
    let rows = try draw(
      extents.rows(of: Generator { Row(a: try $0(factor), b: try $0(factor), h: try $0(factor)) }), "rows")
    let channels = try draw(
      extents.channels(of: Generator { Channel(a: try $0(decay), b: try $0(factor), h: try $0(state)) }), "channels")
    let steps = try draw(extents.steps(of: Generator { Step(a: try $0(number), b: try $0(number)) }), "steps")
    let varies = try draw(.bool(), "decays vary")
    let starts = try draw(.bool(), "initial state")
    self.decay =
      varies
      ? try ShapedArray(products: rows.map(\.a), steps.map(\.a), channels.map(\.a))
      : try ShapedArray(products: channels.map(\.a))
    input = try ShapedArray(products: rows.map(\.b), steps.map(\.b), channels.map(\.b))
    initialState = starts ? try ShapedArray(products: rows.map(\.h), channels.map(\.h)) : nil
  }

  func run(_ execution: Execution = Execution()) throws -> (
    states: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>
  ) {
    try DiagonalScanKernel.run(decay: decay, input: input, initialState: initialState, execution: execution)
  }
}

/// The arguments of a diagonal scan on complex numbers.
struct ComplexScanInstance<Scalar: KernelScalar> {
  struct Channel {
    var a: Parts
    var b: Double
    var h: Parts
  }

  struct Step {
    var a: Parts
    var b: Parts
  }

  let decay: ComplexShapedArray<Scalar>
  let input: ComplexShapedArray<Scalar>
  let initialState: ComplexShapedArray<Scalar>?

  /// Decays of parts up to 0.75, so that states may grow, inputs up to 1, initial states up to 2.
  init(_ extents: Extents, _ draw: inout Draw) throws {
    let factor = Scalar.factors
    let number = Parts.any(Scalar.self, in: -1...1)
    let decay = Parts.any(Scalar.self, in: -0.75...0.75)
    let state = Parts.any(Scalar.self, in: -2...2)
    let rows = try draw(extents.rows(of: factor), "rows").parts
    let channels = try draw(
      extents.channels(of: Generator { Channel(a: try $0(decay), b: try $0(factor), h: try $0(state)) }), "channels")
    let steps = try draw(extents.steps(of: Generator { Step(a: try $0(number), b: try $0(number)) }), "steps")
    let varies = try draw(.bool(), "decays vary")
    let starts = try draw(.bool(), "initial state")
    self.decay =
      varies
      ? try ComplexShapedArray(products: rows, steps.map(\.a), channels.map(\.a))
      : try ComplexShapedArray(products: channels.map(\.a))
    input = try ComplexShapedArray(products: rows, steps.map(\.b), channels.map(\.b).parts)
    initialState = starts ? try ComplexShapedArray(products: rows, channels.map(\.h)) : nil
  }

  func run(_ execution: Execution = Execution()) throws -> (
    states: ComplexShapedArray<Scalar>, finalState: ComplexShapedArray<Scalar>
  ) {
    try DiagonalScanKernel.run(decay: decay, input: input, initialState: initialState, execution: execution)
  }
}
