extension Generator where Value: FixedWidthInteger & Sendable {
  /// An integer of `range`; simplest the one nearest to 0.
  ///
  /// Three in eight are uniform, the others are small, of uniform bit length, or at the bounds: what goes wrong with
  /// integers goes wrong there. A range of at most 16 integers is drawn from uniformly.
  @inlinable
  public static func integer(in range: ClosedRange<Value> = Value.min...Value.max) -> Generator {
    integer(in: range, origin: 0, isUniform: false)
  }

  /// An integer of `range`; simplest the one nearest to `origin`, around which the small ones lie.
  @inlinable
  public static func integer(in range: ClosedRange<Value> = Value.min...Value.max, origin: Value) -> Generator {
    integer(in: range, origin: origin, isUniform: false)
  }

  /// An integer of `range`, all equally likely; simplest the one nearest to `origin`.
  @inlinable
  public static func integer(uniformIn range: ClosedRange<Value>, origin: Value = 0) -> Generator {
    integer(in: range, origin: origin, isUniform: true)
  }

  @inlinable
  static func integer(in range: ClosedRange<Value>, origin: Value, isUniform: Bool) -> Generator {
    precondition(Value.bitWidth <= 64, "a choice has 64 bits")
    if let lower = Int(exactly: range.lowerBound), let upper = Int(exactly: range.upperBound) {
      let nearest = Int(min(max(origin, range.lowerBound), range.upperBound))
      return Generator { draw in
        Value(truncatingIfNeeded: draw.integer(lower: lower, upper: upper, origin: nearest, isUniform: isUniform))
      }
    }
    // Beyond `Int.max`, which only `UInt64` and `UInt` reach: the distance from the lower bound is the choice.
    let lower = range.lowerBound
    let last = UInt64(range.upperBound) - UInt64(lower)
    return Generator { draw in lower + Value(draw.distance(upTo: last, isUniform: isUniform)) }
  }
}

extension Draw {
  /// An integer of lower...upper, uniform or from the mixture of ``Generator/integer(in:)``.
  @usableFromInline
  mutating func integer(lower: Int, upper: Int, origin: Int, isUniform: Bool) -> Int {
    let value = choose(.integer(lower: lower, upper: upper, origin: origin)) { random, _ in
      let width = UInt64(bitPattern: Int64(upper)) &- UInt64(bitPattern: Int64(lower))
      let base = UInt64(bitPattern: Int64(lower))
      if isUniform || width < 16 { return base &+ random.upTo(width) }
      return base &+ random.mixed(upTo: width, around: UInt64(bitPattern: Int64(origin)) &- base)
    }
    return Int(Int64(bitPattern: value))
  }

  /// A number of 0...last, uniform or from the mixture of ``Generator/integer(in:)``; simplest 0.
  @usableFromInline
  mutating func distance(upTo last: UInt64, isUniform: Bool) -> UInt64 {
    choose(.index(last: last)) { random, _ in
      isUniform || last < 16 ? random.upTo(last) : random.mixed(upTo: last, around: 0)
    }
  }
}

extension SplitMix64 {
  /// A number of 0...last: one in eight at a bound or next to it, a quarter within 16 of `origin`, a quarter at a
  /// distance of uniform bit length from it, and the others uniform.
  mutating func mixed(upTo last: UInt64, around origin: UInt64) -> UInt64 {
    let bits = advance()
    let distance: UInt64
    switch bits & 7 {
    case 0:
      let step = bits >> 4 & 1
      return bits & 8 == 0 ? step : last - step
    case 1, 2:
      distance = bits >> 4 & 15
    case 3, 4:
      // The width that the longer side of the origin has; each bit length up to it is equally likely.
      let length = UInt64(64 - max(origin, last - origin).leadingZeroBitCount)
      let shift = 63 - (((bits >> 4 & 0xFFFF_FFFF) * length) >> 32)
      distance = (advance() | 1 << 63) >> shift
    default:
      return upTo(last)
    }
    // To the side that the sign bit says, if there is room, else to the other, else anywhere.
    let isBelow = bits & 8 != 0
    if isBelow && distance <= origin { return origin - distance }
    if distance <= last - origin { return origin + distance }
    return distance <= origin ? origin - distance : upTo(last)
  }
}
