import Arithmetic

/// What the root-mean-square norm multiplies a vector by: 1/sqrt((1/n) sum_j x_j^2 + eps).
///
/// - Source: Zhang, Sennrich, arXiv 1910.07467, eq. (4), with eps inside the root as in released code.
public func reciprocalRootMeanSquare<A: ElementaryArithmetic>(_ x: A.Vector, eps: A) -> A {
  1 / A.sqrt(x.dot(x) / IntegerConstant(x.count) + eps)
}

/// What makes the Euclidean norm of a vector 1, almost: 1/sqrt(sum_j x_j^2 + eps).
///
/// - Source: fla, `l2norm`.
public func reciprocalEuclideanNorm<A: ElementaryArithmetic>(_ x: A.Vector, eps: A) -> A {
  1 / A.sqrt(x.dot(x) + eps)
}
