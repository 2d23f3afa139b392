extension Execution {
  /// Tries all cases there are, in the order of simplicity of their last choices, where they are at most as many as
  /// asked for. Whether that was done is returned; where it was not, nothing is counted.
  ///
  /// The streams of choices are gone through as an odometer turns: the last choice that has a next value takes it, and
  /// what comes after begins again at its simplest.
  mutating func enumerate() -> Bool {
    var trials: [Trial] = []
    var script: [Choice]? = []
    while let choices = script {
      guard trials.count < settings.cases else { return false }
      let trial = replay(choices, describing: isObserving)
      guard trial.outcome != .tooLarge, let next = trial.choices.successor else { return false }
      trials.append(trial)
      script = next.isEmpty ? nil : next
      if trial.failure != nil, !settings.continuesAfterFailure { break }
    }
    result.isExhaustive = script == nil
    for (index, trial) in trials.enumerated() {
      count(trial)
      observe(trial, .generate, index: index)
      note(trial, in: .generate)
      for label in trial.record.labels { result.labels[label, default: 0] += 1 }
      guard trial.outcome == .passed, !trial.choices.isEmpty else { continue }
      for (figure, value) in trial.record.figures {
        leaders[figure, default: []].insert(Leader(value: value, trial: trial))
      }
    }
    return true
  }
}

extension [Choice] {
  /// The stream to try after this one; empty after the last; `nil` where a domain is not finite and small.
  fileprivate var successor: [Choice]? {
    guard allSatisfy({ $0.domain.isEnumerable }) else { return nil }
    guard let position = lastIndex(where: { $0.next != nil }), let next = self[position].next else { return [] }
    return self[..<position] + [next]
  }
}

extension Choice {
  /// The choice with the next value of its domain, from the simplest on.
  fileprivate var next: Choice? {
    switch domain {
    case .index(let last): value < last ? Choice(value + 1, from: domain) : nil
    case .length(_, let upper): value < UInt64(upper) ? Choice(value + 1, from: domain) : nil
    case .integer(let lower, let upper, let origin): nextInteger(lower, upper, origin)
    case .float: nil
    }
  }

  /// By distance from the origin, the greater one first: 0, 1, -1, 2, -2, ...
  private func nextInteger(_ lower: Int, _ upper: Int, _ origin: Int) -> Choice? {
    let distance = Int(Int64(bitPattern: value)) &- origin
    let candidates = distance > 0 ? [-distance, distance + 1] : [1 - distance, distance - 1]
    for candidate in candidates where lower...upper ~= origin &+ candidate {
      return Choice(UInt64(bitPattern: Int64(origin &+ candidate)), from: domain)
    }
    return nil
  }
}

extension ChoiceDomain {
  /// The most values that a domain may have to be gone through.
  private static let mostValues: UInt64 = 1 << 20

  /// Whether its values can be gone through: a float's only where it has no choice.
  fileprivate var isEnumerable: Bool {
    switch self {
    case .index(let last): last < Self.mostValues
    case .length(let lower, let upper): UInt64(upper - lower) < Self.mostValues
    case .integer(let lower, let upper, _):
      UInt64(bitPattern: Int64(upper)) &- UInt64(bitPattern: Int64(lower)) < Self.mostValues
    case .float(let domain):
      domain.lower == domain.upper && domain.lower != 0 && !domain.allowsInfinity && !domain.allowsNaN
    }
  }
}
