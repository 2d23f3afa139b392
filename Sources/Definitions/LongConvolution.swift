import Arithmetic

/// The first `count` outputs of a circular convolution of size n,
///
///     y_t = sum_j k_j u_((t - j) mod n),
///
/// where u and k, with at most n elements each, are padded with zeros. With n >= u.count + k.count - 1 it is the causal
/// convolution y_t = sum_(s <= t) k_(t-s) u_s: nothing wraps around.
///
/// - Parameters:
///   - input: u.
///   - taps: k.
///   - size: n.
///   - count: at most n.
public func circularConvolution<V: ArithmeticVector>(_ input: V, _ taps: V, size: Int, count: Int) -> V {
  precondition(size >= max(input.count, taps.count, count), "a circle is at least as long as its operands")
  var output = V(zeros: count, in: input.context)
  let (inputs, gains) = (input.elements, taps.elements)
  for t in 0..<count {
    var sum = V.Element(0, in: input.context)
    for j in gains.indices {
      let s = t >= j ? t - j : t - j + size
      if s < inputs.count { sum = sum.addingProduct(gains[j], inputs[s]) }
    }
    output[t] = sum
  }
  return output
}

extension ArithmeticVector {
  /// The elements from the last to the first.
  public var flipped: Self { Self(elements.reversed(), in: context) }
}
