import Arithmetic

extension Matrix where Scalar == Ball {
  /// Proved discs about the eigenvalues of every real matrix enclosed, at the precision of the elements.
  ///
  /// Approximate eigenvectors V of the midpoint are computed in rounding arithmetic; A is similar to V^-1 A V, which is
  /// enclosed in balls and is nearly diagonal; Gershgorin's theorem, to second order, locates its eigenvalues
  /// (``VerifiedSimilarity`` and ``SpectrumLocalization``). Where V is too ill-conditioned, close eigenvalues are taken
  /// together and V block-diagonalizes: at worst one disc contains them all.
  ///
  /// - Accuracy: the radius of an eigenvalue is to first order its condition number times n u |A| and the radii of A.
  /// - Parameter vectors: whether eigenvectors are wanted.
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`; `notVerified` where not even one disc about all is
  ///   proved.
  public func certifiedEigenvalues(vectors: Bool = false) throws(LinearAlgebraError) -> EigenEnclosure {
    guard isSquare else { throw .notSquare(rows: rows, columns: columns) }
    try checkElements()
    let schur = try SchurDecomposition(midpoint)
    let isSpectrumReal = (1..<max(rows, 1)).allSatisfy { schur.triangular[$0, $0 - 1].isZero }
    if isSpectrumReal { return try EigenEnclosure.certified(self, schur, isReal: true, vectors: vectors) }
    return try EigenEnclosure.certified(
      Matrix<Disc>(self), SchurDecomposition<Complex<BigFloat>>(schur), isReal: true, vectors: vectors)
  }
}

extension Matrix where Scalar == Disc {
  /// Proved discs about the eigenvalues of every complex matrix enclosed, as for a real one.
  ///
  /// - Parameter vectors: whether eigenvectors are wanted.
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`; `notVerified`.
  public func certifiedEigenvalues(vectors: Bool = false) throws(LinearAlgebraError) -> EigenEnclosure {
    guard isSquare else { throw .notSquare(rows: rows, columns: columns) }
    try checkElements()
    return try EigenEnclosure.certified(self, try SchurDecomposition(midpoint), isReal: false, vectors: vectors)
  }
}

