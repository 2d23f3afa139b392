extension ErrorModel {
  /// An upper bound of the 2-norm of D + a b^T, D diagonal: within 1e-9 of it, relatively, and within 1e-6
  /// where the largest eigenvalues nearly coincide.
  ///
  /// The norm is the root of the largest eigenvalue of the matrix's square M^T M = D^2 + U C U^T, with U = [D a, b] and
  /// C = [[0, 1], [1, |a|^2]]. For x > max |d| the matrix N = x^2 - D^2 is positive, and the inertia of
  /// [[N, U], [U^T, C^-1]], taken by either Schur complement, says that x^2 - M^T M is positive if and only if
  ///
  ///     (|a|^2 + sum (d a)^2/n)(sum b^2/n) < (1 - sum d a b/n)^2,   n = x^2 - d^2.
  ///
  /// An x with this inequality, its roundings allowed for, is a bound; the least one is found by bisection. For the gated
  /// delta rule, D = gamma and a b^T = -gamma beta k k^T, that is max(gamma, gamma |1 - beta |k|^2|), where the norm of
  /// |D| + |a||b|^T would be up to gamma (1 + beta |k|^2).
  public static func transitionNorm(diagonal d: [Double], _ a: [Double], _ b: [Double]) -> Double {
    let largest = d.reduce(0) { max($0, abs($1)) }
    let correction = norm(a) * norm(b)
    guard correction > 0 else { return largest }
    // Certain by the triangle inequality.
    var upper = (largest + correction) * (1 + 0x1p-40)
    var lower = largest
    guard upper.isFinite else { return .infinity }
    while upper - lower > 0x1p-30 * upper {
      let middle = lower + 0.5 * (upper - lower)
      if exceedsNorm(middle, diagonal: d, a, b) { upper = middle } else { lower = middle }
    }
    return upper
  }

  /// Whether x is certainly larger than the 2-norm of D + a b^T.
  private static func exceedsNorm(_ x: Double, diagonal d: [Double], _ a: [Double], _ b: [Double]) -> Bool {
    let square = (x * x).nextDown
    var (first, second, mixed, sizeOfMixed, target) = (0x1p-900, 0x1p-900, 0.0, 0x1p-900, 0x1p-900)
    for i in d.indices {
      // Rounded once.
      let n = square.addingProduct(-d[i], d[i])
      guard n > 0 else { return false }
      let left = d[i] * a[i]
      target += a[i] * a[i]
      first += left * left / n
      second += b[i] * b[i] / n
      let product = left * b[i] / n
      mixed += product
      sizeOfMixed += abs(product)
    }
    // Fewer than count + 8 roundings on any path.
    let slack = Double(d.count + 16) * 0x1p-52
    let gap = abs(1 - mixed) - slack * (1 + sizeOfMixed)
    return gap > 0 && (target + first) * second * (1 + 4 * slack) < gap * gap
  }

  /// An upper bound of the 2-norm.
  static func norm(_ x: some Sequence<Double>) -> Double {
    var (sum, count, largest) = (0.0, 0.0, 0.0)
    for x in x {
      sum += x * x
      count += 1
      largest = max(largest, abs(x))
    }
    // Squares that underflow lose less than 2^-1000 in all.
    return largest == 0 ? 0 : ((sum + 0x1p-1000) * (1 + (count + 8) * 0x1p-52)).squareRoot().nextUp
  }
}
