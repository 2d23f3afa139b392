extension ShrinkSearch {
  /// Moves the elements of a collection into an earlier one of the same depth, and deletes what it was an element of.
  mutating func mergeCollections() {
    var index = 1
    while attempts < 2000, !isOver {
      let collections = collections()
      guard index < collections.count else { return }
      let source = collections[index]
      let targets = collections[..<index].filter { $0.depth == source.depth }.suffix(3)
      if let outer = source.outer, !targets.contains(where: { merge(source, outer, into: $0) }) { index += 1 }
      if source.outer == nil { index += 1 }
    }
  }

  private mutating func merge(
    _ source: Collection, _ outer: (element: Range<Int>, position: Int), into target: Collection
  ) -> Bool {
    guard target.end <= outer.element.lowerBound, target.position > outer.position else { return false }
    var choices = best.choices
    guard let length = choices[target.position].raised(by: source.elements.count) else { return false }
    let moved = choices[source.contents]
    choices.removeSubrange(outer.element)
    choices[outer.position].lower(by: 1)
    choices[target.position] = length
    choices.insert(contentsOf: moved, at: target.end)
    return attempt(choices)
  }

  /// Moves elements of a collection to the beginning of a later one of the same depth: all, or the last.
  mutating func moveElements() {
    var index = 0
    while attempts < 1000, !isOver {
      let collections = collections()
      guard index < collections.count else { return }
      let source = collections[index]
      let targets = collections[(index + 1)...].lazy.filter { $0.depth == source.depth && $0.position >= source.end }
      let counts = Set([source.elements.count, 1]).sorted().reversed().filter { $0 > 0 && $0 <= source.elements.count }
      let isMoved = counts.contains { count in
        targets.prefix(4).contains { target in
          var choices = best.choices
          guard let length = choices[target.position].raised(by: count) else { return false }
          let moved = source.elements[source.elements.count - count].lowerBound..<source.end
          choices[target.position] = length
          choices.insert(contentsOf: best.choices[moved], at: target.position + 1)
          choices.removeSubrange(moved)
          choices[source.position].lower(by: UInt64(count))
          return attempt(choices)
        }
      }
      if !isMoved { index += 1 }
    }
  }
}

extension Choice {
  /// A length greater by `count`, if it is allowed.
  fileprivate func raised(by count: Int) -> Choice? {
    at(distance: distance + UInt64(count), isBelow: false)
  }
}
