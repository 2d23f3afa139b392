/// An integer modulo a prime p: the finite field of p elements, in which identities of discrete Fourier transforms can
/// be checked exactly, because it has the roots of unity of every order that divides p - 1.
///
///     let field = PrimeModulus(withRootsOfOrder: 8)
///     let w = field.rootOfUnity(order: 8)!       // w^8 = 1, w^4 = -1
///
/// An identity of polynomials with integer coefficients that holds over the rationals holds here; one that fails over
/// the rationals fails here unless p divides the difference, which has odds of about 1/p for drawn operands.
///
/// A rational number p does not divide the denominator of is its numerator over its denominator, a `Double` the
/// rational number that it holds. 1/0, and what is computed from it, is the undefined value. Operands have one modulus.
public struct ModularInteger: Hashable, Sendable {
  /// The representative from 0 to p - 1; p itself stands for the undefined value.
  @usableFromInline let stored: UInt64
  public let modulus: PrimeModulus

  @usableFromInline init(residue: UInt64, modulus: PrimeModulus) {
    stored = residue
    self.modulus = modulus
  }

  /// 1/0.
  public static func undefined(in modulus: PrimeModulus) -> ModularInteger {
    ModularInteger(residue: modulus.value, modulus: modulus)
  }

  /// The representative from 0 to p - 1; nil for the undefined value.
  public var residue: UInt64? { isDefined ? stored : nil }

  /// A number below p from a number of 64 bits: `bits` modulo p.
  public init(bits: UInt64, in modulus: PrimeModulus) {
    self.init(residue: bits % modulus.value, modulus: modulus)
  }
}
