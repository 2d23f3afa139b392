import Arithmetic

extension Matrix where Scalar: ConjugateArithmetic {
  /// e^A = sum_k A^k / k!.
  ///
  /// - Over an exact arithmetic: the finite sum, for a nilpotent A.
  /// - Over `BigFloat` and its complex numbers: a Taylor sum with scaling and squaring and guard bits, accurate to
  ///   about the
  ///   precision relative to the largest ||e^(tA)||, 0 <= t <= 1.
  /// - Over `Ball` and `Disc`: ``certifiedExponential()``.
  /// - Over `Double` and `Float`: the Pade approximant [13/13] with scaling and squaring, whose backward error is about
  ///   the
  ///   unit roundoff.
  ///
  /// - Throws: `notSquare`; `noExactResult` over an exact arithmetic, where A is not nilpotent; `notVerified` for other
  ///   enclosures, and for a norm of 2^64 or more; `undefinedElement`.
  /// - Source: Higham, "The scaling and squaring method for the matrix exponential revisited", SIAM J. Matrix Anal.
  ///   Appl. 26
  ///   (2005).
  public func exponential() throws(LinearAlgebraError) -> Matrix {
    try checkExponent()
    if let enclosing = self as? any EnclosingMatrix {
      // The exponential has the scalars of the matrix.
      return try enclosing.enclosedExponential() as! Matrix
    }
    switch Scalar.resultKind {
    case .exact: return try nilpotentExponential()
    case .enclosure: throw .notVerified(what: "the exponential of a matrix", precision: 0)
    case .rounded:
      guard let precision = context as? Precision else { return try padeExponential() }
      let scheme = TaylorScheme(norm: spectralNormBound, precision: precision)
      let guarded = precision.adding(guardBits: scheme.guardBits(order: rows))
      guard let work = guarded as? Scalar.Context else { return try padeExponential() }
      return scheme.sum(converted(in: work)).squared(times: scheme.squarings).converted(in: context)
    }
  }

  /// Whether this has an exponential that can be computed: over exact arithmetics and floats any finite square matrix.
  fileprivate func checkExponent() throws(LinearAlgebraError) {
    guard isSquare else { throw .notSquare(rows: rows, columns: columns) }
    for i in 0..<rows {
      for j in 0..<columns where !self[i, j].upperMagnitude.isFinite { throw .undefinedElement(row: i, column: j) }
    }
    // Each squaring needs guard bits of its own.
    guard let precision = context as? Precision, spectralNormBound >= .powerOfTwo(64) else { return }
    throw .notVerified(what: "the exponential of a matrix", precision: precision.bits)
  }

  /// The finite sum for a nilpotent matrix, whose n-th power is 0.
  private func nilpotentExponential() throws(LinearAlgebraError) -> Matrix {
    var sum = Matrix(identity: rows, in: context)
    var term = sum
    for k in 1..<rows + 1 {
      term = (term * self).scaled(by: Scalar(Rational(1, k), in: context))
      sum = sum + term
    }
    guard term.largestElementBound.isZero else { throw .noExactResult(what: "the exponential of a matrix") }
    return sum
  }
}

extension Matrix {
  /// The matrix with its elements rounded, or enclosed, into another context.
  public func converted(in context: Scalar.Context) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: Scalar.Vector(elements.elements, in: context))
  }

  /// A^(2^count).
  func squared(times count: Int) -> Matrix { (0..<count).reduce(self) { power, _ in power * power } }
}

/// What ``Matrix/exponential()`` asks of a matrix whose arithmetic it does not know.
private protocol EnclosingMatrix {
  func enclosedExponential() throws(LinearAlgebraError) -> any Sendable
}

extension Matrix: EnclosingMatrix where Scalar: EnclosureArithmetic {
  fileprivate func enclosedExponential() throws(LinearAlgebraError) -> any Sendable { try certifiedExponential() }
}

extension Matrix where Scalar: EnclosureArithmetic {
  /// An enclosure of e^A for every A that is enclosed.
  ///
  /// T_m(A/2^s) is evaluated in enclosures, widened by a bound of the norm of the remainder, which bounds the modulus
  /// of each of its elements, and squared s times:
  ///
  ///     ||sum_(k > m) X^k/k!|| <= theta^(m+1)/(m+1)! / (1 - theta/(m+2)),   theta >= ||X||, theta < m + 2.
  ///
  /// The guard bits make up for s squarings of a matrix of this order whose powers stay near 1; where they do not, the
  /// radii tell. Radii of A itself grow as ||A|| does: by a factor up to e^(2 ||A||).
  ///
  /// - Throws: `notSquare`; `undefinedElement`; `notVerified` for a norm of 2^64 or more.
  public func certifiedExponential() throws(LinearAlgebraError) -> Matrix {
    try checkExponent()
    let norm = spectralNormBound
    let scheme = TaylorScheme(norm: norm, precision: context)
    let work = context.adding(guardBits: scheme.guardBits(order: rows))
    var sum = scheme.sum(converted(in: work))
    let remainder = scheme.remainder(norm: norm)
    for i in 0..<sum.elements.count { sum.elements[i] = sum.elements[i].widened(by: remainder) }
    return sum.squared(times: scheme.squarings).converted(in: context)
  }
}
