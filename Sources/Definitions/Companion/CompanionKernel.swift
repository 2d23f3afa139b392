import Arithmetic
import LinearAlgebra

/// SpaceTime's companion matrix: the shift, ones below the diagonal, plus the column p in the last column.
///
/// - Parameter column: p, shape (d).
/// - Source: Zhang et al., arXiv 2303.09489, equation (5).
public func companionMatrix<A: Arithmetic>(column: [A]) -> Matrix<A> {
  precondition(!column.isEmpty, "a companion matrix has an order")
  let context = column[0].context
  return Matrix(column.count, column.count, in: context) { i, j in
    let shift = A(i == j + 1 ? 1 : 0, in: context)
    return j == column.count - 1 ? shift + column[i] : shift
  }
}

/// C A^k B, k < l, of a companion model with l >= d by Fourier transforms: from values at the l-th roots of unity z =
/// w^j of
///
///     C~ (I - z A)^-1 B = sum_(k < l) z^k C A^k B,   C~ = C (I - A^l),
///
/// where A = S + p e^T is the nilpotent shift S with a rank-one term, so that with R = (I - z S)^-1 = sum_(k < d) z^k
/// S^k
///
///     C~ (I - z A)^-1 B = C~ R B + z (C~ R p) (e^T R B)/(1 - z e^T R p),
///
/// and the four forms are polynomials in z of degree below d, each evaluated by one transform of l points.
///
/// - Parameters:
///   - column, input: p and B, shape (d).
///   - truncated: C~, shape (d): C itself gives the sum over all k, wrapped around modulo l.
///   - root: w, a primitive root of unity of order l, which is at least d.
/// - Returns: l numbers, undefined where 1 - z e^T R p = 0: where A has an eigenvalue that is an l-th root of unity.
/// - Source: Zhang et al., arXiv 2303.09489, section 3.3 and algorithm 1.
public func companionKernel<A: Arithmetic>(
  column: [A], input: [A], truncated: [A], by transform: MonarchTransform<A>
) -> [A] {
  let (d, l) = (column.count, transform.order)
  precondition(d >= 1 && d <= l && input.count == d && truncated.count == d, "vectors of one length, up to l")
  let context = column[0].context
  let zero = A(0, in: context)
  /// x^T R y as a polynomial in z: the coefficient of z^k is sum_i x_(i+k) y_i.
  func form(_ x: [A], _ y: [A]) -> [A] {
    var coefficients = Array(repeating: zero, count: l)
    for k in 0..<d {
      for i in 0..<d - k { coefficients[k] = coefficients[k].addingProduct(x[i + k], y[i]) }
    }
    return transform(coefficients)
  }
  let last = (0..<d).map { A($0 == d - 1 ? 1 : 0, in: context) }
  let (outputInput, outputColumn) = (form(truncated, input), form(truncated, column))
  let (lastInput, lastColumn) = (form(last, input), form(last, column))
  let points = FourierTransform.powers(of: transform.root, count: l)
  let one = A(1, in: context)
  let values = (0..<l).map { j -> A in
    let denominator = one - points[j] * lastColumn[j]
    return outputInput[j] + points[j] * (outputColumn[j] * lastInput[j]) / denominator
  }
  return transform.inverse(values)
}

/// C (I - A^l).
public func truncatedOutput<A: Arithmetic>(_ output: [A], matrix: Matrix<A>, length: Int) -> [A] {
  let row = Matrix([output], in: matrix.context)
  return (row - (0..<length).reduce(row) { product, _ in product * matrix }).elements.elements
}