extension Matrix where Scalar == Rational {
  /// Proved discs about the eigenvalues, at the first precision, doubled from twice the accuracy on, at which each
  /// radius is at most 2^-accuracyBits times the modulus of its eigenvalue (for one that may be 0: times the norm).
  ///
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`; `notVerified` where `maximum` does not do.
  public func certifiedEigenvalues(
    accuracyBits: Int, maximum: Precision = 16384, vectors: Bool = false
  ) throws(LinearAlgebraError) -> EigenEnclosure {
    try EigenEnclosure.certified(accuracyBits: accuracyBits, maximum: maximum, vectors: vectors) { precision in
      map(in: precision) { Ball($0, in: precision) }
    }
  }
}

extension EigenEnclosure {
  /// Proved discs about the eigenvalues of a matrix that is known to any precision, at the first precision, doubled
  /// from twice the accuracy on, at which each radius is at most 2^-accuracyBits times the modulus of its eigenvalue
  /// (for one that may be 0: times the norm).
  ///
  /// - Parameter matrix: the matrix enclosed with a precision.
  /// - Throws: as ``Matrix/certifiedEigenvalues(vectors:)``; `notVerified` where `maximum` does not do.
  public static func certified(
    accuracyBits: Int, maximum: Precision = 16384, vectors: Bool = false, _ matrix: (Precision) -> Matrix<Ball>
  ) throws(LinearAlgebraError) -> EigenEnclosure {
    try doubling(accuracyBits, maximum) { precision throws(LinearAlgebraError) in
      let enclosed = matrix(precision)
      return (try enclosed.certifiedEigenvalues(vectors: vectors), enclosed.infinityNormBound)
    }
  }

  /// The same for a complex matrix.
  public static func certified(
    accuracyBits: Int, maximum: Precision = 16384, vectors: Bool = false, _ matrix: (Precision) -> Matrix<Disc>
  ) throws(LinearAlgebraError) -> EigenEnclosure {
    try doubling(accuracyBits, maximum) { precision throws(LinearAlgebraError) in
      let enclosed = matrix(precision)
      return (try enclosed.certifiedEigenvalues(vectors: vectors), enclosed.infinityNormBound)
    }
  }

  private static func doubling(
    _ bits: Int, _ maximum: Precision,
    _ enclose: (Precision) throws(LinearAlgebraError) -> (EigenEnclosure, scale: Magnitude)
  ) throws(LinearAlgebraError) -> EigenEnclosure {
    var precision = Precision(bits: max(64, 2 * bits))
    while precision <= maximum {
      let (enclosure, scale) = try enclose(precision)
      if enclosure.isAccurate(to: bits, scale: scale) { return enclosure }
      precision = Precision(bits: 2 * precision.bits)
    }
    throw .notVerified(what: "eigenvalues to \(bits) bits", precision: maximum.bits)
  }

  /// Tries blocks of one eigenvalue, then blocks of eigenvalues ever further apart: those that rounding makes of a
  /// Jordan block of order k are u^(1/k) |A| apart.
  static func certified<Scalar: EnclosureArithmetic>(
    _ matrix: Matrix<Scalar>, _ schur: SchurDecomposition<Scalar.Midpoint>, isReal: Bool, vectors: Bool
  ) throws(LinearAlgebraError) -> EigenEnclosure where Scalar.Midpoint: RoundingArithmetic {
    let n = matrix.rows
    let bits = matrix.context.bits
    let size = matrix.infinityNormBound
    var reaches: [Magnitude?] = [nil]
    for order in [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128] where order < 2 * n {
      reaches.append(size.scaled(byPowerOfTwo: 3 - bits / order))
    }
    reaches.append(size.scaled(byPowerOfTwo: 2))
    for reach in reaches {
      let blocks = BlockDiagonalization(schur, reach: reach)
      // What is sure to fail is not tried.
      guard blocks.inverse.largestElementBound < .powerOfTwo(bits - 2) else { continue }
      guard
        let similarity = VerifiedSimilarity(
          matrix, vectors: blocks.vectors, inverse: blocks.inverse, diagonal: blocks.diagonal,
          isDiagonal: reach == nil)
      else { continue }
      return EigenEnclosure(
        SpectrumLocalization(similarity), isReal: isReal, vectors: vectors ? blocks.vectors : nil, in: matrix.context)
    }
    throw .notVerified(what: "eigenvalues", precision: bits)
  }

  init<Scalar: RoundingArithmetic>(
    _ localization: SpectrumLocalization, isReal: Bool, vectors: Matrix<Scalar>?, in context: Precision
  ) where Scalar.Context == Precision, Scalar.RealPart == BigFloat {
    let components = (isReal ? localization.withRealDiscs : localization).components
    let order = components.map { $0.disc.midpoint }.eigenvalueOrder().map { components[$0] }
    var start = 0
    clusters = order.map { component in
      defer { start += component.rows.count }
      return Cluster(
        disc: component.disc, multiplicity: component.rows.count,
        isReal: isReal && component.rows.count == 1 && component.disc.imaginaryMidpoint.isZero,
        places: start..<start + component.rows.count)
    }
    self.vectors = vectors.map { v in
      let n = v.rows
      let sizes = (0..<n).map { i in (0..<n).map { v[i, $0].upperMagnitude } }
      let columns = order.flatMap { component in component.rows.map { (row: $0, bounds: component.vector) } }
      return Matrix<Disc>(n, n, in: context) { i, j in
        guard let bounds = columns[j].bounds else { return .indeterminate(in: context) }
        let value = v[i, columns[j].row]
        let error = (0..<n).reduce(Magnitude.zero) { $0 + sizes[i][$1] * bounds[$1] }
        return Disc(realMidpoint: value.realPart, imaginaryMidpoint: value.imaginaryPart, radius: error)
      }
    }
  }
}
