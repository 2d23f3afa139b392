import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct LUDecompositionTests {
  /// Over the rationals elimination is exact: A X = B, A A^-1 = I, det(A B) = det A det B.
  @Test(.cases(20, deep: 200)) func exactElimination() async {
    await checkProperty { draw in
      let order = draw.integer(in: 1...6)
      func matrix() -> Matrix<Rational> {
        Matrix(order, order, in: Intrinsic()) { _, _ in Rational(draw.integer(in: -9...9), draw.integer(in: 1...7)) }
      }
      var a = matrix()
      let b = matrix()
      // A singular draw says nothing here; its Gram matrix plus I is never singular.
      if (try? LUDecomposition(a)) == nil { a = a.transposed * a + Matrix(identity: order, in: Intrinsic()) }
      let decomposition = try LUDecomposition(a)
      #expect((a * decomposition.solve(b)).isEqual(to: b).isTrue)
      #expect((a * decomposition.inverse).isEqual(to: Matrix(identity: order, in: Intrinsic())).isTrue)
      if let other = try? LUDecomposition(b), let product = try? LUDecomposition(a * b) {
        #expect(product.determinant == decomposition.determinant * other.determinant)
      }
    }
  }

  @Test func singularMatrixHasNoPivot() {
    let singular = Matrix<Rational>([[1, 2], [2, 4]], in: Intrinsic())
    #expect(throws: LinearAlgebraError.noPivot(column: 1)) { try LUDecomposition(singular) }
    let wide = Matrix<Rational>([[1, 2, 3], [2, 4, 5]], in: Intrinsic())
    #expect(throws: LinearAlgebraError.notSquare(rows: 2, columns: 3)) { try wide.inverse() }
  }
}
