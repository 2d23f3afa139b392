extension FloatDomain {
  /// A random number of the domain, chosen so as to find what goes wrong with floating point.
  ///
  /// Of 64 numbers about 16 are uniform by value, 8 of uniform exponent near 1, 8 uniform by bits, 8 small integers and
  /// numbers of few bits, 8 powers of two and their neighbours, 4 nice ones, 4 ties of a narrower format, 3 bounds or
  /// next to one, 2 at the format's own edges, and 3 relatives of a number that this case drew before, so that
  /// cancellations and coincidences happen. What falls outside the range is replaced by a uniform number. Where special
  /// values are allowed, one in 16 is special.
  func random(_ random: inout SplitMix64, _ earlier: [Choice]) -> Double {
    let bits = random.advance()
    if allowsInfinity || allowsNaN, bits >> 60 == 0 { return special(bits) }
    let candidate: Double
    switch bits & 63 {
    case 0..<16: return bits & 0x1C0 != 0 && isWide ? nearOne(random.advance()) : uniform(&random)
    case 16..<24: return nearOne(random.advance())
    case 24..<32: return uniformByBits(&random)
    case 32..<40: candidate = fewBits(bits >> 6)
    case 40..<48: candidate = powerOfTwo(bits >> 6)
    case 48..<52: candidate = nice(bits >> 6)
    case 52..<56: candidate = tie(random.advance())
    case 56..<59: candidate = bound(bits >> 6)
    case 59..<61: candidate = edge(bits >> 6)
    default: candidate = relative(random.advance(), earlier)
    }
    let rounded = format.round(candidate)
    if lower <= rounded && rounded <= upper { return rounded }
    if lower <= -rounded && -rounded <= upper { return -rounded }
    return uniform(&random)
  }

  /// Whether numbers uniform by value would all be huge.
  @inline(__always)
  private var isWide: Bool { upper > 0x1p64 || lower < -0x1p64 }

  /// All numbers of the reals in the range equally likely, before rounding.
  @inline(__always)
  func uniform(_ random: inout SplitMix64) -> Double {
    let share = random.unit()
    let value = lower * (1 - share) + upper * share
    return format.round(min(max(value, lower), upper))
  }

  /// All numbers of the format in the range equally likely.
  @inline(__always)
  func uniformByBits(_ random: inout SplitMix64) -> Double {
    let first = format.ordinal(of: lower)
    let last = format.ordinal(of: upper)
    let step = random.upTo(UInt64(bitPattern: Int64(last &- first)))
    return format.number(atOrdinal: first &+ Int(truncatingIfNeeded: step))
  }

  /// The exponents of the nonzero numbers of the range, those of subnormal numbers lumped.
  @inline(__always)
  private var exponents: (least: Int, greatest: Int) {
    func exponent(_ value: Double) -> Int { Int(value.bitPattern >> 52 & 0x7FF) - 1023 }
    let greatest = exponent(max(lower.magnitude, upper.magnitude))
    if lower <= 0 && upper >= 0 { return (min(format.leastExponent - format.fractionBits, greatest), greatest) }
    return (exponent(min(lower.magnitude, upper.magnitude)), greatest)
  }

  /// An exponent of the range from 32 random bits: within `reach` of 0 if there are such.
  @inline(__always)
  private func exponent(_ bits: UInt64, within reach: ClosedRange<Int>) -> Int {
    var (least, greatest) = exponents
    if least <= reach.upperBound && greatest >= reach.lowerBound {
      least = max(least, reach.lowerBound)
      greatest = min(greatest, reach.upperBound)
    }
    return least + Int(((bits & 0xFFFF_FFFF) * UInt64(greatest - least + 1)) >> 32)
  }

  /// 2^exponent, also where it is subnormal.
  @inline(__always)
  private func power(_ exponent: Int) -> Double {
    if exponent >= -1022 { return Double(bitPattern: UInt64(min(exponent, 1023) + 1023) << 52) }
    return Double(bitPattern: 1 << UInt64(max(0, exponent + 1074)))
  }

  /// A number with a random significand whose exponent is uniform within 40 of that of 1.
  @inline(__always)
  private func nearOne(_ bits: UInt64) -> Double {
    // The bits that choose the exponent are the last of the significand, which hardly anything depends on.
    let scale = power(exponent(bits, within: -40...40))
    return format.round(clamped((1 + Double(bits >> 12) * 0x1p-52) * scale, negative: bits & 1 << 33 != 0))
  }

  /// The number or its negative, moved to the nearest bound where both lie outside.
  @inline(__always)
  private func clamped(_ magnitude: Double, negative: Bool) -> Double {
    let value = negative ? -magnitude : magnitude
    if lower <= value && value <= upper { return value }
    return min(max(-value, lower), upper)
  }

  /// m 2^e with m of few bits: integers, halves, quarters.
  @inline(__always)
  private func fewBits(_ bits: UInt64) -> Double {
    let length = 1 + bits & 7
    let number = Double(bits >> 8 & (1 << length - 1))
    let shift = Int(bits >> 16 & 31)
    // Half are integers; of the others half are multiples of a power of two of up to 8 places.
    let scale = shift < 16 ? 1 : power(shift - 24)
    return bits & 8 == 0 ? number * scale : -number * scale
  }

  /// A power of two, or up to two places from one.
  @inline(__always)
  private func powerOfTwo(_ bits: UInt64) -> Double {
    let value = power(exponent(bits >> 8, within: bits & 8 == 0 ? -64...64 : -1074...1023))
    // One half the power itself, the others one place or two above or below.
    let places = bits & 4 == 0 ? 0 : 1 + Int(bits >> 1 & 1)
    let number = places == 0 ? value : neighbour(of: value, bits & 1 == 0 ? places : -places)
    return bits & 16 == 0 ? number : -number
  }

  /// The number so many places further on in the format, as far as there is one.
  @inline(__always)
  private func neighbour(of value: Double, _ steps: Int) -> Double {
    let rounded = format.round(value)
    guard rounded.isFinite else { return value }
    let last = format.ordinal(of: format.greatestFinite)
    return format.number(atOrdinal: min(max(format.ordinal(of: rounded) + steps, -last), last))
  }

  /// A number that people write, or that is known to make trouble.
  @inline(__always)
  private func nice(_ bits: UInt64) -> Double {
    let value = niceNumbers[Int(bits & 31)]
    return bits & 32 == 0 ? value : -value
  }

  /// A number half way between two of a narrower format, or, one in four, next to such a one.
  @inline(__always)
  private func tie(_ bits: UInt64) -> Double {
    guard let narrow = format.narrower(bits) else { return fewBits(bits) }
    let value: Double
    if bits & 0x70 == 0 {
      // Between two subnormal numbers: an odd multiple of half the least of them.
      value = Double(2 * (bits >> 34 & 0x7F) + 1) * narrow.leastNonzero / 2
    } else {
      let dropped = UInt64(52 - narrow.fractionBits)
      let scale = power(exponent(bits >> 8, within: max(-40, narrow.leastExponent)...min(40, -narrow.leastExponent)))
      let significand = (((bits >> 12 | 0x3FF << 52) >> dropped) << dropped) | 1 << (dropped - 1)
      value = Double(bitPattern: significand) * scale
    }
    let near = bits & 12 == 0 ? neighbour(of: value, bits & 128 == 0 ? 1 : -1) : value
    return bits >> 63 == 0 ? near : -near
  }

  /// A bound of the range, or up to two places inside.
  @inline(__always)
  private func bound(_ bits: UInt64) -> Double {
    let step = max(0, Int(bits >> 1 & 3) - 1)
    return bits & 1 == 0 ? neighbour(of: lower, step) : neighbour(of: upper, -step)
  }

  /// The greatest finite number of the format, its least normal, its greatest subnormal and its least one, and
  /// neighbours.
  @inline(__always)
  private func edge(_ bits: UInt64) -> Double {
    let value =
      switch bits & 3 {
      case 0: neighbour(of: format.greatestFinite, -Int(bits >> 3 & 1))
      case 1: neighbour(of: format.leastNormal, Int(bits >> 3 & 1))
      case 2: format.leastNormal - format.leastNonzero
      default: format.leastNonzero * Double(1 + bits >> 3 & 1)
      }
    return bits & 4 == 0 ? value : -value
  }

  /// A relative of a float chosen before in the same case: itself, its negative, a neighbour, twice or half of it, the
  /// negative of a neighbour.
  @inline(__always)
  private func relative(_ bits: UInt64, _ earlier: [Choice]) -> Double {
    guard !earlier.isEmpty else { return nice(bits) }
    var place = Int(((bits >> 32) * UInt64(earlier.count)) >> 32)
    for _ in 0..<4 {
      if case .float = earlier[place].domain { break }
      place = place == 0 ? earlier.count - 1 : place - 1
    }
    guard case .float = earlier[place].domain else { return nice(bits) }
    let value = Double(bitPattern: earlier[place].value)
    guard value.isFinite else { return nice(bits) }
    switch bits & 7 {
    case 0: return value
    case 1, 2: return -value
    case 3: return neighbour(of: value, bits & 8 == 0 ? 1 : -1)
    case 4: return 2 * value
    case 5: return value / 2
    default: return -neighbour(of: value, bits & 8 == 0 ? 1 : -1)
    }
  }

  /// A special value of those allowed.
  private func special(_ bits: UInt64) -> Double {
    if allowsNaN && (!allowsInfinity || bits & 3 == 0) { return .nan }
    return bits & 4 == 0 ? .infinity : -.infinity
  }
}

extension FloatDomain.Format {
  /// A format of fewer bits, to which numbers of this one are rounded in practice.
  @inline(__always)
  fileprivate func narrower(_ bits: UInt64) -> FloatDomain.Format? {
    switch self {
    case .binary64: bits & 3 < 2 ? .binary32 : bits & 3 == 2 ? .binary16 : .bfloat16
    case .binary32: bits & 3 < 2 ? .binary16 : .bfloat16
    case .binary16: .bfloat16
    case .bfloat16: nil
    }
  }
}

/// Numbers that people write, and numbers at which conversions and series change their ways; 0 twice, for its sign.
private let niceNumbers: [Double] = [
  0, 0, 1, 1, 2, 3, 0.5, 0.25, 0.1, 0.2, 0.3, 1 / 3, 2 / 3, 1.5, 10, 100,
  0.01, 0.001, 1e-8, 1e-16, 1e16, 3.141592653589793, 2.718281828459045, 1.4142135623730951,
  0x1.0000000000001p0, 0x1.fffffffffffffp-1, 0x1p53, 0x1.0000000000001p53, 0x1.000002p24, 0x1p31, 0x1p63, 1e300,
]
