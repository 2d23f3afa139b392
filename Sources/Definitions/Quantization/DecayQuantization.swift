import Arithmetic

/// The relative error of a rate |A| = e^(A_log) whose logarithm is quantized with spacing s and not clipped,
///
///     |e^(s q) / e^(A_log) - 1| <= e^(s/2) - 1.
///
/// - Source: the released code of Quamba, arXiv 2410.13229, which quantizes A_log to int8.
public func rateError<A: ElementaryArithmetic>(logarithmicSpacing s: A) -> A { A.expMinusOne(s / 2) }

/// What a relative error delta > -1 of a rate does to the decay of a state at most, at whatever time,
///
///     sup_(tau >= 0) |e^-tau - e^(-(1 + delta) tau)| = |delta| (1 + delta)^(-(1 + delta)/delta),
///
/// at tau = log(1 + delta)/delta: |delta|/e + O(delta^2), and 0 for delta = 0. After many steps both have vanished:
/// compare absolute, not relative, errors.
public func largestDecayChange<A: RealElementaryArithmetic>(rateError delta: A) -> A {
  if delta.isEqual(to: A(0, in: delta.context)).isTrue { return delta }
  return delta.magnitude * A.exp(-(1 + delta) / delta * A.log(onePlus: delta))
}
