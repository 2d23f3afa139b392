import Arithmetic

extension LinearMatrixEquation where Scalar: EnclosureArithmetic, Scalar.Midpoint: RoundingArithmetic {
  /// An enclosure of X, verified a posteriori, where Re a + Re b < 0 (continuous) or |a b| < 1 (discrete) for all
  /// eigenvalues a of A and b of B; for small n m, without that condition too.
  ///
  /// X~ is an approximate solution and R its residual in balls. With F = A, and F = B* where that is another matrix, a
  /// ``LyapunovCertificate`` gives P_F > 0 with F P_F + P_F F* <= -c_F I. The error E = X - X~ solves the equation with
  /// the constant R, and so does the off-diagonal block of the Lyapunov equation with diag(A, B*) and [[0, R], [R*,
  /// 0]], whose norm is ||R||_2. Hence
  ///
  ///     |e_ij| <= t sqrt(P_A,ii P_B,jj),   t = ||R||_2 / min(c_A, c_B),
  ///
  /// which is the radius added to x~_ij. Nothing is assumed of X~; a poor one gives a large radius. Where A and B are
  /// not both stable, a shift (A - s I, B + s I), or a scaling (A/s, s B) in discrete time, makes them equally stable.
  /// Works with 32 more bits than the precision of the equation.
  ///
  /// - Throws: `notVerified` where a certificate cannot be had, A or B is not triangular and n m > 100;
  ///   `singularEquation`
  ///   where substitution or elimination in balls, which are then tried, finds a divisor that may be 0.
  public func certifiedSolution() throws(LinearAlgebraError) -> Matrix<Scalar> {
    guard left.rows > 0, right.rows > 0 else { return constant }
    let work = context.adding(guardBits: 32)
    let equation = LinearMatrixEquation(
      domain, left: left.converted(in: work), right: right.converted(in: work), constant: constant.converted(in: work))
    if let x = equation.verifiedSolution() ?? equation.equallyStable?.verifiedSolution() {
      return x.converted(in: context)
    }
    if let x = try equation.solutionBySubstitution() { return x.converted(in: context) }
    guard left.rows * right.rows <= 100 else {
      throw .notVerified(what: "the solution of a matrix equation", precision: context.bits)
    }
    return try equation.solutionByElimination().converted(in: context)
  }

  /// The enclosure by certificates; nil where one of them cannot be had.
  private func verifiedSolution() -> Matrix<Scalar>? {
    typealias Factor = SchurFactor<Scalar.Midpoint>
    typealias Certificate = LyapunovCertificate<Scalar>
    let adjoint = right.adjoint
    let isLyapunov = left.rows == right.rows && left.isEqual(to: adjoint).isTrue
    guard let a = try? Factor(left.midpoint), let b = isLyapunov ? a.adjoint : try? Factor(right.midpoint),
      let first = try? Certificate(domain, left, factor: a),
      let second = isLyapunov ? first : try? Certificate(domain, adjoint, factor: b.adjoint),
      let approximation = try? Factor.solution(domain, a, b, constant: constant.midpoint)
    else { return nil }
    let x = Matrix<Scalar>(points: approximation)
    let error = residual(of: x).spectralNormBound / min(first.decrease, second.decrease)
    let rows = first.solution.diagonal.map { Magnitude.sqrt($0.upperMagnitude) }
    let columns = second.solution.diagonal.map { Magnitude.sqrt($0.upperMagnitude) }
    return Matrix(x.rows, x.columns, in: context) { i, j in x[i, j].widened(by: error * rows[i] * columns[j]) }
  }

  /// An equation with the same solution, whose A and B are equally far from instability, as far as the approximate
  /// eigenvalues tell.
  private var equallyStable: LinearMatrixEquation? {
    func extent(_ matrix: Matrix<Scalar>) -> BigFloat? {
      guard let factor = try? SchurFactor(matrix.midpoint) else { return nil }
      let sizes = factor.triangular.diagonal.map { domain == .continuous ? $0.real : $0.modulus }
      return sizes.max()
    }
    guard let a = extent(left), let b = extent(right) else { return nil }
    switch domain {
    case .continuous:
      let shift = Scalar(realPart: Ball((a - b) / 2))
      return LinearMatrixEquation(
        domain, left: left.addingToDiagonal(-shift), right: right.addingToDiagonal(shift), constant: constant)
    case .discrete:
      // A power of two: exact, and its reciprocal too.
      guard a.signum > 0, b.signum > 0 else { return nil }
      let half = (a.exponent - b.exponent) / 2
      return LinearMatrixEquation(
        domain, left: left.scaled(by: .pow(Scalar(2, in: context), -half)),
        right: right.scaled(by: .pow(Scalar(2, in: context), half)), constant: constant)
    }
  }
}
