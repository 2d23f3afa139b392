import Arithmetic

/// Eigenvalues and eigenvectors in discs: points where they are what an algorithm computed, enclosures where they are
/// what a certified method, or a closed form, says of the exact ones.
public struct EnclosedSpectrum: Sendable {
  public var values: [Disc]
  /// Right eigenvectors as columns of any length, A v_j = lambda_j v_j, shape (order, order).
  public var right: Matrix<Disc>?
  /// Left eigenvectors as rows of any length, w_j A = lambda_j w_j, shape (order, order): V^-1, or the adjoint of what
  /// LAPACK calls the left eigenvectors.
  public var left: Matrix<Disc>?

  public init(values: [Disc], right: Matrix<Disc>? = nil, left: Matrix<Disc>? = nil) {
    self.values = values
    self.right = right
    self.left = left
  }

  /// What LAPACK computed, exactly, as points of a precision of at least 53 bits.
  public init<R: LAPACKReal>(_ system: LAPACK.Eigensystem<R>, in precision: Precision) {
    func point(_ z: Complex<R>) -> Disc {
      Disc(Ball(Double(z.real), in: precision), Ball(Double(z.imaginary), in: precision))
    }
    values = system.values.map(point)
    right = system.right?.map(in: precision, point)
    left = system.left?.adjoint.map(in: precision, point)
  }

  public var order: Int { values.count }

  /// The condition numbers kappa_j = |w_j| |v_j| / |w_j v_j|: a perturbation E of A moves lambda_j by at most
  /// kappa_j ||E|| to first order. nil without vectors of both sides; the indeterminate ball where w_j v_j may be 0.
  public var conditions: [Ball]? {
    guard let right, let left else { return nil }
    return (0..<order).map { j in
      let (v, w) = (right.column(j), left.row(j))
      return norm(v) * norm(w) / product(w, v).magnitude
    }
  }

  /// |lambda_j - lambda_k| at its least over the other k; nil for order 1.
  public func separation(_ j: Int) -> Ball? {
    values.indices.filter { $0 != j }.map { (values[$0] - values[j]).magnitude }
      .reduce(nil) { least, distance in least.map { Ball.minimum($0, distance) } ?? distance }
  }

  /// ||A v_j - lambda_j v_j|| / ||v_j||, so that (lambda_j, v_j) is an exact eigenpair of a matrix at that distance from A;
  /// nil without right vectors.
  public func residuals(for matrix: Matrix<Disc>) -> [Ball]? {
    guard let right else { return nil }
    let difference = matrix * right - right.multipliedFromRight(byDiagonal: values)
    return (0..<order).map { norm(difference.column($0)) / norm(right.column($0)) }
  }
}

/// The 2-norm of a vector.
func norm(_ x: [Disc]) -> Ball { euclideanNorm(x, in: x.first?.context ?? .double) }

/// sum_i x_i y_i, nothing conjugated.
func product(_ x: [Disc], _ y: [Disc]) -> Disc {
  zip(x, y).reduce(Disc(0, in: x.first?.context ?? .double)) { $0.addingProduct($1.0, $1.1) }
}
