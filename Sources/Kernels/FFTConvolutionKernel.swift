/// The long convolution by Fourier transforms, causal or in both directions:
///
///     y_t = p_t (sum_(s <= t) K_(t-s) w_s + sum_(s >= t) R_(s-t) w_s + D w_t),   w_t = g_t u_t
///
/// for each channel, with a kernel K, perhaps a reversed kernel R (both have lag 0), a feedthrough D, a gate g before and a
/// gate p after. Sequences are padded with zeros to n >= length + taps - 1 numbers, a power of 2 or 3 times one, so that
/// nothing wraps round.
///
/// Errors are those of the whole sequence, not of its elements: the error of y, in the 2-norm and so of every y_t, before the
/// feedthrough and p, is at most E_4 of
///
///     E_1 = f (|w|_2 |k|_1 + |w|_1 |k|_2) + f^2 sqrt(n) |w|_2 |k|_2
///     E_2 = E_1 + 2u (|w|_2 |k|_1 + E_1)     the product of the transforms
///     E_3 = E_2 + f (|w|_2 |k|_1 + E_2)      the transform back
///     E_4 = E_3 + 2u (|w|_2 |k|_1 + E_3)     1/n, and the product with it
///
/// where k has the numbers of K and R (those of lag 0 added up: a rounding), and f = ``transformError`` u bounds the relative
/// error of a transform. g u is one rounding, D w + ... one, the product with p one. A tail that decays to less than E_4 is
/// noise.
///
/// - Source: Higham, "Accuracy and Stability of Numerical Algorithms", 2002, Theorem 24.2, for the error of a level, with the
///   constants of these; Jeannerod et al., Math. Comp. 86, 2017, for the complex product with a fused multiply-add.
public struct FFTConvolutionKernel<Scalar: KernelScalar>: Sendable {
  /// K, shape (channels, taps).
  public let kernel: ShapedArray<Scalar>
  /// R, shape (channels, taps); nil for none: the convolution is causal.
  public let reversedKernel: ShapedArray<Scalar>?
  /// D, shape (channels); nil for none.
  public let feedthrough: ShapedArray<Scalar>?
  /// The longest input.
  public let length: Int
  let plan: FourierPlan<Scalar>

  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public init(
    kernel: ShapedArray<Scalar>, reversedKernel: ShapedArray<Scalar>? = nil, feedthrough: ShapedArray<Scalar>? = nil,
    length: Int
  ) throws(KernelError) {
    let shape = try KernelError.dimensions("kernel", kernel, "channels", "taps")
    try KernelError.check("reversedKernel", reversedKernel, shape: shape)
    try KernelError.check("feedthrough", feedthrough, shape: [shape[0]])
    guard length >= 0 else { throw KernelError(argument: "length", expected: "at least 0", found: "\(length)") }
    self.kernel = kernel
    self.reversedKernel = reversedKernel
    self.feedthrough = feedthrough
    self.length = length
    plan = FourierPlan(holding: length + max(1, min(shape[1], length)) - 1)
  }

  /// n.
  public var transformLength: Int { plan.length }

  /// A bound of the relative error of a transform in the 2-norm, in units of the roundoff: for each level of radix 2, 3 and
  /// 4 of the complex transform 4, 8 and 5 (the butterfly 1, 5 and 2; the product with a root of unity 2, and the root 1),
  /// and 5 for the passage between n/2 complex and n real numbers; with 1 in 1000 for the products of these.
  ///
  /// Of radix 3: a + s with s = b + c has the error |a + s| + |s|, a - s/2 -+ i r d with d = b - c and r = sqrt(3)/2
  /// |x| + |a - s/2| + |s|/2 + 2 r |d|, in all at most 4.7 of sqrt(3) |(a, b, c)|, the length of the result.
  public var transformError: Double {
    var sum = 5.0
    var count = plan.length / 2
    while count > 1 {
      let radix = count % 4 == 0 ? 4 : count % 3 == 0 ? 3 : 2
      sum += [2: 4.0, 3: 8.0, 4: 5.0][radix] ?? 0
      count /= radix
    }
    return sum * 1.001
  }

  /// - Parameters:
  ///   - input: `u`, shape (batch, channels, length), of a length up to ``length``.
  ///   - preGate: `g`, of the shape of the input; nil for none.
  ///   - postGate: `p`, of the shape of the input; nil for none.
  /// - Returns: `y`, of the shape of the input.
  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public func run(
    input: ShapedArray<Scalar>, preGate: ShapedArray<Scalar>? = nil, postGate: ShapedArray<Scalar>? = nil,
    execution: Execution = Execution()
  ) throws(KernelError) -> ShapedArray<Scalar> {
    try execution.check()
    let shape = try KernelError.dimensions("input", input, "batch", "channels", "length")
    let (batch, channels, steps) = (shape[0], kernel.shape[0], shape[2])
    try KernelError.check("input", input, shape: [batch, channels, steps])
    guard steps <= length else {
      throw KernelError(argument: "input", expected: "a length up to \(length)", found: "\(steps)")
    }
    try KernelError.check("preGate", preGate, shape: shape)
    try KernelError.check("postGate", postGate, shape: shape)
    let taps = min(kernel.shape[1], steps)

    // Where the channels fill a vector, its lanes are channels, and the rows take turns with the same kernels; else the
    // lanes are the channels of all rows.
    let wide = channels >= Scalar._lanes
    let arrays = [kernel, reversedKernel, feedthrough, input, preGate, postGate]
    let output: [Scalar] = withPointers(arrays) { p in
      filledArray(input.elements.count) { y in
        guard steps > 0, let y else { return }
        plan.withPointers { plan in
          execution.forEachTask(
            rows: 1, channels: wide ? channels : batch * channels, lanes: Scalar._lanes, limit: Scalar._lanes,
            scratch: { _ in 2 * Scalar._scratch(transformLength: plan.length) },
            { task, scratch in
              let lanes = task.first..<task.first + task.count
              func rows(_ pointer: UnsafePointer<Scalar>?, _ stride: Int, _ first: Int) -> [UnsafePointer<Scalar>?]? {
                pointer.map { pointer in lanes.map { pointer + (first + $0) * stride } }
              }
              func ofChannels(_ pointer: UnsafePointer<Scalar>?, _ stride: Int) -> [UnsafePointer<Scalar>?]? {
                pointer.map { pointer in lanes.map { pointer + $0 % channels * stride } }
              }
              let work = scratch + Scalar._scratch(transformLength: plan.length)
              // A kernel without taps has no memory, and none of it is read.
              let kernels = ofChannels(p[0], kernel.shape[1]) ?? lanes.map { _ in nil }
              Scalar._formSpectrum(
                plan, kernels, reversed: ofChannels(p[1], kernel.shape[1]), count: taps, spectrum: scratch,
                execution.instructionSet)
              for row in 0..<(wide ? batch : 1) {
                let first = row * channels
                Scalar._convolve(
                  plan,
                  _Convolution(
                    input: rows(p[3], steps, first) ?? [], preGate: rows(p[4], steps, first),
                    postGate: rows(p[5], steps, first), feedthrough: ofChannels(p[2], 1),
                    output: lanes.map { y + (first + $0) * steps }),
                  count: steps, spectrum: scratch, scratch: work, execution.instructionSet)
              }
            })
        }
      }
    }
    return ShapedArray(unchecked: output, shape: shape)
  }
}
