import Arithmetic
import LinearAlgebra

extension ApproximateDiagonalization {
  /// The objective at one perturbation, f(E) = kappa(V)^2 + lambda ||E||_F with A + E = V Lambda V^-1 and columns of
  /// length 1, and its derivatives.
  ///
  /// In direction D, with K_ij = (V^-1 D V)_ij/(lambda_j - lambda_i) off the diagonal, the normalized columns change by
  ///
  ///     dv_j = x_j - v_j Re(v_j* x_j),   x = V K,
  ///
  /// up to their phases, which no singular value sees; a simple singular value with its vectors y, z changes by
  /// Re(y* dV z), and ||E||_F by Re<E, D>/||E||_F.
  ///
  /// - Source: the objective as in the authors' code; the derivatives: Magnus, On differentiating eigenvalues and
  ///   eigenvectors, Econometric Theory 1 (1985).
  public struct ObjectiveValue<R: RoundingArithmetic & RealElementaryArithmetic>: Sendable where R.RealPart == R {
    /// kappa(V), columns of length 1.
    public let condition: R
    /// ||E||_F.
    public let norm: R
    /// lambda.
    public let weight: R
    let perturbation: Matrix<Complex<R>>
    let values: [Complex<R>]
    let vectors, inverse: Matrix<Complex<R>>
    /// The largest and the least singular value of V, each with its left and right vector.
    let largest, least: (value: R, left: [Complex<R>], right: [Complex<R>])

    /// - Throws: as ``Eigendecomposition``; `noPivot` where the eigenvectors are dependent.
    public init(
      matrix: Matrix<Complex<R>>, perturbation: Matrix<Complex<R>>, weight: R
    ) throws(LinearAlgebraError) {
      let decomposition = try Eigendecomposition(matrix + perturbation)
      let vectors = decomposition.vectors
      let gram = try SymmetricEigendecomposition(vectors.adjoint * vectors)
      guard let right = gram.vectors else { preconditionFailure("the vectors were asked for") }
      func triple(_ k: Int) -> (value: R, left: [Complex<R>], right: [Complex<R>]) {
        let value = R.sqrt(gram.values[k])
        let z = right.column(k)
        return (value, (vectors * z).map { $0 / Complex(value) }, z)
      }
      let order = gram.values.indices.sorted { gram.values[$0].isLess(than: gram.values[$1]).isTrue }
      (least, largest) = (triple(order[0]), triple(order[order.count - 1]))
      condition = largest.value / least.value
      norm = perturbation.frobeniusNorm
      self.weight = weight
      self.perturbation = perturbation
      self.vectors = vectors
      values = decomposition.values
      inverse = try vectors.inverse()
    }

    /// f(E), in the code's form.
    public var value: R { Objective.code.value(condition: condition, norm: norm, weight: weight) }

    /// The derivative of f in direction D.
    public func derivative(along direction: Matrix<Complex<R>>) -> R {
      let context = vectors.context
      let n = values.count
      let rotated = inverse * direction * vectors
      let generator = Matrix(n, n, in: context) { i, j in
        i == j ? Complex(0, in: context) : rotated[i, j] / (values[j] - values[i])
      }
      var change = vectors * generator
      for j in 0..<n {
        let (v, x) = (vectors.column(j), change.column(j))
        let inner = zip(v, x).reduce(R(0, in: context)) { $0 + ($1.0.conjugate * $1.1).real }
        for i in 0..<n { change[i, j] = x[i] - Complex(inner) * v[i] }
      }
      func rate(_ triple: (value: R, left: [Complex<R>], right: [Complex<R>])) -> R {
        zip(triple.left, change * triple.right).reduce(R(0, in: context)) { $0 + ($1.0.conjugate * $1.1).real }
      }
      let conditionRate = (rate(largest) - condition * rate(least)) / least.value
      let inner = zip(perturbation.elements.elements, direction.elements.elements).reduce(R(0, in: context)) {
        $0 + ($1.0.conjugate * $1.1).real
      }
      return 2 * condition * conditionRate + weight * inner / norm
    }
  }
}
