import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// Wang, Li & Li, "Inverse approximation theory for nonlinear recurrent neural networks" (arXiv 2305.19190).
///
/// Notation: h' = sigma(W h + U x + b), y = c^T h; alpha the largest real part of an eigenvalue of W, at most -beta0; P
/// the solution of W^T P + P W = -I; M(t) the memory function, how much y' at time t answers a step input.
public enum InverseApproximation {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    exponentialDecay, unboundedInputs, normalization, attraction, lyapunovNorm, stabilityRadius, leastEigenvalue,
    exponentialNorm, cubicTerm, uniformLimit, rescaling, figureOne,
  ]

  /// The source of a statement read in the paper.
  static func paper(_ locus: String) -> Source {
    Source("Wang, Li & Li, Inverse Approximation Theory for Nonlinear RNNs", arXiv: "2305.19190", locus, .text)
  }

  /// The source of a result derived here about the paper.
  static func derived(_ locus: String) -> Source {
    Source(
      "derived here, from Wang, Li & Li, Inverse Approximation Theory for Nonlinear RNNs", arXiv: "2305.19190", locus,
      .derived)
  }
}

/// A rational matrix whose spectral abscissa is known.
struct RecurrentMatrix: Sendable {
  var matrix: Matrix<Rational>
  /// alpha(W), the largest real part of an eigenvalue.
  let abscissa: Rational
  /// |N|_2 of its Schur form is that of this strictly triangular matrix, where there is one.
  var nilpotent: Matrix<Rational>?

  var order: Int { matrix.rows }
  var values: [NamedValue] { [NamedValue("W", matrix)] }

  /// D + N, upper triangular, with the eigenvalues -rates; turned by a rational reflection or not.
  static func triangular(
    orders: ClosedRange<Int> = 1...4, rate: Generator<Rational> = .rational(above: 0, upTo: 3, denominator: 4),
    turned: Bool = true, distinct: Bool = false
  ) -> Generator<RecurrentMatrix> {
    Generator { draw in
      let n = draw.integer(in: orders)
      var rates = try draw(.array(of: rate, count: n))
      // Each at least 1 more than the one before.
      if distinct { for i in 1..<max(n, 1) { rates[i] = rates[i - 1] + rates[i].magnitude + 1 } }
      let above = try draw(.array(of: .whole(-4...4), count: n * n))
      let nilpotent = Matrix<Rational>(n, n, in: Intrinsic()) { $1 > $0 ? above[$0 * n + $1] : 0 }
      let matrix = nilpotent - Matrix(diagonal: rates, in: Intrinsic())
      let reflection = turned ? try draw(Self.reflection(n)) : Matrix(identity: n, in: Intrinsic())
      return RecurrentMatrix(
        matrix: reflection * matrix * reflection, abscissa: -rates.dropFirst().reduce(rates[0], min),
        nilpotent: nilpotent)
    }
  }

  /// Q diag(blocks) Q with blocks -a, or [[-a, w], [-w, -a]].
  static func normal(rate: Generator<Rational> = .rational(above: 0, upTo: 3, denominator: 4)) -> Generator<
    RecurrentMatrix
  > {
    Generator { draw in
      let n = draw.integer(in: 1...4)
      var (rates, matrix) = ([Rational](), Matrix<Rational>(zeros: n, n, in: Intrinsic()))
      var k = 0
      while k < n {
        let a = try draw(rate)
        rates.append(a)
        matrix[k, k] = -a
        if k + 1 < n, draw.bool() {
          let w = try draw(.whole(-4...4))
          (matrix[k + 1, k + 1], matrix[k, k + 1], matrix[k + 1, k]) = (-a, w, -w)
          k += 1
        }
        k += 1
      }
      let reflection = try draw(Self.reflection(n))
      return RecurrentMatrix(
        matrix: reflection * matrix * reflection, abscissa: -rates.dropFirst().reduce(rates[0], min))
    }
  }

  /// I - 2 v v^T/|v|^2; simplest I.
  private static func reflection(_ n: Int) -> Generator<Matrix<Rational>> {
    Generator<[Rational]>.array(of: .whole(-2...2), count: n).map { v in
      let square = v.reduce(Rational.zero) { $0 + $1 * $1 }
      return Matrix(n, n, in: Intrinsic()) { i, j in
        (i == j ? 1 : 0) - (square.isZero ? 0 : 2 * v[i] * v[j] / square)
      }
    }
  }

  /// -I + K N, a Jordan block with the coupling K.
  static func jordan(order: Int, coupling: Rational) -> Matrix<Rational> {
    Matrix(order, order, in: Intrinsic()) { i, j in i == j ? -1 : j == i + 1 ? coupling : 0 }
  }
}

extension Matrix where Scalar == Rational {
  /// P with W^T P + P W = -I.
  func lyapunovSolution() throws -> Matrix {
    try LinearMatrixEquation(
      lyapunov: .continuous, transposed, constant: Matrix(identity: rows, in: context)
    ).solution()
  }

  /// The matrix in balls.
  func enclosed(_ precision: Precision) -> Matrix<Ball> { map(in: precision) { Ball($0, in: precision) } }

  /// Whether no eigenvalue of a symmetric matrix is larger than `level`, exactly: det(x I + level I - A) has no
  /// negative coefficient.
  func hasNoEigenvalue(above level: Rational) -> Bool {
    let shifted = addingToDiagonal(-level)
    return shifted.characteristicPolynomial().polynomial.coefficients.allSatisfy { $0 >= 0 }
  }
}
