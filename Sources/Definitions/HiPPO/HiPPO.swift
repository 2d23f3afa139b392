import Arithmetic
import LinearAlgebra

/// The HiPPO matrices, in continuous time h' = A h + B u, indices from 0, each with the low-rank correction that makes
/// it normal:
///
/// | matrix | A_ij | B_i | normal part |
/// |---|---|---|---|
/// | LegS | -sqrt((2i+1)(2j+1)) (i > j), -(i+1) (i = j), 0 | sqrt(2i+1) | A + B B^T/2 |
/// | LegT | -sqrt((2i+1)(2j+1)) times 1 (i >= j), (-1)^(i-j) (i < j) | sqrt(2i+1) | A + (R 1)(R 1)^T/2 + (R s)(R s)^T/2 |
/// | LagT | -1 (i > j), -1/2 (i = j), 0 | 1 | A + 1 1^T/2 |
/// | FouT | S - 2 b b^T, S the rotations by 2 pi k, b = (1, sqrt 2, 0, sqrt 2, 0, ...) | 2 b | S = A + 2 b b^T |
///
/// with R = diag(sqrt(2i+1)) and s_i = (-1)^i. LegT has window length 1 and no factor 1/2. FouT keeps the constant,
/// then the cosine and the sine of each frequency k = 1, 2, ...; the sine state of frequency 0 is left out.
///
/// - Source: Gu, Dao, Ermon, Rudra, Re, arXiv 2008.07669; the normal parts: Gu, Goel, Re, arXiv 2111.00396, Theorem 1.
public enum HiPPO: String, Sendable, CaseIterable {
  case legS, legT, lagT, fouT

  /// A, shape (order, order).
  public func matrix<R: RealElementaryArithmetic>(order: Int, in context: R.Context) -> Matrix<R> {
    guard self == .fouT else { return Matrix(order, order, in: context) { element($0, $1, in: context) } }
    let normal: Matrix<R> = normalPart(order: order, in: context)
    let b: [R] = Self.fourierVector(order: order, in: context)
    return Matrix(order, order, in: context) { normal[$0, $1] - 2 * (b[$0] * b[$1]) }
  }

  /// B, shape (order).
  public func input<R: RealElementaryArithmetic>(order: Int, in context: R.Context) -> [R] {
    switch self {
    case .legS, .legT: (0..<order).map { R.sqrt(R(2 * $0 + 1, in: context)) }
    case .lagT: Array(repeating: R(1, in: context), count: order)
    case .fouT: Self.fourierVector(order: order, in: context).map { 2 * $0 }
    }
  }

  /// The symmetric matrices s v v^T whose sum, added to A, gives the normal part.
  public func lowRank<R: RealElementaryArithmetic>(
    order: Int, in context: R.Context
  ) -> [(scale: R, vector: [R])] {
    let half = R(Rational(1, 2), in: context)
    let input: [R] = self.input(order: order, in: context)
    switch self {
    case .legS, .lagT: return [(half, input)]
    case .legT: return [(half, input), (half, input.enumerated().map { $0.isMultiple(of: 2) ? $1 : -$1 })]
    case .fouT: return [(R(2, in: context), Self.fourierVector(order: order, in: context))]
    }
  }

  /// The normal part: A plus its ``lowRank(order:in:)`` matrices. Its symmetric part is -I/2 for LegS, 0 for the
  /// others, exactly.
  public func normalPart<R: RealElementaryArithmetic>(order: Int, in context: R.Context) -> Matrix<R> {
    switch self {
    case .legS, .legT, .lagT:
      return Matrix(order, order, in: context) { i, j in
        if i == j { return R(Rational(self == .legS ? -1 : 0, 2), in: context) }
        let size: R = self == .lagT ? R(1, in: context) : R.sqrt(R((2 * i + 1) * (2 * j + 1), in: context))
        switch self {
        case .legS, .lagT: return i > j ? -(size / 2) : size / 2
        // A_ij + (1 + (-1)^(i+j)) sqrt(..)/2: what is left where i - j is odd.
        default: return (i + j).isMultiple(of: 2) ? R(0, in: context) : i > j ? -size : size
        }
      }
    case .fouT:
      let turn = 2 * R.pi(in: context)
      return Matrix(order, order, in: context) { i, j in
        // The cosine of frequency k is state 2 k - 1, its sine state 2 k.
        guard i > 0, j > 0, i != j, (i + 1) / 2 == (j + 1) / 2 else { return R(0, in: context) }
        let rate = turn * IntegerConstant((i + 1) / 2)
        return i < j ? -rate : rate
      }
    }
  }

  private func element<R: RealElementaryArithmetic>(_ i: Int, _ j: Int, in context: R.Context) -> R {
    let zero = R(0, in: context)
    if self == .lagT { return i < j ? zero : i == j ? R(Rational(-1, 2), in: context) : R(-1, in: context) }
    if i == j { return R(self == .legS ? -(i + 1) : -(2 * i + 1), in: context) }
    let size = R.sqrt(R((2 * i + 1) * (2 * j + 1), in: context))
    if i > j { return -size }
    guard self == .legT else { return zero }
    return (j - i).isMultiple(of: 2) ? -size : size
  }

  /// b = (1, sqrt 2, 0, sqrt 2, 0, ...).
  private static func fourierVector<R: RealElementaryArithmetic>(order: Int, in context: R.Context) -> [R] {
    (0..<order).map { i in
      i == 0 ? R(1, in: context) : i.isMultiple(of: 2) ? R(0, in: context) : R.sqrt(R(2, in: context))
    }
  }
}
