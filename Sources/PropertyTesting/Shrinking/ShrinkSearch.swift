/// The state of one shrinking: the simplest interesting case so far, and which streams have been tried.
struct ShrinkSearch {
  let runner: any TrialRunner
  let isInteresting: (Trial) -> Bool
  let maximumCases: Int
  let deadline: ContinuousClock.Instant?
  private(set) var best: Trial { didSet { parts = nil } }
  /// What the spans of the best case say, where that was asked for.
  private var parts: Parts?
  private(set) var cases = 0
  private(set) var passes: [Shrinker.Pass] = []
  /// The budget ran out.
  private(set) var isOver = false
  /// How many changes the current pass has tried, those answered from the record of tried streams included: a bound on
  /// it, unlike one on the cases, stops a pass at the same place whenever it begins from the same case.
  private(set) var attempts = 0
  private var tried: Set<UInt64> = []
  /// Streams known to draw choices of the same domains as the best case: nothing depends on the choice changed.
  private var flat: Set<UInt64> = []
  private var current = 0

  init(
    runner: any TrialRunner, isInteresting: @escaping (Trial) -> Bool, maximumCases: Int,
    deadline: ContinuousClock.Instant?, best: Trial
  ) {
    self.runner = runner
    self.isInteresting = isInteresting
    self.maximumCases = maximumCases
    self.deadline = deadline
    self.best = best
    tried.insert(best.choices.streamHash)
  }

  /// Replays `choices`, and takes the case if it is interesting and simpler. Streams that cannot be simpler and streams
  /// tried before are not run.
  mutating func attempt(_ choices: [Choice]) -> Bool {
    countAttempt()
    guard !isOver, mayBeSimpler(choices), tried.insert(choices.streamHash).inserted else { return false }
    return run(Draw(replaying: choices, limit: best.choices.count)).isTaken
  }

  /// Replays `choices` even where that was done before, to see what becomes of it.
  mutating func probe(_ choices: [Choice], then random: SplitMix64? = nil) -> (trial: Trial, isTaken: Bool)? {
    countAttempt()
    guard !isOver else { return nil }
    return run(Draw(replaying: choices, then: random, limit: best.choices.count))
  }

  /// Looks at the clock now and then: an attempt takes time even where its case is not run.
  private mutating func countAttempt() {
    attempts += 1
    if let deadline, attempts % 16 == 0, ContinuousClock.now >= deadline { isOver = true }
  }

  /// The spans of the elements of the collection whose length is the choice at `position` of the best case.
  mutating func elements(ofLengthAt position: Int) -> [Range<Int>] { findParts().elements[position] ?? [] }

  /// The collections of the best case.
  mutating func collections() -> [Collection] { findParts().collections }

  private mutating func findParts() -> Parts {
    if let parts { return parts }
    let found = Parts(best)
    parts = found
    return found
  }

  private mutating func run(_ draw: Draw) -> (trial: Trial, isTaken: Bool) {
    cases += 1
    passes[current].cases += 1
    if cases >= maximumCases { isOver = true }
    let trial = runner.run(draw)
    guard trial.isCounted, trial.isSimpler(than: best), isInteresting(trial) else { return (trial, false) }
    best = trial
    tried.insert(trial.choices.streamHash)
    passes[current].taken += 1
    return (trial, true)
  }

  mutating func isFlat(_ choices: [Choice]) -> Bool {
    countAttempt()
    return flat.contains(choices.streamHash)
  }

  mutating func noteFlat(_ choices: [Choice]) { flat.insert(choices.streamHash) }

  private func mayBeSimpler(_ choices: [Choice]) -> Bool {
    if choices.count != best.choices.count { return choices.count < best.choices.count }
    return choices.isLexicographicallySimpler(than: best.choices, unknown: true)
  }

  /// Runs a pass; whether the case became simpler is returned.
  mutating func run(_ name: String, _ pass: (inout ShrinkSearch) -> Void) -> Bool {
    guard !isOver else { return false }
    current = passes.firstIndex { $0.name == name } ?? passes.count
    if current == passes.count { passes.append(.init(name: name)) }
    let taken = passes[current].taken
    attempts = 0
    pass(&self)
    return passes[current].taken > taken
  }

  /// The largest count in 1...limit for which `test` succeeds, found by doubling and bisection as if it were monotone;
  /// 0 where it fails for 1.
  mutating func largest(upTo limit: Int, _ test: (inout ShrinkSearch, Int) -> Bool) -> Int {
    guard limit > 0, test(&self, 1) else { return 0 }
    var good = 1
    var bad = limit == .max ? limit : limit + 1
    while bad - good > 1 {
      let next = good <= bad / 2 ? min(good * 2, bad - 1) : good + (bad - good) / 2
      if test(&self, next) {
        good = next
      } else {
        bad = next
        break
      }
    }
    while bad - good > 1 {
      let middle = good + (bad - good) / 2
      if test(&self, middle) { good = middle } else { bad = middle }
    }
    return good
  }
}

extension Trial {
  /// Whether it counts at all.
  fileprivate var isCounted: Bool {
    switch outcome {
    case .passed, .failed: true
    case .discarded, .tooLarge: false
    }
  }
}

extension [Choice] {
  /// A hash of what a replay of the stream sees, the same in every run of the program.
  var streamHash: UInt64 {
    reduce(UInt64(count) &* 0x9E37_79B9_7F4A_7C15) { hash, choice in
      let kind: UInt64 =
        switch choice.domain {
        case .index: 1
        case .integer, .length: 2
        case .float: 3
        }
      let mixed = (hash ^ choice.value) &* 0xBF58_476D_1CE4_E5B9
      return (mixed ^ (mixed >> 29) ^ kind) &* 0x94D0_49BB_1331_11EB ^ (hash >> 31)
    }
  }
}
