import Arithmetic
import Definitions

extension ErrorModel {
  /// A bound of ||computed x - x||_2 for A x = q with a symmetric A = H + Lambda, solved by a Cholesky or L D L^T
  /// factorization in any order:
  ///
  ///     (||dq|| + e ||x||)/(lambda - e),   e = ||dA||_F + n g_(3n+1)/(1 - n g_(n+1)) ||A||_F,   g_j = j u/(1 - j u)
  ///
  /// where dA and dq are what A and q are off by, and lambda, the least element of Lambda, bounds the eigenvalues of A from
  /// below: the computed solution solves (A + E)(x + dx) = q + dq exactly with ||E|| <= e.
  ///
  /// - Parameter least: lambda.
  /// - Returns: infinity where e reaches lambda.
  /// - Source: Higham, Accuracy and Stability of Numerical Algorithms, theorem 10.4.
  public static func positiveSolve(
    size: Int, matrixNorm: Double, matrixError: Double, rightError: Double, solutionNorm: Double, least: Double,
    unitRoundoff u: Double
  ) -> Double {
    let n = Double(size)
    func gamma(_ j: Double) -> Double { j * u < 1 ? j * u / (1 - j * u) : .infinity }
    let spread = n * gamma(n + 1)
    guard spread < 1 else { return .infinity }
    let backward = matrixError + n * gamma(3 * n + 1) / (1 - spread) * matrixNorm
    guard backward < least else { return .infinity }
    return (rightError + backward * solutionNorm) / (least - backward) * (1 + 0x1p-40)
  }
}

extension Bounds {
  /// The bound of the norm, or that of elimination, element by element, where it is smaller: it knows which elements do
  /// not meet, and grows with the size as the norm's does not.
  public static func regularizedSolve(
    _ covariance: RoundingBound.Vector, _ regularization: RoundingBound.Vector, _ query: RoundingBound.Vector
  ) -> RoundingBound.Vector {
    let (n, context) = (query.count, query.context)
    var matrix = covariance
    for i in 0..<n { matrix[i * n + i] = matrix[i * n + i] + regularization[i] }
    func doubles(_ vector: RoundingBound.Vector) -> ArrayVector<Double> {
      ArrayVector(vector.elements.map(\.value), in: Intrinsic())
    }
    let x = MesaLayer<Double>.solve(
      covariance: doubles(covariance), regularization: doubles(regularization), doubles(query))
    func norm(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() * (1 + 0x1p-40) }
    let least = regularization.elements.map { $0.value - $0.valueError }.min() ?? 0
    let matrixNorm = norm(matrix.elements.map { abs($0.value) + $0.valueError })
    // The solution y in `Double` is off itself, by the same theorem, where ||y|| in place of ||x|| will do: from
    // A (y - x) = dq - E y.
    let computed = norm(x.elements)
    let own = ErrorModel.positiveSolve(
      size: n, matrixNorm: matrixNorm, matrixError: norm(matrix.elements.map(\.valueError)),
      rightError: norm(query.elements.map(\.valueError)), solutionNorm: computed, least: least,
      unitRoundoff: 0x1p-53)
    let error = ErrorModel.positiveSolve(
      size: n, matrixNorm: matrixNorm, matrixError: norm(matrix.elements.map { $0.bound() }),
      rightError: norm(query.elements.map { $0.bound() }), solutionNorm: computed + own, least: least,
      unitRoundoff: context.unitRoundoff)
    // Each operation may lose eta by underflow, which a pivot of at least lambda divides.
    let lost = Double(2 * n * (n + 1)) * context.underflow / min(least, 1)
    let eliminated = MesaLayer<RoundingBound>.solve(
      covariance: covariance, regularization: regularization, query)
    let elements = zip(x.elements, eliminated.elements).map { value, element in
      element.isDefined && element.bound() <= error + lost
        ? materialized(element) : RoundingBound(value, error: error + lost, valueError: own, in: context)
    }
    return RoundingBound.Vector(elements, in: context)
  }
}
