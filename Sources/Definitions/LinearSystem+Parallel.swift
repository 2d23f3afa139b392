import Arithmetic
import LinearAlgebra

extension LinearSystem {
  /// h_k, shape (length, state), in discrete time from h_(-1) = 0.
  ///
  /// - Parameter inputs: u, shape (length, inputs).
  public func states(of inputs: [[S]]) -> [[S]] {
    var state = Matrix<S>(zeros: order, 1, in: context)
    return inputs.map { u in
      state = matrix * state + input * Matrix(column: u, in: context)
      return state.column(0)
    }
  }

  /// y_k = C h_k + D u_k, shape (length, outputs), in discrete time from h_(-1) = 0.
  ///
  /// - Parameter inputs: u, shape (length, inputs).
  public func outputs(of inputs: [[S]]) -> [[S]] {
    zip(states(of: inputs), inputs).map { h, u in
      (output * Matrix(column: h, in: context) + feedthrough * Matrix(column: u, in: context)).column(0)
    }
  }

  /// The system of one input of this one: A, one column of B, C, one column of D.
  public func restricted(toInput index: Int) -> LinearSystem {
    LinearSystem(
      matrix: matrix, input: Matrix(column: input.column(index), in: context), output: output,
      feedthrough: Matrix(column: feedthrough.column(index), in: context))
  }

  /// Systems side by side with the sum of their outputs: A block diagonal, the B of each in the rows and the C of each
  /// in the columns of its block, D the sum. All of them read the same inputs.
  public init(parallel systems: [LinearSystem]) {
    precondition(!systems.isEmpty, "one system at least")
    let (first, context) = (systems[0], systems[0].context)
    let starts = systems.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.order) }
    let order = starts[systems.count]
    var matrix = Matrix<S>(zeros: order, order, in: context)
    var input = Matrix<S>(zeros: order, first.input.columns, in: context)
    var output = Matrix<S>(zeros: first.output.rows, order, in: context)
    var feedthrough = Matrix<S>(zeros: first.output.rows, first.input.columns, in: context)
    for (system, start) in zip(systems, starts) {
      for i in 0..<system.order {
        for j in 0..<system.order { matrix[start + i, start + j] = system.matrix[i, j] }
        for j in 0..<input.columns { input[start + i, j] = system.input[i, j] }
        for j in 0..<output.rows { output[j, start + i] = system.output[j, i] }
      }
      feedthrough = feedthrough + system.feedthrough
    }
    self.init(matrix: matrix, input: input, output: output, feedthrough: feedthrough)
  }
}
