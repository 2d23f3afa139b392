/// Tries a failing case with parts of it changed.
struct Variation {
  let runner: any TrialRunner
  let minimal: Trial
  let isInteresting: (Trial) -> Bool
  var random: SplitMix64
  /// How many cases may yet be tried: none when time is up.
  var casesLeft: Int
  let deadline: ContinuousClock.Instant?
  private(set) var cases = 0

  init(
    runner: any TrialRunner, minimal: Trial, isInteresting: @escaping (Trial) -> Bool, random: SplitMix64,
    casesLeft: Int, deadline: ContinuousClock.Instant?
  ) {
    self.runner = runner
    self.minimal = minimal
    self.isInteresting = isInteresting
    self.random = random
    self.casesLeft = casesLeft
    self.deadline = deadline
  }

  private mutating func run(_ draw: consuming Draw) -> Trial {
    casesLeft -= 1
    cases += 1
    if let deadline, ContinuousClock.now >= deadline { casesLeft = 0 }
    return runner.run(draw)
  }

  /// Draws other values for some parts, all at once.
  ///
  /// - Returns: how many of the cases failed in the same way, and how many were tried: cases that were discarded, or in
  ///   which nothing changed, do not count.
  mutating func vary(_ spans: [Span], tries: Int) -> (failed: Int, tried: Int) {
    var failed = 0
    var tried = 0
    for _ in 0..<tries where casesLeft > spans.count {
      var choices = minimal.choices
      // From the last to the first, so that positions stay what they are.
      for span in spans.sorted(by: { $0.start > $1.start }) where !span.isInside(spans) {
        guard let other = another(span) else { continue }
        choices.replaceSubrange(span.range, with: other)
      }
      guard choices != minimal.choices else { continue }
      let trial = run(Draw(replaying: choices))
      switch trial.outcome {
      case .discarded, .tooLarge: continue
      case .passed, .failed:
        tried += 1
        if isInteresting(trial) { failed += 1 }
      }
    }
    return (failed, tried)
  }

  /// Other choices for a part, drawn after the choices before it.
  private mutating func another(_ span: Span) -> [Choice]? {
    let stream = SplitMix64(seed: random.next())
    let trial = run(Draw(replaying: Array(minimal.choices[..<span.start]), then: stream))
    return trial.spans.first { $0.kind == span.kind && $0.label == span.label && $0.start == span.start }
      .map { Array(trial.choices[$0.range]) }
  }

  /// Whether the case fails in the same way where one choice has the value at `place` of its domain's order.
  private mutating func fails(_ position: Int, _ place: Int) -> Bool {
    var choices = minimal.choices
    choices[position].value = choices[position].domain.value(atPlace: place)
    return isInteresting(run(Draw(replaying: choices)))
  }

  /// Brackets the failing values of one number, above and below the minimal one.
  mutating func bounds(at position: Int) -> String? {
    let domain = minimal.choices[position].domain
    let value = minimal.choices[position].value
    guard let place = domain.place(value), domain.isNumber, let least = domain.end(below: value),
      let greatest = domain.end(above: value)
    else { return nil }
    let below = search(position, from: place, towards: least)
    let above = search(position, from: place, towards: greatest)
    let text = { (place: Int) in domain.text(place) }
    let passes = [below.passing, above.passing].compactMap { $0 }.map(text)
    if passes.isEmpty { return "fails at every value tried from \(text(below.failing)) to \(text(above.failing))" }
    let range =
      below.failing == above.failing
      ? "of the values tried beside it none fails"
      : "fails at every value tried from \(text(below.failing)) to \(text(above.failing))"
    return "\(range), passes at \(passes.joined(separator: " and "))"
  }

  /// Goes from a failing value towards an end, in steps that double while they fail, and halves the last step down to
  /// two neighbours.
  private mutating func search(_ position: Int, from place: Int, towards end: Int) -> (failing: Int, passing: Int?) {
    var failing = place
    var passing: Int?
    var step = 1
    while failing != end && passing == nil && casesLeft > 0 {
      let rest = failing.distance(towards: end)
      let next = rest <= UInt(step) ? end : end > failing ? failing + step : failing - step
      if fails(position, next) { failing = next } else { passing = next }
      step = step < 1 << 60 ? 4 * step : step
    }
    while let other = passing, failing.distance(towards: other) > 1, casesLeft > 0 {
      let half = Int(failing.distance(towards: other) / 2)
      let middle = other > failing ? failing + half : failing - half
      if fails(position, middle) { failing = middle } else { passing = middle }
    }
    return (failing, passing)
  }
}

extension Span {
  /// Whether it is a part of another one of `spans`, with which it is drawn anew.
  fileprivate func isInside(_ spans: [Span]) -> Bool {
    spans.contains { $0.start <= start && end <= $0.end && $0.depth < depth }
  }
}

extension Int {
  /// |self - other|, which may not be an `Int`.
  fileprivate func distance(towards other: Int) -> UInt {
    self < other ? UInt(bitPattern: other &- self) : UInt(bitPattern: self &- other)
  }
}

extension ChoiceDomain {
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .float: true
    case .index, .length: false
    }
  }

  fileprivate func end(above value: UInt64) -> Int? { self.value(value, movedBy: .max).flatMap(place) }
  fileprivate func end(below value: UInt64) -> Int? { self.value(value, movedBy: -.max).flatMap(place) }

  fileprivate func text(_ place: Int) -> String {
    isFloat ? Double(bitPattern: value(atPlace: place)).shortText : "\(place)"
  }
}
