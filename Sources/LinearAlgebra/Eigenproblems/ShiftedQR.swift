import Arithmetic

/// The QR iteration on a Hessenberg matrix: what its real and its complex form share.
struct ShiftedQR<Scalar: RoundingArithmetic> {
  var h: Matrix<Scalar>
  var q: Matrix<Scalar>?
  /// Whether the whole of T is wanted, or only its diagonal blocks: then a step changes the active window alone.
  let wantsTriangular: Bool
  var steps = 0
  let unitRoundoff: Magnitude
  /// Below this, u^2 |A|, a subdiagonal element is 0 whatever its neighbors are.
  let negligible: Magnitude
  /// `h` is 2^-exponent times the matrix: not 0 only where squares of its elements could overflow or underflow.
  private let exponent: Int

  init(_ decomposition: HessenbergDecomposition<Scalar>, wantsTriangular: Bool) {
    h = decomposition.hessenberg
    q = decomposition.unitary
    self.wantsTriangular = wantsTriangular
    unitRoundoff = Scalar.unitRoundoff(in: h.context)
    let scaling = Scalar.RealPart.scalingExponent(h.largestElementBound)
    exponent = abs(scaling) > Scalar.RealPart.exponentLimit / 4 ? scaling : 0
    if exponent != 0 { h.elements.multiply(by: Scalar.powerOfTwo(-exponent, in: h.context)) }
    negligible = unitRoundoff * unitRoundoff * h.largestElementBound
  }

  var order: Int { h.rows }

  /// Undoes the scaling of `h`.
  mutating func finish() {
    if exponent != 0 { h.elements.multiply(by: Scalar.powerOfTwo(exponent, in: h.context)) }
  }

  /// The steps that are tried before the iteration is given up: some forty for each eigenvalue, more at high precision,
  /// where the last, quadratic, phase takes longer.
  var stepLimit: Int { (30 + max(0, -unitRoundoff.exponent).bitWidthUsed) * max(order, 10) }

  func size(_ i: Int, _ j: Int) -> Magnitude { h[i, j].upperMagnitude }

  /// Sets to 0 the lowest subdiagonal element of the window that is negligible.
  ///
  /// - Returns: the first row of the block that ends at `last`, of which no subdiagonal element is negligible.
  mutating func deflate(last: Int) -> Int {
    var row = last
    while row > 0 {
      if isNegligible(row) {
        h[row, row - 1] = Scalar(0, in: h.context)
        return row
      }
      row -= 1
    }
    return 0
  }

  private func isNegligible(_ row: Int) -> Bool {
    let below = size(row, row - 1)
    if below <= negligible { return true }
    let (above, lower) = (size(row - 1, row - 1), size(row, row))
    var scale = above + lower
    if scale.isZero {
      if row >= 2 { scale += size(row - 1, row - 2) }
      if row + 1 < order { scale += size(row + 1, row) }
    }
    guard below <= unitRoundoff * scale else { return false }
    let across = size(row - 1, row)
    let difference = (h[row - 1, row - 1] - h[row, row]).upperMagnitude
    let (larger, smaller) = (max(below, across), min(below, across))
    let (great, small) = (max(lower, difference), min(lower, difference))
    let sum = great + larger
    guard !sum.isZero else { return true }
    return smaller * (larger / sum) <= max(negligible, unitRoundoff * (small * (great / sum)))
  }
}

extension Int {
  /// The bits up to the highest that is set.
  fileprivate var bitWidthUsed: Int { Int.bitWidth - leadingZeroBitCount }
}
