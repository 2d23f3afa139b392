extension ShrinkSearch {
  /// A collection in a recorded stream.
  struct Collection {
    /// The position of its length.
    let position: Int
    let elements: [Range<Int>]
    /// How many spans its length lies in.
    let depth: Int
    /// The element of another collection that it lies in, and the position of that one's length.
    let outer: (element: Range<Int>, position: Int)?

    /// Where its elements end.
    var end: Int { elements.last?.upperBound ?? position + 1 }
    var contents: Range<Int> { (elements.first?.lowerBound ?? end)..<end }
  }

  /// What the spans of a case say, found in one walk along them.
  struct Parts {
    /// The spans of the elements of each collection, under the position of its length.
    private(set) var elements: [Int: [Range<Int>]] = [:]
    private(set) var collections: [Collection] = []

    init(_ trial: Trial) {
      for span in trial.spans {
        if case .element(let position) = span.kind { elements[position, default: []].append(span.range) }
      }
      var next = 0
      var enclosing: [Span] = []
      for (position, choice) in trial.choices.enumerated() {
        while let last = enclosing.last, last.end <= position { enclosing.removeLast() }
        while next < trial.spans.count, trial.spans[next].start <= position {
          enclosing.append(trial.spans[next])
          next += 1
        }
        guard case .length = choice.domain else { continue }
        // Empty spans may lie below one that begins where they do.
        enclosing.removeAll { $0.end <= position }
        let outer = enclosing.reversed().lazy.compactMap { span -> (element: Range<Int>, position: Int)? in
          if case .element(let position) = span.kind { (span.range, position) } else { nil }
        }.first
        collections.append(
          Collection(position: position, elements: elements[position] ?? [], depth: enclosing.count, outer: outer))
      }
    }
  }
}
