/// A rational number p/q in lowest terms with q > 0.
public struct Fraction: Hashable, Sendable {
  public let numerator: Int
  public let denominator: Int

  /// p/q in lowest terms. q is not 0, and neither is `Int.min`.
  public init(_ numerator: Int, _ denominator: Int = 1) {
    precondition(denominator != 0, "a denominator of zero")
    var (x, y) = (numerator.magnitude, denominator.magnitude)
    while y != 0 { (x, y) = (y, x % y) }
    let divisor = denominator < 0 ? -Int(x) : Int(x)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// max(|p|, q).
  public var height: Int { max(abs(numerator), denominator) }

  /// The Double nearest to the fraction where |p|, q <= 2^53; otherwise both are rounded first.
  public var doubleValue: Double { Double(numerator) / Double(denominator) }
}

extension Fraction: Comparable {
  public static func < (x: Fraction, y: Fraction) -> Bool {
    let left = x.numerator.multipliedFullWidth(by: y.denominator)
    let right = y.numerator.multipliedFullWidth(by: x.denominator)
    return (left.high, left.low) < (right.high, right.low)
  }
}

extension Fraction: CustomStringConvertible {
  public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}

extension Generator where Value == Fraction {
  /// A fraction of `range` whose denominator is at most `bound`; simplest 0, or the integer nearest to it.
  ///
  /// The bounds times `bound` fit into an `Int`.
  public static func fraction(in range: ClosedRange<Int> = -16...16, denominatorsUpTo bound: Int = 16) -> Generator {
    precondition(bound > 0, "a denominator is positive")
    let denominators = Generator<Int>.integer(in: 1...bound)
    return Generator { draw in
      try draw.span(SpanLabel.number) { draw in
        let q = try denominators.draw(from: &draw)
        let numerators = range.lowerBound * q...range.upperBound * q
        return Fraction(try Generator<Int>.integer(in: numerators).draw(from: &draw), q)
      }
    }
  }

  /// A fraction p/q with |p|, q <= `bound`; simplest 0.
  public static func fraction(heightUpTo bound: Int) -> Generator {
    precondition(bound > 0, "a height is positive")
    let denominators = Generator<Int>.integer(in: 1...bound)
    let numerators = Generator<Int>.integer(in: -bound...bound)
    return Generator { draw in
      try draw.span(SpanLabel.number) { draw in
        let q = try denominators.draw(from: &draw)
        return Fraction(try numerators.draw(from: &draw), q)
      }
    }
  }
}
