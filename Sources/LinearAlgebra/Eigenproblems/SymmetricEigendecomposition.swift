import Arithmetic

/// A = V diag(values) V* for a symmetric or Hermitian A, V orthogonal or unitary: by Jacobi's rotations, in rows.
///
/// A rotation makes an element a_pq 0 that is larger than u sqrt(|a_pp a_qq|); a sweep rotates each such pair once; the
/// sweeps end when none is left, from the 31st sweep on when none is left that is larger than u^2 |A|. Only the
/// diagonal and what is above it is read.
///
/// - Accuracy: an eigenvalue is within c n u |A|. Those of a positive definite A = D H D, D diagonal and h_ii = 1, are
///   within
///   c n u kappa(H) of themselves, however small they are: Jacobi's method keeps what the scaling D costs other methods
///   (Demmel and Veselic, SIAM J. Matrix Anal. Appl. 13, 1992). V is orthogonal within c n u. Some 4 n^3 products a sweep,
///   6 to 12 sweeps.
/// - Source: Golub and Van Loan, Matrix Computations, 4th ed., section 8.5.
public struct SymmetricEigendecomposition<Scalar: RoundingArithmetic>: Sendable {
  /// The eigenvalues, in ascending order.
  public let values: [Scalar.RealPart]
  /// V: column j is the eigenvector of value j, of 2-norm 1. nil where it was not asked for.
  public let vectors: Matrix<Scalar>?

  /// - Parameter vectors: whether V is wanted.
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence` after 60 sweeps.
  public init(_ matrix: Matrix<Scalar>, vectors: Bool = true) throws(LinearAlgebraError) {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    try matrix.checkElements()
    let n = matrix.rows
    // Both halves are kept, the lower one the conjugate of the upper one, so that a rotation reads rows alone. The rows
    // of the matrix that collects the rotations are the conjugates of the eigenvectors.
    var a = Matrix(n, n, in: matrix.context) { i, j in
      i == j ? Scalar(realPart: matrix[i, i].realPart) : i < j ? matrix[i, j] : matrix[j, i].conjugate
    }
    var v: Matrix<Scalar>? = vectors ? Matrix(identity: n, in: matrix.context) : nil
    let exponent = Scalar.RealPart.scalingExponent(a.largestElementBound)
    let isScaled = abs(exponent) > Scalar.RealPart.exponentLimit / 4
    if isScaled { a.elements.multiply(by: Scalar.powerOfTwo(-exponent, in: a.context)) }
    let u = Scalar.unitRoundoff(in: a.context)
    let floor = u * u * a.largestElementBound
    var sweeps = 0
    var isDone = n < 2
    while !isDone {
      guard sweeps < 60 else { throw .noConvergence(remaining: n) }
      sweeps += 1
      isDone = true
      for p in 0..<n {
        for q in p + 1..<max(n, p + 1) {
          let size = a[p, q].upperMagnitude
          let diagonal = Magnitude.sqrt(a[p, p].upperMagnitude * a[q, q].upperMagnitude)
          guard size > u * diagonal, size > (sweeps > 30 ? floor : .zero) else { continue }
          isDone = false
          JacobiRotation(a, p, q).apply(to: &a, p, q, vectors: &v)
        }
      }
    }
    if isScaled { a.elements.multiply(by: Scalar.powerOfTwo(exponent, in: a.context)) }
    let diagonal = a.diagonal.map(\.realPart)
    let order = diagonal.indices.sorted { i, j in
      diagonal[i].isLess(than: diagonal[j]).isTrue || (!diagonal[j].isLess(than: diagonal[i]).isTrue && i < j)
    }
    values = order.map { diagonal[$0] }
    self.vectors = v.map { v in Matrix(n, n, in: v.context) { v[order[$1], $0].conjugate } }
  }
}

/// The rotation G of the rows p and q for which G A G* has a zero in their place.
private struct JacobiRotation<Scalar: RoundingArithmetic> {
  let c: Scalar
  let s: Scalar
  /// The diagonal elements of G A G*: a_pp - t |a_pq| and a_qq + t |a_pq|.
  let diagonal: (Scalar, Scalar)

  /// With f the phase of a_pq and t the smaller root of t^2 + 2 d t - 1 = 0 for d = (a_qq - a_pp)/(2 |a_pq|): c =
  /// 1/sqrt(1 + t^2), and the rows become c p - f t c q and c q + conj(f) t c p.
  init(_ a: Matrix<Scalar>, _ p: Int, _ q: Int) {
    typealias Real = Scalar.RealPart
    let context = a.context
    let size = a[p, q].modulus
    let (x, y) = (a[p, p].realPart, a[q, q].realPart)
    let d = (y - x) / (2 * size)
    let one = Real(1, in: context)
    // 1/(|d| + sqrt(1 + d^2)); for a huge d, whose square might overflow, 1/(2 d).
    let magnitude = d.magnitude
    let isHuge = magnitude.upperMagnitude.exponent > Real.exponentLimit / 4
    let root = isHuge ? one / (2 * magnitude) : one / (magnitude + Real.sqrt(one + d * d))
    let t = d.isNegative.isTrue ? -root : root
    let cosine = one / Real.sqrt(one + t * t)
    c = Scalar(realPart: cosine)
    s = -(a[p, q].direction * Scalar(realPart: t * cosine))
    diagonal = (Scalar(realPart: x - t * size), Scalar(realPart: y + t * size))
  }

  func apply(to a: inout Matrix<Scalar>, _ p: Int, _ q: Int, vectors: inout Matrix<Scalar>?) {
    let zero = Scalar(0, in: a.context)
    a.elements.rotate(a.rowStrip(p), a.rowStrip(q), c: c, s: s, d: c, t: s.conjugate)
    // The columns are the conjugates of the rows.
    for k in 0..<a.rows where k != p && k != q {
      a[k, p] = a[p, k].conjugate
      a[k, q] = a[q, k].conjugate
    }
    (a[p, p], a[q, q]) = diagonal
    (a[p, q], a[q, p]) = (zero, zero)
    if let v = vectors { vectors!.elements.rotate(v.rowStrip(p), v.rowStrip(q), c: c, s: s, d: c, t: s.conjugate) }
  }
}
