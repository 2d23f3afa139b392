/// The cases that climb.
struct Population {
  /// How many proposals are tried before the results are looked at.
  private let batchSize: Int
  /// How many cases climb at the same time.
  static let size = 4

  private(set) var climbers: [Climber]
  /// The best case ever seen.
  private(set) var best: (trial: Trial, figure: Double)
  /// The best of the new cases tried since the last climber was replaced.
  private var reserve: Climber?
  private var moves = MoveStatistics()
  private var random: SplitMix64
  private let name: String

  /// - Parameter budget: how many cases will be tried. Small batches waste fewer of a small budget.
  init(_ starts: [Trial], figure name: String, budget: Int, random: SplitMix64) {
    self.name = name
    batchSize = min(max(budget / 128, 4), 16)
    self.random = random
    let sorted = starts.map { Climber($0, figure: $0.record.figures[name] ?? -.infinity) }
      .enumerated().sorted { ($1.element.figure, $0.offset) < ($0.element.figure, $1.offset) }.map(\.element)
    climbers = Array(sorted.prefix(Self.size))
    best = (climbers[0].trial, climbers[0].figure)
  }

  /// How many proposals a climber may make without an improvement before it is thought to be at a maximum.
  private func patience(_ climber: Climber) -> Double { Double(32 + 6 * min(climber.steps.count, 64)) }

  /// Proposals: most from the best climber, unless it has stopped improving, some from the others, one a new case.
  mutating func propose(atMost limit: Int) -> [Proposal] {
    let count = min(batchSize, limit)
    let leader = climbers.indices.max { climbers[$0].figure < climbers[$1].figure }!
    let others = climbers.indices.filter { $0 != leader }
    let isStuck = climbers[leader].idle > patience(climbers[leader])
    let share = others.isEmpty ? batchSize : isStuck ? batchSize / 4 : (batchSize * 5 + 4) / 8
    let newCases =
      isStuck ? 1 + batchSize / 5 : climbers.count < Self.size || random.happens(Double(batchSize) / 32) ? 1 : 0
    var proposals: [Proposal] = []
    for slot in 0..<count {
      if slot >= count - newCases {
        let isLocal = isStuck && slot % 2 == 0
        proposals.append(isLocal ? proposal(from: leader, by: .resample) : newCase())
      } else {
        let climber = slot < share ? leader : others[(slot - share) % others.count]
        proposals.append(proposal(from: climber))
      }
    }
    return proposals
  }

  private var leadingFigure: Double { climbers.lazy.map(\.figure).max()! }

  private mutating func newCase() -> Proposal {
    Proposal(choices: [], random: SplitMix64(seed: random.next()), climber: nil, move: .renew)
  }

  private mutating func proposal(from index: Int, by fixed: Move? = nil) -> Proposal {
    if fixed == nil && climbers[index].gains.count > 1 {
      var all = Proposal(
        choices: climbers[index].trial.choices, random: SplitMix64(seed: random.next()), climber: index, move: .combine,
        generation: climbers[index].generation)
      for gain in climbers[index].gains { all.choices[gain.position].value = gain.value }
      climbers[index].gains = []
      if all.choices != climbers[index].trial.choices { return all }
    }
    if fixed == nil, let proposal = nextOfLine(index) { return proposal }
    for _ in 0..<12 {
      let move = fixed ?? moves.choose(&random)
      var mutation = Mutation(climber: climbers[index], random: SplitMix64(seed: random.next()))
      if move == .line || move == .kickedLine {
        if climbers[index].line == nil, let line = mutation.line(afterKick: move == .kickedLine) {
          climbers[index].line = (line, move)
        }
        if let proposal = nextOfLine(index) { return proposal }
        continue
      }
      let mate = climbers[Int(random.below(UInt64(climbers.count)))].trial
      if var proposal = mutation.apply(move, mate: mate) {
        proposal.climber = index
        if move == .step, let position = proposal.position { climbers[index].steps[position].pending += 1 }
        return proposal
      }
      moves.didNotApply(move)
    }
    return newCase()
  }

  private mutating func nextOfLine(_ index: Int) -> Proposal? {
    guard let move = climbers[index].line?.move, let choices = climbers[index].line?.search.next() else { return nil }
    return Proposal(
      choices: choices, random: SplitMix64(seed: random.next()), climber: index, move: move,
      generation: climbers[index].generation, baseFigure: climbers[index].figure)
  }

  /// Takes what a proposal gave.
  mutating func take(_ trial: Trial, of proposal: Proposal) {
    let figure = trial.outcome == .passed ? trial.record.figures[name] : nil
    if let figure, figure > best.figure { best = (trial, figure) }
    guard let index = proposal.climber else {
      // Not always the best: it may stand on the hill that the others stand on.
      let isBest = figure.map { $0 > reserve?.figure ?? -.infinity } ?? false
      if let figure, isBest || (reserve.map { $0.figure < leadingFigure } ?? true) && random.happens(0.25) {
        reserve = Climber(trial, figure: figure)
      }
      return
    }
    let before = climbers[index].figure
    if proposal.move == .line || proposal.move == .kickedLine {
      climbers[index].line?.search.take(trial, figure: figure)
    }
    let isImprovement = climbers[index].take(trial, figure: figure, of: proposal)
    let reward = moves.note(proposal.move, from: before, to: isImprovement ? figure : nil)
    climbers[index].rest(reward)
  }

  /// Lets the best new case take the place of a climber that has stopped improving, not of the best.
  mutating func renew() {
    for index in climbers.indices { climbers[index].endBatch() }
    guard let new = reserve else { return }
    if climbers.count < Self.size {
      climbers.append(new)
      reserve = nil
      return
    }
    let leader = climbers.indices.max { climbers[$0].figure < climbers[$1].figure }!
    let isBetter = new.figure > climbers[leader].figure
    let tired = climbers.indices.filter { $0 != leader && (isBetter || climbers[$0].idle > patience(climbers[$0])) }
    guard let worst = tired.min(by: { climbers[$0].figure < climbers[$1].figure }) else { return }
    climbers[worst] = new
    reserve = nil
  }
}
