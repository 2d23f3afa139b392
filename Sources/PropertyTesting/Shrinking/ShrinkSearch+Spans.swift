extension ShrinkSearch {
  /// Sets neighbouring choices to the simplest, or all to one, as many at once as possible.
  mutating func simplifyRuns() {
    for target in [nil, 1.0] as [Double?] {
      var start = 0
      while start < best.choices.count, !isOver {
        let base = best.choices
        guard base[start].simplified(to: target) != nil else {
          start += 1
          continue
        }
        let count = largest(upTo: base.count - start) { search, count in
          var choices = base
          for index in start..<start + count {
            if let simplified = choices[index].simplified(to: target) { choices[index] = simplified }
          }
          return search.attempt(choices)
        }
        start += max(1, count)
      }
    }
  }

  /// Puts a span into the place of one of the same label that it lies in: a part of recursive data for the whole.
  mutating func hoist() {
    var outer = 0
    while outer < best.spans.count, attempts < 4000 {
      let spans = best.spans
      let range = spans[outer].range
      var hoisted = false
      for inner in spans[(outer + 1)...].prefix(while: { range.contains($0.start) })
      where inner.label == spans[outer].label && inner.range.count < range.count && inner.end <= range.upperBound {
        var choices = best.choices
        choices.replaceSubrange(range, with: best.choices[inner.range])
        if attempt(choices) {
          hoisted = true
          break
        }
      }
      if !hoisted { outer += 1 }
    }
  }

  /// Sorts sibling spans of one label, and choices of one domain: all at once, then by exchanging near ones.
  mutating func sortSiblings() {
    for ranges in best.siblings { sort(ranges) }
    let groups = Dictionary(grouping: best.choices.indices) { best.choices[$0].domain }
    for indices in groups.values.sorted(by: { $0[0] < $1[0] }) { sort(indices.map { $0..<$0 + 1 }) }
  }

  private mutating func sort(_ ranges: [Range<Int>]) {
    guard ranges.count > 1, ranges[ranges.count - 1].upperBound <= best.choices.count else { return }
    let base = best.choices
    let parts = ranges.map { base[$0] }
    let sorted = parts.sorted { $0.isLexicographicallySimpler(than: $1, unknown: false) }
    if attempt(base.replacing(ranges, with: sorted)) { return }
    for distance in 1...min(3, ranges.count - 1) {
      for index in 0..<ranges.count - distance where attempts < 4000 && !isOver {
        // An exchange may have changed how the stream is divided: then the next round goes on.
        var first = index
        while first >= 0, !isOver, ranges[ranges.count - 1].upperBound <= best.choices.count {
          let (near, far) = (best.choices[ranges[first]], best.choices[ranges[first + distance]])
          // Most siblings are in order: that is to be seen without a look at all the others.
          guard near.count != far.count || far.isLexicographicallySimpler(than: near, unknown: true) else { break }
          var parts = ranges.map { best.choices[$0] }
          guard parts[first].count == parts[first + distance].count else {
            parts.swapAt(first, first + distance)
            _ = attempt(best.choices.replacing(ranges, with: parts))
            break
          }
          parts.swapAt(first, first + distance)
          guard attempt(best.choices.replacing(ranges, with: parts)) else { break }
          first -= distance
        }
        guard best.choices.count == base.count else { return }
      }
    }
  }
}

extension Choice {
  /// The simplest choice, or the number given, where that is simpler than this choice.
  fileprivate func simplified(to target: Double?) -> Choice? {
    var value = domain.simplest
    if let target {
      switch domain {
      case .float(let domain) where domain.contains(target): value = target.bitPattern
      case .integer(let lower, let upper, _) where lower <= Int(target) && Int(target) <= upper:
        value = UInt64(bitPattern: Int64(target))
      default: return nil
      }
    }
    let simplified = Choice(value, from: domain)
    return simplified.rank < rank ? simplified : nil
  }
}

extension [Choice] {
  /// The stream with other parts in the places of `ranges`, which are in order and apart.
  func replacing(_ ranges: [Range<Int>], with parts: [ArraySlice<Choice>]) -> [Choice] {
    var choices: [Choice] = []
    choices.reserveCapacity(count)
    var end = 0
    for (range, part) in zip(ranges, parts) {
      choices += self[end..<range.lowerBound]
      choices += part
      end = range.upperBound
    }
    return choices + self[end...]
  }
}

extension Trial {
  /// The spans that begin in the same span and have the same label, two or more at a time, in order.
  var siblings: [[Range<Int>]] {
    struct Family: Hashable {
      let parent: Int
      let label: UInt64
    }
    var families: [Family: [Range<Int>]] = [:]
    var order: [Family] = []
    var path: [Int] = []
    for (index, span) in spans.enumerated() {
      path.removeLast(max(0, path.count - span.depth))
      let family = Family(parent: path.last ?? -1, label: span.label)
      path.append(index)
      guard !span.range.isEmpty else { continue }
      if families[family] == nil { order.append(family) }
      families[family, default: []].append(span.range)
    }
    return order.compactMap { families[$0] }.filter { $0.count > 1 }
  }
}
