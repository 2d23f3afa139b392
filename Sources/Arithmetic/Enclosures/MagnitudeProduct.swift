/// A matrix of upper bounds, to be multiplied by another in plain `Double`s: each row of the left factor and each
/// column of the right one is scaled by a power of two of its own.
///
/// - Proof that the product is a bound: a scaled bound is 0 or in [2^-500, 2), so that no product of two underflows,
///   and
///   is exact, the scaling being by a power of two. Of `inner` products and sums of nonnegative numbers, each rounded
///   to nearest, the computed value is at least the exact one times (1 - 2^-53)^(inner + 1), and with m = inner + 3 the
///   product with 1 + m 2^-52, itself rounded, is at least the exact value times
///   (1 - 2^-53)^(inner + 2) (1 + m 2^-52) >= (1 - m 2^-53)(1 + m 2^-52) >= 1 as m 2^-52 <= 1.
struct ScaledMagnitudes {
  /// The scaled bounds, line by line: a line is a row of the left factor or a column of the right one.
  let values: [Double]
  /// The exponent of the scale of each line.
  let exponents: [Int]
  let isZero: Bool

  /// - Returns: nil where a bound is infinite, or a line spans more than 2^500.
  init?(lines: Int, length: Int, _ bound: (_ line: Int, _ k: Int) -> Magnitude) {
    var values = [Double](repeating: 0, count: lines * length)
    var exponents = [Int](repeating: 0, count: lines)
    var bounds = [Magnitude](repeating: .zero, count: length)
    var isZero = true
    for i in 0..<lines {
      var (least, most) = (Int.max, Int.min)
      for k in 0..<length {
        bounds[k] = bound(i, k)
        guard bounds[k].isFinite else { return nil }
        guard !bounds[k].isZero else { continue }
        least = min(least, bounds[k].exponent)
        most = max(most, bounds[k].exponent)
      }
      guard least <= most else { continue }
      guard most - least <= 500 else { return nil }
      isZero = false
      exponents[i] = most
      for k in 0..<length where !bounds[k].isZero {
        values[i * length + k] = Double(
          sign: .plus, exponent: bounds[k].exponent - most, significand: bounds[k].significand)
      }
    }
    self.values = values
    self.exponents = exponents
    self.isZero = isZero
  }

  /// sum_ij += the upper bounds of the elements of X Y, X of `rows` rows and Y of `columns` columns.
  static func addProduct(
    _ x: ScaledMagnitudes, _ y: ScaledMagnitudes, rows: Int, inner: Int, columns: Int, to sum: inout [Magnitude]
  ) {
    guard !x.isZero, !y.isZero else { return }
    let inflation = 1 + Double(inner + 3) * 0x1p-52
    // The columns of Y as rows again, so that the inner loop runs along both.
    var transposed = [Double](repeating: 0, count: inner * columns)
    for j in 0..<columns { for k in 0..<inner { transposed[k * columns + j] = y.values[j * inner + k] } }
    var row = [Double](repeating: 0, count: columns)
    for i in 0..<rows {
      row.withUnsafeMutableBufferPointer { row in
        transposed.withUnsafeBufferPointer { y in
          for j in 0..<columns { row[j] = 0 }
          for k in 0..<inner {
            let factor = x.values[i * inner + k]
            if factor == 0 { continue }
            for j in 0..<columns { row[j] += factor * y[k &* columns &+ j] }
          }
        }
      }
      for j in 0..<columns where row[j] != 0 {
        sum[i * columns + j] += Magnitude(row[j] * inflation)
          .scaled(byPowerOfTwo: x.exponents[i] + y.exponents[j])
      }
    }
  }
}

extension Magnitude {
  /// radii_ij += sum_k |x_ik| ry_kj + rx_ik (|y_kj| + ry_kj), rounded up, of matrices with midpoints of moduli |x|, |y|
  /// and radii rx, ry: how far the product of two matrices moves with its factors.
  static func addProductRadii(
    to radii: inout [Magnitude], rows: Int, inner: Int, columns: Int, x: (Int) -> Magnitude, rx: [Magnitude],
    y: (Int) -> Magnitude, ry: [Magnitude]
  ) {
    let pointsX = rx.allSatisfy(\.isZero)
    let pointsY = ry.allSatisfy(\.isZero)
    if pointsX, pointsY { return }
    if let left = ScaledMagnitudes(lines: rows, length: inner, { pointsY ? .zero : x($0 * inner + $1) }),
      let leftRadii = ScaledMagnitudes(lines: rows, length: inner, { rx[$0 * inner + $1] }),
      let right = ScaledMagnitudes(
        lines: columns, length: inner,
        { j, k in pointsX ? .zero : y(k * columns + j) + ry[k * columns + j] }),
      let rightRadii = ScaledMagnitudes(lines: columns, length: inner, { j, k in ry[k * columns + j] })
    {
      ScaledMagnitudes.addProduct(left, rightRadii, rows: rows, inner: inner, columns: columns, to: &radii)
      ScaledMagnitudes.addProduct(leftRadii, right, rows: rows, inner: inner, columns: columns, to: &radii)
      return
    }
    for i in 0..<rows {
      for k in 0..<inner {
        let (m, r) = (x(i * inner + k), rx[i * inner + k])
        for j in 0..<columns {
          let s = ry[k * columns + j]
          if !s.isZero { radii[i * columns + j] += m * s }
          if !r.isZero { radii[i * columns + j] += (y(k * columns + j) + s) * r }
        }
      }
    }
  }
}
