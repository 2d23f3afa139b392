import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct EigenEnclosureTests {
  /// Whether each of the exact eigenvalues, with its multiplicity, is in the one disc that it should be in: each
  /// cluster holds as many as it says.
  static func check(_ enclosure: EigenEnclosure, contains values: [Rational], imaginary: [Rational]? = nil) {
    let precision = enclosure.clusters.first?.disc.context ?? 64
    var counts = Array(repeating: 0, count: enclosure.clusters.count)
    for (k, value) in values.enumerated() {
      let point = Disc(
        Ball(value, in: precision), Ball(imaginary?[k] ?? 0, in: precision))
      let places = enclosure.clusters.indices.filter { enclosure.clusters[$0].disc.overlaps(point) }
      #expect(places.count == 1, "\(value)")
      for place in places { counts[place] += 1 }
    }
    #expect(counts == enclosure.clusters.map(\.multiplicity))
    #expect(enclosure.values.count == values.count)
  }

  /// Conjugates of diagonal and of triangular integer matrices by unimodular ones: spectra with and without multiple
  /// eigenvalues, defective or not, at several precisions, as real and as complex matrices.
  @Test(.cases(15, deep: 300)) func knownSpectra() async {
    await checkProperty { draw in
      let count = draw.integer(in: 1...7)
      let isSimple = (draw.integer(in: 0...1) == 1)
      let values = isSimple ? EigenvalueTests.integers(count, &draw) : (0..<count).map { _ in draw.integer(in: -2...2) }
      let exact = try EigenvalueTests.matrix(withEigenvalues: values, &draw, isDiagonal: (draw.integer(in: 0...1) == 1))
      let precision: Precision = [64, 128, 256][draw.integer(in: 0...2)]
      let balls = exact.map(in: precision) { Ball($0, in: precision) }
      let enclosure = try balls.certifiedEigenvalues()
      Self.check(enclosure, contains: values.map { Rational($0) })
      Self.check(try Matrix<Disc>(balls).certifiedEigenvalues(), contains: values.map { Rational($0) })
      if isSimple, precision >= 128 {
        #expect(enclosure.clusters.allSatisfy { $0.isReal && $0.multiplicity == 1 })
        #expect(enclosure.clusters.allSatisfy { $0.disc.radius < 0x1p-30 })
      }
    }
  }

  /// A single Jordan block of order k, conjugated: one disc of radius about u^(1/k), and at a precision that doubles,
  /// of any radius.
  @Test(arguments: [1, 2, 3, 5, 8]) func jordanBlocks(order: Int) throws {
    let block = Matrix<Rational>(order + 1, order + 1, in: Intrinsic()) { i, j in
      i == order || j == order ? (i == j ? -3 : 0) : i == j ? 2 : j == i + 1 ? 1 : 0
    }
    let change = Matrix<Rational>(order + 1, order + 1, in: Intrinsic()) { i, j in
      i == j ? 1 : i > j ? Rational((i + 2 * j) % 3 - 1) : 0
    }
    let matrix = try change * block * change.inverse()
    let enclosure = try matrix.map(in: 256) { Ball($0, in: 256) }.certifiedEigenvalues()
    Self.check(enclosure, contains: [-3] + Array(repeating: 2, count: order))
    #expect(enclosure.clusters.count == 2 && enclosure.clusters[0].isReal)
    #expect(enclosure.clusters[0].disc.radius < 0x1p-200)
    let radius = enclosure.clusters[1].disc.radius
    #expect(radius.isZero || radius.exponent < -256 / order + 20)
    if order <= 3 {
      let accurate = try matrix.certifiedEigenvalues(accuracyBits: 100)
      Self.check(accurate, contains: [-3] + Array(repeating: 2, count: order))
      #expect(accurate.relativeAccuracyBits.allSatisfy { $0 >= 99 })
    }
  }

  /// Zero, identity, nilpotent, 1 x 1, the empty matrix, rotations; errors.
  @Test func specialMatrices() throws {
    let p: Precision = 128
    func balls(_ n: Int, _ element: (Int, Int) -> Rational) -> Matrix<Ball> {
      Matrix(n, n, in: p) { Ball(element($0, $1), in: p) }
    }
    Self.check(try balls(4) { _, _ in 0 }.certifiedEigenvalues(), contains: [0, 0, 0, 0])
    Self.check(try balls(4) { $0 == $1 ? 5 : 0 }.certifiedEigenvalues(), contains: [5, 5, 5, 5])
    Self.check(try balls(6) { $0 < $1 ? 1 : 0 }.certifiedEigenvalues(), contains: Array(repeating: 0, count: 6))
    Self.check(try balls(6) { $0 > $1 ? 1 : 0 }.certifiedEigenvalues(), contains: Array(repeating: 0, count: 6))
    Self.check(try balls(1) { _, _ in Rational(1, 3) }.certifiedEigenvalues(), contains: [Rational(1, 3)])
    #expect(try balls(0) { _, _ in 0 }.certifiedEigenvalues().values.isEmpty)
    let turn = try balls(2) { $0 == $1 ? Rational(3, 5) : $0 < $1 ? Rational(-4, 5) : Rational(4, 5) }
      .certifiedEigenvalues(vectors: true)
    Self.check(turn, contains: [Rational(3, 5), Rational(3, 5)], imaginary: [Rational(-4, 5), Rational(4, 5)])
    #expect(throws: LinearAlgebraError.notSquare(rows: 1, columns: 2)) {
      try Matrix<Ball>(zeros: 1, 2, in: p).certifiedEigenvalues()
    }
    var undefined = Matrix<Disc>(zeros: 2, 2, in: p)
    undefined[1, 0] = .indeterminate(in: p)
    #expect(throws: LinearAlgebraError.undefinedElement(row: 1, column: 0)) { try undefined.certifiedEigenvalues() }
    // A wide enclosure still has a disc about all.
    let wide = balls(3) { $0 == $1 ? 1 : 0 }.map(in: p) { $0.widened(by: 1) }
    Self.check(try wide.certifiedEigenvalues(), contains: [1, 1, 1])
  }

  /// A V = V Lambda within the discs: the residual of each enclosed vector contains 0, and the vector is not 0.
  @Test(.cases(8, deep: 100)) func vectors() async {
    await checkProperty { draw in
      let values = EigenvalueTests.integers(draw.integer(in: 1...6), &draw)
      let exact = try EigenvalueTests.matrix(withEigenvalues: values, &draw)
      let matrix = Matrix<Disc>(exact.map(in: 192) { Ball($0, in: 192) })
      let enclosure = try matrix.certifiedEigenvalues(vectors: true)
      let v = try #require(enclosure.vectors)
      let residual = matrix * v - v.multipliedFromRight(byDiagonal: enclosure.values)
      for j in values.indices {
        for i in values.indices {
          #expect(residual[i, j].lowerMagnitude.isZero)
          #expect(residual[i, j].radius < 0x1p-60)
        }
        #expect(v.column(j).contains { !$0.lowerMagnitude.isZero })
      }
    }
  }
}
