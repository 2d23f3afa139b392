import Arithmetic

/// A computed spectrum beside the exact one: how wrong each eigenvalue and eigenvector is, and whether that is the
/// condition of the problem or a defect of the algorithm.
///
/// A normwise backward stable algorithm computes exact eigenvalues of A + E with ||E|| <= beta, a small multiple of n u
/// ||A||. What such an E can do is known rigorously. With unit vectors v_j, w_j V = e_j^T and kappa_j = |w_j|, row j of
/// V^-1 E V sums to at most n kappa_j beta, so that by Gershgorin's theorem
///
/// - every eigenvalue of A + E is in one of the discs |z - lambda_j| <= n kappa_j beta;
/// - a disc that is disjoint from the others holds exactly one;
/// - to first order in E the eigenvalue lambda_j moves by at most kappa_j beta, without the n.
///
/// The size of beta is the one thing that has to be chosen. It is 20 n ulp ||A||_F by default, with ulp = 2 u:
/// residuals up to that pass LAPACK's own tests (the threshold of its nonsymmetric eigenvalue tests, `nep.in`).
///
/// - Source: Golub & Van Loan, Matrix Computations, 4th ed., section 7.2; Stewart & Sun, Matrix Perturbation Theory,
///   IV.
public struct SpectrumComparison: Sendable {
  /// Why an eigenvalue is as wrong as it is.
  public enum Explanation: String, Sendable, CaseIterable {
    /// The error is at most kappa_j beta: what a backward stable algorithm may do, to first order.
    case conditioning
    /// The error is beyond that, but A has matrices nearby with an eigenvalue there: the residual is at most beta, or
    /// the eigenvalue is in its isolated disc.
    case pseudospectrum
    /// No matrix within beta of A has this eigenvalue in this place, or the computed pair is no eigenpair of one.
    case defect
    /// Without vectors, or with enclosures this wide, nothing can be said.
    case undecided
  }

  /// An exact eigenvalue with the computed one that stands for it.
  public struct Pair: Sendable {
    /// Their indices.
    public let reference, computed: Int
    /// |computed - exact|.
    public let error: Ball
    /// kappa_j of the exact eigenvalue, where the reference has vectors of both sides.
    public let condition: Ball?
    /// ||A v - lambda v||/||v|| of the computed pair, where it has vectors.
    public let residual: Ball?
    /// The sine of the angle between the computed and the exact eigenvector, where both are known.
    public let sineOfAngle: Ball?
    /// kappa_j beta, the error that is explained to first order.
    public let firstOrderBound: Ball?
    /// Whether the disc |z - lambda_j| <= n kappa_j beta is disjoint from those of the other eigenvalues; if so, n
    /// kappa_j beta bounds the error of every backward stable algorithm.
    public let isIsolated: Bool
    public let explanation: Explanation
  }

  /// One for each exact eigenvalue, in the reference's order. The matching has the least sum of distances.
  public let pairs: [Pair]
  /// ||A||_F.
  public let norm: Ball
  /// The norm of the backward error that is allowed.
  public let allowance: Ball

  /// - Parameters:
  ///   - matrix: A, or an enclosure of it.
  ///   - reference: the exact spectrum, with vectors of both sides where they are known.
  ///   - computed: the spectrum to be judged, as points.
  ///   - unitRoundoff: u of the arithmetic in which it was computed.
  ///   - allowance: beta/||A||_F; 40 n u where nothing is said.
  public init(
    matrix: Matrix<Disc>, reference: EnclosedSpectrum, computed: EnclosedSpectrum, unitRoundoff: Double,
    allowance: Double? = nil
  ) throws(LinearAlgebraError) {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    let n = matrix.rows
    precondition(reference.order == n && computed.order == n, "as many eigenvalues as the matrix has rows")
    let frobenius = LinearAlgebra.norm(matrix.elements.elements)
    let beta = frobenius * Ball(allowance ?? 40 * Double(n) * unitRoundoff, in: matrix.context)
    let conditions = reference.conditions
    let radii = conditions?.map { $0 * beta * IntegerConstant(n) }
    let residuals = computed.residuals(for: matrix)
    pairs = Self.matching(reference.values, computed.values).enumerated().map { j, k in
      let error = (computed.values[k] - reference.values[j]).magnitude
      let isIsolated =
        radii.map { radii in
          (0..<n).allSatisfy { i in
            i == j || (radii[i] + radii[j]).isLess(than: (reference.values[i] - reference.values[j]).magnitude).isTrue
          }
        } ?? false
      let explanation = Self.explanation(
        error: error, bound: conditions.map { $0[j] * beta }, radius: isIsolated ? radii?[j] : nil,
        residual: residuals?[k], beta: beta)
      return Pair(
        reference: j, computed: k, error: error, condition: conditions?[j], residual: residuals?[k],
        sineOfAngle: Self.sine(reference.right?.column(j), computed.right?.column(k)),
        firstOrderBound: conditions.map { $0[j] * beta }, isIsolated: isIsolated, explanation: explanation)
    }
    norm = frobenius
    self.allowance = beta
  }

  /// The largest error, relative to ||A||_F where a caller divides by ``norm``.
  public var largestError: Ball { pairs.map(\.error).reduce(Ball(0, in: norm.context), Ball.maximum) }
  /// The largest residual, where there are vectors.
  public var largestResidual: Ball? {
    let residuals = pairs.compactMap(\.residual)
    return residuals.isEmpty ? nil : residuals.reduce(Ball(0, in: norm.context), Ball.maximum)
  }
  /// The largest sine of an angle between eigenvectors, where they are known.
  public var largestSine: Ball? {
    let sines = pairs.compactMap(\.sineOfAngle)
    return sines.isEmpty ? nil : sines.reduce(Ball(0, in: norm.context), Ball.maximum)
  }
  /// Whether every error is what the condition of the problem explains.
  public var isExplained: Bool { pairs.allSatisfy { [.conditioning, .pseudospectrum].contains($0.explanation) } }

  /// The computed index for each exact eigenvalue.
  static func matching(_ exact: [Disc], _ computed: [Disc]) -> [Int] {
    leastAssignment(
      exact.map { x in
        computed.map { y in
          let distance = (x - y).magnitude.approximation
          // What is undefined, or beyond the range of doubles, is matched last.
          return distance < 1e300 ? distance : 1e300
        }
      })
  }

  private static func explanation(
    error: Ball, bound: Ball?, radius: Ball?, residual: Ball?, beta: Ball
  ) -> Explanation {
    if let residual, beta.isLess(than: residual).isTrue { return .defect }
    if let radius, radius.isLess(than: error).isTrue { return .defect }
    if let bound, error.isAtMost(bound).isTrue { return .conditioning }
    if let radius, error.isAtMost(radius).isTrue { return .pseudospectrum }
    if let residual, residual.isAtMost(beta).isTrue { return .pseudospectrum }
    return .undecided
  }

  /// ||y - x (x* y)/(x* x)|| / ||y||.
  private static func sine(_ x: [Disc]?, _ y: [Disc]?) -> Ball? {
    guard let x, let y else { return nil }
    let factor = product(x.map(\.conjugate), y) / product(x.map(\.conjugate), x)
    return LinearAlgebra.norm(zip(x, y).map { $1 - factor * $0 }) / LinearAlgebra.norm(y)
  }
}
