extension Mutation {
  /// A step of one choice along the order of its domain.
  mutating func step() -> Proposal? {
    guard let position = any(ordered) else { return nil }
    let step = climber.steps[position]
    // A search that came down to single steps begins anew with a random one. Several steps of one choice that are tried
    // at once are of different sizes.
    let isNew = step.exponent < 0 || random.happens(0.3)
    let spread = 1.5 + 0.3 * Double(step.pending)
    var exponent = isNew ? random.unit() * limit(position) : step.exponent
    exponent = min(max(0, exponent + 2 * spread * random.unit() - spread), 62)
    let isUpward = random.happens(step.pending > 0 ? 0.5 : 0.75) ? step.isUpward : !step.isUpward
    let size = min(powerOfTwo(exponent), 0x1p62)
    guard
      let value = choices[position].domain.value(choices[position].value, movedBy: isUpward ? Int(size) : -Int(size)),
      value != choices[position].value
    else { return nil }
    var proposal = setting([(position, value)])
    proposal.exponent = exponent
    proposal.isUpward = isUpward
    return proposal
  }

  private func limit(_ position: Int) -> Double {
    Climber.Step(choices[position].domain).exponent + 3
  }

  /// Near a zero of the quantity to which an error is relative, the reciprocal of the figure is about a|x - r|: two
  /// values of one choice give r, on one side of both or between them.
  mutating func extrapolate() -> Proposal? {
    let known = ordered.filter {
      climber.steps[$0].other?.generation == climber.generation && climber.steps[$0].other?.value != choices[$0].value
    }
    guard let position = any(known), let other = climber.steps[position].other else { return nil }
    // The figure may be a logarithm.
    let isLogarithm = max(climber.figure.magnitude, other.figure.magnitude) < 1100 && random.happens(0.4)
    let ratio = isLogarithm ? powerOfTwo(other.figure - climber.figure) : other.figure / climber.figure
    guard ratio > 0, ratio <= 1 else { return nil }
    let sign = random.happens(0.5) ? 1.0 : -1.0
    let domain = choices[position].domain
    let (x, y) = (domain.number(choices[position].value), domain.number(other.value))
    let root = x + (x - y) * (-sign * ratio) / (1 + sign * ratio)
    guard root.isFinite, let value = domain.value(nearest: root) else { return nil }
    var proposal = setting([(position, value)])
    proposal.exponent = max(0, exponent(from: choices[position].value, to: value, in: domain) - 2)
    proposal.isUpward = root > x
    return proposal
  }

  /// The size of the step between two values, as the exponent of a power of two.
  private func exponent(from first: UInt64, to second: UInt64, in domain: ChoiceDomain) -> Double {
    guard let x = domain.place(first), let y = domain.place(second) else { return 0 }
    let (difference, overflows) = x.subtractingReportingOverflow(y)
    return overflows ? 62 : Double(64 - difference.magnitude.leadingZeroBitCount)
  }

  /// The search along one choice, of this case or of one that differs from it in another choice.
  mutating func line(afterKick isKicked: Bool) -> Line? {
    guard let position = any(ordered) else { return nil }
    var base = choices
    if isKicked {
      guard let kicked = random.happens(0.7) ? step() : pair(), kicked.choices.count == choices.count else {
        return nil
      }
      base = kicked.choices
      guard base[position] == choices[position] else { return nil }
    }
    let step = climber.steps[position].exponent
    let exponent = step < 0 || random.happens(0.5) ? random.unit() * limit(position) : step
    let isSmall = climber.figure.magnitude < 1100
    return Line(
      base, position: position, figure: isKicked ? nil : climber.figure, exponent: exponent,
      isLogarithm: isSmall && random.happens(0.3))
  }

  /// All numbers on in the direction from an earlier case to this one, less far or farther.
  ///
  /// Two cases on a narrow ridge, however they came there, say where it leads: the pattern move of Hooke and Jeeves,
  /// "Direct search" solution of numerical and statistical problems, J. ACM 8, 1961, doi:10.1145/321062.321069.
  mutating func onward() -> Proposal? {
    guard !climber.earlier.isEmpty else { return nil }
    let origin = climber.earlier[Int(random.below(UInt64(climber.earlier.count)))]
    let factor = powerOfTwo(8 * random.unit() - 3)
    var values: [(Int, UInt64)] = []
    for position in ordered where origin[position].value != choices[position].value {
      let (domain, value) = (choices[position].domain, choices[position].value)
      if case .length = domain { continue }
      let (from, to) = (domain.number(origin[position].value), domain.number(value))
      let target = to + factor * (to - from)
      if target.isFinite, let admitted = domain.value(nearest: target) { values.append((position, admitted)) }
    }
    return values.count > 1 ? setting(values) : nil
  }

  /// Several floats by a few ulps each.
  mutating func nudge() -> Proposal? {
    guard floats.count > 0 else { return nil }
    let reach = 1 << Int(random.below(8))
    let share = random.happens(0.5) ? 1.0 : max(0.3, 1 / Double(floats.count))
    var values: [(Int, UInt64)] = []
    for position in floats where random.happens(share) {
      let count = Int(random.upTo(UInt64(2 * reach))) - reach
      if let value = choices[position].domain.value(choices[position].value, movedBy: count) {
        values.append((position, value))
      }
    }
    return values.isEmpty ? nil : setting(values)
  }

  /// Two choices by steps of the same size: up both, or one up and one down.
  mutating func pair() -> Proposal? {
    guard ordered.count > 1, let first = any(ordered), let second = any(ordered), first != second else { return nil }
    let exponent = min(max(0, random.happens(0.5) ? climber.steps[first].exponent : random.unit() * limit(first)), 62)
    let size = Int(min(powerOfTwo(exponent), 0x1p62)) * (random.happens(0.5) ? 1 : -1)
    guard
      let x = choices[first].domain.value(choices[first].value, movedBy: size),
      let y = choices[second].domain.value(
        choices[second].value, movedBy: random.happens(0.5) ? size : -size)
    else { return nil }
    return setting([(first, x), (second, y)])
  }
}

/// 2^exponent, linear between the powers of two: the same on every machine.
func powerOfTwo(_ exponent: Double) -> Double {
  let floor = min(max(exponent, -1000), 1000).rounded(.down)
  return Double(sign: .plus, exponent: Int(floor), significand: 1 + (min(max(exponent, -1000), 1000) - floor))
}

extension ChoiceDomain {
  /// The choice's value as a number.
  func number(_ value: UInt64) -> Double {
    isFloat ? Double(bitPattern: value) : Double(Int64(bitPattern: value))
  }

  /// The value of the domain nearest to `number`, which is finite.
  func value(nearest number: Double) -> UInt64? {
    switch self {
    case .index: return nil
    case .integer(let lower, let upper, _), .length(let lower, let upper):
      let rounded = Int(exactly: number.rounded()) ?? (number < 0 ? lower : upper)
      return UInt64(bitPattern: Int64(min(max(rounded, lower), upper)))
    case .float(let domain): return domain.admit(number).bitPattern
    }
  }
}
