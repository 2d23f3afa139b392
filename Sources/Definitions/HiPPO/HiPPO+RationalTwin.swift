import Arithmetic
import LinearAlgebra

/// A system h' = M h + b u with a diagonal change of coordinates h = T g to a HiPPO system, and rational elements: what
/// makes exact statements about HiPPO possible.
///
/// A = T M T^-1 and B = T b, so that C (s I - A)^-1 B = (C T) (s I - M)^-1 b, and A^T A and every other product of A
/// with its transpose are rational up to the same scaling.
public struct RationalTwin<A: Arithmetic>: Sendable {
  /// M, shape (order, order).
  public let matrix: Matrix<A>
  /// b, shape (order).
  public let input: [A]
  /// T^-1 N T, for the normal part N.
  public let normalPart: Matrix<A>
  /// T^2, shape (order): the squares of the diagonal.
  public let squaredScale: [A]
}

extension HiPPO {
  /// The rational twin: T = diag(sqrt(2i+1)) for LegS and LegT, the identity for LagT. nil for FouT, whose rotations
  /// are not rational.
  ///
  /// For LegS, M_ij = -(2j+1) (i > j), -(i+1) (i = j), 0 (i < j), b = (1, ..., 1).
  public func rationalTwin<A: Arithmetic>(order: Int, in context: A.Context) -> RationalTwin<A>? {
    func number(_ numerator: Int, _ denominator: Int = 1) -> A { A(Rational(numerator, denominator), in: context) }
    let ones = Array(repeating: number(1), count: order)
    func squaredScale(_ i: Int) -> Int { self == .lagT ? 1 : 2 * i + 1 }
    func twin(_ matrix: (Int, Int) -> A, _ normal: (Int, Int) -> A) -> RationalTwin<A> {
      RationalTwin(
        matrix: Matrix(order, order, in: context, matrix), input: ones,
        normalPart: Matrix(order, order, in: context, normal),
        squaredScale: (0..<order).map { number(squaredScale($0)) })
    }
    switch self {
    case .legS, .lagT:
      return twin(
        { i, j in
          i < j ? number(0) : i > j ? number(-squaredScale(j)) : self == .legS ? number(-(i + 1)) : number(-1, 2)
        },
        { i, j in
          i == j ? number(self == .legS ? -1 : 0, 2) : number(i > j ? -squaredScale(j) : squaredScale(j), 2)
        })
    case .legT:
      return twin(
        { i, j in number(i >= j || (j - i).isMultiple(of: 2) ? -squaredScale(j) : squaredScale(j)) },
        { i, j in (i + j).isMultiple(of: 2) ? number(0) : number(i > j ? -squaredScale(j) : squaredScale(j)) })
    case .fouT: return nil
    }
  }
}
