import Arithmetic

/// How much the products of a selective model's decays can grow, from the range of its steps alone: with Delta_t =
/// softplus(p + q.u_t) and |q.u_t| <= c, steps lie between log(1 + e^(p - c)) and log(1 + e^(p + c)), so that a step
/// multiplies a mode of real part s by at least or at most
///
///     (1 + e^(p -+ c))^s.
///
/// - Source: Honarpisheh et al., "Generalization Error Analysis for Selective State-Space Models", NeurIPS 2025, eq.
///   (15)
///   and Lemma E.4, whose rho_A takes the lower end whatever the sign of s.
public struct SelectiveGrowth<A: RealElementaryArithmetic>: Sendable {
  /// s, the spectral abscissa of the continuous matrix.
  public var abscissa: A
  /// p.
  public var stepBias: A
  /// c = B_q B_u.
  public var projectionBound: A

  public init(abscissa: A, stepBias: A, projectionBound: A) {
    self.abscissa = abscissa
    self.stepBias = stepBias
    self.projectionBound = projectionBound
  }

  /// (1 + e^(p - c))^s.
  public var atShortestStep: A {
    A.exp(abscissa * selectiveStep(projection: -projectionBound, bias: stepBias))
  }

  /// (1 + e^(p + c))^s.
  public var atLongestStep: A { A.exp(abscissa * selectiveStep(projection: projectionBound, bias: stepBias)) }

  /// The growth per step that no sequence of inputs exceeds: at the shortest step where s < 0, at the longest where s
  /// >= 0.
  public var perStep: A { A.maximum(atShortestStep, atLongestStep) }
}

/// A time from which on ||e^(A t)||_2 <= e^((s + eta) t) for *every* A of order n and norm at most B,
///
///     t0 = (2 (n - 1)/eta) log(4 B/eta),   0 < eta <= 4 B,
///
/// by ``schurExponentialBound(abscissa:nonnormality:order:time:)`` with |N|_2 <= 2 B, because x^k/k! <= c^-k e^(c x)
/// for 0 < c <= 1 term by term: sum_(k < n) (2 B t)^k/k! <= (4 B/eta)^(n-1) e^(eta t/2).
public func exponentialBoundOnset<A: RealElementaryArithmetic>(norm: A, order: Int, margin eta: A) -> A {
  IntegerConstant(2 * (order - 1)) * A.log(4 * norm / eta) / eta
}
