import Arithmetic

/// The causal convolution y_t = sum_j k_j u_(t - j), t < u.count, in blocks of `block` inputs, each convolved with all
/// of k in a circle of `size` numbers and added where the blocks overlap.
///
/// - Parameter size: at least block + k.count - 1, or what wraps around in a block is wrong.
/// - Source: "partial convolution", Fu et al., FlashFFTConv, arXiv 2311.05908, section 3.3: a kernel that ends after
///   N_k taps
///   needs transforms of block + N_k - 1 points, not of twice the sequence.
public func overlapAddConvolution<V: ArithmeticVector>(_ input: V, _ taps: V, block: Int, size: Int) -> V {
  precondition(block >= 1 && size >= max(block, taps.count), "a circle is at least as long as its operands")
  var output = V(zeros: input.count, in: input.context)
  for start in stride(from: 0, to: input.count, by: block) {
    let piece = V((start..<min(start + block, input.count)).map { input[$0] }, in: input.context)
    let result = circularConvolution(piece, taps, size: size, count: size)
    for t in 0..<min(size, input.count - start) { output[start + t] = output[start + t] + result[t] }
  }
  return output
}

/// The product of the Hankel matrix H_ij = h_(i+j), 0 <= i, j < n, with a vector, as n of the numbers of a circular
/// convolution of `size` points:
///
///     (H x)_i = sum_j h_(i+j) x_j = (h * flipped x)_(i + n - 1)
///
/// - Parameters:
///   - entries: h_0, ..., h_(2n-2).
///   - x: shape (n).
///   - size: at least 2n - 1, or the products wrap around onto each other.
/// - Source: Golub and Van Loan, Matrix Computations, 4th ed., section 4.8.
public func hankelProduct<V: ArithmeticVector>(_ entries: V, _ x: V, size: Int? = nil) -> V {
  let n = x.count
  precondition(n >= 1 && entries.count == 2 * n - 1, "a Hankel matrix of order n has 2n - 1 numbers")
  let points = size ?? 2 * n - 1
  let context = x.context
  // On a circle of fewer points the entries themselves wrap around.
  var wrapped = V(zeros: points, in: context)
  for k in 0..<entries.count { wrapped[k % points] = wrapped[k % points] + entries[k] }
  let circle = circularConvolution(x.flipped, wrapped, size: points, count: points)
  return V((0..<n).map { circle[($0 + n - 1) % points] }, in: context)
}

/// The product of the Hankel matrix H_ij = h_(i+j) with a vector from its definition: n^2 multiplications.
public func directHankelProduct<V: ArithmeticVector>(_ entries: V, _ x: V) -> V {
  precondition(entries.count == 2 * x.count - 1, "a Hankel matrix of order n has 2n - 1 numbers")
  return V(
    (0..<x.count).map { entries.dot(Strip(start: $0, count: x.count), x, Strip(start: 0, count: x.count)) },
    in: x.context)
}
