extension FloatDomain {
  /// Another exponent: near, or anywhere.
  func withExponentChanged(_ value: Double, _ random: inout SplitMix64) -> Double {
    let reach = [1, 1, 2, 8, 64, 512][Int(random.below(6))]
    let count = 1 + Int(random.below(UInt64(reach)))
    return value.scaled(by: random.happens(0.5) ? count : -count)
  }

  /// Random bits after the leading one.
  func withSignificandRandom(_ value: Double, _ random: inout SplitMix64) -> Double {
    let mask = (UInt64(1) << 52) - 1
    return format.round(Double(bitPattern: (value.bitPattern & ~mask) | (random.next() & mask)))
  }

  /// The last bits random, cleared, or a one and zeros: a tie of a narrower format.
  func withLowBitsChanged(_ value: Double, _ random: inout SplitMix64) -> Double {
    let count = 52 - format.fractionBits + 1 + Int(random.below(UInt64(format.fractionBits)))
    let mask = (UInt64(1) << UInt64(count)) - 1
    let tie = UInt64(1) << UInt64(count - 1)
    let low = [random.next() & mask, random.next() & mask, 0, tie, mask][Int(random.below(5))]
    return format.round(Double(bitPattern: (value.bitPattern & ~mask) | low))
  }

  /// A number of few bits near `value`, or a neighbour of it.
  func snapped(_ value: Double, _ random: inout SplitMix64) -> Double {
    guard value.isFinite else { return simplest }
    let power = Double(sign: value.sign, exponent: value == 0 ? 0 : value.exponent, significand: 1)
    let target =
      switch random.below(5) {
      case 0: power
      case 1: 2 * power
      case 2: value.rounded()
      case 3: value.rounded() + 0.5
      default: [0, 1, -1, lower, upper][Int(random.below(5))]
      }
    let admitted = admit(target)
    let count = Int(random.below(5)) - 2
    let moved = ChoiceDomain.float(self).value(admitted.bitPattern, movedBy: count)
    return moved.map { Double(bitPattern: $0) } ?? admitted
  }
}

extension Mutation {
  /// Two positions of floats, different.
  private mutating func twoFloats() -> (Int, Int)? {
    guard floats.count > 1, let first = any(floats), let second = any(floats), first != second else { return nil }
    return (first, second)
  }

  private func number(_ position: Int) -> Double { Double(bitPattern: choices[position].value) }

  /// One number becomes another: the same, negated, its neighbour, twice or half of it, its square, its reciprocal.
  mutating func copy() -> Proposal? {
    guard floats.count > 1 else { return copyInteger() }
    guard let (source, target) = twoFloats(), case .float(let domain) = choices[target].domain else { return nil }
    let x = number(source)
    let value = [x, x, -x, -x, 2 * x, x / 2, 1 / x, x * x][Int(random.below(8))]
    let admitted = domain.admit(value).bitPattern
    let count = [0, 0, 1, -1, 2, -2][Int(random.below(6))]
    return setting([(target, choices[target].domain.value(admitted, movedBy: count) ?? admitted)])
  }

  private mutating func copyInteger() -> Proposal? {
    let integers = ordered.filter { !choices[$0].domain.isFloat }
    guard let source = any(integers), let target = any(integers), source != target else { return nil }
    let count = Int(random.below(3)) - 1
    let admitted = choices[target].domain.admit(choices[source])
    return choices[target].domain.value(admitted, movedBy: count).map { setting([(target, $0)]) }
  }

  /// Two numbers, or all, by one factor; or one by it and the other by its reciprocal.
  mutating func scale() -> Proposal? {
    let power = Int(random.below(16)) + 1
    let factor =
      random.happens(0.5)
      ? (random.happens(0.5) ? 1.0 : -1.0).scaled(by: random.happens(0.5) ? power : -power)
      : 1 + (random.unit() - 0.5).scaled(by: -Int(random.below(40)))
    var factors: [(Int, Double)] = []
    if random.happens(0.5) {
      factors = floats.map { ($0, factor) }
    } else if let (first, second) = twoFloats() {
      factors = [(first, factor), (second, random.happens(0.5) ? factor : 1 / factor)]
    }
    guard !factors.isEmpty else { return nil }
    var values: [(Int, UInt64)] = []
    for (position, factor) in factors {
      if let value = choices[position].domain.value(nearest: number(position) * factor) {
        values.append((position, value))
      }
    }
    return setting(values)
  }

  /// Numbers that are equal, or differ only by sign or a few ulps, go on being so.
  mutating func together() -> Proposal? {
    guard let position = any(floats) else { return nil }
    let domain = choices[position].domain
    let value = number(position)
    let equals = floats.filter { (number($0).magnitude - value.magnitude).magnitude <= 4 * value.ulp }
    guard equals.count > 1 else { return nil }
    let distance = (1.0 + random.unit()).scaled(by: Int(random.below(60)))
    let changed: UInt64? =
      switch random.below(3) {
      case 0: domain.random(&random, choices)
      case 1: domain.value(nearest: value * (random.happens(0.5) ? 2 : 0.5))
      default: domain.value(choices[position].value, movedBy: random.happens(0.5) ? Int(distance) : -Int(distance))
      }
    guard let changed else { return nil }
    let new = Double(bitPattern: changed)
    var values: [(Int, UInt64)] = []
    for other in equals {
      let sign = number(other).sign == value.sign ? 1.0 : -1.0
      if let admitted = choices[other].domain.value(nearest: sign * new) { values.append((other, admitted)) }
    }
    return setting(values)
  }

  /// One of two numbers becomes their mean, arithmetic or geometric.
  mutating func between() -> Proposal? {
    guard let (first, second) = twoFloats() else { return nil }
    let (x, y) = (number(first), number(second))
    let mean = random.happens(0.5) ? x / 2 + y / 2 : (x.magnitude.squareRoot() * y.magnitude.squareRoot())
    guard mean.isFinite, let value = choices[first].domain.value(nearest: mean) else { return nil }
    return setting([(first, value)])
  }
}

extension Double {
  /// This number times 2^count.
  func scaled(by count: Int) -> Double { self * Double(sign: .plus, exponent: count, significand: 1) }
}
