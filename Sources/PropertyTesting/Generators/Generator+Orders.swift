extension Generator {
  /// The elements of `values` in a random order, all orders equally likely; simplest the order given.
  public static func permutation<Element: Sendable>(
    of values: some Sequence<Element>
  ) -> Generator where Value == [Element] {
    let values = Array(values)
    return Generator { $0.shuffled(values) }
  }

  /// The elements of what `generator` draws in a random order.
  public static func shuffled<Element>(_ generator: Generator) -> Generator where Value == [Element] {
    Generator { draw in
      let values = try generator.draw(from: &draw)
      return draw.shuffled(values)
    }
  }

  /// Some of the elements of `values`, in their order; simplest as few as allowed, the first ones. Discards the case
  /// where there are too few.
  public static func subsequence<Element: Sendable>(
    of values: some Sequence<Element>, count: ClosedRange<Int> = 0...Int.max
  ) -> Generator where Value == [Element] {
    let values = Array(values)
    return Generator { draw in try draw.positions(in: values.count, count: count).map { values[$0] } }
  }

  /// Some of the elements of `values`; simplest as few as allowed. Discards the case where there are too few.
  public static func subset<Element: Hashable & Sendable>(
    of values: Set<Element>, count: ClosedRange<Int> = 0...Int.max
  ) -> Generator where Value == Set<Element> {
    // The order of a set differs from run to run; the hash does not decide what is drawn.
    let values = values.sorted { String(describing: $0) < String(describing: $1) }
    return Generator { draw in Set(try draw.positions(in: values.count, count: count).map { values[$0] }) }
  }
}

extension Draw {
  /// `values` in a random order, all orders equally likely; simplest the order given.
  ///
  /// Fisher and Yates's shuffle, as in Knuth, The Art of Computer Programming 2, algorithm 3.4.2P: choice i says how
  /// far behind place i the element that comes there stands, so that zeros leave everything where it is.
  public mutating func shuffled<Element>(_ values: [Element]) -> [Element] {
    span(SpanLabel.order) { draw in
      var values = values
      for place in values.indices.dropLast() {
        values.swapAt(place, place + Int(draw.index(upTo: UInt64(values.count - 1 - place))))
      }
      return values
    }
  }

  /// Distinct numbers of 0..<total in ascending order, as many as `range` allows.
  mutating func positions(in total: Int, count range: ClosedRange<Int>) throws -> [Int] {
    guard range.lowerBound <= total else { throw Discarded() }
    let (count, position) = length(in: range.lowerBound...min(range.upperBound, total))
    var rest = Array(0..<total)
    for place in 0..<count {
      let distance = element(ofLengthAt: position, SpanLabel.arrayElement) {
        $0.index(upTo: UInt64(total - 1 - place))
      }
      rest.swapAt(place, place + Int(distance))
    }
    return rest[..<count].sorted()
  }
}
