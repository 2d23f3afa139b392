/// A way of changing a case.
enum Move: Int, CaseIterable, Sendable {
  // Of one number.
  /// A step along its order, of a size that adapts.
  case step
  /// To where the line through two reciprocal figures vanishes: the pole of an error relative to a result that
  /// vanishes.
  case extrapolate
  /// The search along a ``Line``: through the case, or through one with another choice changed.
  case line, kickedLine
  case exponent, significand, lowBits, sign, snap, resample
  // Of several numbers.
  /// A few ulps up or down.
  case nudge
  /// Two by the same step, the same way or against each other.
  case pair
  /// On in the direction from an earlier case to this one: along a ridge.
  case onward
  case copy, scale, between, resampleSeveral
  /// All that are equal, up to sign, by the same step or to the same new value.
  case together
  // Of the structure.
  case edge, duplicate, resampleSpan, crossover
  // Not chosen by success.
  case combine, renew
}

/// How often each kind of move improved a case lately: a bandit that plays in proportion to success.
struct MoveStatistics {
  private var tries = [Double](repeating: 0, count: Move.allCases.count)
  private var successes = [Double](repeating: 0, count: Move.allCases.count)
  private var largestGain = 0.0
  /// What a move that never succeeds keeps: the success thought of beforehand.
  private static let prior = Move.allCases.map { move in
    switch move {
    case .step: 2.0
    case .line: 1.0
    case .kickedLine: 0.7
    case .extrapolate: 2.0
    case .onward: 0.5
    case .combine, .renew: 0.0
    default: 0.25
    }
  }

  private func weight(_ move: Move) -> Double {
    let prior = Self.prior[move.rawValue]
    return prior == 0 ? 0 : 0.004 + (successes[move.rawValue] + prior) / (tries[move.rawValue] + 6)
  }

  func choose(_ random: inout SplitMix64) -> Move {
    let weights = Move.allCases.map(weight)
    var rest = random.unit() * weights.reduce(0, +)
    for move in Move.allCases {
      rest -= weights[move.rawValue]
      if rest < 0 { return move }
    }
    return .step
  }

  /// Notes what a move gave: a better figure, or nil.
  ///
  /// - Returns: the success between 0 and 1: the gain as a part of the largest gain of late, so that creeping counts
  ///   little.
  mutating func note(_ move: Move, from figure: Double, to better: Double?) -> Double {
    let gain =
      better.map { figure > 0 ? binaryLogarithm($0) - binaryLogarithm(figure) : figure.isFinite ? $0 - figure : 1 } ?? 0
    largestGain = max(0.98 * largestGain, gain)
    let reward = gain > 0 ? gain / largestGain : 0
    successes[move.rawValue] = 0.99 * successes[move.rawValue] + reward.squareRoot()
    tries[move.rawValue] = 0.99 * tries[move.rawValue] + 1
    return reward
  }

  /// A move that does not apply to the case is tried less.
  mutating func didNotApply(_ move: Move) { tries[move.rawValue] += 0.25 }
}
