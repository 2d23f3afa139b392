import Arithmetic

extension Draw {
  /// An integer of `range`, simplest nearest to zero.
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    let count = UInt64(range.upperBound - range.lowerBound) + 1
    let choice = Int(choice(among: count))
    // The integers of the range in order of distance from its element nearest to zero, the positive one first.
    let origin = min(max(0, range.lowerBound), range.upperBound)
    let above = range.upperBound - origin
    let below = origin - range.lowerBound
    let paired = min(above, below)
    if choice <= 2 * paired { return choice % 2 == 1 ? origin + (choice + 1) / 2 : origin - choice / 2 }
    return above > below ? origin + choice - paired : origin - (choice - paired)
  }

  /// Either, simplest `false`.
  public mutating func bool() -> Bool { choice(among: 2) == 1 }

  /// 1 or -1, simplest 1.
  public mutating func sign() -> Int { bool() ? -1 : 1 }

  /// One of `elements`, simplest the first.
  public mutating func element<Element>(of elements: [Element]) -> Element {
    elements[Int(choice(among: UInt64(elements.count)))]
  }

  /// A rational p/q of [lower, upper] with q at most `denominator`, simplest an integer near zero.
  public mutating func rational(in range: ClosedRange<Int>, denominator: Int = 16) -> Rational {
    let q = integer(in: 1...denominator)
    return Rational(integer(in: range.lowerBound * q...range.upperBound * q), q)
  }

  /// A rational of (lower, upper], as ``rational(in:denominator:)`` but never the lower bound.
  public mutating func rational(above lower: Int, upTo upper: Int, denominator: Int = 16) -> Rational {
    let q = integer(in: 1...denominator)
    return Rational(integer(in: lower * q + 1...upper * q), q)
  }

  /// base^k with k in `exponents`, simplest 1.
  public mutating func power(of base: Int, in exponents: ClosedRange<Int>) -> Rational {
    Rational.pow(Rational(base, 1), integer(in: exponents))
  }

  /// `count` values drawn by `body`.
  public mutating func list<Element>(
    count: Int, _ body: (inout Draw) throws -> Element
  ) rethrows -> [Element] {
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try body(&self)) }
    return elements
  }
}
