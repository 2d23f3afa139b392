/// Numbers of bits to which numbers are rounded, few first.
private let bitCounts = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 51, 52]

extension ShrinkSearch {
  /// Lowers floats of equal magnitude, each keeping its sign: toward small integers, integers, few bits, small
  /// exponents.
  mutating func lowerFloats(_ positions: [Int]) {
    for simple in [0.0, 1] where set(positions, to: simple) { return }
    _ = attempt(best.choices.changing(positions) { Choice($0.domain.simplest, from: $0.domain) })
    _ = attempt(best.choices.changing(positions) { $0.at(($0.float ?? 0).magnitude) })
    var previous: Rank?
    while let magnitude = magnitude(at: positions), !isOver, previous.map({ magnitude.simplicity < $0 }) ?? true {
      previous = magnitude.simplicity
      guard magnitude.isFinite else {
        _ = [2, 0x1p10, 0x1p100, 0x1p127, 0x1p512, 0x1p1000, 0x1p1023, .greatestFiniteMagnitude, .infinity]
          .first { set(positions, to: $0) }
        continue
      }
      lowerIntegralPart(positions, magnitude)
      lowerBits(positions)
      lowerExponent(positions)
      lowerOnGrid(positions)
    }
    // -1 is simpler than 2.
    for small in [1.0, 2, 3] where set(positions, to: -small) { return }
  }

  private func magnitude(at positions: [Int]) -> Double? {
    guard positions[0] < best.choices.count, let value = best.choices[positions[0]].float, value != 0 else {
      return nil
    }
    return value.magnitude
  }

  /// Sets floats to a number, each keeping its sign; a negative number turns the signs.
  private mutating func set(_ positions: [Int], to number: Double) -> Bool {
    attempt(best.choices.changing(positions) { $0.at(($0.float ?? 0).sign == .minus ? -number : number) })
  }

  private mutating func lowerIntegralPart(_ positions: [Int], _ magnitude: Double) {
    if magnitude != magnitude.rounded(.down) {
      _ = set(positions, to: magnitude.rounded(.down)) || set(positions, to: magnitude.rounded(.up))
    }
    guard let integral = self.magnitude(at: positions), integral <= 0x1p53, integral == integral.rounded(.down) else {
      return
    }
    lowerNumber(UInt64(integral)) { $0.set(positions, to: Double($1)) }
  }

  /// Rounds to few significant bits, and to few bits after the point.
  private mutating func lowerBits(_ positions: [Int]) {
    guard let magnitude = magnitude(at: positions) else { return }
    for bits in bitCounts where bits <= magnitude.significandWidth {
      if set(positions, to: magnitude.rounded(toBits: bits, .down))
        || set(positions, to: magnitude.rounded(toBits: bits, .up))
      {
        break
      }
    }
    guard let magnitude = self.magnitude(at: positions) else { return }
    for bits in bitCounts where bits < magnitude.significandWidth - Int(magnitude.exponent) {
      if set(positions, to: magnitude.rounded(toFractionBits: bits, .down))
        || set(positions, to: magnitude.rounded(toFractionBits: bits, .up))
      {
        break
      }
    }
  }

  /// Multiplies by a power of two that brings the number nearer to 1.
  private mutating func lowerExponent(_ positions: [Int]) {
    guard let magnitude = magnitude(at: positions), magnitude.isFinite else { return }
    let exponent = Int(magnitude.exponent)
    let isNearer = largest(upTo: abs(exponent)) { search, count in
      search.set(positions, to: Double(sign: .plus, exponent: exponent > 0 ? -count : count, significand: magnitude))
    }
    // Of exponents with as many bits the smaller number is the simpler one.
    guard isNearer == 0, exponent < 0 else { return }
    for bits in 1...10 {
      if set(positions, to: Double(sign: .plus, exponent: 1 - (1 << bits) - exponent, significand: magnitude)) {
        return
      }
    }
    _ = largest(upTo: 1074 + exponent) { search, count in
      search.set(positions, to: Double(sign: .plus, exponent: -count, significand: magnitude))
    }
  }

  /// Lowers the multiple of the power of two that the number is of.
  private mutating func lowerOnGrid(_ positions: [Int]) {
    guard let magnitude = magnitude(at: positions), magnitude.isFinite else { return }
    let lastBit = magnitude.exponent - magnitude.significandWidth
    let multiple = UInt64(
      Double(sign: .plus, exponent: -lastBit / 2, significand: magnitude)
        * Double(sign: .plus, exponent: -lastBit + lastBit / 2, significand: 1))
    guard multiple > 1 else { return }
    lowerNumber(multiple) { $0.set(positions, to: Double(sign: .plus, exponent: lastBit, significand: Double($1))) }
  }

  /// Rounds all floats at once to few bits, or scales them all by one power of two.
  mutating func roundNumbers() {
    let positions = best.choices.indices.filter { best.choices[$0].float.map { $0.isFinite && $0 != 0 } ?? false }
    guard positions.count > 1 else { return }
    let base = best.choices
    func change(_ transform: (Double) -> Double) -> [Choice] {
      base.changing(positions) { choice in
        choice.at(transform(choice.float ?? 0)).flatMap { $0.rank < choice.rank ? $0 : nil }
      }
    }
    if attempt(change { $0.rounded(.toNearestOrEven) }) { return }
    for bits in bitCounts where attempt(change { $0.rounded(toBits: bits, .toNearestOrEven) }) { return }
    let exponents = positions.compactMap { base[$0].float?.exponent }
    for exponent in Set([exponents.min() ?? 0, exponents.max() ?? 0]).sorted() where exponent != 0 {
      if attempt(change { Double(sign: .plus, exponent: -exponent, significand: $0) }) { return }
    }
  }
}
