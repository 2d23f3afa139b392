import Arithmetic
import LinearAlgebra

/// The discrete Fourier transform of order N = N_1 ... N_p as a product of block-diagonal matrices, diagonal matrices
/// and permutations, the Monarch decomposition of order p: for N = N_1 M
///
///     F_N = P_3 (I_M x F_(N_1)) P_2 D (I_(N_1) x F_M) P_1
///
/// where x is the Kronecker product, P_1 sorts by j mod N_1, D has the twiddle factors w^(j k), j < N_1, k < M, P_2
/// transposes N_1 x M numbers, P_3 transposes back, and F_M is decomposed in turn.
///
/// - Source: Dao et al., arXiv 2204.00595; Fu et al., FlashFFTConv, arXiv 2311.05908, section 3.
public struct MonarchTransform<A: Arithmetic>: Sendable {
  /// One factor of the product.
  public enum Stage: Sendable {
    /// y_i = x_(sources[i]).
    case permutation(sources: [Int])
    /// y = (I x F) x, for a dense F.
    case blocks(Matrix<A>)
    /// y = diag(d) x.
    case diagonal([A])
  }

  /// What a variant that is not the transform leaves out.
  public enum Omission: Sendable {
    case twiddles
    /// P_2: the blocks of the second pass are taken from consecutive numbers.
    case transposition
  }

  /// N_1, ..., N_p, each at least 1.
  public let factors: [Int]
  /// w, a primitive root of unity of order N.
  public let root: A
  /// From the first to be applied on.
  public let stages: [Stage]

  public init(factors: [Int], root: A, omitting omission: Omission? = nil) {
    precondition(!factors.isEmpty && factors.allSatisfy { $0 >= 1 }, "a factorization has factors, all positive")
    self.factors = factors
    self.root = root
    stages = Self.stages(factors[...], root: root, omission)
  }

  /// N.
  public var order: Int { factors.reduce(1, *) }

  private static func stages(_ factors: ArraySlice<Int>, root: A, _ omission: Omission?) -> [Stage] {
    let first = factors[factors.startIndex]
    let rest = factors.dropFirst()
    let (inner, order) = (rest.reduce(1, *), factors.reduce(1, *))
    let table = FourierTransform.powers(of: root, count: order)
    // F_(N_1) of the root w^M.
    let dense = Matrix(first, first, in: root.context) { table[$0 * $1 % first * inner] }
    if rest.isEmpty { return [.blocks(dense)] }
    // Index j M + k of the inner transforms' results.
    let sorted = (0..<order).map { $0 % inner * first + $0 / inner }
    let transposed = (0..<order).map { $0 % first * inner + $0 / first }
    let result = (0..<order).map { $0 % inner * first + $0 / inner }
    let innerStages = stages(rest, root: table[first % order], omission).map { stage -> Stage in
      switch stage {
      case .permutation(let sources):
        return .permutation(sources: (0..<order).map { $0 / inner * inner + sources[$0 % inner] })
      case .diagonal(let d): return .diagonal((0..<order).map { d[$0 % inner] })
      case .blocks: return stage
      }
    }
    return [.permutation(sources: sorted)] + innerStages
      + (omission == .twiddles ? [] : [.diagonal((0..<order).map { table[$0 / inner * ($0 % inner)] })])
      + (omission == .transposition ? [] : [.permutation(sources: transposed)])
      + [.blocks(dense), .permutation(sources: result)]
  }

  /// F_N x.
  public func callAsFunction(_ x: [A]) -> [A] {
    var count = OperationCount()
    return transform(x, counting: &count)
  }

  /// F_N^-1 x = F_N(w^-1) x/N: F_N(w^-1) x has element -k mod N of F_N(w) x as its k-th.
  public func inverse(_ x: [A]) -> [A] {
    let spectrum = self(x)
    let scale = 1 / A(order, in: root.context)
    return spectrum.indices.map { spectrum[$0 == 0 ? 0 : order - $0] * scale }
  }

  /// Multiplications that were carried out.
  public struct OperationCount: Equatable, Sendable {
    /// Within dense blocks.
    public var dense = 0
    /// With twiddle factors.
    public var twiddles = 0

    public init() {}
    public var total: Int { dense + twiddles }
  }

  /// F_N x, where `count` is increased by the multiplications.
  ///
  /// - Parameter isLive: whether a block of consecutive numbers, by its index, may differ from 0 at the first pass of
  ///   dense
  ///   blocks: the others are not multiplied. nil for all.
  public func transform(
    _ x: [A], counting count: inout OperationCount, where isLive: ((Int) -> Bool)? = nil
  ) -> [A] {
    precondition(x.count == order, "as many numbers as the transform's order")
    var y = x
    var isFirst = true
    for stage in stages {
      switch stage {
      case .permutation(let sources): y = sources.map { y[$0] }
      case .diagonal(let d):
        y = zip(d, y).map { $0 * $1 }
        count.twiddles += d.count
      case .blocks(let dense):
        let size = dense.rows
        var z = Array(repeating: A(0, in: root.context), count: order)
        for block in 0..<order / size where !isFirst || isLive?(block) ?? true {
          for i in 0..<size {
            for j in 0..<size {
              z[block * size + i] = z[block * size + i].addingProduct(dense[i, j], y[block * size + j])
            }
          }
          count.dense += size * size
        }
        (y, isFirst) = (z, false)
      }
    }
    return y
  }

  /// N (N_1 + ... + N_p) + N (p - 1): what ``transform(_:counting:where:)`` counts without blocks left out.
  public static func cost(of factors: [Int]) -> OperationCount {
    let order = factors.reduce(1, *)
    var count = OperationCount()
    count.dense = order * factors.reduce(0, +)
    count.twiddles = order * (factors.count - 1)
    return count
  }
}
