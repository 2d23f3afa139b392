import Arithmetic
import Definitions

/// A batch row of a layer whose complex modes read all inputs and whose outputs read all modes: S5, LRU.
///
///     x_t = Abar . x_(t-1) + drive_t,   y_t = Re(C x_t) + D . u_t     2 Re for conjugate halves
struct DiagonalLayer<N: NumberSystem> {
  typealias Number = N.ComplexNumber
  let e: Evaluation<N>
  let row: Int
  /// Abar, shape (modes).
  let transitions: [Number]
  /// What the inputs add to each mode, shape (modes, length).
  let drives: [[Number]]

  /// x_t, shape (modes, length), and the last states; nil where the form does not apply.
  ///
  /// - Parameter isReversed: whether the recurrence runs from the last step to the first.
  func states(from initial: [Number], isReversed: Bool = false) -> (values: [[Number]], last: [Number])? {
    var values: [[Number]] = []
    var last: [Number] = []
    for (n, transition) in transitions.enumerated() {
      let drive = isReversed ? drives[n].reversed() : drives[n]
      let scan = ScalarScan(
        steps: drive.map { AffineStep(decay: transition, key: $0) }, initial: initial[n],
        runs: Runs(length: drive.count) { _ in false })
      guard let solution = scan.solve(e.form.affine, mutation: e.mutation, with: { $0.solve(e.form.affine) }) else {
        return nil
      }
      values.append(isReversed ? solution.values.reversed() : solution.values)
      last.append(solution.last)
    }
    return (values, last)
  }

  /// The initial state of the row, or zeros.
  func initialState() -> [Number] {
    transitions.indices.map { n in
      e.optionalInput("initial_state")?.complex([row, n]) ?? Number(e.constant(0))
    }
  }

  /// sum_n C_n x_n.
  func readout(_ gains: [Number], _ states: [[Number]], _ t: Int) -> Number {
    zip(gains, states).reduce(Number(e.constant(0))) { $0 + $1.0 * $1.1[t] }
  }

  /// B_n . u_t for a row of B.
  static func drive(_ gains: [Number], _ u: InputTensor<N>, row: Int, _ t: Int, zero: Number) -> Number {
    gains.enumerated().reduce(zero) { $0 + $1.element * Number(u[row, t, $1.offset]) }
  }
}
