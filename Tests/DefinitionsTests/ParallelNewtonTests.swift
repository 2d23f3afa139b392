import Arithmetic
import Definitions
import LinearAlgebra
import Testing

@Suite struct ParallelNewtonTests {
  /// s_t = tanh(W s_(t-1) + b_t), in double precision.
  private let recurrence = NonlinearRecurrence<Double>(
    tanh: Matrix([[0.5, -0.75], [0.25, 0.5]], in: Intrinsic()), inputs: (1...12).map { [1 / Double($0), -0.25] },
    initialState: [0, 0.5])

  @Test func theJacobianIsThatOfTheFormula() {
    let jacobian = recurrence.jacobian(1, [0.25, -0.5])
    let value = recurrence.value(1, [0.25, -0.5])
    #expect(abs(jacobian[0, 1] - -0.75 * (1 - value[0] * value[0])) < 1e-15)
    #expect(abs(jacobian[1, 0] - 0.25 * (1 - value[1] * value[1])) < 1e-15)
  }

  @Test(arguments: [ScanTree.sequential, .hillisSteele, .brentKung]) func newtonFindsTheTrajectory(tree: ScanTree) {
    let guess = Array(repeating: [0.0, 0.0], count: recurrence.length)
    let found = recurrence.newtonIterates(from: guess, count: 8, by: tree)[8]
    for (x, y) in zip(found.joined(), recurrence.trajectory().joined()) { #expect(abs(x - y) < 1e-14) }
  }

  @Test func quasiNewtonHasADiagonalScan() {
    let guess = Array(repeating: [0.0, 0.0], count: recurrence.length)
    for element in recurrence.linearized(at: guess, .diagonal).elements {
      guard case .diagonal = element.transition else {
        Issue.record("dense")
        continue
      }
    }
  }

  @Test func dampingKeepsTheTrajectory() throws {
    let trajectory = recurrence.trajectory()
    for states in [
      try recurrence.dampedStep(from: trajectory, damping: 0.5),
      try recurrence.filteredStep(from: trajectory, damping: 0.5),
    ] {
      for (x, y) in zip(states.joined(), trajectory.joined()) { #expect(abs(x - y) < 1e-13) }
    }
  }
}
