import Arithmetic
import LinearAlgebra

/// A balanced system in continuous time with Hankel singular values that are given: P = Q = diag(sigma) for
///
///     A_ij = -b_i b_j/(s_i s_j sigma_i + sigma_j),   B = b,   C_i = s_i b_i,   s_i = +-1.
///
/// It is stable and minimal for different sigma_i > 0 and b_i that are not 0. With all signs equal it is a relaxation
/// system: A symmetric, C = B^T.
///
/// - Source: R. Ober, "Balanced realizations: canonical form, parametrization, model reduction", Int. J. Control 46,
///   1987.
public func balancedSystem<S: SizedArithmetic>(singularValues: [S], input: [S], signs: [Int]) -> LinearSystem<S> {
  precondition(singularValues.count == input.count && input.count == signs.count, "a sign and an input each")
  let (n, context) = (input.count, input[0].context)
  let matrix = Matrix<S>(n, n, in: context) { i, j in
    let sum = signs[i] == signs[j] ? singularValues[j] + singularValues[i] : singularValues[j] - singularValues[i]
    return -(input[i] * input[j] / sum)
  }
  return LinearSystem(
    matrix: matrix, input: input, output: zip(signs, input).map { $0 < 0 ? -$1 : $1 })
}

extension LinearSystem {
  /// The system of the first r states: of a balanced system, its balanced truncation.
  public func truncated(to r: Int) -> LinearSystem {
    precondition((0...order).contains(r), "a truncation keeps at most all states")
    return LinearSystem(
      matrix: matrix[0..<r, 0..<r], input: input[0..<r, 0..<input.columns], output: output[0..<output.rows, 0..<r],
      feedthrough: feedthrough)
  }
}

/// A system in balanced coordinates, P = Q = diag(sigma), by the square-root method with one factor: P = X X*, X* Q X =
/// V Sigma^2 V*, T = X V Sigma^(-1/2), T^-1 = Sigma^(-3/2) V* X* Q.
///
/// - Accuracy: the balanced system is exact for a system with Gramians within c n u of themselves; values below u
///   sigma_1 are
///   lost, so that coordinates beyond the numerical rank mean nothing.
/// - Source: Antoulas, Approximation of Large-Scale Dynamical Systems, section 7.3; Ezoe and Sato, arXiv 2402.15993,
///   for S4D.
public struct BalancedRealization<S: RoundingArithmetic>: Sendable {
  /// The Hankel singular values, descending.
  public let singularValues: [S.RealPart]
  public let system: LinearSystem<S>

  /// - Throws: `noConvergence`; as the Gramians for a system that is not stable.
  public init(_ system: LinearSystem<S>, _ domain: TimeDomain) throws(LinearAlgebraError) {
    let observability = try system.observabilityGramian(domain)
    let reachability = try SymmetricEigendecomposition(system.reachabilityGramian(domain))
    let context = system.context
    let zero = S.RealPart(0, in: context)
    func root(_ x: S.RealPart) -> S.RealPart { x.isPositive.isTrue ? S.RealPart.sqrt(x) : zero }
    func diagonal(_ x: [S.RealPart]) -> [S] { x.map { S(realPart: $0) } }
    let identity = Matrix<S>(identity: system.order, in: context)
    let factor = (reachability.vectors ?? identity)
      .multipliedFromRight(byDiagonal: diagonal(reachability.values.map(root)))
    let middle = try SymmetricEigendecomposition(factor.adjoint * observability * factor)
    let n = system.order
    let vectors = middle.vectors ?? identity
    let descending = Matrix<S>(n, n, in: context) { vectors[$0, n - 1 - $1] }
    let sigma = middle.values.reversed().map(root)
    let inverseRoots = sigma.map { 1 / S.RealPart.sqrt($0) }
    let right = (factor * descending).multipliedFromRight(byDiagonal: diagonal(inverseRoots))
    let left = (descending.adjoint * factor.adjoint * observability)
      .multipliedFromLeft(byDiagonal: diagonal(zip(inverseRoots, sigma).map { $0 / $1 }))
    singularValues = sigma
    self.system = LinearSystem(
      matrix: left * system.matrix * right, input: left * system.input, output: system.output * right,
      feedthrough: system.feedthrough)
  }
}
