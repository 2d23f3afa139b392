extension ShrinkSearch {
  /// Changes two numbers at once, the first becoming simpler: their sum kept, their difference, their ratio, their
  /// product.
  mutating func lowerPairs() {
    var first = 0
    while first < best.choices.count, attempts < 6000 {
      if best.choices[first].isNumber && !best.choices[first].isSimplest {
        let partners = (first + 1..<best.choices.count).lazy.filter { [best] in best.choices[$0].isNumber }
        let lively = partners.filter { [best] in !best.choices[$0].isSimplest }
        for second in Set(Array(partners.prefix(6)) + Array(lively.prefix(8))).sorted()
        where second < best.choices.count && best.choices[second].isNumber {
          lowerPair(first, second)
          guard first < best.choices.count, best.choices[first].isNumber else { break }
        }
      }
      first += 1
    }
  }

  /// Deletes an element of a collection and adds its number to another of the same domain, so that sums are kept. An
  /// integer that leaves its range comes back in at the other end.
  mutating func addUp() {
    var position = 0
    while position < best.choices.count, attempts < 2000 {
      let elements = elements(ofLengthAt: position)
      var alike: [ChoiceDomain: [Int]] = [:]
      let isHelped =
        best.choices[position].distance > 0
        && elements.indices.contains { index in
          let first = elements[index].lowerBound
          guard elements[index].count == 1, attempts < 2000 else { return false }
          let domain = best.choices[first].domain
          if alike[domain] == nil { alike[domain] = best.choices.indices.filter { best.choices[$0].domain == domain } }
          return alike[domain, default: []].prefix(first + 9).suffix(17).filter { $0 != first }
            .contains { second in
              guard let sum = best.choices[second].adding(best.choices[first]) else { return false }
              var trial = best.choices
              trial[second] = sum
              trial[position].lower(by: 1)
              trial.remove(at: first)
              return attempt(trial)
            }
        }
      if !isHelped { position += 1 }
    }
  }

  private mutating func lowerPair(_ first: Int, _ second: Int) {
    guard let x = best.choices[first].float, let y = best.choices[second].float else {
      return lowerIntegerPair(first, second)
    }
    guard x.isFinite, y.isFinite, x != 0, !(x < 0 && set(first, -x, second, -y)) else { return }
    for keepsSum in [true, false] {
      let step: Double = keepsSum ? 1 : -1
      // All of it, as much as the other's domain has room for, its fraction, then whole numbers.
      var amounts = [x, x - x.rounded(.towardZero)]
      if case .float(let domain) = best.choices[second].domain {
        for bound in [domain.lower, domain.upper] where abs(bound - y) < abs(x) {
          amounts.insert((bound - y) * step, at: 1)
        }
      }
      for amount in amounts where amount != 0 && set(first, x - amount, second, y + step * amount) { return }
      let unit: Double = x < 0 ? -1 : 1
      let count = largest(upTo: Int(min(x.magnitude, 0x1p53))) { search, count in
        search.set(first, x - unit * Double(count), second, y + step * unit * Double(count))
      }
      if count > 0 { return }
    }
    if set(first, x < 0 ? -1 : 1, second, y / x.magnitude) || set(first, x < 0 ? -1 : 1, second, y * x.magnitude) {
      return
    }
    let exponent = Int(x.exponent)
    for sign in [1, -1] {
      _ = largest(upTo: abs(exponent)) { search, count in
        let shift = exponent > 0 ? -count : count
        return search.set(
          first, Double(sign: .plus, exponent: shift, significand: x), second,
          Double(sign: .plus, exponent: sign * shift, significand: y))
      }
    }
  }

  private mutating func set(_ first: Int, _ x: Double, _ second: Int, _ y: Double) -> Bool {
    guard max(first, second) < best.choices.count, let x = best.choices[first].at(x), let y = best.choices[second].at(y)
    else { return false }
    var choices = best.choices
    choices[first] = x
    choices[second] = y
    return attempt(choices)
  }

  /// A pair of integers, or of an integer and a float.
  private mutating func lowerIntegerPair(_ first: Int, _ second: Int) {
    let base = best.choices
    let (x, y) = (base[first], base[second])
    let distance = x.float.map { Int(min($0.magnitude, 0x1p53)) } ?? Int(clamping: x.distance)
    let isBelow = x.float.map { $0 < 0 } ?? x.isBelowSimplest
    func moved(_ choice: Choice, by amount: Int) -> Choice? {
      if let float = choice.float { return choice.at(float + Double(amount)) }
      guard case .integer(let lower, let upper, _) = choice.domain else { return nil }
      let (sum, overflow) = Int(Int64(bitPattern: choice.value)).addingReportingOverflow(amount)
      return !overflow && lower <= sum && sum <= upper
        ? Choice(UInt64(bitPattern: Int64(sum)), from: choice.domain) : nil
    }
    if x.isBelowSimplest, let x = x.at(distance: x.distance, isBelow: false),
      let y = y.at(distance: y.distance, isBelow: !y.isBelowSimplest),
      attempt(base.changing([first, second]) { $1 == first ? x : y })
    {
      return
    }
    for step in [1, -1] {
      func changed(by count: Int) -> [Choice]? {
        let amount = isBelow ? -count : count
        guard let x = moved(x, by: -amount), let y = moved(y, by: step * amount) else { return nil }
        return base.changing([first, second]) { $1 == first ? x : y }
      }
      if let all = changed(by: distance), attempt(all) { return }
      // As far as there is room, and then by bisection.
      var (room, limit) = (0, distance)
      while limit - room > 1 {
        let middle = room + (limit - room) / 2
        if changed(by: middle) == nil { limit = middle } else { room = middle }
      }
      if room > 0, let most = changed(by: room), attempt(most) { return }
      if largest(upTo: room, { search, count in changed(by: count).map { search.attempt($0) } ?? false }) > 0 { return }
    }
    guard x.float == nil, y.float == nil else { return }
    _ = largest(upTo: 62) { search, shift in
      guard let x = x.at(distance: x.distance >> UInt64(shift), isBelow: x.isBelowSimplest),
        y.distance.leadingZeroBitCount > shift,
        let y = y.at(distance: y.distance << UInt64(shift), isBelow: y.isBelowSimplest)
      else { return false }
      return search.attempt(base.changing([first, second]) { $1 == first ? x : y })
    }
  }
}

extension Choice {
  /// The sum of two numbers of one domain.
  fileprivate func adding(_ other: Choice) -> Choice? {
    if let x = float, let y = other.float { return at(x + y) }
    guard case .integer(let lower, let upper, _) = domain else { return nil }
    let sum = Int64(bitPattern: value).addingReportingOverflow(Int64(bitPattern: other.value))
    let (width, isWide) = upper.subtractingReportingOverflow(lower)
    guard !sum.overflow, !isWide, width < .max else { return Choice(value &+ other.value, from: domain).inRange }
    let (shifted, overflow) = Int(sum.partialValue).subtractingReportingOverflow(lower)
    guard !overflow else { return nil }
    let remainder = shifted % (width + 1)
    return Choice(UInt64(bitPattern: Int64(lower + (remainder < 0 ? remainder + width + 1 : remainder))), from: domain)
  }

  /// This integer, if its range has it.
  private var inRange: Choice? {
    guard case .integer(let lower, let upper, _) = domain else { return nil }
    return lower...upper ~= Int(Int64(bitPattern: value)) ? self : nil
  }

  /// Whether it is an integer or a float.
  fileprivate var isNumber: Bool {
    switch domain {
    case .integer, .float: true
    case .index, .length: false
    }
  }
}
