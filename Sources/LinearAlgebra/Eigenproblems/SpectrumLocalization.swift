import Arithmetic

/// Discs that contain the eigenvalues of a matrix M of which centers and bounds are known, by Gershgorin's theorem in
/// scaled coordinates.
///
/// M is scaled by a diagonal matrix of powers of two that balances rows and columns (Osborne), which takes the k-th
/// root of a small element that closes a Jordan block. Gershgorin discs that meet make one component; each contains as
/// many eigenvalues as it has rows. A row i alone is then refined to second order: with gap_j a lower bound of the
/// distance of center j to disc i, and s_j the sum of the row's other bounds, the eigenvector u with u_i = 1 has
///
///     |u_j| <= t := max_j b_ji / (gap_j - s_j),   |u_j| <= (b_ji + t s_j) / gap_j,   |mu - M_ii| <= sum_j b_ij |u_j|.
///
/// For a component of several rows the off-component sums are shrunk by a scaling of its rows, as far as its discs stay
/// apart from the others.
///
/// - Source: Horn and Johnson, Matrix Analysis, 2nd ed., section 6.1; Golub and Van Loan, section 7.2.1.
struct SpectrumLocalization {
  struct Component {
    let rows: [Int]
    let disc: Disc
    /// For a single row: bounds of |u_j|, 0 for the row itself.
    let vector: [Magnitude]?
  }

  private(set) var components: [Component]

  init(_ similarity: VerifiedSimilarity) {
    let centers = similarity.centers
    let n = centers.count
    let exponents = Self.balancingExponents(similarity.bounds)
    let bounds = (0..<n).map { i in
      (0..<n).map { j in similarity.bounds[i][j].scaled(byPowerOfTwo: exponents[j] - exponents[i]) }
    }
    let sums = bounds.map { $0.reduce(Magnitude.zero) { $0 + $1 } }
    let discs = (0..<n).map { centers[$0].widened(by: sums[$0]) }
    let found = Self.connected(discs).map { rows in
      guard let i = rows.first, rows.count == 1 else {
        return Component(rows: rows, disc: Self.clusterDisc(rows, centers, bounds, sums), vector: nil)
      }
      let others = (0..<n).filter { $0 != i }
      let gaps = others.map { centers[$0].lowerDistance(to: discs[i]) }
      let rest = others.map { j in (0..<n).reduce(Magnitude.zero) { $1 == i ? $0 : $0 + bounds[j][$1] } }
      let largest = others.indices.reduce(Magnitude.zero) { worst, k in
        max(worst, bounds[others[k]][i] / Magnitude.lowerDifference(gaps[k], rest[k]))
      }
      var vector = Array(repeating: Magnitude.zero, count: n)
      var reach = Magnitude.zero
      for (k, j) in others.enumerated() {
        let size = min((bounds[j][i] + largest * rest[k]) / gaps[k], largest)
        reach += bounds[i][j] * size
        vector[j] = size.scaled(byPowerOfTwo: exponents[j] - exponents[i])
      }
      return Component(
        rows: rows, disc: reach < sums[i] ? centers[i].widened(by: reach) : discs[i], vector: vector)
    }
    components = Self.disjoint(found)
  }

  /// The disc about a component may meet another one, which the discs of its rows do not: then the two become one.
  private static func disjoint(_ components: [Component]) -> [Component] {
    var result: [Component] = []
    for component in components {
      var component = component
      while let k = result.firstIndex(where: { $0.disc.overlaps(component.disc) }) {
        let other = result.remove(at: k)
        component = Component(
          rows: (component.rows + other.rows).sorted(), disc: Disc.hull([component.disc, other.disc]), vector: nil)
      }
      result.append(component)
    }
    return result
  }

  /// For a real matrix: a disc about a real midpoint wherever a single eigenvalue is proved to be real. If the disc
  /// about Re m with the radius r + |Im m| meets no other disc, it holds one eigenvalue, and so that eigenvalue's
  /// conjugate.
  var withRealDiscs: SpectrumLocalization {
    var result = self
    for (k, component) in components.enumerated() where component.rows.count == 1 {
      let disc = component.disc
      guard !disc.imaginaryMidpoint.isZero else { continue }
      let height = Magnitude(upperBoundOf: disc.imaginaryMidpoint)
      guard height <= disc.radius else { continue }
      let zero = BigFloat.zero(in: disc.context)
      func centered(_ radius: Magnitude) -> Disc {
        Disc(realMidpoint: disc.realMidpoint, imaginaryMidpoint: zero, radius: radius)
      }
      let large = centered(disc.radius + height)
      guard components.indices.allSatisfy({ $0 == k || !components[$0].disc.overlaps(large) }) else { continue }
      result.components[k] = Component(rows: component.rows, disc: centered(disc.radius), vector: component.vector)
    }
    return result
  }

