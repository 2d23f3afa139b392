import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct ZeroOrderHoldTests {
  /// A Bbar = (Abar - I) B, two steps are one of twice the length, and a double integrator is exact.
  @Test(.cases(10, deep: 100)) func heldInput() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...4)
      func matrix(_ rows: Int, _ columns: Int) -> Matrix<Ball> {
        Matrix(rows, columns, in: 128) { _, _ in Ball(Rational(draw.integer(in: -9...9), 4), in: 128) }
      }
      let system = LinearSystem(matrix: matrix(n, n), input: matrix(n, 2), output: matrix(1, n))
      let step = Ball(Rational(draw.integer(in: 1...8), 8), in: 128)
      let held = try system.zeroOrderHold(step: step)
      let (left, right) = (system.matrix * held.input, held.matrix.addingToDiagonal(Ball(-1, in: 128)) * system.input)
      let twice = try system.zeroOrderHold(step: 2 * step)
      let stepped = held.matrix * held.input + held.input
      for i in 0..<left.elements.count {
        #expect(left.elements[i].overlaps(right.elements[i]))
        #expect(stepped.elements[i].overlaps(twice.input.elements[i]) && stepped.elements[i].radius < 1e-20)
      }
      let response = try system.impulseResponse(at: step)
      let expected = system.output * held.matrix * system.input
      for i in 0..<2 { #expect(response.elements[i].overlaps(expected.elements[i])) }
    }
  }

  @Test func doubleIntegrator() throws {
    let system = LinearSystem<Rational>(
      matrix: Matrix([[0, 1], [0, 0]], in: Intrinsic()), input: [0, 1], output: [1, 0])
    let held = try system.zeroOrderHold(step: Rational(1, 3))
    #expect(held.matrix.isEqual(to: Matrix([[1, Rational(1, 3)], [0, 1]], in: Intrinsic())).isTrue)
    #expect(held.input.column(0) == [Rational(1, 18), Rational(1, 3)])
  }
}
