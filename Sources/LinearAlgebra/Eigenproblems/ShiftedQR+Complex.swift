import Arithmetic

extension ShiftedQR {
  /// The iteration with one shift, after which `h` is upper triangular as far as it is wanted.
  mutating func runComplex<R>() throws(LinearAlgebraError) where Scalar == Complex<R> {
    var last = order - 1
    var sinceDeflation = 0
    while last > 0 {
      let first = deflate(last: last)
      if first == last {
        last -= 1
        sinceDeflation = 0
        continue
      }
      guard steps < stepLimit else { throw .noConvergence(remaining: last + 1) }
      sinceDeflation += 1
      step(first, last, shift: shift(first, last, sinceDeflation))
      steps += 1
    }
    finish()
  }

  /// Wilkinson's shift, the eigenvalue of the last block of two that is nearer to its last element; every tenth time an
  /// exceptional one, 3/4 of a subdiagonal element away from a diagonal one.
  private func shift<R>(_ first: Int, _ last: Int, _ sinceDeflation: Int) -> Complex<R> where Scalar == Complex<R> {
    if sinceDeflation.isMultiple(of: 10) {
      let away = (3 * h[last, last - 1].modulus) / 4
      let place = sinceDeflation.isMultiple(of: 20) ? first : last
      return h[place, place] + Complex(away)
    }
    let (a, b, c, d) = (h[last - 1, last - 1], h[last - 1, last], h[last, last - 1], h[last, last])
    // d - b c/(p +- sqrt(p^2 + b c)) with the sign that does not cancel, for p = (a - d)/2.
    let product = b * c
    if product.upperMagnitude.isZero { return d }
    let half = (a - d) / 2
    let root = Complex<R>.sqrt(half * half + product)
    let (plus, minus) = (half + root, half - root)
    return d - product / (plus.upperMagnitude < minus.upperMagnitude ? minus : plus)
  }

  /// One implicit QR step on the rows `first` to `last`: rotations chase the bulge down.
  private mutating func step<R>(_ first: Int, _ last: Int, shift: Complex<R>) where Scalar == Complex<R> {
    let (top, right) = wantsTriangular ? (0, order) : (first, last + 1)
    for k in first..<last {
      let rotation: PlaneRotation<Scalar>
      if k == first {
        rotation = PlaneRotation(annihilating: h[k + 1, k], against: h[k, k] - shift)
      } else {
        rotation = PlaneRotation(annihilating: h[k + 1, k - 1], against: h[k, k - 1])
        h[k, k - 1] = rotation.length
        h[k + 1, k - 1] = Scalar(0, in: h.context)
      }
      rotation.applyFromLeft(to: &h, rows: (k, k + 1), from: k, to: right)
      rotation.applyFromRight(to: &h, columns: (k, k + 1), from: top, to: min(k + 2, last) + 1)
      if q != nil { rotation.applyFromRight(to: &q!, columns: (k, k + 1), from: 0, to: order) }
    }
  }
}