  /// Exponents x for which the bounds b_ij 2^(x_j - x_i) have rows and columns of nearly equal sums.
  private static func balancingExponents(_ bounds: [[Magnitude]]) -> [Int] {
    let n = bounds.count
    var exponents = Array(repeating: 0, count: n)
    for _ in 0..<20 {
      var isChanged = false
      for i in 0..<n {
        var (row, column) = (Magnitude.zero, Magnitude.zero)
        for j in 0..<n where j != i {
          row += bounds[i][j].scaled(byPowerOfTwo: exponents[j] - exponents[i])
          column += bounds[j][i].scaled(byPowerOfTwo: exponents[i] - exponents[j])
        }
        guard !row.isZero, !column.isZero, row.isFinite, column.isFinite else { continue }
        // Dividing the row and multiplying the column by 2^shift makes them alike.
        let shift = Int((Double(row.exponent - column.exponent) / 2).rounded())
        if shift != 0 {
          exponents[i] += shift
          isChanged = true
        }
      }
      if !isChanged { break }
    }
    return exponents
  }

  /// The sets of discs that chains of common points connect.
  private static func connected(_ discs: [Disc]) -> [[Int]] {
    var components: [[Int]] = []
    var isTaken = Array(repeating: false, count: discs.count)
    for start in discs.indices where !isTaken[start] {
      isTaken[start] = true
      var rows: [Int] = []
      var open = [start]
      while let i = open.popLast() {
        rows.append(i)
        for j in discs.indices where !isTaken[j] && discs[i].overlaps(discs[j]) {
          isTaken[j] = true
          open.append(j)
        }
      }
      components.append(rows.sorted())
    }
    return components
  }

  /// A disc about the component's discs, whose bounds to other rows are multiplied by a factor f <= 1, and theirs to it
  /// divided by f, the least power of two that keeps each other center further from the disc than its row's sum.
  private static func clusterDisc(
    _ rows: [Int], _ centers: [Disc], _ bounds: [[Magnitude]], _ sums: [Magnitude]
  ) -> Disc {
    let isInside = Set(rows)
    let others = centers.indices.filter { !isInside.contains($0) }
    func sum(_ i: Int, inside: Bool) -> Magnitude {
      bounds[i].indices.reduce(Magnitude.zero) { isInside.contains($1) == inside ? $0 + bounds[i][$1] : $0 }
    }
    let inner = rows.map { sum($0, inside: true) }
    let outer = rows.map { sum($0, inside: false) }
    let cross = others.map { (toward: sum($0, inside: true), away: sum($0, inside: false)) }
    func disc(shrunkBy exponent: Int) -> Disc {
      Disc.hull(
        rows.indices.map { centers[rows[$0]].widened(by: inner[$0] + outer[$0].scaled(byPowerOfTwo: -exponent)) })
    }
    var best = disc(shrunkBy: 0)
    for exponent in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048] {
      let candidate = disc(shrunkBy: exponent)
      let isApart = zip(others, cross).allSatisfy { j, sums in
        sums.away + sums.toward.scaled(byPowerOfTwo: exponent) < centers[j].lowerDistance(to: candidate)
      }
      guard isApart, candidate.radius < best.radius else { break }
      best = candidate
    }
    return best
  }
}

extension Disc {
  /// A lower bound of the distance of a point of self to a point of the other disc.
  func lowerDistance(to other: Disc) -> Magnitude { (self - other).lowerMagnitude }

  /// A disc that contains the discs given: about the mean of the midpoints.
  static func hull(_ discs: [Disc]) -> Disc {
    guard let first = discs.first else { return .indeterminate(in: .double) }
    if discs.count == 1 { return first }
    let count = Disc(discs.count, in: first.context)
    let sum = discs.reduce(Disc(0, in: first.context)) { $0 + Disc(point: $1.midpoint) }
    let mean = Disc(point: (sum / count).midpoint)
    return mean.widened(by: discs.map { ($0 - mean).upperMagnitude }.max() ?? .zero)
  }
}
