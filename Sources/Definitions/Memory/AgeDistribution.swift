import Arithmetic

/// How old what a layer remembers is: the survival function S_j = P(age >= j h) of the distribution with weights M_t,
/// on a grid of ages j h, j = 0 ..< count.
///
/// A stack of layers passes on in layer l + 1 what layer l held, so that the ages add: the kernel of a stack is at most
/// the convolution of the layers' memory functions (times the Lipschitz constants of what lies between), whose survival
/// function is that of a sum of independent ages.
public struct AgeDistribution<A: RealArithmetic>: Sendable {
  /// S_j, from S_0 = 1 on, not rising.
  public let survival: A.Vector

  public init(survival: [A], in context: A.Context) { self.survival = A.Vector(survival, in: context) }

  /// The distribution of the sum of two independent ages:
  ///
  ///     S_j = S'_j + sum_(i < j) (S'_i - S'_(i+1)) S''_(j-i)
  ///
  /// It rises with both survival functions, so that bounds of them give bounds of it.
  public func adding(_ other: AgeDistribution) -> AgeDistribution {
    let count = min(survival.count, other.survival.count)
    var total = A.Vector(survival.elements.prefix(count), in: survival.context)
    for i in 0..<max(count - 1, 0) {
      let mass = survival[i] - survival[i + 1]
      total.addProduct(
        mass, Strip(start: 1, count: count - 1 - i), of: other.survival, to: Strip(start: i + 1, count: count - 1 - i))
    }
    return AgeDistribution(survival: total.elements, in: survival.context)
  }

  /// The largest j with S_j > q for certain, or -1: ages of j h are exceeded by more than the fraction q.
  public func lastAbove(_ fraction: Rational) -> Int {
    let share = A(fraction, in: survival.context)
    return (0..<survival.count).last { share.isLess(than: survival[$0]).isTrue } ?? -1
  }

  /// The least j with S_j <= q for certain; nil where there is none on the grid.
  public func firstAtMost(_ fraction: Rational) -> Int? {
    let share = A(fraction, in: survival.context)
    return (0..<survival.count).first { survival[$0].isAtMost(share).isTrue }
  }
}
