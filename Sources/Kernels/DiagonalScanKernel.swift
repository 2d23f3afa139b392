/// The diagonal scan, each channel for itself:
///
///     h_t = a_t h_(t-1) + b_t,   t = 0 ..< length
///
/// One fused multiply-add a step: |error of h_t| <= E_t, where E_t = |a_t| E_(t-1) + u |h_t| (and half the least
/// subnormal), E_(-1) = 0, with u the unit roundoff.
public enum DiagonalScanKernel {
  /// The scan on real numbers.
  ///
  /// - Parameters:
  ///   - decay: `a`, shape (channels) where it does not depend on time, else (batch, length, channels).
  ///   - input: `b`, shape (batch, length, channels).
  ///   - initialState: `h_(-1)`, shape (batch, channels); zeros by default.
  /// - Returns: all states, shape (batch, length, channels), and the last one, shape (batch, channels): the initial
  ///   state where the length is 0.
  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public static func run<Scalar: KernelScalar>(
    decay: ShapedArray<Scalar>, input: ShapedArray<Scalar>, initialState: ShapedArray<Scalar>? = nil,
    execution: Execution = Execution()
  ) throws(KernelError) -> (states: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>) {
    try execution.check()
    let shape = try KernelError.dimensions("input", input, "batch", "length", "channels")
    let (batch, length, channels) = (shape[0], shape[1], shape[2])
    let varies = decay.shape.count != 1
    try KernelError.check("decay", decay, shape: varies ? shape : [channels])
    try KernelError.check("initialState", initialState, shape: [batch, channels])

    let states = withPointers([decay, input, initialState]) { pointers in
      filledArray(batch * length * channels) { states in
        execution.forEachTask(rows: batch, channels: channels, lanes: Scalar._lanes, limit: 1024) { task, _ in
          let offset = task.row * length * channels + task.first
          let scan = _DiagonalScan(
            a: pointers[0].map { $0 + (varies ? offset : task.first) }, aStride: varies ? channels : 0,
            b: pointers[1].map { $0 + offset }, initial: pointers[2].map { $0 + task.row * channels + task.first },
            states: states.map { $0 + offset }, length: length, stride: channels, count: task.count)
          Scalar._run(scan, execution.instructionSet)
        }
      }
    }
    let last = lastRows(states, batch: batch, length: length, channels: channels, initial: initialState)
    return (ShapedArray(unchecked: states, shape: shape), last)
  }

  /// The scan on complex numbers. Each part of a step is two fused multiply-adds, so that the error of a part is at most
  /// that of the two roundings, (2u + u^2)(|Re a| |Re h| + |Im a| |Im h| + |b|) and the like.
  ///
  /// Parameters, result and errors as for the real scan.
  public static func run<Scalar: KernelScalar>(
    decay: ComplexShapedArray<Scalar>, input: ComplexShapedArray<Scalar>,
    initialState: ComplexShapedArray<Scalar>? = nil, execution: Execution = Execution()
  ) throws(KernelError) -> (states: ComplexShapedArray<Scalar>, finalState: ComplexShapedArray<Scalar>) {
    try execution.check()
    let shape = try KernelError.dimensions("input", input.real, "batch", "length", "channels")
    let (batch, length, channels) = (shape[0], shape[1], shape[2])
    let varies = decay.shape.count != 1
    try KernelError.check("decay", decay.real, shape: varies ? shape : [channels])
    try KernelError.check("initialState", initialState?.real, shape: [batch, channels])

    var imaginary: [Scalar] = []
    let arrays = [
      decay.real, decay.imaginary, input.real, input.imaginary, initialState?.real, initialState?.imaginary,
    ]
    let real = withPointers(arrays) { pointers in
      filledArray(batch * length * channels) { real in
        imaginary = filledArray(batch * length * channels) { imaginary in
          execution.forEachTask(rows: batch, channels: channels, lanes: Scalar._lanes, limit: 256) { task, _ in
            let offset = task.row * length * channels + task.first
            let ofDecay = varies ? offset : task.first
            let ofState = task.row * channels + task.first
            let scan = _ComplexDiagonalScan(
              a: (pointers[0].map { $0 + ofDecay }, pointers[1].map { $0 + ofDecay }), aStride: varies ? channels : 0,
              b: (pointers[2].map { $0 + offset }, pointers[3].map { $0 + offset }),
              initial: (pointers[4].map { $0 + ofState }, pointers[5].map { $0 + ofState }),
              states: (real.map { $0 + offset }, imaginary.map { $0 + offset }), length: length, stride: channels,
              count: task.count)
            Scalar._run(scan, execution.instructionSet)
          }
        }
      }
    }
    func last(_ states: [Scalar], _ initial: ShapedArray<Scalar>?) -> ShapedArray<Scalar> {
      lastRows(states, batch: batch, length: length, channels: channels, initial: initial)
    }
    return (
      ComplexShapedArray(
        uncheckedReal: ShapedArray(unchecked: real, shape: shape),
        imaginary: ShapedArray(unchecked: imaginary, shape: shape)),
      ComplexShapedArray(
        uncheckedReal: last(real, initialState?.real), imaginary: last(imaginary, initialState?.imaginary))
    )
  }

  /// The last row of each batch row of `states`; `initial`, or zeros, where there is none.
  private static func lastRows<Scalar: KernelScalar>(
    _ states: [Scalar], batch: Int, length: Int, channels: Int, initial: ShapedArray<Scalar>?
  ) -> ShapedArray<Scalar> {
    guard length > 0 else {
      return initial ?? ShapedArray(unchecked: Array(repeating: 0, count: batch * channels), shape: [batch, channels])
    }
    let rows: [Scalar] = (0..<batch).flatMap { (row: Int) -> ArraySlice<Scalar> in
      let end = (row + 1) * length * channels
      return states[(end - channels)..<end]
    }
    return ShapedArray(unchecked: rows, shape: [batch, channels])
  }
}
