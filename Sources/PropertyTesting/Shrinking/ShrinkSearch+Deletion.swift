extension [Choice] {
  /// The stream without some neighbouring elements of the collection whose length is at `position`.
  func deleting(_ elements: ArraySlice<Range<Int>>, ofLengthAt position: Int) -> [Choice] {
    let nothing = ArraySlice<Choice>()
    var choices = replacing([Range<Int>](elements), with: elements.map { _ in nothing })
    choices[position].lower(by: UInt64(elements.count))
    return choices
  }
}

extension Choice {
  /// Brings an integer, an alternative or a length nearer to the simplest one, and not past it.
  mutating func lower(by amount: UInt64) {
    let step = min(amount, distance)
    value = isBelowSimplest ? value &+ step : value &- step
  }
}

extension ShrinkSearch {
  /// The case in which every choice is the simplest.
  mutating func simplifyAll() {
    _ = attempt([])
  }

  /// Deletes neighbouring elements of collections, as many at once as possible, together with lowering the length.
  mutating func deleteElements() {
    var position = 0
    while position < best.choices.count {
      if case .length = best.choices[position].domain { deleteElements(ofLengthAt: position) }
      position += 1
    }
  }

  private mutating func deleteElements(ofLengthAt position: Int) {
    var index = 0
    while position < best.choices.count, !isOver {
      let base = best
      let elements = elements(ofLengthAt: position)
      let removable = Int(clamping: base.choices[position].distance)
      let deleted = largest(upTo: min(removable, elements.count - index)) { search, count in
        search.attempt(base.choices.deleting(elements[index..<index + count], ofLengthAt: position))
      }
      if deleted == 0 { index += 1 }
      if index >= elements.count { return }
    }
  }

  /// Deletes neighbouring elements of collections by blocks of any length, at the beginning and before the last: where
  /// the length must stay a multiple of something, no single element can go.
  mutating func deleteBlocks() {
    var position = 0
    while position < best.choices.count, attempts < 2000, !isOver {
      let elements = elements(ofLengthAt: position)
      let removable = min(Int(clamping: best.choices[position].distance), elements.count, 64)
      let isDeleted =
        removable > 1
        && (2...removable).reversed().contains { count in
          attempt(best.choices.deleting(elements[..<count], ofLengthAt: position))
            || attempt(best.choices.deleting(elements.dropLast().suffix(count), ofLengthAt: position))
        }
      if !isDeleted { position += 1 }
    }
  }

  /// Deletes a span of any kind; what follows takes its place.
  mutating func deleteSpans() {
    var index = 0
    while index < best.spans.count, attempts < 2000 {
      let range = best.spans[index].range
      var choices = best.choices
      choices.removeSubrange(range)
      if range.isEmpty || !attempt(choices) { index += 1 }
    }
  }

  /// Deletes a few neighbouring choices; what follows takes their place.
  mutating func deleteRuns() {
    guard best.choices.count <= 128 else { return }
    for length in [1, 2, 3, 4, 6, 8] {
      var start = best.choices.count - length
      while start >= 0, !isOver {
        let base = best.choices
        if start + length <= base.count {
          _ = largest(upTo: start / length + 1) { search, count in
            var choices = base
            choices.removeSubrange(start - (count - 1) * length..<start + length)
            return search.attempt(choices)
          }
        }
        start = min(start - 1, best.choices.count - length)
      }
    }
  }

  /// Deletes one element where other choices count the elements: integers above its index are lowered by one.
  mutating func deleteAndRenumber() {
    var position = 0
    while position < best.choices.count, attempts < 2000 {
      var index = 0
      while case .length = best.choices[position].domain, best.choices[position].distance > 0, attempts < 2000 {
        let elements = elements(ofLengthAt: position)
        guard index < elements.count else { break }
        var renumbered = best.choices
        for other in renumbered.indices where other != position && renumbered[other].distanceOfNumber > UInt64(index) {
          renumbered[other].lower(by: 1)
        }
        renumbered[position] = best.choices[position]
        if !attempt(renumbered.deleting(elements[index...index], ofLengthAt: position)) { index += 1 }
        guard position < best.choices.count else { return }
      }
      position += 1
    }
  }
}

extension Choice {
  /// The distance of an integer or an alternative from the simplest one; 0 for choices of other kinds.
  fileprivate var distanceOfNumber: UInt64 {
    switch domain {
    case .index, .integer: distance
    case .length, .float: 0
    }
  }
}
