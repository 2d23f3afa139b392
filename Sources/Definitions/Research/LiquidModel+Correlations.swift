import Arithmetic
import LinearAlgebra

extension LiquidModel {
  /// y_k, k = 0 ..< inputs.count, of the liquid model with a dense matrix:
  ///
  ///     x_k = (A + diag(B) u_k) x_(k-1) + B u_k,   y_k = <C, x_k>,   x_(-1) = 0.
  public static func outputs<S: SizedArithmetic>(of system: LinearSystem<S>, inputs: [S]) -> [S] {
    let gains = system.input.column(0)
    var state = Matrix<S>(zeros: system.order, 1, in: system.context)
    return inputs.map { u in
      let drive = state.multipliedFromLeft(byDiagonal: gains) + system.input
      state = system.matrix * state + drive.scaled(by: u)
      return (system.output * state)[0, 0]
    }
  }

  /// The coefficient of the product of the inputs at `times` in the last output as the paper's kernel has it:
  ///
  ///     C A^(k - t_1 - (p - 1)) B^p,   B^p element by element,
  ///
  /// for p times t_1 < ... < t_p <= k.
  ///
  /// - Source: Hasani et al., arXiv 2209.12951, section 3.
  public static func correlationKernel<S: SizedArithmetic>(of system: LinearSystem<S>, at times: [Int], last: Int) -> S
  {
    var vector = Matrix(column: system.input.column(0).map { S.pow($0, times.count) }, in: system.context)
    for _ in 0..<(last - times[0] - times.count + 1) { vector = system.matrix * vector }
    return (system.output * vector)[0, 0]
  }

  /// The same coefficient for any A: a factor diag(B) at each time after the first and a factor A at each other step,
  ///
  ///     C A^(k - t_p) diag(B) A^(t_p - t_(p-1) - 1) ... diag(B) A^(t_2 - t_1 - 1) B.
  public static func orderedKernel<S: SizedArithmetic>(of system: LinearSystem<S>, at times: [Int], last: Int) -> S {
    let gains = system.input.column(0)
    var vector = system.input
    for step in (times[0] + 1)..<max(last + 1, times[0] + 1) {
      vector = times.contains(step) ? vector.multipliedFromLeft(byDiagonal: gains) : system.matrix * vector
    }
    return (system.output * vector)[0, 0]
  }
}

extension LiquidModel {
  /// The last output as the sum of its correlation terms up to an order P, over all sets of times with 1 to P elements:
  ///
  ///     sum_S kernel(S) prod_(t in S) u_t.
  ///
  /// The whole output for P = `inputs.count` and a diagonal A; 2^count terms.
  public static func expandedOutput<S: SizedArithmetic>(
    of system: LinearSystem<S>, inputs: [S], order: Int,
    kernel: (LinearSystem<S>, _ times: [Int], _ last: Int) -> S
  ) -> S {
    let last = inputs.count - 1
    return (1..<1 << inputs.count).reduce(S(0, in: system.context)) { sum, set in
      let times = inputs.indices.filter { set >> $0 & 1 == 1 }
      guard times.count <= order else { return sum }
      return sum + times.reduce(kernel(system, times, last)) { $0 * inputs[$1] }
    }
  }
}
