import Arithmetic
import LinearAlgebra

/// A covariance as L D L*, L unit lower triangular and D diagonal: what a square-root filter carries, without the
/// roots, so that it is exact over `Rational`. D is a sum of squares with weights that are not negative, so that
/// rounding cannot make it negative.
///
/// - Source: Bierman, Factorization Methods for Discrete Sequential Estimation (1977), chapters V and VI; Thornton
///   (1976).
public struct FactoredCovariance<S: ConjugateArithmetic>: Sendable {
  /// L, shape (state, state).
  public let unitLower: Matrix<S>
  /// The diagonal of D, shape (state).
  public let pivots: [S]

  public init(unitLower: Matrix<S>, pivots: [S]) {
    precondition(unitLower.isSquare && unitLower.rows == pivots.count, "one pivot a row")
    self.unitLower = unitLower
    self.pivots = pivots
  }

  /// Of a positive definite covariance.
  ///
  /// - Throws: `notSquare`; `notPositiveDefinite`.
  public init(_ covariance: Matrix<S>) throws(LinearAlgebraError) {
    let factors = try CholeskyDecomposition(covariance)
    self.init(unitLower: factors.unitLower, pivots: factors.pivots.map { S(realPart: $0) })
  }

  /// Of M diag(w) M*, w >= 0, by modified Gram-Schmidt on the rows of M in the inner product sum_k x_k w_k conj(y_k):
  /// M = L Q with orthogonal rows of Q, whose squared norms are D.
  ///
  /// - Parameter array: M, shape (rows, columns) with rows <= columns.
  public init(array: Matrix<S>, weights: [S]) {
    precondition(weights.count == array.columns, "one weight a column")
    let context = array.context
    let count = array.rows
    var rows = array.rowArrays
    var lower = Matrix<S>(identity: count, in: context)
    var pivots: [S] = []
    func product(_ x: [S], _ y: [S]) -> S {
      x.indices.reduce(S(0, in: context)) { $0.addingProduct(x[$1] * weights[$1], y[$1].conjugate) }
    }
    for j in 0..<count {
      let pivot = S(realPart: product(rows[j], rows[j]).realPart)
      pivots.append(pivot)
      // A row of length 0 is a combination of those before it.
      guard !pivot.upperMagnitude.isZero else { continue }
      for i in j + 1..<max(count, j + 1) {
        let factor = product(rows[i], rows[j]) / pivot
        lower[i, j] = factor
        for k in rows[i].indices { rows[i][k] = rows[i][k].addingProduct(-factor, rows[j][k]) }
      }
    }
    self.init(unitLower: lower, pivots: pivots)
  }

  /// L D L*.
  public var covariance: Matrix<S> { unitLower.multipliedFromRight(byDiagonal: pivots) * unitLower.adjoint }

  /// Of F P F* + Q: the array [F L, L_Q] with the weights D, D_Q.
  public func predicted(transition: Matrix<S>, processNoise: FactoredCovariance) -> FactoredCovariance {
    let moved = transition * unitLower
    return FactoredCovariance(
      array: Self.beside(moved, processNoise.unitLower), weights: pivots + processNoise.pivots)
  }

  /// Of the law after an observation y = H x + N(0, R), and its gain: the array
  ///
  ///     [ L_R  H L ]            [ L_S  0  ]
  ///     [  0    L  ]   becomes  [  G   L+ ],   K = G L_S^-1,
  ///
  /// with the weights D_R, D.
  ///
  /// - Throws: `noPivot` only for a NaN: L_S is unit triangular.
  public func updated(
    observation: Matrix<S>, observationNoise: FactoredCovariance
  ) throws(LinearAlgebraError) -> (covariance: FactoredCovariance, gain: Matrix<S>) {
    let (p, n) = (observation.rows, unitLower.rows)
    var array = Matrix<S>(zeros: p + n, p + n, in: unitLower.context)
    array.set(observationNoise.unitLower, row: 0, column: 0)
    array.set(observation * unitLower, row: 0, column: p)
    array.set(unitLower, row: p, column: p)
    let joint = FactoredCovariance(array: array, weights: observationNoise.pivots + pivots)
    let innovationFactor = joint.unitLower[0..<p, 0..<p]
    let cross = joint.unitLower[p..<p + n, 0..<p]
    let posterior = FactoredCovariance(
      unitLower: joint.unitLower[p..<p + n, p..<p + n], pivots: Array(joint.pivots[p...]))
    return (posterior, try innovationFactor.adjoint.solve(cross.adjoint).adjoint)
  }

  /// [A, B].
  private static func beside(_ a: Matrix<S>, _ b: Matrix<S>) -> Matrix<S> {
    var result = Matrix<S>(zeros: a.rows, a.columns + b.columns, in: a.context)
    result.set(a, row: 0, column: 0)
    result.set(b, row: 0, column: a.columns)
    return result
  }
}
