import Arithmetic

/// The unitary G = [c s; -conj(s) c] with c real and not negative, c^2 + |s|^2 = 1.
struct PlaneRotation<Scalar: RoundingArithmetic> {
  let c: Scalar
  let s: Scalar
  /// The first component of G (x, y), where G was made to annihilate y.
  let length: Scalar

  /// G with G (x, y) = (length, 0): c = |x|/r, s = (x/|x|) conj(y)/r, r = sqrt(|x|^2 + |y|^2).
  init(annihilating y: Scalar, against x: Scalar) {
    let context = x.context
    let (sizeX, sizeY) = (x.upperMagnitude, y.upperMagnitude)
    if sizeY.isZero {
      (c, s, length) = (Scalar(1, in: context), Scalar(0, in: context), x)
      return
    }
    // Scaled by a power of two, so that the squares neither overflow nor underflow.
    let exponent = Scalar.RealPart.scalingExponent(max(sizeX, sizeY))
    let shrink = Scalar.powerOfTwo(-exponent, in: context)
    let (p, q) = (x * shrink, y * shrink)
    let r = Scalar.RealPart.sqrt(p.squaredMagnitude + q.squaredMagnitude)
    let direction = p.direction
    c = Scalar(realPart: p.modulus / r)
    s = direction * q.conjugate / Scalar(realPart: r)
    length = direction * Scalar(realPart: r * Scalar.RealPart.powerOfTwo(exponent, in: context))
  }

  /// Two rows, of the columns from `from` up to `to`, become G times themselves.
  func applyFromLeft(to matrix: inout Matrix<Scalar>, rows: (Int, Int), from: Int, to: Int) {
    guard from < to else { return }
    matrix.elements.rotate(
      matrix.rowStrip(rows.0, from: from, to: to), matrix.rowStrip(rows.1, from: from, to: to), c: c, s: s, d: c,
      t: s.conjugate)
  }

  /// Two columns, of the rows from `from` up to `to`, become themselves times G*.
  func applyFromRight(to matrix: inout Matrix<Scalar>, columns: (Int, Int), from: Int, to: Int) {
    guard from < to else { return }
    matrix.elements.rotate(
      matrix.columnStrip(columns.0, from: from, to: to), matrix.columnStrip(columns.1, from: from, to: to), c: c,
      s: s.conjugate, d: c, t: s)
  }
}
