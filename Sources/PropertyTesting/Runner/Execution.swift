import Foundation

/// A run of a property in progress: what was found so far, and what the phases hand to each other.
struct Execution {
  /// A failing case that waits to be shrunk.
  struct Defect {
    let trial: Trial
    let failure: Trial.Failure
    let phase: Settings.Phase
    let caseIndex: Int?
  }

  let name: String
  let settings: Settings
  let runner: any TrialRunner
  var result: RunResult
  /// The defects found, one for each identity, the first found first.
  var defects: [Defect] = []
  /// The random cases with the largest value of each figure, the largest first.
  var leaders: [String: [Leader]] = [:]
  var coverage: [CaseRecord.Requirement: Int] = [:]
  /// The examples of the database that still fail.
  var reused: [ExampleDatabase.Entry] = []
  /// When the run began, for observers.
  let runStart: Double
  /// Failures met while another one was shrunk.
  let met = MetFailures()

  /// A case and its value of a figure.
  struct Leader {
    let value: Double
    let trial: Trial
  }

  /// How many cases with a large figure are kept for the targeted search to start from.
  static let leaderCount = 5
  /// How many defects a run reports at most.
  static let defectLimit = 8

  init(_ property: Property, _ settings: Settings, runner: any TrialRunner) {
    name = property.name
    self.settings = settings
    self.runner = runner
    runStart = settings.observer == nil ? 0 : Date().timeIntervalSince1970
    result = RunResult(name: property.name, seed: settings.seed, verdict: .vacuous)
  }

  /// All phases, each where it is asked for.
  mutating func perform() {
    if let example = settings.replay, settings.replayedProperty ?? name == name {
      run(only: example)
      resolveDefects(in: [])
    } else {
      let phases = settings.phases
      if phases.contains(.reuse) { reuse() }
      if phases.contains(.generate), goesOn { generateTimed() }
      if phases.contains(.target), defects.isEmpty { target() }
      resolveDefects(in: phases)
      store()
    }
    conclude()
    observeResult()
  }

  /// Whether a failure does not end the search for others.
  var goesOn: Bool { defects.isEmpty || settings.continuesAfterFailure }

  private mutating func generateTimed() {
    let start = ContinuousClock.now
    if !settings.enumerates || !enumerate() { generate() }
    checkHealth()
    checkTime(ContinuousClock.now - start)
  }

  /// Takes down a failing case, unless its defect is known.
  mutating func note(_ trial: Trial, in phase: Settings.Phase, caseIndex: Int? = nil) {
    guard let failure = trial.failure, defects.count < Self.defectLimit,
      !defects.contains(where: { $0.failure.identity == failure.identity })
    else { return }
    defects.append(Defect(trial: trial, failure: failure, phase: phase, caseIndex: caseIndex))
  }

  /// A replay of `choices`.
  func replay(_ choices: [Choice], describing: Bool = false) -> Trial {
    runner.run(Draw(replaying: choices, limit: settings.choiceLimit, describing: describing))
  }

  /// The random stream of a part of the run that tries no random cases.
  func stream(_ part: String) -> SplitMix64 {
    SplitMix64(seed: settings.seed, name: name + "\u{0}" + part, index: 0)
  }

  /// The verdict, the gravest first.
  mutating func conclude() {
    let isCompared = result.checks > 0 || settings.countsCasesAsChecks
    if result.counterexamples.contains(where: { $0.replayedOutcome == nil }) {
      result.verdict = .falsified
    } else if !result.counterexamples.isEmpty {
      result.verdict = .flaky
    } else if result.cases == 0 || !isCompared {
      result.verdict = .vacuous
    } else if result.coverage.contains(where: { $0.decision == .missed }) {
      result.verdict = .coverageMissed
    } else if result.coverage.contains(where: { $0.decision == .undecided }) {
      result.verdict = .coverageUndecided
    } else {
      result.verdict = .passed
    }
  }
}
