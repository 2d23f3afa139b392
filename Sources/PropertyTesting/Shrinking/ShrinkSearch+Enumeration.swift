extension ShrinkSearch {
  /// Tries the simplest values of each choice one after the other, so that the result is the simplest there is among
  /// short numbers also where what fails is no interval: 29 for the hundredths that are truncated, 2^-54 where 2^-53 is
  /// right.
  mutating func enumerateSimplest() {
    guard best.choices.count <= 256 else { return }
    var position = 0
    while position < best.choices.count, attempts < 10_000, !isOver {
      if best.choices[position].float == nil { enumerateDistances(position) } else { enumerateNumbers(position) }
      position += 1
    }
  }

  private mutating func enumerateDistances(_ position: Int) {
    let choice = best.choices[position]
    for distance in 0..<min(choice.distance, 512) {
      for isBelow in [false, true] {
        guard let simpler = choice.at(distance: distance, isBelow: isBelow) else { continue }
        if attempt(best.choices.changing([position]) { _ in simpler }) { return }
      }
    }
  }

  private mutating func enumerateNumbers(_ position: Int) {
    let choice = best.choices[position]
    for number in Double.simplestMagnitudes {
      for signed in [number, -number] {
        guard let simpler = choice.at(signed), simpler.rank < choice.rank else { continue }
        if attempt(best.choices.changing([position]) { _ in simpler }) { return }
      }
      if choice.float.map({ $0.isFinite && number.simplicity > $0.magnitude.simplicity }) == true { return }
    }
  }

  /// Turns the signs of all numbers at once.
  mutating func turnSigns() {
    func turned(_ choice: Choice) -> Choice? {
      if let number = choice.float { return number == 0 || number.isNaN ? nil : choice.at(-number) }
      guard case .integer = choice.domain, !choice.isSimplest else { return nil }
      return choice.at(distance: choice.distance, isBelow: !choice.isBelowSimplest)
    }
    _ = attempt(best.choices.changing(Array(best.choices.indices)) { turned($0) })
  }
}

extension Double {
  /// Short numbers in the order of simplicity: the integers below 512, the other multiples of 1/64 below 8, and the
  /// powers of two.
  fileprivate static let simplestMagnitudes: [Double] = {
    var numbers = Set((0..<512).map { Double($0) })
    numbers.formUnion((0..<512).map { Double($0) / 64 })
    numbers.formUnion((-1074...1023).map { Double(sign: .plus, exponent: $0, significand: 1) })
    return numbers.sorted { $0.simplicity < $1.simplicity }
  }()
}
