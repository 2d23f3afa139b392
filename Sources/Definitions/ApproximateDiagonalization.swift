import Arithmetic
import LinearAlgebra

/// Perturb-then-diagonalize: A is replaced by A + E, E small, so that the eigenvectors of A + E are well-conditioned,
/// and A + E is what is diagonalized.
///
/// - Source: Yu, Nigmetov, Morozov, Mahoney, Erichson, Robustifying State-space Models for Long Sequences via
///   Approximate
///   Diagonalization, arXiv 2310.01698 (statements as quoted by its reviews), and the authors' code.
public enum ApproximateDiagonalization {
  /// The two forms of the objective that chooses E.
  public enum Objective: Sendable, CaseIterable {
    /// kappa(V) + gamma ||E||, with ||E|| in the 2-norm, as the paper is quoted.
    case paper
    /// kappa(V)^2 + lambda ||E||_F, as the authors' code has it.
    case code

    /// The value, for kappa(V) of unit columns and the norm of E that belongs to the form.
    public func value<R: RealArithmetic>(condition: R, norm: R, weight: R) -> R {
      switch self {
      case .paper: condition + weight * norm
      case .code: condition * condition + weight * norm
      }
    }
  }

  /// E scaled to ||E||_F = size.
  public static func scaled<S: ConjugateArithmetic>(
    _ direction: Matrix<S>, toFrobeniusNorm size: S.RealPart
  ) -> Matrix<S> where S.RealPart: RealElementaryArithmetic {
    direction.scaled(by: S(realPart: size / direction.frobeniusNorm))
  }

  /// The bound that Davies' conjecture, a theorem since, gives: for every A and 0 < delta < 1 there is an E with
  /// ||E|| <= delta ||A|| and kappa_V(A + E) <= 4 n^(3/2) (1 + 1/delta).
  ///
  /// - Source: Banks, Kulkarni, Mukherjee, Srivastava, arXiv 1906.11819, Theorem 1.1 (recalled).
  public static func existenceBound<R: RealElementaryArithmetic>(order: Int, relativeSize delta: R) -> R {
    let n = R(order, in: delta.context)
    return 4 * n * R.sqrt(n) * (1 + 1 / delta)
  }

  /// (2 ln n + 4) eps, the printed bound of the change of the transfer function of LegS on the imaginary axis, to first
  /// order in eps = ||E||.
  public static func printedTransferBound<R: RealElementaryArithmetic>(order: Int, norm eps: R) -> R {
    (2 * R.log(R(order, in: eps.context)) + 4) * eps
  }
}

/// The explicit perturbation of a Jordan block: J + delta e_n e_1^T with delta = q^n and J_(k,k+1) = 1 is D (q P) D^-1
/// with D = diag(q^k) and P the cyclic shift, so that it is diagonalized by D F, F the unitary Fourier matrix, with
/// kappa(D F) = q^-(n-1) = delta^(-(n-1)/n) for q <= 1.
///
/// - Source: Davies, Approximate diagonalization, SIAM J. Matrix Anal. Appl. 29 (2007).
public struct PerturbedJordanBlock<A: Arithmetic>: Sendable {
  /// n.
  public let order: Int
  /// q.
  public let root: A

  public init(order: Int, root: A) {
    precondition(order >= 1, "a block has an order")
    self.order = order
    self.root = root
  }

  private var context: A.Context { root.context }

  /// J + delta e_n e_1^T.
  public var matrix: Matrix<A> {
    Matrix(order, order, in: context) { i, j in
      var element = A(j == i + 1 ? 1 : 0, in: context)
      if i == order - 1 && j == 0 { element = element + A.pow(root, order) }
      return element
    }
  }

  /// The diagonal of D: q^k, k = 0 ..< n.
  public var scale: [A] { (0..<order).map { A.pow(root, $0) } }

  /// P, with P_(k, k+1 mod n) = 1: orthogonal.
  public var shift: Matrix<A> {
    Matrix(order, order, in: context) { A($1 == ($0 + 1) % order ? 1 : 0, in: context) }
  }
}
