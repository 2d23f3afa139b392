import Arithmetic

/// Claims that algorithms are equal: scans along trees, chunks, attention and the WY representation compute the same map
/// as the recurrence of their model.
///
/// They are checked exactly, over the rational numbers; where an algorithm needs logarithms of gates, over
/// `ExponentialRational`, whose exp is 2^x. Notation: S_t = D_t S_(t-1) + a_t (b_t^T S_(t-1)) + k_t v_t^T, y_t = S_t^T q_t;
/// Gamma(t, s) = D_t ... D_(s+1); Q the steps of a chunk.
public enum Duality {
  /// Every claim, by paper: scans, Mamba, state-space duality, linear attention, delta rules.
  public static let claims: [Claim] = scans + mamba + stateSpaceDuality + linearAttention + deltaRules
}

/// The numbers in which the forms are compared.
typealias Exact = ExponentialRational

extension Exact.Vector {
  init(_ values: [Rational]) { self.init(values.map { Exact($0) }, in: Intrinsic()) }

  var rationals: [Rational] { elements.map(\.rational) }
}
