import Arithmetic

extension LinearMatrixEquation where Scalar: EnclosureArithmetic {
  /// The equation of the midpoints.
  var midpointEquation: LinearMatrixEquation<Scalar.Midpoint> {
    LinearMatrixEquation<Scalar.Midpoint>(
      domain, left: left.midpoint, right: right.midpoint, constant: constant.midpoint)
  }

  /// An enclosure of X for stable A and B, verified a posteriori; for small n m, without stability too.
  ///
  /// X~ is an approximate solution and R its residual in balls. With F = A, and F = B* where that is another matrix, a
  /// ``LyapunovCertificate`` gives P_F > 0 with F P_F + P_F F* <= -c_F I. The error E = X - X~ solves the equation with
  /// the constant R, and so does the off-diagonal block of the Lyapunov equation with diag(A, B*) and [[0, R], [R*,
  /// 0]], whose norm is ||R||_2. Hence
  ///
  ///     |e_ij| <= t sqrt(P_A,ii P_B,jj),   t = ||R||_2 / min(c_A, c_B),
  ///
  /// which is the radius added to x~_ij. Nothing is assumed of X~; a poor one gives a large radius. Works with 32 more
  /// bits than the precision of the equation.
  ///
  /// - Throws: `notVerified` where a certificate cannot be had and n m > 100; `singularEquation` where elimination in
  ///   balls,
  ///   which is then tried up to that size, finds no pivot.
  public func certifiedSolution() throws(LinearAlgebraError) -> Matrix<Scalar> {
    guard left.rows > 0, right.rows > 0 else { return constant }
    let precision = context
    let work = precision.adding(guardBits: 32)
    func raised(_ matrix: Matrix<Scalar>) -> Matrix<Scalar> {
      var raised = Matrix<Scalar>(zeros: matrix.rows, matrix.columns, in: work)
      for i in 0..<matrix.elements.count { raised.elements[i] = matrix.elements[i] }
      return raised
    }
    func lowered(_ matrix: Matrix<Scalar>) -> Matrix<Scalar> {
      Matrix(
        rows: matrix.rows, columns: matrix.columns, elements: Scalar.Vector(matrix.elements.elements, in: precision))
    }
    let equation = LinearMatrixEquation(domain, left: raised(left), right: raised(right), constant: raised(constant))
    if let verified = equation.verifiedSolution() { return lowered(verified) }
    if let x = try? equation.solutionBySubstitution() { return lowered(x) }
    guard left.rows * right.rows <= 100 else {
      throw .notVerified(what: "the solution of a matrix equation", precision: precision.bits)
    }
    return lowered(try equation.solutionByElimination())
  }

  /// The enclosure by certificates; nil where one of them cannot be had.
  private func verifiedSolution() -> Matrix<Scalar>? {
    guard let first = try? LyapunovCertificate(domain, left) else { return nil }
    let adjoint = right.adjoint
    let isLyapunov = left.rows == right.rows && left.isEqual(to: adjoint).isTrue
    guard let second = isLyapunov ? first : try? LyapunovCertificate(domain, adjoint),
      let approximation = try? midpointEquation.solution()
    else { return nil }
    let x = Matrix<Scalar>(points: approximation)
    let error = residual(of: x).spectralNormBound / min(first.decrease, second.decrease)
    let rows = first.solution.diagonal.map { Magnitude.sqrt($0.upperMagnitude) }
    let columns = second.solution.diagonal.map { Magnitude.sqrt($0.upperMagnitude) }
    return Matrix(x.rows, x.columns, in: context) { i, j in x[i, j].widened(by: error * rows[i] * columns[j]) }
  }
}
