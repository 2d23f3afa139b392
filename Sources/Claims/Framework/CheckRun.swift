import Arithmetic
import PropertyTesting
import Synchronization

/// The run of one check: random instances, a search for large ratios left/right, and the simplest instance of what it found.
struct CheckRun: Sendable {
  let check: Check
  /// Which check of the claim it is.
  let role: CaseText.Role
  /// The name of the random streams: the claim's id and the role.
  let name: String
  let options: CheckOptions

  init(_ check: Check, role: CaseText.Role, of claim: Claim, options: CheckOptions) {
    self.check = check
    self.role = role
    name = "\(claim.id) \(role)"
    self.options = options
  }

  /// What the run found.
  struct Result: Sendable {
    var tally = Tally()
    var counterexample: Counterexample?
    /// Why it is undecided, with the simplest such instance.
    var undecided: String?
  }

  /// What counts as a failure of a case.
  private enum Aim {
    /// A comparison that is certainly false.
    case refute
    /// One that could not be decided, or not be evaluated.
    case settle
  }

  /// Tries `cases` random instances, and as many in the search for large ratios.
  func run(cases: Int) -> Result {
    let settings = settings(cases: cases)
    let sawOpen = Flag()
    let found = Runner(property(.refute, sawOpen), settings: settings).run()
    var result = Result(tally: tally(found))
    if let counterexample = found.counterexamples.first {
      result.counterexample = replay(counterexample.choices)?.deciding.map {
        Counterexample(
          evidence: $0, caseIndex: counterexample.caseIndex, replay: CaseText(role, counterexample.choices))
      }
    } else if sawOpen.isSet {
      // The same run over again ends at the first case that is open.
      let settled = Runner(property(.settle, sawOpen), settings: settings).run()
      result.undecided = settled.counterexamples.first?.failure.message ?? "a case is open"
    }
    return result
  }

  /// What the check finds at recorded choices; nil where they give no instance.
  func replay(_ choices: [Choice]) -> Finding? {
    var draw = Draw(replaying: choices)
    guard let compare = try? check.prepare(&draw) else { return nil }
    return try? Finding(options: options, compare)
  }

  private func settings(cases: Int) -> Settings {
    var settings = Settings()
    settings.cases = cases
    settings.targetCases = cases
    settings.seed = options.seed
    settings.phases = [.reuse, .generate, .target, .shrink]
    settings.threads = options.workers
    settings.database = options.examples.map { ExampleDatabase(directory: $0) }
    settings.reusesMaxima = true
    // A budget in cases alone: the report does not depend on the machine.
    settings.shrinkTime = nil
    settings.shrinkCases = 2000
    return settings
  }

  private func property(_ aim: Aim, _ sawOpen: Flag) -> Property {
    let check = check
    let options = options
    return Property(name) { draw in
      let compare = try check.prepare(&draw)
      let finding: Finding
      do {
        finding = try Finding(options: options, compare)
      } catch let error where !(error is Discarded) {
        draw.didCheck()
        sawOpen.set()
        if aim == .settle { throw Falsified("it could not be evaluated: \(error)") }
        return
      }
      guard !finding.evidence.isEmpty else { throw Discarded() }
      draw.didCheck(finding.evidence.count)
      draw.label(Self.label(bits: finding.bits))
      for evidence in finding.evidence {
        if let ratio = evidence.ratio, ratio.isFinite { draw.maximize(ratio, evidence.statement) }
      }
      guard let deciding = finding.deciding, finding.truth != .true else { return }
      if finding.truth == .undecided { sawOpen.set() }
      // The statement stands for the place: a counterexample is not simplified into one of another inequality.
      switch (aim, finding.truth) {
      case (.refute, .false): throw Falsified("\(deciding)", fileID: deciding.statement)
      case (.settle, .undecided):
        throw Falsified("a case is open at \(finding.bits) bits: \(deciding)", fileID: deciding.statement)
      default: break
      }
    }
  }

  private static func label(bits: Int) -> String { "\(bits) bits" }

  private func tally(_ found: RunResult) -> Tally {
    var tally = Tally()
    tally.random = found.randomCases
    tally.searched = found.cases - found.randomCases
    tally.discarded = found.discarded
    tally.comparisons = found.checks
    var bits = options.precision.bits
    while bits <= options.cap.bits {
      if found.labels[Self.label(bits: bits), default: 0] > 0 { tally.bits = bits }
      bits *= 2
    }
    tally.margins = found.maxima.sorted { $0.key < $1.key }.compactMap { statement, maximum in
      let evidence = replay(maximum.choices)?.evidence.filter { $0.statement == statement } ?? []
      return evidence.max { ($0.ratio ?? -.infinity) < ($1.ratio ?? -.infinity) }.map {
        Margin(evidence: $0, random: maximum.random, replay: CaseText(role, maximum.choices))
      }
    }
    return tally
  }
}

/// Something that happened, perhaps on another thread.
private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .relaxed) }
  func set() { value.store(true, ordering: .relaxed) }
}
