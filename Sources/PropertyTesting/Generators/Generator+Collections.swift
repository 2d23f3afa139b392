extension Generator {
  /// An array of elements drawn one after the other; simplest the shortest allowed. The shrinker deletes elements.
  @inlinable
  public static func array<Element>(
    of element: Generator<Element>, count: ClosedRange<Int> = 0...32
  ) -> Generator where Value == [Element] {
    return Generator(describedBy: element.describeArray()) { draw in
      let values = try draw.array(count: count) { try element.draw(from: &$0) }
      if draw.isExhausted { throw TooLarge() }
      return values
    }
  }

  /// An array of `count` elements, whose number is not a choice.
  @inlinable
  public static func array<Element>(
    of element: Generator<Element>, count: Int
  ) -> Generator where Value == [Element] {
    Generator(describedBy: element.describeArray()) { draw in
      try draw.array(count: count) { draw in
        let value = try element.draw(from: &draw)
        if draw.isExhausted { throw TooLarge() }
        return value
      }
    }
  }

  /// An array without duplicates, in the order drawn. Discards the case where too few distinct elements come up.
  public static func distinctArray<Element: Hashable & SendableMetatype>(
    of element: Generator<Element>, count: ClosedRange<Int> = 0...32
  ) -> Generator where Value == [Element] {
    Generator(describedBy: element.describeArray()) { draw in
      var seen: Set<Element> = []
      return try draw.distinct(count: count, element, key: { $0 }, &seen)
    }
  }

  /// A set. Discards the case where too few distinct elements come up.
  public static func set<Element: Hashable & SendableMetatype>(
    of element: Generator<Element>, count: ClosedRange<Int> = 0...32
  ) -> Generator where Value == Set<Element> {
    Generator { draw in
      var seen: Set<Element> = []
      _ = try draw.distinct(count: count, element, key: { $0 }, &seen)
      return seen
    }
  }

  /// A dictionary. Discards the case where too few distinct keys come up.
  public static func dictionary<Key: Hashable & SendableMetatype, Element>(
    keys: Generator<Key>, values: Generator<Element>, count: ClosedRange<Int> = 0...32
  ) -> Generator where Value == [Key: Element] {
    Generator { draw in
      var seen: Set<Key> = []
      let pair = Generator<(Key, Element)> { (try keys.draw(from: &$0), try values.draw(from: &$0)) }
      return Dictionary(uniqueKeysWithValues: try draw.distinct(count: count, pair, key: { $0.0 }, &seen))
    }
  }
}

extension Draw {
  /// An array of elements drawn by `element` one after the other, as many as a choice says.
  ///
  /// Where the case makes too many choices, the array ends at the least count, or at ``defaultLimit`` elements.
  @inlinable
  public mutating func array<Element>(
    count range: ClosedRange<Int>, around chunk: Int? = nil, _ label: UInt64 = SpanLabel.arrayElement,
    _ element: (inout Draw) throws -> Element
  ) rethrows -> [Element] {
    let (count, position) = length(in: range, around: chunk)
    var values: [Element] = []
    values.reserveCapacity(min(count, 4096))
    for _ in 0..<count {
      values.append(try self.element(ofLengthAt: position, label, element))
      if isExhausted && values.count >= min(range.lowerBound, Self.defaultLimit) { break }
    }
    return values
  }

  /// An array of `count` elements drawn by `element` one after the other.
  @inlinable
  public mutating func array<Element>(
    count: Int, _ element: (inout Draw) throws -> Element
  ) rethrows -> [Element] {
    try span(SpanLabel.fixedArray) { draw in
      var values: [Element] = []
      values.reserveCapacity(min(count, 4096))
      for _ in 0..<count { values.append(try element(&draw)) }
      return values
    }
  }

  /// Values whose keys are distinct. A duplicate is drawn anew where there is randomness to draw it from; what remains
  /// a duplicate stays in the record and is left out, so that a replay makes the same choices.
  mutating func distinct<Element, Key: Hashable>(
    count range: ClosedRange<Int>, _ element: Generator<Element>, key: (Element) -> Key, _ seen: inout Set<Key>
  ) throws -> [Element] {
    let (count, position) = length(in: range)
    var values: [Element] = []
    for _ in 0..<count {
      try self.element(ofLengthAt: position, SpanLabel.arrayElement) { draw in
        for attempt in 1...16 {
          let mark = draw.mark
          let value = try element.draw(from: &draw)
          if seen.insert(key(value)).inserted { return values.append(value) }
          guard attempt < 16, draw.rewind(to: mark) else { return }
        }
      }
      if isExhausted { throw TooLarge() }
    }
    if values.count < range.lowerBound { throw Discarded() }
    return values
  }
}
