import Arithmetic
import LinearAlgebra

/// FouT in closed form: its first state's transfer function for a number of frequencies, and its limit, the boxcar.
///
/// With b = (1, sqrt 2, 0, sqrt 2, 0, ...), S the rotations by 2 pi k, 1 <= k < count, A = S - 2 b b^T and B = 2 b,
///
///     e_0^T (s I - A)^-1 B = (2/s)/(1 + 2 h(s)),
///     h(s) = b^T (s I - S)^-1 b = 1/s + sum_(1 <= k < count) 2 s/(s^2 + 4 pi^2 k^2).
///
/// As count grows h(s) tends to coth(s/2)/2 and the transfer function to (1 - e^-s)/s, that of the window 1 on [0, 1].
/// Since A + A^T = -B B^T, the reachability Gramian is the identity: every state's kernel has the norm 1 in L2(0, inf).
///
/// - Source: the matrices: Gu et al., How to Train Your HiPPO, arXiv 2206.12037, and state-spaces/s4 ('fourier2'); the
///   rest derived.
public struct FourierWindow: Hashable, Sendable {
  /// The number of frequencies 0, 1, ..., half the number N of states that the released code counts.
  public let count: Int

  public init(count: Int) {
    precondition(count >= 1, "the frequency 0 is always there")
    self.count = count
  }

  /// 2 count - 1: the states without the sine of frequency 0, which is not reached.
  public var order: Int { 2 * count - 1 }

  /// h(s); undefined at the poles 2 pi i k.
  public func resolventSum(at s: Disc) -> Disc {
    let turn = 2 * Ball.pi(in: s.context)
    return (1..<max(count, 1)).reduce(1 / s) { sum, k in
      let rate = turn * IntegerConstant(k)
      return sum + 2 * s / (s * s + Disc(rate * rate))
    }
  }

  /// (2/s)/(1 + 2 h(s)).
  public func transferFunction(at s: Disc) -> Disc { 2 / s / (1 + 2 * resolventSum(at: s)) }

  /// (1 - e^-s)/s, the transform of the window.
  public static func windowTransform(at s: Disc) -> Disc { -Disc.expMinusOne(-s) / s }

  /// The system read at its first state.
  public func system(precision: Precision) -> LinearSystem<Ball> {
    LinearSystem(
      matrix: HiPPO.fouT.matrix(order: order, in: precision), input: HiPPO.fouT.input(order: order, in: precision),
      output: (0..<order).map { Ball($0 == 0 ? 1 : 0, in: precision) })
  }

  /// int_0^inf (K(t) - 1_[0,1](t))^2 dt = 2 - 2 int_0^1 K(t) dt for the kernel K of the first state, whose norm is 1.
  ///
  /// - Throws: as `Matrix.exponential()`.
  public func squaredDistance(precision: Precision) throws(LinearAlgebraError) -> Ball {
    let held = try system(precision: precision).zeroOrderHold(step: Ball(1, in: precision))
    return 2 - 2 * held.input[0, 0]
  }
}
