/// Makes a changed case of a climber's.
struct Mutation {
  let climber: Climber
  var random: SplitMix64

  var floats: Positions { climber.floats }
  var ordered: Positions { climber.ordered }
  var choices: [Choice] { climber.trial.choices }

  /// The case changed by `move`; nil where it does not apply, or changes nothing.
  mutating func apply(_ move: Move, mate: Trial) -> Proposal? {
    let changed: Proposal? =
      switch move {
      case .step: step()
      case .extrapolate: extrapolate()
      case .exponent: number { $0.withExponentChanged($1, &$2) }
      case .significand: number { $0.withSignificandRandom($1, &$2) }
      case .lowBits: number { $0.withLowBitsChanged($1, &$2) }
      case .sign: number { _, value, _ in -value }
      case .snap: number { $0.snapped($1, &$2) }
      case .resample: resample(1)
      case .nudge: nudge()
      case .pair: pair()
      case .onward: onward()
      case .copy: copy()
      case .scale: scale()
      case .between: between()
      case .resampleSeveral: resample(2 + Int(random.below(4)))
      case .together: together()
      case .edge: edge()
      case .duplicate: duplicate()
      case .resampleSpan: resampleSpan()
      case .crossover: crossover(mate)
      case .combine, .renew, .line, .kickedLine: nil
      }
    guard var proposal = changed, proposal.choices != choices else { return nil }
    proposal.move = move
    proposal.generation = climber.generation
    proposal.baseFigure = climber.figure
    return proposal
  }

  func proposal(_ choices: [Choice]) -> Proposal {
    var random = random
    return Proposal(choices: choices, random: SplitMix64(seed: random.next()), climber: nil, move: .step)
  }

  /// The case with other values of some choices. A length that changes takes its elements along.
  mutating func setting(_ values: [(position: Int, value: UInt64)]) -> Proposal {
    if values.count == 1, case .length = choices[values[0].position].domain {
      return proposal(changingLength(at: values[0].position, to: Int(Int64(bitPattern: values[0].value))))
    }
    var changed = choices
    for (position, value) in values { changed[position].value = value }
    var result = proposal(changed)
    if values.count == 1 {
      result.position = values[0].position
      result.isSingle = true
    }
    return result
  }

  mutating func any(_ positions: Positions) -> Int? { positions.any(&random) }

  mutating func any(_ positions: [Int]) -> Int? {
    positions.isEmpty ? nil : positions[Int(random.below(UInt64(positions.count)))]
  }

  /// Another value of one float.
  private mutating func number(
    _ change: (FloatDomain, Double, inout SplitMix64) -> Double
  ) -> Proposal? {
    guard let position = any(floats), case .float(let domain) = choices[position].domain else { return nil }
    let value = Double(bitPattern: choices[position].value)
    return setting([(position, domain.admit(change(domain, value, &random)).bitPattern)])
  }

  /// Random values for `count` choices.
  private mutating func resample(_ count: Int) -> Proposal? {
    guard !choices.isEmpty, count == 1 || count <= choices.count else { return nil }
    var values: [(Int, UInt64)] = []
    for _ in 0..<count {
      let position = Int(random.below(UInt64(choices.count)))
      values.append((position, choices[position].domain.random(&random, choices)))
    }
    return setting(values)
  }
}
