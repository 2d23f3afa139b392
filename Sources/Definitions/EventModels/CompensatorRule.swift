import Arithmetic

/// Rules for the integral of an intensity f over an interval of length 1, from its values at i/(n - 1), i = 0 ... n -
/// 1, both ends included.
///
/// - Source: EasyTPP (arXiv 2307.08097), the authors' code: `mean` where "Monte Carlo" is asked for, else `trapezoid`.
public enum CompensatorRule: Sendable, CaseIterable {
  /// The mean of the n values.
  case mean
  /// The mean of the n - 1 means of two neighbors.
  case trapezoid

  /// - Parameter samples: f(0), f(1/(n - 1)), ..., f(1), at least two.
  public func integral<A: Arithmetic>(_ samples: [A]) -> A {
    let context = samples[0].context
    let sum = samples.dropFirst().reduce(samples[0], +)
    switch self {
    case .mean: return sum / A(samples.count, in: context)
    case .trapezoid:
      let ends = (samples[0] + samples[samples.count - 1]) / 2
      return (sum - ends) / A(samples.count - 1, in: context)
    }
  }

  /// i/(n - 1), i = 0 ... n - 1, for n >= 2.
  public static func nodes<A: Arithmetic>(_ count: Int, in context: A.Context) -> [A] {
    (0..<count).map { A(Rational($0, count - 1), in: context) }
  }

  /// How many events the code counts: those whose term log(intensity + epsilon) is not 0.
  public static func countedEvents<A: Arithmetic>(intensities: [A], epsilon: A) -> Int {
    intensities.count { !($0 + epsilon).isEqual(to: A(1, in: epsilon.context)).isTrue }
  }
}
