extension Generator {
  /// An array some of whose elements, with the probability given, are copies of earlier ones; simplest without copies.
  public static func array<Element>(
    of element: Generator<Element>, repeating probability: Double, count: ClosedRange<Int> = 0...32
  ) -> Generator where Value == [Element] {
    Generator(describedBy: element.describeArray()) { draw in
      try draw.repeats(of: element, count: count, probability: probability, flip: nil)
    }
  }

  /// An array some of whose elements, with the probability given, are copies of earlier ones or their negatives, half
  /// each: sums of it cancel, and sorting it meets equals. Simplest without copies.
  public static func array<Element: SignedNumeric & SendableMetatype>(
    of element: Generator<Element>, repeatingUpToSign probability: Double, count: ClosedRange<Int> = 0...32
  ) -> Generator where Value == [Element] {
    Generator(describedBy: element.describeArray()) { draw in
      try draw.repeats(of: element, count: count, probability: probability) { -$0 }
    }
  }
}

extension Draw {
  /// Every element makes a choice between a new value, a copy, and a flipped copy, so that elements can be deleted.
  fileprivate mutating func repeats<Element>(
    of element: Generator<Element>, count: ClosedRange<Int>, probability: Double, flip: ((Element) -> Element)?
  ) throws -> [Element] {
    let (count, position) = length(in: count)
    var values: [Element] = []
    values.reserveCapacity(min(count, 4096))
    for place in 0..<count {
      let value = try self.element(ofLengthAt: position, SpanLabel.arrayElement) { draw in
        let kinds: UInt64 = place == 0 ? 0 : flip == nil ? 1 : 2
        let kind = draw.choose(.index(last: kinds)) { random, _ in
          kinds > 0 && random.happens(probability) ? 1 + random.below(kinds) : 0
        }
        if kind == 0 { return try element.draw(from: &draw) }
        let earlier = values[draw.integer(in: 0...place - 1)]
        return kind == 1 ? earlier : flip?(earlier) ?? earlier
      }
      values.append(value)
      if isExhausted { throw TooLarge() }
    }
    return values
  }
}
