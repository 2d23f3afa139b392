import Arithmetic

/// How a linear time-invariant memory function falls, as its poles decide: it is a sum of terms t^k a^t with a pole a
/// and k below the size of the largest Jordan block of that pole.
public enum MemoryDecay: Hashable, Sendable {
  /// Every pole is 0: nothing is remembered beyond a fixed number of steps.
  case finite
  /// Every pole is inside the unit circle, and the outermost are simple: C r^t.
  case exponential
  /// Every pole is inside the unit circle, and an outermost one has a Jordan block of size degree + 1: C t^degree r^t.
  case polynomialTimesExponential(degree: Int)
  /// A simple pole on the unit circle, and none outside: never forgets.
  case persistent
  /// A Jordan block of size degree + 1 on the unit circle, and no pole outside: grows like t^degree.
  case polynomial(degree: Int)
  /// A pole outside the unit circle.
  case growing
  /// Not decided with the precision there was.
  case undecided

  /// Where a pole is.
  public enum Position: Hashable, Sendable {
    case zero, inside, onCircle, outside, undecided
  }

  /// The class of one pole with a Jordan block of size degree + 1.
  public init(_ position: Position, degree: Int = 0) {
    switch position {
    case .zero: self = .finite
    case .inside: self = degree == 0 ? .exponential : .polynomialTimesExponential(degree: degree)
    case .onCircle: self = degree == 0 ? .persistent : .polynomial(degree: degree)
    case .outside: self = .growing
    case .undecided: self = .undecided
    }
  }

  /// What a sum of terms does: what its slowest term does.
  ///
  /// - Precondition: inside the unit circle the outermost poles are told from the others by the caller, since a block
  ///   within another pole's circle does not count.
  public static func slower(_ x: MemoryDecay, _ y: MemoryDecay) -> MemoryDecay { x.rank < y.rank ? y : x }

  private var rank: (Int, Int) {
    switch self {
    case .finite: (0, 0)
    case .exponential: (1, 0)
    case .polynomialTimesExponential(let degree): (1, degree)
    case .persistent: (2, 0)
    case .polynomial(let degree): (2, degree)
    case .undecided: (3, 0)
    case .growing: (4, 0)
    }
  }
}
