extension Mutation {
  /// An integer or a length moves to a multiple of a power of two, or of three times one, or beside it.
  mutating func edge() -> Proposal? {
    let integers = ordered.filter { !choices[$0].domain.isFloat }
    guard let position = any(integers) else { return nil }
    let value = Int(Int64(bitPattern: choices[position].value))
    let chunk = (random.happens(0.8) ? 1 : 3) << Int(random.below(12))
    let (multiple, overflows) = (value / chunk + Int(random.below(3)) - 1).multipliedReportingOverflow(by: chunk)
    let (moved, overflowsToo) = multiple.addingReportingOverflow(Int(random.below(3)) - 1)
    guard !overflows, !overflowsToo, let admitted = choices[position].domain.value(0, movedBy: moved) else {
      return nil
    }
    return setting([(position, admitted)])
  }

  /// The choices with another length of the collection whose length is the choice at `position`: elements are left out,
  /// or copies of elements put in.
  mutating func changingLength(at position: Int, to count: Int) -> [Choice] {
    let elements = climber.trial.spans.filter { $0.kind == .element(ofLengthAt: position) }.map(\.range)
    var changed = choices
    changed[position].value = UInt64(bitPattern: Int64(count))
    guard let last = elements.last else { return Array(changed[...position]) }
    let missing = count - elements.count
    if missing < 0 {
      let first = Int(random.upTo(UInt64(max(0, count))))
      changed.removeSubrange(elements[first].lowerBound..<elements[first - missing - 1].upperBound)
    } else {
      var copies: [Choice] = []
      let isNew = random.happens(0.5)
      for _ in 0..<missing {
        var copy = Array(choices[elements[Int(random.below(UInt64(elements.count)))]])
        if isNew { for i in copy.indices { copy[i].value = copy[i].domain.random(&random, choices) } }
        copies += copy
      }
      changed.insert(contentsOf: copies, at: last.upperBound)
    }
    return changed
  }

  private var nonEmptySpans: [Span] { climber.trial.spans.filter { !$0.range.isEmpty } }

  private mutating func anySpan(_ spans: [Span]) -> Span? {
    spans.isEmpty ? nil : spans[Int(random.below(UInt64(spans.count)))]
  }

  /// A part of the case takes the place of another of the same kind.
  mutating func duplicate() -> Proposal? {
    guard let source = anySpan(nonEmptySpans) else { return nil }
    let targets = nonEmptySpans.filter { $0.label == source.label && !$0.range.overlaps(source.range) }
    guard let target = anySpan(targets) else { return nil }
    var changed = choices
    changed.replaceSubrange(target.range, with: choices[source.range])
    return proposal(changed)
  }

  /// A part of the case becomes random, or all that follows does.
  mutating func resampleSpan() -> Proposal? {
    guard let span = anySpan(nonEmptySpans) else { return nil }
    if random.happens(0.2) { return proposal(Array(choices[..<span.start])) }
    var changed = choices
    for position in span.range { changed[position].value = changed[position].domain.random(&random, choices) }
    return proposal(changed)
  }

  /// Choices, or a part, of another case.
  mutating func crossover(_ mate: Trial) -> Proposal? {
    if random.happens(0.5), mate.choices.count == choices.count {
      var changed = choices
      for position in choices.indices where random.happens(0.5) {
        changed[position].value = choices[position].domain.admit(mate.choices[position])
      }
      // A copy of the other case would only make two climbers one.
      return changed == mate.choices ? nil : proposal(changed)
    }
    guard let span = anySpan(nonEmptySpans),
      let other = anySpan(mate.spans.filter { $0.label == span.label && !$0.range.isEmpty })
    else { return nil }
    var changed = choices
    changed.replaceSubrange(span.range, with: mate.choices[other.range])
    return proposal(changed)
  }
}
