import Arithmetic

/// Proved discs about all eigenvalues of a matrix, and so of every matrix that an enclosed one encloses.
///
/// The discs of different clusters have no point in common, and a cluster's disc contains exactly as many eigenvalues
/// as its multiplicity says, counted with their algebraic multiplicities.
public struct EigenEnclosure: Sendable {
  /// Eigenvalues that were not told apart: one, for the most part; those of a Jordan block, or of a multiple
  /// eigenvalue, together.
  public struct Cluster: Sendable {
    public let disc: Disc
    /// How many eigenvalues the disc contains.
    public let multiplicity: Int
    /// Whether the eigenvalue is proved to be real: that of a disc, alone in it, about a real midpoint, of a real
    /// matrix.
    public let isReal: Bool
    /// Where its values stand in ``EigenEnclosure/values``.
    public internal(set) var places: Range<Int>
  }

  /// By increasing real part of the midpoints, equal real parts by increasing imaginary part.
  public let clusters: [Cluster]
  /// Right eigenvectors: column j encloses an eigenvector of value j, where that is alone in its disc; the columns of
  /// the others are indeterminate. nil where they were not asked for.
  public let vectors: Matrix<Disc>?

  /// One disc for each eigenvalue; that of a cluster as often as its multiplicity.
  public var values: [Disc] { clusters.flatMap { Array(repeating: $0.disc, count: $0.multiplicity) } }

  /// For each eigenvalue the bits to which its disc's midpoint is known, relative to itself.
  public var relativeAccuracyBits: [Int] { values.map(\.relativeAccuracyBits) }

  /// Whether every eigenvalue is alone in its disc.
  public var isSimple: Bool { clusters.allSatisfy { $0.multiplicity == 1 } }

  /// Whether each radius is at most 2^-bits |midpoint|, or, where the disc contains 0, 2^-bits `scale`.
  func isAccurate(to bits: Int, scale: Magnitude) -> Bool {
    clusters.allSatisfy { cluster in
      let least = cluster.disc.lowerMagnitude
      return cluster.disc.radius <= Magnitude.powerOfTwo(-bits) * (least.isZero ? scale : least)
    }
  }
}
