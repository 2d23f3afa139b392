import Kernels
import PropertyTesting

/// A selective scan, from the lists of its channels and modes, with any of softplus, bias, feedthrough and gate.
struct DrawnSelectiveScan<Scalar: KernelScalar> {
  struct Channel {
    /// What all of the channel's numbers but `d` and the bias are multiplied by.
    var factor: Double
    var d: Double
    var bias: Double
  }

  struct Step {
    var u: Double
    /// The step size, or what the softplus makes one of.
    var r: Double
    var b: Double
    var c: Double
    /// The gate.
    var z: Double
  }

  struct Mode {
    var a: Double
    var b: Double
    var c: Double
    /// Of the initial state.
    var h: Double
  }

  let channels: [Channel]
  let modes: [Mode]
  let appliesSoftplus: Bool
  let isBiased: Bool
  let feedsThrough: Bool
  let isGated: Bool

  private static func channel() -> Generator<Channel> {
    let factor = Scalar.factors
    let number = Scalar.numbers(in: -1...1)
    let bias = Scalar.numbers(in: -7 ... -1)
    return Generator { Channel(factor: try $0(factor), d: try $0(number), bias: try $0(bias)) }
  }

  var step: Generator<Step> {
    let number = Scalar.numbers(in: -1...1)
    let size = Scalar.numbers(in: appliesSoftplus ? -3...3 : 0...0.5)
    let gate = Scalar.numbers(in: -5...5)
    return Generator { draw in
      Step(
        u: try draw(number), r: try draw(size), b: try draw(number), c: try draw(number), z: try draw(gate))
    }
  }

  private static func mode() -> Generator<Mode> {
    let eigenvalue = Scalar.numbers(in: -8 ... -0.01)
    let gain = Scalar.numbers(in: -2...2)
    let number = Scalar.numbers(in: -1...1)
    return Generator { draw in
      Mode(a: try draw(eigenvalue), b: try draw(gain), c: try draw(gain), h: try draw(number))
    }
  }

  init(_ extents: Extents, _ draw: inout Draw) throws {
    channels = try draw(extents.channels(of: Self.channel()), "channels")
    modes = try draw(extents.modes(of: Self.mode()), "modes")
    appliesSoftplus = try draw(.bool(), "softplus")
    // A bias without a softplus would make negative steps.
    isBiased = appliesSoftplus ? try draw(.bool(), "bias") : false
    feedsThrough = try draw(.bool(), "feedthrough")
    isGated = try draw(.bool(), "gate")
  }

  /// Batch rows with these factors.
  ///
  /// - Parameter initialState: shape (rows, channels, state), or nil for zeros.
  func instance(
    rows: [Double] = [1], steps: [Step], initialState: ShapedArray<Scalar>?
  ) throws -> SelectiveInstance<Scalar> {
    let factors = channels.map(\.factor)
    return try SelectiveInstance(
      kernel: SelectiveScanKernel(
        eigenvalues: ShapedArray(products: factors, modes.map(\.a)),
        feedthrough: feedsThrough ? ShapedArray(products: channels.map(\.d)) : nil,
        stepBias: isBiased ? ShapedArray(products: channels.map(\.bias)) : nil, appliesSoftplus: appliesSoftplus),
      input: ShapedArray(products: rows, factors, steps.map(\.u)),
      steps: ShapedArray(products: rows, factors, steps.map(\.r)),
      inputGains: ShapedArray(products: rows, modes.map(\.b), steps.map(\.b)),
      outputGains: ShapedArray(products: rows, modes.map(\.c), steps.map(\.c)),
      gate: isGated ? ShapedArray(products: rows, factors, steps.map(\.z)) : nil, initialState: initialState)
  }
}

extension SelectiveInstance {
  init(_ extents: Extents, _ draw: inout Draw) throws {
    let rows = try draw(extents.rows(of: Scalar.factors), "rows")
    let scan = try DrawnSelectiveScan<Scalar>(extents, &draw)
    let steps = try draw(extents.steps(of: scan.step), "steps")
    let starts = try draw(.bool(), "initial state")
    let state = starts ? try ShapedArray<Scalar>(products: rows, scan.channels.map(\.factor), scan.modes.map(\.h)) : nil
    self = try scan.instance(rows: rows, steps: steps, initialState: state)
  }
}
