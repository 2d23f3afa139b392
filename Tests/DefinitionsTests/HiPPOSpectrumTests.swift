import Arithmetic
import Definitions
import LinearAlgebra
import Testing

/// The certified eigenvalues of HiPPO matrices, given as general dense ones.
@Suite struct HiPPOSpectrumTests {
  /// LegS, whose eigenvalues are -1, ..., -n, as it is and conjugated by a rational reflection, which takes its
  /// triangle away: every disc contains its eigenvalue, proved to be real, with at least as many bits as FLINT's
  /// certified eigenvalues have, less two (`acb_mat.eig`, the better one of the algorithms `vdhoeven_mourrain` and
  /// `rump`).
  @Test(arguments: [(16, 128, 94, 88), (16, 256, 222, 216), (32, 256, 184, 174)])
  func legS(order: Int, bits: Int, triangular: Int, reflected: Int) throws {
    let precision = Precision(bits: bits)
    let matrix: Matrix<Ball> = HiPPO.legS.matrix(order: order, in: precision)
    let v = (0..<order).map { 1 + ($0 * 7) % 5 }
    let square = v.reduce(0) { $0 + $1 * $1 }
    let reflection = Matrix(order, order, in: precision) { i, j in
      Ball((i == j ? 1 : 0) - Rational(2 * v[i] * v[j], square), in: precision)
    }
    for (matrix, flint) in [(matrix, triangular), (reflection * matrix * reflection, reflected)] {
      let enclosure = try matrix.certifiedEigenvalues()
      #expect(enclosure.isSimple)
      for (cluster, k) in zip(enclosure.clusters, (1...order).reversed()) {
        #expect(cluster.isReal && cluster.disc.real.contains(Rational(-k)))
      }
      #expect((enclosure.relativeAccuracyBits.min() ?? 0) >= flint - 2)
    }
  }

  /// Where the condition numbers, up to 10^22, exceed what the precision holds, the discs of clusters still contain -1,
  /// ..., -n.
  @Test func legSBeyondThePrecision() throws {
    let matrix: Matrix<Ball> = HiPPO.legS.matrix(order: 20, in: 64)
    let mixed = Matrix(20, 20, in: 64) { i, j in Ball(Rational((i * j) % 3 - 1, 1 + i + j), in: 64) }.addingToDiagonal(
      Ball(4, in: 64))
    let conjugated = try mixed * matrix * mixed.inverse()
    let enclosure = try conjugated.certifiedEigenvalues()
    #expect(enclosure.values.count == 20)
    var counts = Array(repeating: 0, count: enclosure.clusters.count)
    for k in 1...20 {
      let places = enclosure.clusters.indices.filter { enclosure.clusters[$0].disc.overlaps(Disc(-k, in: 64)) }
      #expect(places.count == 1)
      for place in places { counts[place] += 1 }
    }
    #expect(counts == enclosure.clusters.map(\.multiplicity))
  }

  /// The normal part of LegS: the discs meet those of the closed form, and the precision that is asked for is reached.
  @Test(arguments: [5, 8, 13]) func legSNormalPart(order: Int) throws {
    let enclosure = try EigenEnclosure.certified(accuracyBits: 150) { precision in
      HiPPO.legS.normalPart(order: order, in: precision) as Matrix<Ball>
    }
    let exact = try LegSNormalSpectrum(order: order).eigenvalues(precision: 256)
    #expect(enclosure.isSimple && exact.count == order)
    for value in exact { #expect(enclosure.clusters.count { $0.disc.overlaps(value) } == 1) }
    for disc in enclosure.values {
      #expect(disc.real.contains(Rational(-1, 2)) && disc.relativeAccuracyBits >= 149)
    }
  }
}
