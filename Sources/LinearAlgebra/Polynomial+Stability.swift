import Arithmetic

extension Polynomial where Scalar: RealArithmetic {
  /// Whether all roots have modulus less than 1, by the recurrence of Schur and Cohn: with
  /// p = c_0 + ... + c_n x^n, this is so iff |c_0| < |c_n| and it is so of
  ///
  ///     (c_n p(x) - c_0 x^n p(1/x))/x,
  ///
  /// whose degree is n - 1. True for a constant other than 0. Decided exactly over `Rational`.
  ///
  /// - Source: Schur, J. reine angew. Math. 147 (1917) 205; Cohn, Math. Z. 14 (1922) 110.
  public var isSchurStable: Truth {
    var c = coefficients
    guard let last = c.last, last.isEqual(to: Scalar(0, in: context)).isFalse else { return .undecided }
    var truth = Truth.true
    while c.count > 1 {
      let (first, last) = (c[0], c[c.count - 1])
      truth = truth && first.magnitude.isLess(than: last.magnitude)
      guard truth != .false else { return .false }
      c = (1..<c.count).map { last * c[$0] - first * c[c.count - 1 - $0] }
    }
    return truth
  }

  /// Whether all roots have a negative real part, by Routh's array: iff all numbers of its first column have one sign.
  /// True for a constant other than 0. Decided exactly over `Rational`.
  ///
  /// - Source: Gantmacher, The Theory of Matrices, volume 2, chapter XV.
  public var isHurwitz: Truth {
    guard let last = coefficients.last else { return .undecided }
    let zero = Scalar(0, in: context)
    guard last.isEqual(to: zero).isFalse else { return .undecided }
    let scaled = coefficients.reversed().map { $0 / last }
    var upper = stride(from: 0, to: scaled.count, by: 2).map { scaled[$0] }
    var lower = stride(from: 1, to: scaled.count, by: 2).map { scaled[$0] }
    var truth = Truth.true
    for _ in 0..<degree {
      guard let pivot = lower.first else { return .false }
      truth = truth && pivot.isPositive
      guard truth == .true else { return truth }
      let factor = upper[0] / pivot
      let next = (1..<max(upper.count, 1)).map { upper[$0] - factor * ($0 < lower.count ? lower[$0] : zero) }
      (upper, lower) = (lower, next)
    }
    return truth
  }
}

extension Matrix where Scalar: ComplexArithmetic, Scalar.Real: RealArithmetic {
  /// The polynomial det(x I - A) det(x I - conj A), whose coefficients are real and whose roots are the eigenvalues of
  /// A and their conjugates.
  public func realCharacteristicPolynomial() -> Polynomial<Scalar.Real> {
    let p = characteristicPolynomial().polynomial
    let product = p * Polynomial(p.coefficients.map(\.conjugate), in: context)
    return Polynomial<Scalar.Real>(product.coefficients.map(\.real), in: context)
  }
}
