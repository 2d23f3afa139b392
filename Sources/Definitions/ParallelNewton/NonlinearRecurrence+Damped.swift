import Arithmetic
import LinearAlgebra

extension NonlinearRecurrence where A: ConjugateArithmetic {
  /// One step of Levenberg and Marquardt from a guess g: the s_1 ... s_T for which
  ///
  ///     sum_t |s_t - f_t(g_(t-1)) - J_t (s_(t-1) - g_(t-1))|^2 + lambda sum_t |s_t - g_t|^2
  ///
  /// is least, by its normal equations (L* L + lambda I) s = L* r + lambda g, where L s = r are the linearized steps. A
  /// dense solution in O(T^3), the definition; for lambda = 0 it is ``newtonStep(from:_:by:)``.
  ///
  /// - Returns: shape (length, state).
  /// - Throws: `noPivot` where the matrix is, or may be, singular.
  /// - Source: Gonzalez et al., arXiv 2407.19115, section 4.2.
  public func dampedStep(
    from guess: [[A]], damping: A, _ rule: JacobianRule<A> = .exact
  ) throws(LinearAlgebraError) -> [[A]] {
    let (l, right) = linearSystem(at: guess, rule)
    let target = Matrix(column: guess.flatMap { $0 }, in: context)
    let normal = (l.adjoint * l).addingToDiagonal(damping)
    let solution = try normal.solve(l.adjoint * right + target.scaled(by: damping)).column(0)
    return (0..<length).map { Array(solution[$0 * order..<($0 + 1) * order]) }
  }

  /// L and r of the linearized steps L s = r: block rows s_t - J_t s_(t-1) = f_t(g_(t-1)) - J_t g_(t-1), with J_1 s_0
  /// on the right.
  public func linearSystem(
    at guess: [[A]], _ rule: JacobianRule<A> = .exact
  ) -> (matrix: Matrix<A>, right: Matrix<A>) {
    let scan = linearized(at: guess, rule)
    var matrix = Matrix<A>(identity: order * length, in: context)
    var right: [A] = []
    for (t, element) in scan.elements.enumerated() {
      right += (t == 0 ? element(scan.initialState) : element.offset).elements
      guard t > 0 else { continue }
      let jacobian = Matrix<A>(rows: order, columns: order, elements: element.matrix)
      matrix.set(-jacobian, row: t * order, column: (t - 1) * order)
    }
    return (matrix, Matrix(column: right, in: context))
  }

  /// The linear-Gaussian model whose smoothing means are ``dampedStep(from:damping:_:)``: the linearized steps with Q =
  /// I from the known s_0, and the guess observed with H = I, R = I/lambda.
  ///
  /// The authors' code takes its *filtered* means for the next guess; see ``filteredStep(from:damping:_:)``.
  ///
  /// - Source: Gonzalez et al., arXiv 2407.19115, section 4.2 (ELK).
  public func smoothingProblem(
    at guess: [[A]], damping: A, _ rule: JacobianRule<A> = .exact
  ) -> LinearGaussianModel<A> {
    let identity = Matrix<A>(identity: order, in: context)
    let noise = identity.scaled(by: A(1, in: context) / damping)
    let steps = zip(linearized(at: guess, rule).elements, guess).map { element, state in
      LinearGaussianStep(
        transition: Matrix(rows: order, columns: order, elements: element.matrix),
        offset: Matrix(rows: order, columns: 1, elements: element.offset), processNoise: identity,
        observation: identity, observationNoise: noise, observed: Matrix(column: state, in: context))
    }
    let start = GaussianState(
      mean: Matrix(column: initialState, in: context), covariance: Matrix(zeros: order, order, in: context))
    return LinearGaussianModel(prior: start, steps: steps)
  }

  /// One iteration as the authors' code has it: the filtered means of ``smoothingProblem(at:damping:_:)``.
  ///
  /// - Throws: `noPivot` where a covariance is, or may be, singular.
  public func filteredStep(
    from guess: [[A]], damping: A, _ rule: JacobianRule<A> = .exact
  ) throws(LinearAlgebraError) -> [[A]] {
    try smoothingProblem(at: guess, damping: damping, rule).filter().map { $0.filtered.mean.column(0) }
  }
}
