/// The radius of an enclosure: a nonnegative number s 2^e, with s a `Double` in [1, 2) and e an exponent of its own.
///
/// A `Double` alone would lose its meaning where the midpoint leaves the range of `Double`: a state that has decayed to
/// 1e-400000 is still a number, and its error bound must be one too. The exponent e runs over -2^60 ... 2^60, far beyond
/// the exponents of MPFR. The operators round **up**, so that they turn upper bounds into upper bounds; the functions
/// whose name begins with `lower` round **down** and turn bounds into lower bounds.
///
/// - Edge cases: the least positive magnitude is 2^-(2^60): a smaller positive result rounded up becomes it, rounded
///   down becomes 0. A result beyond the largest exponent, NaN, 0 times infinity and a division by 0 become
///   ``infinity``, which as an upper bound is always right.
/// - Accuracy: a result is at most 2 units in the 52nd binary place (a factor 1 + 2^-51) from the exact one, where
///   nothing else is said.
public struct Magnitude: Hashable, Sendable {
  /// In [1, 2); 0 for zero; infinite for infinity.
  public let significand: Double
  /// The exponent of 2; 0 for zero and infinity.
  public let exponent: Int

  static let exponentLimit = 1 << 60

  /// The caller guarantees: significand in [1, 2) with an exponent within the limit, or 0 or infinity with exponent 0.
  @inline(__always)
  init(_significand significand: Double, exponent: Int) {
    self.significand = significand
    self.exponent = exponent
  }

  /// s 2^e for s in [1, 4], put into range upwards.
  @inline(__always)
  init(_up s: Double, _ e: Int) {
    var (s, e) = (s, e)
    while s >= 2 { (s, e) = (s * 0.5, e + 1) }
    if e > Self.exponentLimit {
      self = .infinity
    } else if e < -Self.exponentLimit {
      self = .leastPositive
    } else {
      self.init(_significand: s, exponent: e)
    }
  }

  /// s 2^e for any finite s, put into range downwards; 0 for s <= 0.
  @inline(__always)
  init(_down s: Double, _ e: Int) {
    guard s > 0 else {
      self = .zero
      return
    }
    let e = e + Int(s.exponent)
    if e > Self.exponentLimit {
      self.init(_significand: 1, exponent: Self.exponentLimit)
    } else if e < -Self.exponentLimit {
      self = .zero
    } else {
      self.init(_significand: s.significand, exponent: e)
    }
  }

  /// 0, the radius of a point.
  public static let zero = Magnitude(_significand: 0, exponent: 0)
  /// 1.
  public static let one = Magnitude(_significand: 1, exponent: 0)
  /// The bound that is always right, and says nothing.
  public static let infinity = Magnitude(_significand: .infinity, exponent: 0)
  /// 2^-(2^60).
  public static let leastPositive = Magnitude(_significand: 1, exponent: -exponentLimit)

  /// Whether this is 0.
  @inline(__always) public var isZero: Bool { significand == 0 }
  /// Whether this is not infinity.
  @inline(__always) public var isFinite: Bool { significand < .infinity }

  /// 2^exponent, exactly; the nearest bound above where the exponent is out of range.
  @inline(__always)
  public static func powerOfTwo(_ exponent: Int) -> Magnitude { Magnitude(_up: 1, exponent) }

  /// |value|, exactly; infinity for NaN.
  public init(_ value: Double) {
    guard value != 0 else {
      self = .zero
      return
    }
    guard value.isFinite else {
      self = .infinity
      return
    }
    self.init(_significand: abs(value).significand, exponent: Int(value.exponent))
  }

  /// self 2^n, exactly within the range of exponents, else rounded up.
  @inline(__always)
  public func scaled(byPowerOfTwo n: Int) -> Magnitude {
    isZero || !isFinite ? self : Magnitude(_up: significand, exponent + min(max(n, -1 << 61), 1 << 61))
  }

  /// The least `Double` that is known to be at least self: exact in the range of normal numbers.
  public var double: Double {
    if isZero || !isFinite { return significand }
    if exponent > 1023 { return .infinity }
    let value = Double(sign: .plus, exponent: max(exponent, -1080), significand: significand)
    // Below the normal numbers the scaling rounded to nearest, perhaps down.
    return exponent < -1022 ? value.nextUp : value
  }
}

extension Magnitude: Comparable {
  /// The order of the numbers, exactly.
  public static func < (x: Magnitude, y: Magnitude) -> Bool {
    if x.isZero || y.isZero || !x.isFinite || !y.isFinite { return x.significand < y.significand }
    return x.exponent != y.exponent ? x.exponent < y.exponent : x.significand < y.significand
  }
}

extension Magnitude: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  /// |value|, exactly up to 53 bits.
  public init(integerLiteral value: Int) { self.init(Double(value)) }
  /// |value|, exactly: of a decimal, the nearest `Double`.
  public init(floatLiteral value: Double) { self.init(value) }
}
