import Arithmetic

extension Polynomial where Scalar == Rational {
  /// The polynomial without leading coefficients that are 0.
  public var trimmed: Polynomial {
    let count = (coefficients.lastIndex { !$0.isZero } ?? -1) + 1
    return Polynomial(Array(coefficients[..<count]), in: context)
  }

  /// q and r with self = q divisor + r and deg r < deg divisor, exactly.
  ///
  /// - Parameter divisor: not 0.
  public func quotientAndRemainder(dividingBy divisor: Polynomial) -> (quotient: Polynomial, remainder: Polynomial) {
    let divisor = divisor.trimmed
    precondition(divisor.degree >= 0, "a division by the polynomial 0")
    var rest = trimmed.coefficients
    var quotient: [Rational] = []
    let leading = divisor.coefficients[divisor.degree]
    while rest.count > divisor.degree {
      let factor = rest[rest.count - 1] / leading
      let shift = rest.count - divisor.coefficients.count
      for (k, c) in divisor.coefficients.enumerated() { rest[shift + k] = rest[shift + k] - factor * c }
      rest.removeLast()
      quotient.append(factor)
    }
    return (Polynomial(quotient.reversed(), in: context), Polynomial(rest, in: context).trimmed)
  }

  /// The number of different real roots in (lower, infinity), exactly, by Sturm's theorem.
  public func rootCount(above lower: Rational) -> Int {
    var chain = [trimmed, trimmed.derivative.trimmed]
    guard chain[0].degree >= 1 else { return 0 }
    while let last = chain.last, last.degree >= 0 {
      let rest = chain[chain.count - 2].quotientAndRemainder(dividingBy: last).remainder
      // A positive factor changes no sign and keeps the numbers short.
      let size = rest.coefficients.last?.magnitude ?? 1
      chain.append(-rest.scaled(by: 1 / size))
    }
    chain.removeLast()
    // Where p has multiple roots, the chain divided by the last one, their common divisor, counts each once; the signs
    // count the same.
    func changes(_ signs: [Int]) -> Int {
      let signs = signs.filter { $0 != 0 }
      return zip(signs, signs.dropFirst()).count { $0 != $1 }
    }
    return changes(chain.map { $0(lower).signum }) - changes(chain.map { $0.coefficients[$0.degree].signum })
  }
}
