/// A case that climbs, and what is known of the ground around it.
struct Climber {
  private(set) var trial: Trial
  private(set) var figure: Double
  /// How many earlier cases are kept.
  private static let memory = 6
  /// The step of each choice.
  var steps: [Step]
  /// How many proposals came since it last improved.
  private(set) var idle = 0.0
  /// Changes of one choice each that all improved on the same case, to be tried together.
  var gains: [(position: Int, value: UInt64)] = []
  /// The search along a line that is under way, and the move that began it.
  var line: (search: Line, move: Move)?
  /// Counts the cases it has been, so that what was measured beside an earlier one is known to be old.
  private(set) var generation = 0

  /// Cases that it has been, the latest last: beside a ridge they tell where it leads.
  private(set) var earlier: [[Choice]] = []

  /// The positions of the floats, and of the choices that have an order: floats, integers, lengths.
  private(set) var floats = Positions([]) { _ in false }
  private(set) var ordered = Positions([]) { _ in false }

  /// The step of the search along one choice, in the order of its domain.
  struct Step {
    /// The size of the next step is 2^exponent.
    var exponent: Double
    var isUpward: Bool
    /// How many proposals of this step are on their way.
    var pending = 0
    /// Another value of the choice, all else being equal, and the figure there.
    var other: (value: UInt64, figure: Double, generation: Int)?
  }

  init(_ trial: Trial, figure: Double) {
    self.trial = trial
    self.figure = figure
    steps = []
    survey()
  }

  /// Counts a proposal whose success was `reward`, between 0 and 1.
  mutating func rest(_ reward: Double) { idle = (idle + 1) * (1 - reward.squareRoot()) }

  /// A single gain is already taken; several are kept, to be tried together.
  mutating func endBatch() {
    if line?.search.endRound() == false { line = nil }
    if gains.count == 1 { gains = [] }
    for position in steps.indices where steps[position].pending > 0 { steps[position].pending = 0 }
  }

  private mutating func survey() {
    steps = trial.choices.map { Step($0.domain) }
    floats = Positions(trial.choices) { $0.isFloat }
    ordered = Positions(trial.choices) { $0.isOrdered }
    gains = []
    earlier = []
  }

  /// Notes what a proposal made from this case gave; nil where it was discarded.
  ///
  /// - Returns: whether it is an improvement.
  mutating func take(_ other: Trial, figure otherFigure: Double?, of proposal: Proposal) -> Bool {
    let isImprovement = otherFigure.map { $0 > figure } ?? false
    let isOfThisCase = proposal.generation == generation
    if let position = proposal.position, position < steps.count {
      steps[position].adapt(to: isImprovement, proposal)
      if proposal.isSingle, let otherFigure, otherFigure > proposal.baseFigure {
        gains.append((position, proposal.choices[position].value))
      }
    }
    guard let otherFigure, otherFigure >= figure else {
      if let otherFigure, proposal.isSingle, isOfThisCase, let position = proposal.position, position < steps.count {
        steps[position].other = (proposal.choices[position].value, otherFigure, generation)
      }
      return false
    }
    // An equal figure is taken as well, so as to cross level ground.
    generation += 1
    if isOfThisCase && proposal.isSingle, let position = proposal.position, position < steps.count {
      steps[position].other = (trial.choices[position].value, figure, generation)
    }
    let hasSameShape =
      other.choices.count == trial.choices.count
      && zip(other.choices, trial.choices).allSatisfy { $0.domain == $1.domain }
    if hasSameShape && isImprovement {
      earlier = earlier.suffix(Self.memory - 1) + [trial.choices]
    }
    trial = other
    figure = otherFigure
    if !hasSameShape { survey() }
    return isImprovement
  }
}

extension Climber.Step {
  init(_ domain: ChoiceDomain) {
    isUpward = true
    switch domain {
    case .float(let domain): exponent = Double(domain.format.fractionBits - 2)
    case .integer(let lower, let upper, _), .length(let lower, let upper):
      let width = UInt64(bitPattern: Int64(upper)) &- UInt64(bitPattern: Int64(lower))
      exponent = max(0, Double(64 - width.leadingZeroBitCount) - 3)
    case .index: exponent = 0
    }
  }

  /// Steps double while they improve; after failures they shrink, and the direction turns.
  mutating func adapt(to isImprovement: Bool, _ proposal: Proposal) {
    guard proposal.move == .step || proposal.move == .extrapolate else { return }
    if isImprovement {
      let isOnward = proposal.move == .step && proposal.isUpward == isUpward
      exponent = min(62, max(0, proposal.exponent + (isOnward ? 1 : -1)))
      isUpward = proposal.isUpward
    } else if proposal.move == .step {
      // Proposals of the same batch know nothing of one another: together they count little more than one.
      exponent -= 0.35 * (1 + 0.25 * Double(pending)) / Double(max(1, pending))
      if pending == 1 { isUpward.toggle() }
    }
  }
}

/// A changed case to be tried.
struct Proposal: Sendable {
  var choices: [Choice]
  /// What is drawn past the end of the choices.
  var random: SplitMix64
  /// Which climber it comes from; nil for a new case.
  var climber: Int?
  var move: Move
  /// The choice that a step changes.
  var position: Int?
  /// Whether nothing but that choice was changed.
  var isSingle = false
  var exponent = 0.0
  var isUpward = true
  /// Which of the climber's cases it comes from.
  var generation = 0
  /// The figure of that case.
  var baseFigure = -Double.infinity
}

/// Positions of choices, grouped by their domains: a single number beside a long vector is chosen as often as the
/// vector.
struct Positions: Sendable {
  private let all: [Int]
  private let groups: [[Int]]

  init(_ choices: [Choice], where isMember: (ChoiceDomain) -> Bool) {
    all = choices.indices.filter { isMember(choices[$0].domain) }
    var numbers: [ChoiceDomain: Int] = [:]
    var groups: [[Int]] = []
    for position in all {
      let domain = choices[position].domain
      if let number = numbers[domain] {
        groups[number].append(position)
      } else {
        numbers[domain] = groups.count
        groups.append([position])
      }
    }
    self.groups = groups
  }

  var count: Int { all.count }

  /// One of them; nil where there is none.
  func any(_ random: inout SplitMix64) -> Int? {
    guard !all.isEmpty else { return nil }
    let group = groups.count > 1 && random.happens(0.5) ? groups[Int(random.below(UInt64(groups.count)))] : all
    return group[Int(random.below(UInt64(group.count)))]
  }
}

extension Positions: Sequence {
  func makeIterator() -> IndexingIterator<[Int]> { all.makeIterator() }
}
