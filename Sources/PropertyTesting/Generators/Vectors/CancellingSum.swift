/// Numbers whose sum is known exactly although it is much smaller than they are.
public struct CancellingSum: Sendable, Hashable {
  public let terms: [Double]
  /// The exact sum of the terms.
  public let sum: Double

  /// sum |x| / |sum x|, up to rounding: the condition number of the sum.
  public var condition: Double { terms.reduce(0) { $0 + $1.magnitude } / sum.magnitude }
}

/// Two vectors whose dot product is known exactly although it is much smaller than its terms.
public struct CancellingDotProduct: Sendable, Hashable {
  public let x: [Double]
  public let y: [Double]
  /// The exact value of the dot product.
  public let value: Double

  /// 2 sum |x y| / |sum x y|, up to rounding: the condition number of the dot product.
  public var condition: Double { 2 * zip(x, y).reduce(0) { $0 + ($1.0 * $1.1).magnitude } / value.magnitude }
}

extension Generator where Value == CancellingSum {
  /// A sum of about `count` terms whose condition number is at least 10^k and at most 5 (n + 5) 10^k, where k of
  /// `decimals`, up to 290, is a choice and n is the number of free terms.
  ///
  /// The idea, random terms of falling size and then terms that cancel the exact sum so far, is of Ogita, Rump, Oishi:
  /// Accurate sum and dot product, SIAM Journal on Scientific Computing 26 (2005), doi:10.1137/030601818, section 6.
  /// Here what cancels is the exact sum itself, taken apart into Doubles, so that `sum` is exact. The order is random;
  /// simplest the free terms first.
  public static func cancellingSum(decimals: ClosedRange<Int>, count: ClosedRange<Int> = 0...16) -> Generator {
    precondition(0 <= decimals.lowerBound && decimals.upperBound <= 290, "10^k must be far from overflow")
    return Generator { draw in
      let bits = draw.binaryExponent(decimals: decimals)
      let (leading, sum) = draw.leadingAndSum(bits)
      var terms = [leading]
      terms += draw.array(count: count) { $0.float(FloatDomain(-1...1)) * power($0.integer(in: 0...bits)) }
      var exact = ExactSum()
      for term in terms { exact.add(term) }
      terms += exact.parts.reversed().map { -$0 } + [sum]
      return CancellingSum(terms: draw.shuffled(terms), sum: sum)
    }
  }
}

extension Generator where Value == CancellingDotProduct {
  /// A dot product of about `count` terms whose condition number is at least 2 10^k and at most 10 (n + 5) 10^k, where
  /// k of `decimals`, up to 290, is a choice and n is the number of free terms. As
  /// ``Generator/cancellingSum(decimals:count:)``.
  ///
  /// Every product x y is a Double.
  public static func cancellingDotProduct(decimals: ClosedRange<Int>, count: ClosedRange<Int> = 0...16) -> Generator {
    precondition(0 <= decimals.lowerBound && decimals.upperBound <= 290, "10^k must be far from overflow")
    // Products of two numbers of 24 bits have 48 bits.
    let factor = FloatDomain(-1...1, format: .binary32)
    return Generator { draw in
      let bits = draw.binaryExponent(decimals: decimals)
      let (leading, sum) = draw.leadingAndSum(bits)
      var pairs = [(leading, 1.0)]
      pairs += draw.array(count: count) { draw in
        let x = draw.float(factor) * power(draw.integer(in: 0...bits / 2))
        return (x, draw.float(factor) * power(draw.integer(in: 0...bits / 2)))
      }
      var exact = ExactSum()
      for (x, y) in pairs { exact.add(x * y) }
      for part in exact.parts.reversed() + [-sum] {
        let exponent = draw.integer(in: -10...10)
        pairs.append((-part * power(-exponent), power(exponent)))
      }
      pairs = draw.shuffled(pairs)
      return CancellingDotProduct(x: pairs.map(\.0), y: pairs.map(\.1), value: sum)
    }
  }
}

/// 2^exponent of a normal number.
private func power(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }

extension Draw {
  /// The least b with 2^b >= 10^k for a k of `decimals`.
  fileprivate mutating func binaryExponent(decimals: ClosedRange<Int>) -> Int {
    // 3.322 is a little above log2 10: for k <= 290 the error is below 0.03.
    (integer(in: decimals) * 3322 + 999) / 1000
  }

  /// A number of 2...4 times 2^bits and one of 1...2, of either sign.
  fileprivate mutating func leadingAndSum(_ bits: Int) -> (leading: Double, sum: Double) {
    let leading = float(FloatDomain(1...2)) * power(bits + 1)
    let sum = float(FloatDomain(1...2))
    return (leading, bool() ? -sum : sum)
  }
}
