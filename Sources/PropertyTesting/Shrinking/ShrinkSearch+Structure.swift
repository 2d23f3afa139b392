extension ShrinkSearch {
  /// Lowers choices on which it depends what is drawn next. What follows then no longer fits: it is read as it stands,
  /// or taken to be the simplest, or random; and, where a span ends that the choice lies in, the old stream goes on.
  mutating func lowerStructure() {
    var index = 0
    while index < best.choices.count, attempts < 4000, !isOver {
      let distances = best.choices[index].structuralDistances
      if !distances.contains(where: { lowerStructure(at: index, to: $0) }) { index += 1 }
    }
  }

  private mutating func lowerStructure(at index: Int, to distance: UInt64) -> Bool {
    guard let choice = best.choices[index].at(distance: distance, isBelow: best.choices[index].isBelowSimplest) else {
      return false
    }
    let base = best
    var choices = base.choices
    choices[index] = choice
    guard !isFlat(choices) else { return false }
    guard let (asItStands, isTaken) = probe(choices) else { return false }
    if isTaken { return true }
    guard !asItStands.hasShape(of: base) else {
      noteFlat(choices)
      return false
    }
    if resume(base, after: asItStands, index) { return true }
    let prefix = Array(choices[...index])
    for fill in 0..<4 as Range<UInt64> {
      let random = fill == 0 ? nil : SplitMix64(seed: choices.streamHash &+ fill)
      guard let (filled, isTaken) = probe(prefix, then: random) else { return false }
      if isTaken || resume(base, after: filled, index) { return true }
    }
    return false
  }

  /// Puts a span into the place of one of the same label that it lies in, and, where more is drawn in its new place,
  /// fills up with the simplest choices: a recursion that stops at a depth draws less at the bottom.
  mutating func hoistAndFill() {
    for outer in best.spans.indices where attempts < 3000 && !isOver {
      let base = best
      let range = base.spans[outer].range
      for inner in base.spans[(outer + 1)...].prefix(while: { range.contains($0.start) })
      where inner.label == base.spans[outer].label && inner.range.count < range.count {
        let choices = base.choices[..<range.lowerBound] + base.choices[inner.range]
        guard let (filled, isTaken) = probe(Array(choices)) else { return }
        if isTaken { return }
        let spans = filled.spans
        guard outer < spans.count, spans[outer].start == range.lowerBound, spans[outer].end <= filled.choices.count
        else {
          continue
        }
        if attempt(Array(filled.choices[..<spans[outer].end]) + base.choices[range.upperBound...]) { return }
      }
    }
  }

  /// Takes a span of `trial` that the choice at `index` lies in, and goes on as `base` does after the same span.
  private mutating func resume(_ base: Trial, after trial: Trial, _ index: Int) -> Bool {
    let enclosing = base.spans.indices.filter { base.spans[$0].range.contains(index) }
    for span in enclosing.reversed().prefix(4)
    where span < trial.spans.count && trial.spans[span].start == base.spans[span].start {
      let end = trial.spans[span].end
      guard end > index, end <= trial.choices.count else { continue }
      if attempt(Array(trial.choices[..<end]) + base.choices[base.spans[span].end...]) { return true }
    }
    return false
  }

  /// Lowers a choice that says how much is drawn, and deletes as many choices as that takes away, wherever they may be:
  /// in one run, or one in each of as many rows.
  mutating func lowerAndDelete() {
    var index = 0
    while index < best.choices.count, attempts < 6000, !isOver {
      if !lowerAndDelete(at: index) { index += 1 }
    }
  }

  private mutating func lowerAndDelete(at index: Int) -> Bool {
    let base = best.choices
    guard base[index].float == nil, !base[index].isSimplest else { return false }
    var lowered = base
    lowered[index].lower(by: 1)
    guard !isFlat(lowered) else { return false }
    guard let (trial, isTaken) = probe(lowered) else { return false }
    if isTaken { return true }
    let governed = base.count - trial.choices.count
    guard governed > 0 else {
      if trial.hasShape(of: best) { noteFlat(lowered) }
      return false
    }
    for start in index + 1..<max(index + 1, base.count - governed + 1) where attempts < 6000 {
      let most = min(Int(clamping: base[index].distance), (base.count - start) / governed)
      let count = largest(upTo: most) { search, count in
        var choices = base
        choices[index].lower(by: UInt64(count))
        choices.removeSubrange(start..<start + count * governed)
        return search.attempt(choices)
      }
      if count > 0 { return true }
    }
    let width = Int(clamping: Int64(bitPattern: base[index].value))
    guard width > 1, width <= base.count else { return false }
    for start in index + 1..<min(index + 4, base.count) {
      for column in 0..<width {
        let deleted = (0..<governed).map { start + column + $0 * width }
        guard let last = deleted.last, last < base.count else { continue }
        var choices = lowered
        for position in deleted.reversed() { choices.remove(at: position) }
        if attempt(choices) { return true }
      }
    }
    return false
  }
}

extension Choice {
  /// The smaller distances from the simplest value that are worth trying where they change what is drawn next.
  fileprivate var structuralDistances: [UInt64] {
    switch domain {
    case .float: []
    case .index: Array(0..<min(distance, 12))
    case .integer, .length:
      switch distance {
      case 0: []
      case 1: [0]
      case 2: [0, 1]
      default: [0, distance / 2, distance - 1]
      }
    }
  }
}

extension Trial {
  /// Whether the same was drawn as in another case that was not cut off, apart from the values.
  fileprivate func hasShape(of other: Trial) -> Bool {
    outcome != .tooLarge && choices.count == other.choices.count
      && zip(choices, other.choices).allSatisfy { $0.domain == $1.domain }
  }
}
