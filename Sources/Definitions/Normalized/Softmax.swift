import Arithmetic

/// The largest of some logits as a constant without error: a softmax does not depend on what is subtracted from all of
/// its logits, and with this exponentials do not overflow.
func softmaxShift<A: RealArithmetic>(_ logits: some Sequence<A>, in context: A.Context) -> A {
  A(logits.map(\.approximation).filter(\.isFinite).max() ?? 0, in: context)
}

/// softmax(x)_i = e^(x_i)/sum_j e^(x_j).
public func softmax<V: ArithmeticVector>(_ logits: V) -> V where V.Element: RealElementaryArithmetic {
  typealias A = V.Element
  let shift = softmaxShift(logits.elements, in: logits.context)
  var powers = logits
  for i in 0..<powers.count { powers[i] = A.exp(logits[i] - shift) }
  var sum = A(0, in: logits.context)
  for i in 0..<powers.count { sum = sum + powers[i] }
  for i in 0..<powers.count { powers[i] = powers[i] / sum }
  return powers
}
