import Arithmetic

/// A = U B V* for a matrix with at least as many rows as columns: B real, not negative and upper bidiagonal, U (rows,
/// columns) and V with orthonormal columns.
///
/// Householder reflections from the left and the right make A bidiagonal; diagonal unitary factors make B real.
///
/// - Accuracy: exact for a matrix within c n^2 u ||A||_F of A.
/// - Source: Golub and Van Loan, Matrix Computations, 4th ed., section 5.4.8.
struct Bidiagonalization<Scalar: RoundingArithmetic> {
  typealias Real = Scalar.RealPart

  /// b_kk, as many as there are columns.
  let diagonal: [Real]
  /// b_(k,k+1), one less.
  let superdiagonal: [Real]
  /// U^T and V^T; nil where they were not asked for.
  let left: Matrix<Scalar>?
  let right: Matrix<Scalar>?

  init(_ matrix: Matrix<Scalar>, vectors: Bool) {
    let (m, n, context) = (matrix.rows, matrix.columns, matrix.context)
    var a = matrix
    var (lefts, rights): ([HouseholderReflection<Scalar>?], [HouseholderReflection<Scalar>?]) = ([], [])
    var (d, e): ([Scalar], [Scalar]) = ([], [])
    for k in 0..<n {
      let column = HouseholderReflection(taking: a.elements.elements(a.columnStrip(k, from: k)), in: context)
      column?.applyFromLeft(to: &a, row: k, column: k + 1)
      d.append(column?.image ?? a[k, k])
      lefts.append(column)
      guard k + 1 < n else { break }
      let row = HouseholderReflection(
        taking: a.elements.elements(a.rowStrip(k, from: k + 1)).map(\.conjugate), in: context)
      row?.applyFromRight(to: &a, column: k + 1, fromRow: k + 1)
      e.append(row?.image.conjugate ?? a[k, k + 1])
      rights.append(row)
    }

    // B = Phi R Psi* with R real: psi_0 = 1, phi_k = phase of d_k psi_k, psi_(k+1) = conjugate phase of conj(phi_k)
    // e_k.
    var (phi, psi): ([Scalar], [Scalar]) = ([], [Scalar(1, in: context)])
    for k in 0..<n {
      phi.append((d[k] * psi[k]).direction)
      if k + 1 < n { psi.append((phi[k].conjugate * e[k]).direction.conjugate) }
    }
    diagonal = d.map(\.modulus)
    superdiagonal = e.map(\.modulus)
    guard vectors else {
      (left, right) = (nil, nil)
      return
    }
    // From the last reflection on, on columns of the identity scaled by the phases.
    var u = Matrix<Scalar>(zeros: m, n, in: context)
    var v = Matrix<Scalar>(zeros: n, n, in: context)
    for k in 0..<n { (u[k, k], v[k, k]) = (phi[k], psi[k]) }
    for (k, reflection) in lefts.enumerated().reversed() { reflection?.applyFromLeft(to: &u, row: k, column: k) }
    for (k, reflection) in rights.enumerated().reversed() {
      reflection?.applyFromLeft(to: &v, row: k + 1, column: k + 1)
    }
    (left, right) = (u.transposed, v.transposed)
  }
}
