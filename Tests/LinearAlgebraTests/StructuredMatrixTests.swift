import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

/// Closed forms and fast products equal elimination and products of dense matrices, exactly.
@Suite struct StructuredMatrixTests {
  @Test(.cases(20, deep: 200)) func closedForms() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...6)
      // 2 n distinct numbers.
      var pool = (0..<30).map { Rational($0 - 15, 4) }
      let nodes = (0..<2 * n).map { _ in pool.remove(at: draw.integer(in: 0...pool.count - 1)) }
      let (x, y) = (Array(nodes[..<n]), Array(nodes[n...]))
      let cauchy = Matrix(cauchy: x, y, in: Intrinsic())
      #expect(try LUDecomposition(cauchy).determinant == cauchyDeterminant(x, y, in: Intrinsic()))
      #expect((cauchy * cauchyInverse(x, y, in: Intrinsic())).isEqual(to: Matrix(identity: n, in: Intrinsic())).isTrue)
      let vandermonde = Matrix(vandermonde: x, in: Intrinsic())
      #expect(try LUDecomposition(vandermonde).determinant == vandermondeDeterminant(x, in: Intrinsic()))
      let values = draw.matrix(n, 1).column(0)
      let coefficients = try vandermondeSolution(nodes: x, values: values, in: Intrinsic())
      #expect(vandermonde * coefficients == values)
      let polynomial = Polynomial(coefficients, in: Intrinsic())
      #expect(x.map { polynomial($0) } == values)
    }
  }

  @Test(.cases(10, deep: 100)) func products() async {
    await checkProperty { draw in
      let (rows, columns) = (draw.integer(in: 1...50), draw.integer(in: 1...50))
      let entries = draw.matrix(rows + columns - 1, 1).column(0)
      let x = draw.matrix(columns, 1).column(0)
      let column = Array(entries[(columns - 1)...])
      let toeplitz = Matrix(toeplitz: column, row: Array(entries[..<columns].reversed()), in: Intrinsic())
      let product = toeplitzProduct(entries, x, in: Intrinsic())
      #expect(toeplitz * x == product)
      // A Hankel matrix is a Toeplitz matrix with its columns reversed.
      let hankel = Matrix(hankel: entries, rows: rows, in: Intrinsic())
      #expect(hankel * Array(x.reversed()) == product)
      let (p, q) = (Polynomial(entries, in: Intrinsic()), Polynomial(x, in: Intrinsic()))
      #expect(Polynomial.karatsubaProduct(p, q).coefficients == (p * q).coefficients)
      // Circulant matrices commute; lower triangular Toeplitz matrices multiply as polynomials do.
      let (a, b) = (Array(x.prefix(6)), Array(x.reversed().prefix(6)))
      let (first, second) = (Matrix(circulant: a, in: Intrinsic()), Matrix(circulant: b, in: Intrinsic()))
      #expect((first * second).isEqual(to: second * first).isTrue)
      let lower = Matrix(lowerToeplitz: a, in: Intrinsic()) * Matrix(lowerToeplitz: b, in: Intrinsic())
      let truncated = (Polynomial(a, in: Intrinsic()) * Polynomial(b, in: Intrinsic())).coefficients.prefix(a.count)
      #expect(lower.isEqual(to: Matrix(lowerToeplitz: Array(truncated), in: Intrinsic())).isTrue)
    }
  }

  @Test func equalNodesAreSingular() {
    #expect(throws: LinearAlgebraError.singularEquation) {
      try vandermondeSolution(nodes: [1, 1], values: [2, 3] as [Rational], in: Intrinsic())
    }
  }
}
