import Arithmetic

/// Lanczos's iteration for H = B^-1 B^-*, B = z I - T, in some arithmetic: it holds two vectors and is begun anew at
/// each point.
protocol LanczosIteration: AnyObject {
  associatedtype Real: RoundingArithmetic & RealElementaryArithmetic where Real.RealPart == Real

  /// Begins at a point, with a vector that is the same for each.
  func start(at z: Complex<Real>)

  /// The next diagonal and subdiagonal element of the tridiagonal matrix, times 2^(-2 exponent).
  func step() -> (diagonal: Double, subdiagonal: Double)

  /// Set by the first step, so that the elements are in the range of `Double`.
  var exponent: Int { get }
}

extension LanczosIteration {
  /// The largest Ritz value times 2^(-2 exponent), once it has settled; nil where a step overflowed.
  func largestRitzValue(order: Int) -> (value: Double, exponent: Int)? {
    var (diagonal, subdiagonal): ([Double], [Double]) = ([], [])
    var last = 0.0
    var nextCheck = 4
    while true {
      let (a, b) = step()
      guard a.isFinite, b.isFinite, a > 0 else { return nil }
      diagonal.append(a)
      let count = diagonal.count
      let isExhausted = b <= 0x1p-50 * a
      if isExhausted || count == nextCheck || count == 100 {
        let value = Self.largestEigenvalue(diagonal, subdiagonal)
        if isExhausted || count == 100 || value - last <= 1e-10 * value { return (value, exponent) }
        last = value
        nextCheck = count + max(2, count / 3)
      }
      subdiagonal.append(b)
    }
  }

  /// The largest eigenvalue x of a symmetric tridiagonal matrix, by Newton's iteration from above for the zero of its
  /// characteristic polynomial, p'/p = sum_k d_k'/d_k for the pivots d_k = a_k - x - b_(k-1)^2/d_(k-1); it descends to
  /// x.
  private static func largestEigenvalue(_ a: [Double], _ b: [Double]) -> Double {
    var x = 0.0
    for k in a.indices {
      x = max(x, a[k] + (k > 0 ? b[k - 1] : 0) + (k < b.count ? b[k] : 0))
    }
    x *= 1 + 0x1p-40
    for _ in 0..<100 {
      var (pivot, slope, sum) = (a[0] - x, -1.0, 0.0)
      sum = slope / pivot
      for k in 1..<max(a.count, 1) {
        let ratio = b[k - 1] / pivot
        slope = ratio * ratio * slope - 1
        pivot = a[k] - x - ratio * b[k - 1]
        sum += slope / pivot
      }
      let next = x - 1 / sum
      guard next < x, next > 0, pivot < 0, x - next > 0x1p-46 * x else {
        return next.isFinite && next > 0 ? min(next, x) : x
      }
      x = next
    }
    return x
  }
}

/// The component of the starting vector: between 1/2 and 3/2, and without a pattern.
func startingComponent(_ k: Int) -> Double { 0.5 + Double((k * 7919 + 4241) % 10007) / 10007 }
