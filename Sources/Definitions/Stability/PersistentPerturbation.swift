import Arithmetic

/// What a perturbation of size at most 1 in every input of h_t = a_t h_(t-1) + x_t does to the state at most,
///
///     g_t = sum_(j <= t) |a_(j+1) ... a_t|,   g_t = |a_t| g_(t-1) + 1,
///
/// attained by perturbations of suitable sign. One perturbation, of x_j alone, does |a_(j+1) ... a_t|.
///
/// - Parameter decays: a_t, shape (length); a_0 multiplies nothing.
/// - Returns: g, shape (length).
public func persistentGains<A: RealArithmetic>(decays: [A]) -> [A] {
  var gains: [A] = []
  gains.reserveCapacity(decays.count)
  for a in decays {
    let one = A(1, in: a.context)
    gains.append(gains.last.map { one.addingProduct(a.magnitude, $0) } ?? one)
  }
  return gains
}

/// The gain after `length` inputs at a constant decay, (1 - |a|^T)/(1 - |a|), which is T where |a| = 1.
public func persistentGain<A: RealArithmetic>(decay: A, length: Int) -> A {
  let a = decay.magnitude
  let one = A(1, in: a.context)
  if a.isEqual(to: one).isTrue { return A(length, in: a.context) }
  return (one - A.pow(a, length)) / (one - a)
}

/// The gain of a perturbation that never ends, 1/(1 - |a|) = 1/(1 - e^zeta) with zeta = log|a| < 0.
///
/// - Parameter exponent: zeta, the Lyapunov exponent of the mode, per token.
public func persistentGain<A: ElementaryArithmetic>(exponent: A) -> A { -1 / A.expMinusOne(exponent) }
