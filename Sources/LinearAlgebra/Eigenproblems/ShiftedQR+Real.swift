import Arithmetic

extension ShiftedQR where Scalar: RealElementaryArithmetic {
  /// Two shifts that are real or conjugate to one another: mean +- sqrt(squaredDeviation).
  private struct Shifts {
    let mean: Scalar
    let squaredDeviation: Scalar
  }

  /// The iteration with two shifts, after which `h` is upper quasi-triangular as far as it is wanted.
  mutating func runReal() throws(LinearAlgebraError) {
    var last = order - 1
    var sinceDeflation = 0
    while last > 0 {
      let first = deflate(last: last)
      if first >= last - 1 {
        if first == last - 1 { splitBlock(first) }
        last = first - 1
        sinceDeflation = 0
        continue
      }
      guard steps < stepLimit else { throw .noConvergence(remaining: last + 1) }
      sinceDeflation += 1
      step(first, last, shifts(first, last, sinceDeflation))
      steps += 1
    }
    finish()
  }

  /// The eigenvalues of the last block of two; of real ones twice that which is nearer to its last element. Every tenth
  /// time exceptional ones, from the subdiagonal at the top or at the bottom.
  private func shifts(_ first: Int, _ last: Int, _ sinceDeflation: Int) -> Shifts {
    if sinceDeflation.isMultiple(of: 10) {
      let isTop = sinceDeflation.isMultiple(of: 20)
      let away =
        isTop
        ? h[first + 1, first].magnitude + h[first + 2, first + 1].magnitude
        : h[last, last - 1].magnitude + h[last - 1, last - 2].magnitude
      let center = (isTop ? h[first, first] : h[last, last]) + 3 * away / 4
      return Shifts(mean: center, squaredDeviation: -7 * (away * away) / 16)
    }
    let (x, y) = h.eigenvalues(ofBlockAt: last - 1)
    if !x.imaginary.upperMagnitude.isZero {
      return Shifts(mean: x.real, squaredDeviation: -(x.imaginary * x.imaginary))
    }
    let corner = h[last, last]
    let nearer = (x.real - corner).magnitude.isLess(than: (y.real - corner).magnitude).isTrue ? x.real : y.real
    return Shifts(mean: nearer, squaredDeviation: Scalar(0, in: h.context))
  }

  /// One implicit double step on the rows `first` to `last`: reflections of three rows chase the bulge down.
  private mutating func step(_ first: Int, _ last: Int, _ shifts: Shifts) {
    let zero = Scalar(0, in: h.context)
    let (top, right) = wantsTriangular ? (0, order) : (first, last + 1)
    // The first column of (H - x)(H - y), divided by h_(first+1,first).
    let (a, b, c, d) = (h[first, first], h[first, first + 1], h[first + 1, first], h[first + 1, first + 1])
    let distance = a - shifts.mean
    var x = [
      (distance * distance - shifts.squaredDeviation) / c + b, distance + (d - shifts.mean), h[first + 2, first + 1],
    ]
    for k in first..<last {
      let count = min(3, last - k + 1)
      if k > first { x = (0..<count).map { h[k + $0, k - 1] } }
      guard let reflection = SmallReflection(x) else { continue }
      if k > first {
        h[k, k - 1] = reflection.image
        for i in 1..<count { h[k + i, k - 1] = zero }
      }
      reflection.apply(to: &h.elements, (0..<count).map { h.rowStrip(k + $0, from: k, to: right) })
      let bottom = min(k + count, last) + 1
      reflection.apply(to: &h.elements, (0..<count).map { h.columnStrip(k + $0, from: top, to: bottom) })
      if let all = q {
        reflection.apply(to: &q!.elements, (0..<count).map { all.columnStrip(k + $0) })
      }
    }
  }

  /// Makes the block of two rows from row k on triangular where its eigenvalues are real.
  private mutating func splitBlock(_ k: Int) {
    let (x, _) = h.eigenvalues(ofBlockAt: k)
    guard x.imaginary.upperMagnitude.isZero else { return }
    // The eigenvector of x is (x - d, c): a rotation takes it to the first unit vector.
    let rotation = PlaneRotation(annihilating: h[k + 1, k], against: x.real - h[k + 1, k + 1])
    let (top, right) = wantsTriangular ? (0, order) : (k, k + 2)
    rotation.applyFromLeft(to: &h, rows: (k, k + 1), from: k, to: right)
    rotation.applyFromRight(to: &h, columns: (k, k + 1), from: top, to: k + 2)
    if q != nil { rotation.applyFromRight(to: &q!, columns: (k, k + 1), from: 0, to: order) }
    h[k + 1, k] = Scalar(0, in: h.context)
  }
}

/// The reflection I - (1, f_1, ..)(t, g_1, ..)^T of two or three numbers, as operations on strips in place.
private struct SmallReflection<Scalar: RealElementaryArithmetic & RoundingArithmetic> {
  let f: [Scalar]
  let g: [Scalar]
  let minusOne: Scalar
  let image: Scalar

  /// nil where all but the first number are 0.
  init?(_ x: [Scalar]) {
    let context = x[0].context
    guard let reflection = HouseholderReflection(taking: x, in: context) else { return nil }
    let v = reflection.vector
    let inverse = 1 / v[0]
    f = (1..<x.count).map { v[$0] * inverse }
    let t = reflection.scale * (v[0] * v[0])
    g = f.map { -(t * $0) }
    minusOne = Scalar(-1, in: context)
    image = reflection.image
  }

  /// With w = x + f_1 y + f_2 z, which stands in x's place meanwhile: y' = y - t f_1 w, z' = z - t f_2 w, and
  /// x - t w = -(w + f_1 y' + f_2 z'), because t (1 + f_1^2 + f_2^2) = 2.
  func apply(to elements: inout Scalar.Vector, _ strips: [Strip]) {
    for (k, factor) in f.enumerated() { elements.addProduct(factor, strips[k + 1], to: strips[0]) }
    for (k, factor) in g.enumerated() { elements.addProduct(factor, strips[0], to: strips[k + 1]) }
    for (k, factor) in f.enumerated() { elements.addProduct(factor, strips[k + 1], to: strips[0]) }
    elements.multiply(strips[0], by: minusOne)
  }
}
