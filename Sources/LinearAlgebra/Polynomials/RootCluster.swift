import Arithmetic

/// A disc with a certified number of roots of a polynomial in it, as often as their multiplicities: one simple root, or
/// several roots that could not be told from each other.
public struct RootCluster: Sendable {
  public let disc: Disc
  /// How many roots the disc contains.
  public let multiplicity: Int
  /// Whether it is a single root and proved to be real: the root of a disc that meets its mirror image, and no other's,
  /// of a polynomial with real coefficients.
  public let isReal: Bool
}

extension Polynomial where Scalar: EnclosureArithmetic, Scalar.Midpoint: RoundingArithmetic {
  /// Discs that contain all roots of every polynomial that is enclosed: as many in each disc as its multiplicity says,
  /// and the discs do not meet. By increasing real part of the midpoints.
  ///
  /// Let z_1, ..., z_n be any distinct numbers, here approximate roots. Every root lies in the union of the discs
  ///
  ///     |z - z_i| <= n |p(z_i)| / (|c_n| product_(j != i) |z_i - z_j|),
  ///
  /// and a union of k of them that meets none of the others contains k roots. Constant coefficients that are exactly 0
  /// are roots that are exactly 0. Works with 32 more bits than the precision of the coefficients, and n more.
  ///
  /// - Throws: `zeroPolynomial` where the leading coefficient is not certainly different from 0; `noConvergence`;
  ///   `notVerified`.
  /// - Source: Smith, "Error bounds for zeros of a polynomial based upon Gerschgorin's theorems", J. ACM 17 (1970).
  public func certifiedRoots() throws(LinearAlgebraError) -> [RootCluster] {
    guard let leading = coefficients.last, !leading.lowerMagnitude.isZero else { throw .zeroPolynomial }
    let zeros = coefficients.prefix { $0.upperMagnitude.isZero }.count
    let work = context.adding(guardBits: 32 + coefficients.count)
    let discs = coefficients.dropFirst(zeros).map { c in
      Disc(
        realMidpoint: c.midpoint.realPart, imaginaryMidpoint: c.midpoint.imaginaryPart, radius: c.radius
      ).rounded(to: work)
    }
    var centers = try discs.map(\.midpoint).approximateRoots(in: work)
    guard centers.count == discs.count - 1 else { throw .zeroPolynomial }
    centers.separate(by: work)
    let points = centers.map { Disc(point: $0) }
    let exactZero = Disc(0, in: context)
    // Rounded first: what rounding makes larger may meet others.
    var clusters = try points.smithDiscs(Polynomial<Disc>(discs, in: work)).map { ($0.disc.rounded(to: context), 1) }
      .merged()
    // The nonzero roots of the enclosed polynomials may be as close to 0 as they like, but those at 0 are roots of all.
    if zeros > 0 { clusters = (clusters + [(exactZero, zeros)]).merged() }
    return clusters.map { disc, multiplicity in
      let mirrored = disc.conjugate
      let isAlone = clusters.allSatisfy { $0.disc.contains(disc) || !$0.disc.overlaps(mirrored) }
      return RootCluster(
        disc: disc, multiplicity: multiplicity,
        isReal: !Scalar.isComplex && multiplicity == 1 && disc.overlaps(mirrored) && isAlone)
    }.sorted { $0.disc.realMidpoint < $1.disc.realMidpoint }
  }
}

extension Polynomial<Rational> {
  /// Certified roots with discs that are small: the precision is doubled, up to 16 times the one given, until every
  /// radius is at most 2^-precision times the largest modulus of its disc. Multiple roots stay clusters, and keep
  /// larger discs, as they are known to a fraction of the digits.
  ///
  /// - Throws: as ``certifiedRoots()``.
  public func certifiedRoots(in precision: Precision) throws(LinearAlgebraError) -> [RootCluster] {
    var work = precision.adding(guardBits: 16)
    while true {
      let clusters = try? Polynomial<Ball>(coefficients.map { Ball($0, in: work) }, in: work).certifiedRoots()
      let isLast = work.bits >= 16 * precision.bits
      if let clusters, isLast || clusters.allSatisfy({ $0.isNarrow(precision) }) { return clusters }
      if isLast { return try Polynomial<Ball>(coefficients.map { Ball($0, in: work) }, in: work).certifiedRoots() }
      work = Precision(bits: 2 * work.bits)
    }
  }
}

extension RootCluster {
  fileprivate func isNarrow(_ precision: Precision) -> Bool {
    disc.radius <= disc.upperMagnitude.scaled(byPowerOfTwo: -precision.bits)
  }
}

extension [Complex<BigFloat>] {
  /// Moves equal numbers apart by a few units in the last place.
  fileprivate mutating func separate(by precision: Precision) {
    for i in indices {
      var shift = 1
      while self[..<i].contains(where: { $0.isEqual(to: self[i]).isTrue }) {
        let size = self[i].upperMagnitude
        let unit = (size.isZero ? .one : size).scaled(byPowerOfTwo: shift - precision.bits).bigFloat
        self[i] = Complex(self[i].real + unit, self[i].imaginary)
        shift += 1
      }
    }
  }
}

extension [Disc] {
  /// Smith's discs about these points.
  fileprivate func smithDiscs(_ polynomial: Polynomial<Disc>) throws(LinearAlgebraError) -> [(
    disc: Disc, multiplicity: Int
  )] {
    let leading = polynomial.coefficients[count].lowerMagnitude
    let degree = Magnitude(Double(count))
    var discs: [(disc: Disc, multiplicity: Int)] = []
    for i in indices {
      var product = leading
      for j in indices where j != i { product = .lowerProduct(product, (self[i] - self[j]).lowerMagnitude) }
      let radius = degree * polynomial(self[i]).upperMagnitude / product
      guard radius.isFinite else { throw .notVerified(what: "a root of a polynomial", precision: self[i].context.bits) }
      discs.append((Disc(midpoint: self[i].midpoint, radius: radius), 1))
    }
    return discs
  }
}

extension [(disc: Disc, multiplicity: Int)] {
  /// Discs that may have a number in common become one that contains them, until none meet.
  fileprivate func merged() -> Self {
    var result: Self = []
    for (disc, multiplicity) in self {
      var (disc, multiplicity) = (disc, multiplicity)
      while let other = result.firstIndex(where: { $0.disc.overlaps(disc) }) {
        let second = result.remove(at: other)
        disc = disc.hull(second.disc)
        multiplicity += second.multiplicity
      }
      result.append((disc, multiplicity))
    }
    return result
  }
}

extension Disc {
  /// A disc that contains both, about the middle of their midpoints.
  fileprivate func hull(_ other: Disc) -> Disc {
    let middle = ((Disc(point: midpoint) + Disc(point: other.midpoint)) / 2).midpoint
    let center = Disc(point: middle)
    func reach(_ disc: Disc) -> Magnitude { (center - Disc(point: disc.midpoint)).upperMagnitude + disc.radius }
    return Disc(midpoint: middle, radius: Swift.max(reach(self), reach(other)))
  }
}
