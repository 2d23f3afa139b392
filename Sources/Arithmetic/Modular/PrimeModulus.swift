/// A prime p below 2^62: the context of a ``ModularInteger``.
public struct PrimeModulus: Hashable, Sendable, CustomStringConvertible {
  /// p.
  public let value: UInt64

  /// nil where `value` is no prime below 2^62.
  public init?(_ value: UInt64) {
    guard value < 1 << 62, Self.isPrime(value) else { return nil }
    self.value = value
  }

  /// The least prime p >= `bound` with p = 1 modulo `order`: the field of p elements has a root of unity of that order.
  ///
  /// - Parameters:
  ///   - order: from 1 to 2^20.
  ///   - bound: at most 2^61. Such primes are dense enough (Linnik) that one below 2^62 is always found.
  public init(withRootsOfOrder order: Int, atLeast bound: UInt64 = 1 << 30) {
    precondition((1...1 << 20).contains(order) && bound <= 1 << 61, "an order up to 2^20, a bound up to 2^61")
    let step = UInt64(order)
    var candidate = (max(bound, 2) + step - 2) / step * step + 1
    while !Self.isPrime(candidate) { candidate += step }
    value = candidate
  }

  public var description: String { "prime \(value)" }

  /// A primitive root of unity: w^order = 1, and no smaller power of w is 1. nil where `order` does not divide p - 1.
  public func rootOfUnity(order: Int) -> ModularInteger? {
    guard order >= 1, (value - 1) % UInt64(order) == 0 else { return nil }
    let divisors = Self.primeFactors(of: UInt64(order))
    for base in 1..<value {
      let root = Self.power(base, (value - 1) / UInt64(order), modulo: value)
      // root^order = 1 by Fermat; its order is `order` unless it is that of a proper divisor.
      if divisors.allSatisfy({ Self.power(root, UInt64(order) / $0, modulo: value) != 1 }) {
        return ModularInteger(residue: root, modulus: self)
      }
    }
    return nil
  }

  static func product(_ x: UInt64, _ y: UInt64, modulo p: UInt64) -> UInt64 {
    p.dividingFullWidth(x.multipliedFullWidth(by: y)).remainder
  }

  /// x^n modulo p, by repeated squaring.
  static func power(_ x: UInt64, _ n: UInt64, modulo p: UInt64) -> UInt64 {
    var (result, square, remaining) = (1 % p, x % p, n)
    while remaining > 0 {
      if remaining & 1 == 1 { result = product(result, square, modulo: p) }
      square = product(square, square, modulo: p)
      remaining >>= 1
    }
    return result
  }

  /// Whether n is prime: the test of Miller and Rabin with the first twelve primes as bases, which decides below
  /// 3.3e24.
  ///
  /// - Source: J. Sorenson, J. Webster, "Strong pseudoprimes to twelve prime bases", Math. Comp. 86, 2017.
  static func isPrime(_ n: UInt64) -> Bool {
    let bases: [UInt64] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]
    if n < 2 { return false }
    for p in bases where n % p == 0 { return n == p }
    let twos = (n - 1).trailingZeroBitCount
    return bases.allSatisfy { base in
      var x = power(base, (n - 1) >> UInt64(twos), modulo: n)
      if x == 1 || x == n - 1 { return true }
      for _ in 1..<max(twos, 1) {
        x = product(x, x, modulo: n)
        if x == n - 1 { return true }
      }
      return false
    }
  }

  /// The primes that divide n, by trial division.
  private static func primeFactors(of n: UInt64) -> [UInt64] {
    var (factors, rest, candidate): ([UInt64], UInt64, UInt64) = ([], n, 2)
    while candidate * candidate <= rest {
      if rest % candidate == 0 {
        factors.append(candidate)
        while rest % candidate == 0 { rest /= candidate }
      }
      candidate += 1
    }
    return rest > 1 ? factors + [rest] : factors
  }
}
