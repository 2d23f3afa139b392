import Arithmetic

/// A single-input single-output system whose matrix is diagonal plus low rank, S4:
///
///     h' = A h + B u,   y = C h,   A = diag(lambda) - sum_r P_r Q_r^T
///
/// discretized by the bilinear transform: Abar = (I - Delta/2 A)^-1 (I + Delta/2 A), Bbar = (I - Delta/2 A)^-1 Delta B.
///
/// - Source: Gu, Goel, Re, arXiv 2111.00396, section 3 and appendix C.
public struct DiagonalPlusLowRank<A: Arithmetic>: Sendable {
  /// lambda, shape (state).
  public var diagonal: [A]
  /// P_r and Q_r, shape (rank, state). S4 has Q = conj P.
  public var left: [[A]]
  public var right: [[A]]
  /// B, shape (state).
  public var input: [A]
  /// C, or Ctilde where a function says so, shape (state).
  public var output: [A]
  /// Delta.
  public var step: A

  public init(diagonal: [A], left: [[A]], right: [[A]], input: [A], output: [A], step: A) {
    self.diagonal = diagonal
    self.left = left
    self.right = right
    self.input = input
    self.output = output
    self.step = step
  }

  private var count: Int { diagonal.count }
  private func constant(_ value: Int) -> A { A(value, in: step.context) }

  /// Abar, row by row, and Bbar. I - Delta/2 A has a positive definite Hermitian part where A is dissipative, so that
  /// elimination needs no pivots.
  public func bilinear() -> (matrix: [[A]], input: [A]) {
    let half = step / 2
    func affine(_ sign: A) -> [[A]] {
      (0..<count).map { i in
        (0..<count).map { j in
          let lowRank = zip(left, right).reduce(constant(0)) { $0 + $1.0[i] * $1.1[j] }
          let entry = (i == j ? diagonal[i] : constant(0)) - lowRank
          let scaled = sign * (half * entry)
          return i == j ? 1 + scaled : scaled
        }
      }
    }
    let forward = affine(constant(1))
    let columns = (0..<count).map { j in (0..<count).map { forward[$0][j] } } + [input.map { step * $0 }]
    let solved = solutions(of: affine(constant(-1)), columns)
    let matrix = (0..<count).map { i in (0..<count).map { solved[$0][i] } }
    return (matrix, solved[count])
  }

  /// K_l = C Abar^l Bbar, l = 0 ..< length, with powers of the dense matrix.
  ///
  /// - Parameter isTruncated: whether `output` is Ctilde = C (I - Abar^length), of which C is found first.
  public func convolutionKernel(length: Int, isTruncated: Bool) -> [A] {
    let (matrix, first) = bilinear()
    var readout = output
    if isTruncated {
      let power = power(matrix, length)
      // (I - Abar^L)^T C = Ctilde.
      let transposed = (0..<count).map { i in
        (0..<count).map { j in i == j ? 1 - power[j][i] : -power[j][i] }
      }
      readout = solutions(of: transposed, [output])[0]
    }
    var state = first
    return (0..<length).map { _ in
      let lag = dot(readout, state)
      state = matrix.map { dot($0, state) }
      return lag
    }
  }

  /// Ctilde (I - Abar z)^-1 Bbar, the generating function of the truncated kernel at a root of unity z, from Cauchy
  /// sums:
  ///
  ///     (2/(1 + z)) (k_CB - k_CP (I + k_QP)^-1 k_QB),   k_XY = sum_n Delta X_n Y_n/(g - Delta lambda_n),
  ///     g = 2 (1 - z)/(1 + z),   and Delta/2 Ctilde B at z = -1, where that is 0 infinity
  ///
  /// - Parameter isMinusOne: whether z is -1.
  public func generatingFunction(at z: A, isMinusOne: Bool) -> A {
    if isMinusOne { return step / 2 * dot(output, input) }
    let node = 2 * (1 - z) / (1 + z)
    let weights = diagonal.map { step / (node - step * $0) }
    func cauchy(_ x: [A], _ y: [A]) -> A {
      weights.indices.reduce(constant(0)) { $0 + x[$1] * y[$1] * weights[$1] }
    }
    var sum = cauchy(output, input)
    if !left.isEmpty {
      let matrix = right.indices.map { r in
        left.indices.map { s in r == s ? 1 + cauchy(right[r], left[s]) : cauchy(right[r], left[s]) }
      }
      let solved = solutions(of: matrix, [right.map { cauchy($0, input) }])[0]
      sum = sum - dot(left.map { cauchy(output, $0) }, solved)
    }
    return 2 / (1 + z) * sum
  }

  private func dot(_ x: [A], _ y: [A]) -> A { zip(x, y).reduce(constant(0)) { $0 + $1.0 * $1.1 } }

  private func power(_ matrix: [[A]], _ exponent: Int) -> [[A]] {
    func product(_ x: [[A]], _ y: [[A]]) -> [[A]] {
      x.map { row in (0..<count).map { j in row.indices.reduce(constant(0)) { $0 + row[$1] * y[$1][j] } } }
    }
    var result: [[A]]?
    var square = matrix
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = result.map { product($0, square) } ?? square }
      rest >>= 1
      if rest > 0 { square = product(square, square) }
    }
    return result ?? (0..<count).map { i in (0..<count).map { constant(i == $0 ? 1 : 0) } }
  }
}

/// The solutions x of M x = b for each b, by elimination without pivots.
///
/// - Parameter matrix: M, row by row; each leading minor has to be different from 0.
func solutions<A: Arithmetic>(of matrix: [[A]], _ columns: [[A]]) -> [[A]] {
  var (matrix, columns) = (matrix, columns)
  let count = matrix.count
  for k in 0..<count {
    for i in k + 1..<max(count, k + 1) {
      let factor = matrix[i][k] / matrix[k][k]
      for j in k..<count { matrix[i][j] = matrix[i][j] - factor * matrix[k][j] }
      for c in columns.indices { columns[c][i] = columns[c][i] - factor * columns[c][k] }
    }
  }
  for c in columns.indices {
    for i in (0..<count).reversed() {
      var sum = columns[c][i]
      for j in i + 1..<max(count, i + 1) { sum = sum - matrix[i][j] * columns[c][j] }
      columns[c][i] = sum / matrix[i][i]
    }
  }
  return columns
}

extension DiagonalPlusLowRank where A: ComplexArithmetic, A.Real: RealElementaryArithmetic {
  /// The kernel of length L from its discrete Fourier transform, K_l = (1/L) sum_k Khat_k e^(2 pi i k l/L), with
  /// `output` being Ctilde.
  public func convolutionKernelByTransform(length: Int) -> [A] {
    let zero = A.Real(0, in: step.context)
    let pi = A.Real.pi(in: step.context)
    let roots = (0..<length).map { k in
      let angle = IntegerConstant(2 * k) * pi / IntegerConstant(length)
      return k == 0 ? A(A.Real(1, in: step.context), zero) : A(A.Real.cos(angle), A.Real.sin(angle))
    }
    let values = (0..<length).map { k in
      generatingFunction(at: roots[k].conjugate, isMinusOne: 2 * k == length)
    }
    return (0..<length).map { l in
      let sum = values.indices.reduce(A(zero, zero)) { $0 + values[$1] * roots[$1 * l % length] }
      return sum / IntegerConstant(length)
    }
  }
}
