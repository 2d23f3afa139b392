import Arithmetic

/// What ``binomialMemoryBound(layers:gain:rate:length:)``, the bound C(k + L - 1, L - 1) r^k of the memory of L layers,
/// has left from time t on, as a part of its whole, (1 - r)^-L:
///
///     (1 - r)^L sum_(k >= t) C(k + L - 1, L - 1) r^k = sum_(j < L) C(n, j) (1 - r)^j r^(n - j),   n = t + L - 1
///
/// since more than t failures before the L-th success are fewer than L successes in n trials.
///
/// - Parameters:
///   - layers: L >= 1.
///   - radius: r.
///   - loss: 1 - r, which models give more accurately than r itself when r is close to 1.
///   - t: at least 0.
/// - Returns: a number between 0 and 1; exact over `Rational`.
public func layeredTailShare<A: Arithmetic>(layers: Int, radius: A, loss: A, from t: Int) -> A {
  precondition(layers >= 1 && t >= 0, "at least one layer, and a time")
  guard t > 0 else { return A(1, in: radius.context) }
  let trials = t + layers - 1
  // r^t times C(n, j) (1 - r)^j r^(L - 1 - j).
  var sum = A(0, in: radius.context)
  var coefficient = A(1, in: radius.context)
  for j in 0..<layers {
    sum = sum.addingProduct(coefficient, A.pow(radius, layers - 1 - j) * A.pow(loss, j))
    coefficient = coefficient * IntegerConstant(trials - j) / IntegerConstant(j + 1)
  }
  return A.pow(radius, t) * sum
}
