extension Draw {
  /// One of the alternatives 0...last, all equally likely; simplest 0.
  public mutating func index(upTo last: UInt64) -> UInt64 {
    choose(.index(last: last)) { random, _ in random.upTo(last) }
  }

  /// Either; simplest `false`.
  public mutating func bool(probability: Double = 0.5) -> Bool {
    choose(.index(last: 1)) { random, _ in random.happens(probability) ? 1 : 0 } == 1
  }

  /// An integer of `range`, all equally likely; simplest the one nearest to `origin`, which is 0 where nothing is said.
  public mutating func integer(in range: ClosedRange<Int>, origin: Int = 0) -> Int {
    let origin = min(max(origin, range.lowerBound), range.upperBound)
    let domain = ChoiceDomain.integer(lower: range.lowerBound, upper: range.upperBound, origin: origin)
    let value = choose(domain) { random, _ in
      let width = UInt64(bitPattern: Int64(range.upperBound)) &- UInt64(bitPattern: Int64(range.lowerBound))
      return UInt64(bitPattern: Int64(range.lowerBound)) &+ random.upTo(width)
    }
    return Int(Int64(bitPattern: value))
  }

  /// The length of a collection whose elements are drawn next, each with ``element(ofLengthAt:_:_:)``.
  ///
  /// Simplest the least. Random lengths reach further in a case of larger ``size``; one in eight is a bound. With a
  /// chunk size, half of them are its multiples and what lies next to them.
  ///
  /// - Returns: the length, and the position of its choice.
  public mutating func length(in range: ClosedRange<Int>, around chunk: Int? = nil) -> (count: Int, position: Int) {
    precondition(range.lowerBound >= 0, "a length is not negative")
    let position = choices.count
    let domain = ChoiceDomain.length(lower: range.lowerBound, upper: range.upperBound)
    let size = size
    let value = choose(domain) { random, _ in UInt64(random.length(in: range, around: chunk, size: size)) }
    return (Int(value), position)
  }

  /// An element of the collection whose length is the choice at `position`.
  @inlinable
  public mutating func element<Value>(
    ofLengthAt position: Int, _ label: UInt64, _ body: (inout Draw) throws -> Value
  ) rethrows -> Value {
    try span(label, .element(ofLengthAt: position), body)
  }

  /// A number of `domain`; simplest 0, 1, -1, or what is described in the fewest bits.
  public mutating func float(_ domain: FloatDomain) -> Double {
    Double(bitPattern: choose(.float(domain)) { random, earlier in domain.random(&random, earlier).bitPattern })
  }
}
