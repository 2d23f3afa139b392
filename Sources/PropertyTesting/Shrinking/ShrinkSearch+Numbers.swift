extension ShrinkSearch {
  /// Lowers every choice by itself.
  mutating func lowerChoices() {
    var index = 0
    while index < best.choices.count, !isOver {
      if !best.choices[index].isSimplest { lower([index]) }
      index += 1
    }
  }

  /// Lowers choices that are equal, or equal up to their sign, together.
  mutating func lowerEqualChoices() {
    let base = best.choices
    let groups = Dictionary(grouping: base.indices.filter { !base[$0].isSimplest }) { base[$0].magnitude }
    for group in groups.values.filter({ $0.count > 1 }).sorted(by: { $0[0] < $1[0] }) where !isOver {
      // What was lowered before may have changed the stream.
      let magnitude = base[group[0]].magnitude
      let positions = group.filter { $0 < best.choices.count && best.choices[$0].magnitude == magnitude }
      if positions.count > 1 { lower(positions) }
    }
  }

  private mutating func lower(_ positions: [Int]) {
    if best.choices[positions[0]].float == nil { lowerDistances(positions) } else { lowerFloats(positions) }
  }

  /// Lowers integers, alternatives or lengths of equal distance from their simplest values.
  private mutating func lowerDistances(_ positions: [Int]) {
    if positions.contains(where: { best.choices[$0].isBelowSimplest }) {
      _ = attempt(best.choices.changing(positions) { $0.at(distance: $0.distance, isBelow: false) })
    }
    let signs = Dictionary(
      uniqueKeysWithValues: positions.map { ($0, $0 < best.choices.count && best.choices[$0].isBelowSimplest) })
    guard positions[0] < best.choices.count else { return }
    lowerNumber(best.choices[positions[0]].distance) { search, distance in
      search.attempt(
        search.best.choices.changing(positions) { $0.at(distance: distance, isBelow: signs[$1] ?? false) })
    }
    // -1 is simpler than 2.
    for distance in 1...4 as ClosedRange<UInt64> {
      if attempt(best.choices.changing(positions) { $0.at(distance: distance, isBelow: !$0.isBelowSimplest) }) {
        return
      }
    }
  }

  /// Lowers a natural number for which `test` succeeds: by bisection, as if `test` were monotone, and then by steps of
  /// 2 to 8 and by single bits, because it need not be.
  mutating func lowerNumber(_ start: UInt64, _ test: (inout ShrinkSearch, UInt64) -> Bool) {
    var good = start
    for small in 0..<min(4, start) where test(&self, small) { return }
    guard good > 4 else { return }
    var bad: UInt64 = 3
    while good - bad > 1 {
      let middle = bad + (good - bad) / 2
      if test(&self, middle) { good = middle } else { bad = middle }
    }
    for step in 2...8 as ClosedRange<UInt64> {
      let from = good
      let count = largest(upTo: Int(clamping: from / step)) { test(&$0, from - UInt64($1) * step) }
      good -= UInt64(count) * step
    }
    for bit in (0..<(UInt64.bitWidth - good.leadingZeroBitCount)).reversed() {
      let mask = UInt64(1) << UInt64(bit)
      if good & mask != 0, test(&self, good ^ mask) { good ^= mask }
    }
  }
}

/// What equal choices have in common: their kind and magnitude.
private struct Magnitude: Hashable {
  let isFloat: Bool
  let bits: UInt64
}

extension Choice {
  fileprivate var magnitude: Magnitude {
    float.map { Magnitude(isFloat: true, bits: $0.magnitude.bitPattern) } ?? Magnitude(isFloat: false, bits: distance)
  }

  /// The number, where the choice is a float.
  var float: Double? {
    if case .float = domain { Double(bitPattern: value) } else { nil }
  }

  /// The integer, alternative or length at a distance from the simplest one, if there is one.
  func at(distance: UInt64, isBelow: Bool) -> Choice? {
    switch domain {
    case .index(let last): return distance <= last && !isBelow ? Choice(distance, from: domain) : nil
    case .integer(let lower, let upper, let origin):
      let room =
        isBelow
        ? UInt64(bitPattern: Int64(origin)) &- UInt64(bitPattern: Int64(lower))
        : UInt64(bitPattern: Int64(upper)) &- UInt64(bitPattern: Int64(origin))
      guard distance <= room else { return nil }
      return Choice(isBelow ? domain.simplest &- distance : domain.simplest &+ distance, from: domain)
    case .length(let lower, let upper):
      return distance <= UInt64(upper - lower) && !isBelow ? Choice(UInt64(lower) + distance, from: domain) : nil
    case .float: return nil
    }
  }

  /// The float equal to `number`, if the domain has it.
  func at(_ number: Double) -> Choice? {
    guard case .float(let floats) = domain, floats.contains(number), floats.format.round(number) == number else {
      return nil
    }
    return Choice(number.bitPattern, from: domain)
  }
}

extension [Choice] {
  /// The stream with the choices at `positions` changed; those for which there is no change stay as they are.
  func changing(_ positions: [Int], _ change: (Choice) -> Choice?) -> [Choice] {
    changing(positions) { choice, _ in change(choice) }
  }

  func changing(_ positions: [Int], _ change: (Choice, Int) -> Choice?) -> [Choice] {
    var choices = self
    for position in positions where position < count {
      if let changed = change(choices[position], position) { choices[position] = changed }
    }
    return choices
  }
}
