import Arithmetic
import LinearAlgebra
import PropertyTesting
import Synchronization
import TestSupport
import Testing

@Suite struct PseudospectrumTests {
  /// Lanczos's values, in `Double` and at 128 bits, lie within the certified brackets, widened by their own accuracy.
  @Test(.cases(6, deep: 60)) func valuesLieWithinBrackets() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...7)
      let p: Precision = 128
      let matrix = Matrix<Double>(n, n, in: Intrinsic()) { _, _ in Double(draw.integer(in: -9...9)) }
      let big = matrix.map(in: p) { BigFloat($0, in: p) }
      let (x, y) = (Double(draw.integer(in: -40...40)) / 4, Double(draw.integer(in: 0...20)) / 4)
      let z = Complex(BigFloat(x, in: p), BigFloat(y, in: p))
      let bracket = try Matrix<Ball>(points: big).certifiedSmallestSingularValue(at: Disc(point: z))
      let value = try big.smallestSingularValue(at: z)
      #expect(bracket.lower <= bracket.upper && bracket.radius <= 0x1p-100 as Magnitude)
      #expect(
        (Ball(value) - bracket).upperMagnitude <= 1e-9 as Magnitude * bracket.upperMagnitude + (0x1p-110 as Magnitude))
      let rough = try matrix.smallestSingularValue(at: Complex(x, y))
      #expect(
        (Ball(rough, in: p) - bracket).upperMagnitude <= 1e-9 as Magnitude * bracket.upperMagnitude
          + (1e-12 as Magnitude))
      let complex = try Matrix(matrix).smallestSingularValue(at: Complex(x, -y))
      #expect(
        (Ball(complex, in: p) - bracket).upperMagnitude <= 1e-9 as Magnitude * bracket.upperMagnitude
          + (1e-12 as Magnitude))
    }
  }

  /// A diagonal matrix: the distance to the nearest eigenvalue. The order 0 and an eigenvalue itself.
  @Test func diagonalMatrix() throws {
    let matrix = Matrix<Double>(diagonal: [1, 5, -2], in: Intrinsic())
    #expect(abs(try matrix.smallestSingularValue(at: Complex(4, 1)) - 2.0.squareRoot()) < 1e-12)
    #expect(try matrix.smallestSingularValue(at: Complex(5, 0)) == 0)
    #expect(try Matrix<Double>(zeros: 0, 0, in: Intrinsic()).smallestSingularValue(at: Complex(5, 0)) == .infinity)
    let wide = Matrix<Ball>(diagonal: [Ball(1, in: 64), Ball(2, in: 64)], in: 64).map(in: 64) { $0.widened(by: 0.5) }
    let bracket = try wide.certifiedSmallestSingularValue()
    #expect(bracket.contains(Rational(1, 2)) && bracket.contains(Rational(1)))
    #expect(throws: LinearAlgebraError.self) { try Matrix<Ball>(zeros: 0, 0, in: 64).certifiedSmallestSingularValue() }
  }

  /// The bracket keeps its relative accuracy where the value is far below u ||A||: a Jordan block's is about |z|^n.
  @Test func smallValuesAreBracketed() throws {
    let n = 12
    let block = Matrix<Ball>(n, n, in: 256) { Ball($1 == $0 + 1 ? 1 : 0, in: 256) }
    let z = Disc(Ball(Rational(1, 64), in: 256))
    let bracket = try block.certifiedSmallestSingularValue(at: z)
    #expect(bracket.relativeAccuracyBits > 100)
    let ratio = bracket / Ball.pow(Ball(Rational(1, 64), in: 256), n)
    #expect(ratio.lower > BigFloat(0.99, in: 64) && ratio.upper < BigFloat(1.01, in: 64))
  }

  /// The grid is that of the single values, for any number of threads, symmetric for a real matrix, and tells its
  /// progress.
  @Test func gridsAreTheSameOnAnyThreads() throws {
    let matrix = Matrix<Double>([[1, 20, -3], [0, 2, 5], [1, 0, -1]], in: Intrinsic())
    let values = try SmallestSingularValue(matrix)
    let calls = Mutex<[Int]>([])
    let grid = PseudospectrumGrid(
      of: values, real: -3...3, imaginary: -2...2, columns: 7, rows: 5, in: Intrinsic(), threads: 3
    ) { done, total in calls.withLock { $0.append(10 * done + total) } }
    let other = PseudospectrumGrid(of: values, real: grid.real, imaginary: grid.imaginary, threads: 1)
    #expect(grid.values == other.values && grid.values.count == 35)
    #expect(calls.withLock { $0 } == [13, 23, 33])
    for (i, y) in grid.imaginary.enumerated() {
      for (j, x) in grid.real.enumerated() {
        #expect(grid[i, j] == values(Complex(x, abs(y) == 0 ? y : -abs(y))) && grid[i, j] == grid[4 - i, j])
      }
    }
  }
}
