import Arithmetic

/// The diagonal linear time-invariant model in discrete time:
///
///     h_t = Abar . h_(t-1) + Bbar u_t,   y_t = C h_t + D . u_t,   h_(-1) = h0
///
/// with h_t of shape (state), u_t of shape (inputs), y_t of shape (outputs). S4D and DSS have one input and one output a
/// channel; S5 and LRU have many.
///
/// - Source: Gu, Gupta, Goel, Re, arXiv 2206.11893, eq. (2); Orvieto et al., arXiv 2303.06349, eq. (2).
public struct DiagonalModel<A: Arithmetic>: Sendable {
  /// The diagonal of Abar, shape (state).
  public let transition: A.Vector
  /// Bbar, one vector of shape (state) for each input.
  public let inputColumns: [A.Vector]
  /// C, one vector of shape (state) for each output.
  public let outputRows: [A.Vector]
  /// The diagonal of D, one for each output; output i is fed through from input i. Empty for no feedthrough.
  public let feedthrough: [A]

  public init(transition: A.Vector, inputColumns: [A.Vector], outputRows: [A.Vector], feedthrough: [A] = []) {
    precondition(
      (inputColumns + outputRows).allSatisfy { $0.count == transition.count }, "B and C have one entry for each mode")
    precondition(feedthrough.isEmpty || feedthrough.count == outputRows.count, "D has one entry for each output")
    precondition(
      feedthrough.isEmpty || inputColumns.count == outputRows.count, "a feedthrough takes output i from input i")
    self.transition = transition
    self.inputColumns = inputColumns
    self.outputRows = outputRows
    self.feedthrough = feedthrough
  }

  /// A model with one input and one output, from its modes.
  public init(modes: [DiscreteMode<A>], readout: [A], feedthrough: A? = nil, in context: A.Context) {
    self.init(
      transition: A.Vector(modes.map(\.transition), in: context),
      inputColumns: [A.Vector(modes.map(\.inputGain), in: context)],
      outputRows: [A.Vector(readout, in: context)],
      feedthrough: feedthrough.map { [$0] } ?? [])
  }

  public var stateCount: Int { transition.count }
  public var context: A.Context { transition.context }

  /// The state of a model that has seen nothing: zeros, shape (state).
  public var zeroState: A.Vector { A.Vector(zeros: stateCount, in: context) }

  /// The recurrence, as a front-end of ``AffineRecurrence``: D_t = Abar, k_t = Bbar u_t, v_t = 1, q_t = row of C.
  ///
  /// - Parameters:
  ///   - input: `u`, shape (length, inputs).
  ///   - initialState: `h0`, shape (state); zeros by default.
  /// - Returns: `y`, shape (length, outputs), and the state after the last step.
  public func output(of input: [[A]], initialState: A.Vector? = nil) -> (output: [[A]], finalState: A.Vector) {
    var recurrence = AffineRecurrence<A>(initialState: initialState ?? zeroState, columns: 1)
    let one = A.Vector([A(1, in: context)], in: context)
    var drive = zeroState
    var step = AffineStep<A>(decay: transition, key: drive, value: one, query: drive)
    var outputs: [[A]] = []
    outputs.reserveCapacity(input.count)
    for u in input {
      precondition(u.count == inputColumns.count, "one number for each input")
      drive.fill(with: A(0, in: context))
      for (column, u) in zip(inputColumns, u) { drive.addProduct(u, column) }
      step.key = drive
      recurrence.update(step)
      outputs.append(
        outputRows.indices.map { i in
          let y = outputRows[i].dot(recurrence.state)
          return feedthrough.isEmpty ? y : y.addingProduct(feedthrough[i], u[i])
        })
    }
    return (outputs, recurrence.state)
  }

  /// The convolution kernel from an input to an output, without the feedthrough:
  ///
  ///     K_l = sum_n C_n Abar_n^l Bbar_n,   l = 0 ..< length,
  ///
  /// so that y = K * u + D u from the zero state. The powers are formed by repeated multiplication.
  public func convolutionKernel(length: Int, fromInput input: Int = 0, toOutput output: Int = 0) -> [A] {
    var power = inputColumns[input]
    var kernel: [A] = []
    kernel.reserveCapacity(length)
    for _ in 0..<length {
      kernel.append(outputRows[output].dot(power))
      power.multiply(by: transition)
    }
    return kernel
  }
}

/// Which modes of a real model with complex eigenvalues are stored.
public enum StoredModes: Sendable {
  /// One of each conjugate pair; the output is twice the real part (S4D, S5).
  case conjugateHalves
  /// All the modes that there are; the output is the real part (LRU).
  case all
}

extension DiagonalModel where A: ComplexArithmetic {
  /// The real output of a model with complex modes and a real input:
  ///
  ///     y_t = 2 Re(C h_t) + D u_t  for conjugate halves,   y_t = Re(C h_t) + D u_t  otherwise.
  ///
  /// - Parameters:
  ///   - input: `u`, shape (length, inputs), real.
  ///   - modes: which modes are stored.
  ///   - initialState: `h0`, shape (state), complex; zeros by default.
  /// - Returns: `y`, shape (length, outputs), real, and the complex state after the last step.
  public func realOutput(
    of input: [[A.Real]], modes: StoredModes, initialState: A.Vector? = nil
  ) -> (output: [[A.Real]], finalState: A.Vector) {
    let linear = DiagonalModel(transition: transition, inputColumns: inputColumns, outputRows: outputRows)
    let (output, state) = linear.output(of: input.map { $0.map { A($0) } }, initialState: initialState)
    let real = zip(input, output).map { u, y in
      y.indices.map { i in
        let part = modes == .conjugateHalves ? 2 * y[i].real : y[i].real
        return feedthrough.isEmpty ? part : part.addingProduct(feedthrough[i].real, u[i])
      }
    }
    return (real, state)
  }

  /// The real convolution kernel, 2 Re K_l for conjugate halves and Re K_l otherwise.
  public func realConvolutionKernel(length: Int, modes: StoredModes) -> [A.Real] {
    convolutionKernel(length: length).map { modes == .conjugateHalves ? 2 * $0.real : $0.real }
  }
}
