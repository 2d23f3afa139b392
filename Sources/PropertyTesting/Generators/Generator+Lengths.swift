extension Generator where Value == Int {
  /// A length that straddles multiples of a chunk size Q: half are of 1, Q - 1, Q, Q + 1, 2Q - 1, 2Q, 2Q + 1, 3Q + 7,
  /// the others are any of the range, which is 1...4Q + 7 where nothing is said. Simplest the least.
  public static func length(around chunk: Int, in range: ClosedRange<Int>? = nil) -> Generator {
    let range = range ?? 1...4 * chunk + 7
    precondition(chunk > 0 && range.lowerBound >= 0, "a chunk size is positive, a length not negative")
    return Generator { draw in
      let size = draw.size
      let origin = range.lowerBound
      let domain = ChoiceDomain.integer(lower: range.lowerBound, upper: range.upperBound, origin: origin)
      return Int(draw.choose(domain) { random, _ in UInt64(random.length(in: range, around: chunk, size: size)) })
    }
  }
}

extension Generator {
  /// An array whose length straddles multiples of a chunk size, as ``length(around:in:)`` does. The shrinker deletes
  /// elements.
  public static func array<Element>(
    of element: Generator<Element>, countAround chunk: Int, in range: ClosedRange<Int>? = nil
  ) -> Generator where Value == [Element] {
    let range = range ?? 1...4 * chunk + 7
    return Generator(describedBy: element.describeArray()) { draw in
      try draw.array(count: range, around: chunk) { try element.draw(from: &$0) }
    }
  }
}

extension SplitMix64 {
  /// A length of `range`: half of them next to multiples of the chunk, where there is one, one in eight at a bound, and
  /// the others uniform up to a bound that grows with `size`.
  mutating func length(in range: ClosedRange<Int>, around chunk: Int?, size: Int) -> Int {
    let bits = advance()
    if let chunk, bits & 1 == 0 {
      let edge =
        switch bits >> 1 & 7 {
        case 0: 1
        case 1: chunk - 1
        case 2: chunk
        case 3: chunk + 1
        case 4: 2 * chunk - 1
        case 5: 2 * chunk
        case 6: 2 * chunk + 1
        default: 3 * chunk + 7
        }
      if range.contains(edge) { return edge }
    }
    let width = range.upperBound - range.lowerBound
    // A hundredth of the width for each unit of size, and 4 in any case.
    let reach = max(min(width, 4), width / 100 * size + width % 100 * size / 100)
    if bits >> 8 & 7 == 0 { return range.lowerBound + (bits & 2 == 0 ? 0 : reach) }
    return range.lowerBound + Int(upTo(UInt64(reach)))
  }
}
