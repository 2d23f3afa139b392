import Arithmetic

/// Two eigenvalues a and b of modes in discrete time, with the differences that second moments divide by and that
/// cancel near the unit circle: 1 - a, 1 - b and 1 - a b.
///
/// Second moments of one mode, such as E|h|^2, take b = conj a, for which 1 - a b = 1 - |a|^2. Which initializer keeps
/// the differences accurate depends on how the eigenvalue is known: see each.
public struct EigenvaluePair<A: Arithmetic>: Sendable {
  public let first, second: A
  /// 1 - a.
  public let firstComplement: A
  /// 1 - b.
  public let secondComplement: A
  /// 1 - a b.
  public let productComplement: A

  /// The pair with differences that the caller knows better than the values tell.
  public init(_ first: A, _ second: A, firstComplement: A, secondComplement: A, productComplement: A) {
    self.first = first
    self.second = second
    self.firstComplement = firstComplement
    self.secondComplement = secondComplement
    self.productComplement = productComplement
  }

  /// The pair (a, b), with 1 - a b = (1 - a) + a (1 - b): no cancellation for a and b in [0, 1].
  public init(_ first: A, _ second: A) {
    let (x, y) = (1 - first, 1 - second)
    self.init(
      first, second, firstComplement: x, secondComplement: y, productComplement: x.addingProduct(first, y))
  }

  /// a b.
  public var product: A { first * second }
}

extension EigenvaluePair where A: RealArithmetic {
  /// The pair (a, a) of a real eigenvalue, with 1 - a^2 = (1 - a)(1 + a): no cancellation beyond that of 1 -+ a.
  public init(squareOf eigenvalue: A) { self.init(squareOf: eigenvalue, complement: 1 - eigenvalue) }

  /// The same for a known 1 - a, as the map a = e^(-e^w) gives it: 1 - a = -(e^(-e^w) - 1).
  public init(squareOf eigenvalue: A, complement: A) {
    self.init(
      eigenvalue, eigenvalue, firstComplement: complement, secondComplement: complement,
      productComplement: complement * (1 + eigenvalue))
  }
}

extension EigenvaluePair where A: ComplexArithmetic {
  /// The pair (a, conj a) of a complex eigenvalue a = x + i y, with 1 - |a|^2 = (1 - x)(1 + x) - y^2.
  ///
  /// Near the unit circle this loses about log2 1/(1 - |a|^2) bits; the polar form does not.
  public init(conjugatesOf eigenvalue: A) {
    let (x, y) = (eigenvalue.real, eigenvalue.imaginary)
    self.init(
      eigenvalue, eigenvalue.conjugate, firstComplement: 1 - eigenvalue, secondComplement: 1 - eigenvalue.conjugate,
      productComplement: A((1 - x) * (1 + x) - y * y))
  }
}

extension EigenvaluePair where A: ComplexArithmetic, A.Real: ElementaryArithmetic {
  /// The pair (a, conj a) of a = e^(-decay + i phase), without cancellation however small the decay and the phase are:
  ///
  ///     1 - |a|^2 = -(e^(-2 decay) - 1),   Re(1 - a) = -(e^-decay - 1) + 2 e^-decay sin(phase/2)^2.
  ///
  /// - Parameters:
  ///   - decay: -log|a|, per step.
  ///   - phase: arg a, in radians per step.
  public init(decay: A.Real, phase: A.Real) {
    let modulus = A.Real.exp(-decay)
    let half = A.Real.sin(phase / 2)
    let sine = modulus * A.Real.sin(phase)
    let complement = 2 * modulus * half * half - A.Real.expMinusOne(-decay)
    self.init(
      A(modulus * A.Real.cos(phase), sine), A(modulus * A.Real.cos(phase), -sine),
      firstComplement: A(complement, -sine), secondComplement: A(complement, sine),
      productComplement: A(-A.Real.expMinusOne(-2 * decay)))
  }
}
