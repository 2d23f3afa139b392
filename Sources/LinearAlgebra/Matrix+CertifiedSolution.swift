import Arithmetic

extension Matrix {
  /// B - A X, each element as one sum of products: over `BigFloat`, and for the midpoints over `Ball` and `Disc`, with
  /// one rounding, so that a residual is known to nearly all of its bits although its terms cancel.
  public static func residual(_ b: Matrix, minus a: Matrix, times x: Matrix) -> Matrix {
    precondition(a.columns == x.rows && b.rows == a.rows && b.columns == x.columns, "shapes that agree")
    // X with B below it: the sums are taken where B is.
    let (head, tail) = (
      Strip(start: 0, count: x.elements.count), Strip(start: x.elements.count, count: b.elements.count)
    )
    let one = Scalar(1, in: b.context)
    var stack = Scalar.Vector(zeros: head.count + tail.count, in: b.context)
    stack.addProduct(one, head, of: x.elements, to: head)
    stack.addProduct(one, Strip(start: 0, count: tail.count), of: b.elements, to: tail)
    for i in 0..<a.rows {
      for j in 0..<x.columns {
        let column = Strip(start: j, stride: x.columns, count: x.rows)
        stack.subtractDot(a.rowStrip(i), of: a.elements, column, from: tail[i * x.columns + j])
      }
    }
    return Matrix(rows: b.rows, columns: b.columns, elements: stack.strip(tail))
  }
}

extension Matrix where Scalar: EnclosureArithmetic {
  /// Enclosures of the solutions of A X = B for all matrices A and B enclosed, with the proof that every such A is
  /// invertible.
  ///
  /// With R an approximate inverse of the midpoint of A, and X~ an approximate solution, refined once by its residual,
  /// G = I - R A and Z = R (B - A X~) are enclosed. Where ||G||_infinity = g < 1, the error E = X - X~ satisfies
  /// E = G E + Z, so that every column e of E, and z of Z, has
  ///
  ///     |e_i| <= |z_i| + g_i ||z||_infinity / (1 - g),   g_i = sum_j |G_ij|,
  ///
  /// which is added to the elements of X~. The bounds are about n times as wide as the sensitivity of the solution to
  /// the radii of A and B: plain elimination in balls loses up to a factor 2 or more at every step.
  ///
  /// - Throws: `notSquare`; `noPivot` where the midpoint of A is singular to its precision; `notVerified` where g is
  ///   not
  ///   below 1: A is too near a singular matrix for its radii and its precision.
  /// - Source: S. Rump, Acta Numerica 19 (2010), section 10; R. Krawczyk, Computing 4 (1969).
  public func certifiedSolution(_ right: Matrix) throws(LinearAlgebraError) -> Matrix {
    precondition(right.rows == rows, "as many rows as the matrix has")
    guard isSquare else { throw .notSquare(rows: rows, columns: columns) }
    guard rows > 0 else { return right }
    let middle = midpoint
    let approximateInverse = try LUDecomposition(middle).inverse
    let inverse = Matrix(points: approximateInverse)

    // G = I - R A: the product holds what rounding it has lost.
    let deviation = Matrix(identity: rows, in: context) - inverse * self
    let rowSums = (0..<rows).map { i in
      (0..<rows).reduce(Magnitude.zero) { $0 + deviation[i, $1].upperMagnitude }
    }
    let norm = rowSums.max() ?? .zero
    let rest = Magnitude.lowerDifference(.one, norm)
    guard norm < .one, !rest.isZero else {
      throw .notVerified(what: "the solution of a linear system", precision: context.bits)
    }

    let target = right.midpoint
    var approximation = approximateInverse * target
    let correction = approximateInverse * Matrix<Scalar.Midpoint>.residual(target, minus: middle, times: approximation)
    approximation = approximation + correction
    let solution = Matrix(points: approximation)
    let defect = inverse * Matrix.residual(right, minus: self, times: solution)
    var result = solution
    for j in 0..<right.columns {
      let sizes = (0..<rows).map { defect[$0, j].upperMagnitude }
      let spread = (sizes.max() ?? .zero) / rest
      for i in 0..<rows { result[i, j] = solution[i, j].widened(by: sizes[i] + rowSums[i] * spread) }
    }
    return result
  }

  /// Enclosures of the elements of A^-1, as ``certifiedSolution(_:)``.
  public func certifiedInverse() throws(LinearAlgebraError) -> Matrix {
    try certifiedSolution(Matrix(identity: rows, in: context))
  }
}
