import Arithmetic
import LinearAlgebra
import TestSupport
import Testing

@Suite struct InertiaTests {
  @Test(.cases(30, deep: 300)) func theCountIsThatOfTheCharacteristicPolynomial() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...5)
      let numbers = (0..<n * n).map { _ in Rational(draw.integer(in: -6...6), draw.integer(in: 1...3)) }
      let matrix = Matrix<Rational>(n, n, in: Intrinsic()) { numbers[min($0, $1) * n + max($0, $1)] }
      let threshold = Rational(draw.integer(in: -9...9), 7)
      let polynomial = matrix.characteristicPolynomial().polynomial
      // Sturm counts multiple roots once: only where there are none.
      guard polynomial(threshold) != 0, polynomial.rootCount(above: -1000) == n else { return }
      let expected = polynomial.rootCount(above: threshold)
      if let count = matrix.eigenvalueCount(above: threshold) { try draw.verify(count == expected) }
      let enclosed = matrix.map(in: 128) { Ball($0, in: 128) }
      if let count = enclosed.eigenvalueCount(above: Ball(threshold, in: 128)) { try draw.verify(count == expected) }
    }
  }

  @Test func whatIsNotDecidedIsNotSaid() {
    let matrix = Matrix<Rational>([[0, 1], [1, 0]], in: Intrinsic())
    #expect(matrix.eigenvalueCount(above: 0) == nil)
    #expect(matrix.eigenvalueCount(above: Rational(1, 2)) == 1 && matrix.eigenvalueCount(above: -2) == 2)
    #expect(matrix.isolates(eigenvalue: 0, between: Rational(1, 2), and: 2))
    #expect(!matrix.isolates(eigenvalue: 1, between: Rational(1, 2), and: 2))
  }

  @Test(arguments: [1, 3, 6]) func pivotedCholeskyReproducesAMatrixOfItsRank(rank: Int) throws {
    let n = 6
    let exact = Matrix<Double>(n, rank, in: Intrinsic()) { 1 / Double($0 + 2 * $1 + 1) }
    let matrix = exact * exact.transposed
    let factor = try PivotedCholesky(matrix, rank: rank).factor
    #expect(factor.columns <= rank)
    #expect((matrix - factor * factor.transposed).frobeniusNormBound.double < 1e-13)
    #expect(try PivotedCholesky(matrix, rank: 0).factor.columns == 0)
  }
}
