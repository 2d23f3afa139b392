import Arithmetic
import Definitions
import LinearAlgebra

/// The spectrum of a state matrix in discs, at the first precision that tells its eigenvalues apart and encloses their
/// vectors, or at the last one tried.
struct CertifiedSpectrum: Sendable {
  /// The precision of the work.
  let precision: Precision
  /// The system (A, B, C) at that precision.
  let system: LinearSystem<Disc>
  /// Values, with the vectors of both sides where all eigenvalues are simple.
  let enclosed: EnclosedSpectrum
  let rows: [DiagonalizationReport.Eigenvalue]

  /// - Parameter progress: is told the precision that is tried.
  /// - Throws: `LinearAlgebraError` where the last precision encloses nothing.
  init(of matrix: StateMatrix, options: DiagonalizationAnalysis.Options, progress: (Int) -> Void) throws {
    var precision = Precision(bits: Swift.max(128, 2 * options.accuracyBits))
    while true {
      progress(precision.bits)
      let system = matrix.system(in: precision)
      let isLast = precision.bits * 2 > options.cap.bits
      if let found = try Self.enclosed(system, isReal: matrix.isReal, isLast: isLast) {
        let isAccurate = zip(found.spectrum.values, found.multiplicities).allSatisfy {
          $1 == 1 && ($0.relativeAccuracyBits >= options.accuracyBits || $0.upperMagnitude.isZero)
        }
        if isLast || isAccurate && found.spectrum.left != nil {
          self.precision = precision
          self.system = system
          enclosed = found.spectrum
          rows = Self.rows(found)
          return
        }
      }
      precision = Precision(bits: 2 * precision.bits)
    }
  }

  private typealias Found = (spectrum: EnclosedSpectrum, multiplicities: [Int])

  /// nil where nothing is proved and the precision is not the last.
  private static func enclosed(
    _ system: LinearSystem<Disc>, isReal: Bool, isLast: Bool
  ) throws(LinearAlgebraError) -> Found? {
    let enclosure: EigenEnclosure
    do {
      enclosure =
        isReal
        ? try system.matrix.map(in: system.context) { $0.real }.certifiedEigenvalues(vectors: true)
        : try system.matrix.certifiedEigenvalues(vectors: true)
    } catch {
      if isLast { throw error }
      return nil
    }
    var spectrum = EnclosedSpectrum(values: enclosure.values)
    if enclosure.isSimple, let vectors = enclosure.vectors, let inverse = try? vectors.certifiedInverse() {
      spectrum.right = vectors
      spectrum.left = inverse
      // In a transfer function terms as large as V^-1 cancel: its radii have to be small beside 1, not beside V^-1.
      let isNarrow = (0..<inverse.elements.count).allSatisfy { inverse.elements[$0].radius <= .powerOfTwo(-60) }
      let isAccurate = spectrum.conditions?.allSatisfy { $0.relativeAccuracyBits >= 64 } == true
      if !isAccurate || !isNarrow && !isLast {
        (spectrum.right, spectrum.left) = (nil, nil)
      }
    }
    return (spectrum, enclosure.clusters.flatMap { Array(repeating: $0.multiplicity, count: $0.multiplicity) })
  }

  /// One row for each disc.
  private static func rows(_ found: Found) -> [DiagonalizationReport.Eigenvalue] {
    let conditions = found.spectrum.conditions
    var rows: [DiagonalizationReport.Eigenvalue] = []
    var place = 0
    while place < found.multiplicities.count {
      let value = found.spectrum.values[place]
      rows.append(
        DiagonalizationReport.Eigenvalue(
          enclosure: value.rounded(to: Precision(bits: 64)).description, real: value.real.approximation,
          imaginary: value.imaginary.approximation, radius: value.radius.double,
          accuracyBits: value.relativeAccuracyBits, multiplicity: found.multiplicities[place],
          condition: conditions.map { $0[place].upperMagnitude.double }))
      place += found.multiplicities[place]
    }
    return rows
  }

  /// Whether all eigenvalues are told apart, and their vectors enclosed.
  var isSimple: Bool { enclosed.right != nil }

  /// max kappa_j, rounded down, and sum kappa_j, rounded up.
  var conditionBounds: ClosedRange<Double>? {
    guard let conditions = enclosed.conditions, conditions.allSatisfy(\.isDefined) else { return nil }
    let least = conditions.map(\.lowerMagnitude).max() ?? .one
    let most = conditions.reduce(Magnitude.zero) { $0 + $1.upperMagnitude }.double
    // As a double a lower bound is rounded down.
    return Swift.min(least.double.nextDown, most)...most
  }
}
