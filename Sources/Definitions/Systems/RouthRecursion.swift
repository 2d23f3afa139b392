import Arithmetic
import LinearAlgebra

/// The Routh recursion of a polynomial a of degree n: in each step the leading coefficient is removed,
///
///     alpha_k = a_k/a_(k-1),   a <- a - alpha_k s (the terms of a of the parity of k - 1),   k = n, ..., 1,
///
/// with a_k the leading coefficient of the current polynomial of degree k.
///
/// a is a Hurwitz polynomial, all roots in Re s < 0, exactly if all alpha_k are positive; where none is 0, as many
/// roots lie in Re s > 0 as alpha_k are negative. Exact over `Rational`; over `Ball` a sign that is not certain leaves
/// the answer open.
///
/// - Source: E. J. Routh (1877); in this form K. J. Astrom, Introduction to Stochastic Control Theory, 1970, chapter 5.
public struct RouthRecursion<R: RealArithmetic & ConjugateArithmetic>: Sendable {
  /// alpha_n, ..., alpha_1; those after one that is 0 or undefined are left out.
  public let ratios: [R]
  /// n.
  public let degree: Int
  /// int_0^inf g(t)^2 dt for the g with the Laplace transform b/a; nil where the recursion ended early.
  let squaredNorm: R?

  /// - Parameter polynomial: a, with a leading coefficient that is certainly not 0.
  public init(_ polynomial: Polynomial<R>) {
    self.init(denominator: polynomial, numerator: Polynomial([], in: polynomial.context))
  }

  /// The recursion of a, and with it sum_k beta_k^2/(2 alpha_k), where beta_k = b_(k-1)/a_(k-1) removes the leading
  /// coefficient of b in the same way.
  init(denominator: Polynomial<R>, numerator: Polynomial<R>) {
    let zero = R(0, in: denominator.context)
    degree = denominator.degree
    precondition(numerator.degree < degree || degree < 0, "a strictly proper rational function")
    var a = denominator.coefficients
    var b = numerator.coefficients + Array(repeating: zero, count: max(0, degree - numerator.coefficients.count))
    var ratios: [R] = []
    var norm = zero
    for k in stride(from: degree, to: 0, by: -1) {
      let pivot = a[k - 1]
      guard pivot.isEqual(to: zero) == .false else { break }
      let alpha = a[k] / pivot
      let beta = b[k - 1] / pivot
      ratios.append(alpha)
      norm = norm + beta * beta / (alpha * 2)
      var next = Array(a[..<k])
      for i in stride(from: k - 1, through: 0, by: -2) { b[i] = b[i] - beta * a[i] }
      // s times the terms of the parity of k - 1 has the parity of k.
      for i in stride(from: k - 2, through: 0, by: -2) { next[i] = a[i] - (i >= 1 ? alpha * a[i - 1] : zero) }
      a = next
      b = Array(b[..<(k - 1)])
    }
    self.ratios = ratios
    squaredNorm = ratios.count == max(degree, 0) ? norm : nil
  }

  /// Whether all roots lie in Re s < 0, as far as the arithmetic decides.
  public var isHurwitz: Truth {
    let signs = ratios.map(\.isPositive)
    if signs.contains(.false) { return .false }
    if ratios.count == degree { return signs.allSatisfy(\.isTrue) ? .true : .undecided }
    // An exact 0 in the first column: a root on or beyond the axis. For an enclosure nobody knows.
    return R.resultKind == .exact ? .false : .undecided
  }

  /// The number of roots in Re s > 0; nil where a ratio is 0 or has no certain sign.
  public var rightHalfPlaneRoots: Int? {
    let signs = ratios.map(\.isPositive)
    guard ratios.count == degree, !signs.contains(.undecided) else { return nil }
    return signs.count { $0 == .false }
  }
}

extension RationalFunction where R: ConjugateArithmetic {
  /// The squared H2 norm (1/2 pi) int |G(i w)|^2 dw = int_0^inf g(t)^2 dt of a strictly proper function with a Hurwitz
  /// denominator, in O(n^2) operations: exact over `Rational`.
  ///
  /// - Returns: nil where the denominator is not certainly a Hurwitz polynomial, or of too low a degree.
  /// - Source: Astrom, Jury, Agniel, "A numerical method for the evaluation of complex integrals", IEEE Trans.
  ///   Automatic
  ///   Control 15 (1970).
  public var squaredH2Norm: R? {
    var numerator = numerator
    while numerator.degree >= denominator.degree, let last = numerator.coefficients.last {
      guard last.isEqual(to: R(0, in: context)).isTrue else { return nil }
      numerator.coefficients.removeLast()
    }
    let recursion = RouthRecursion(denominator: denominator, numerator: numerator)
    return recursion.isHurwitz.isTrue ? recursion.squaredNorm : nil
  }
}
