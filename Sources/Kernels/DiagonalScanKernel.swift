/// The diagonal scan, each channel for itself:
///
///     h_t = a_t h_(t-1) + b_t,   t = 0 ..< length
///
/// or, with time reversed, h_t = a_t h_(t+1) + b_t from the last step on.
///
/// Roundings, one after the other: one fused multiply-add a step, |error of h_t| <= E_t, where
/// E_t = |a_t| E_(t-1) + u |h_t| (and half the least subnormal), E_(-1) = 0, with u the unit roundoff. In blocks the state
/// before a block is built from products of its decays: what b_s adds to h_t still meets t - s + 1 roundings, products
/// and sums together, so that |error of h_t| <= sum_s ((1 + u)^(t-s+1) - 1) |a_(s+1) ... a_t b_s|, as in any order.
///
/// - Source: Blelloch, CMU-CS-90-190, section 1.4, for the blocks: reduce, then scan.
public enum DiagonalScanKernel {
  /// The scan on real numbers.
  ///
  /// - Parameters:
  ///   - decay: `a`, shape (channels) where it does not depend on time, else (batch, length, channels).
  ///   - input: `b`, shape (batch, length, channels).
  ///   - initialState: `h_(-1)`, or `h_length` with time reversed, shape (batch, channels); zeros by default.
  ///   - resets: shape (batch, length): where true, the state before the step, in the direction of the scan, is replaced
  ///     by 0; nil for nowhere. Decays are numbers there too.
  ///   - isReversed: whether time is reversed. The adjoint of a scan is the reversed one with a_(t+1) for a_t.
  ///   - order: in which order the steps are taken.
  /// - Returns: all states, shape (batch, length, channels), and the last one, h_0 with time reversed, shape (batch,
  ///   channels): the initial state where the length is 0.
  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public static func run<Scalar: KernelScalar>(
    decay: ShapedArray<Scalar>, input: ShapedArray<Scalar>, initialState: ShapedArray<Scalar>? = nil,
    resets: ShapedArray<Bool>? = nil, isReversed: Bool = false, order: ScanOrder = .sequential,
    execution: Execution = Execution()
  ) throws(KernelError) -> (states: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>) {
    let (states, final) = try DiagonalScan(
      decay: [decay], input: [input], initialState: initialState.map { [$0] }, resets: resets, isReversed: isReversed,
      order: order
    ).run(execution)
    return (states[0], final[0])
  }

  /// The scan on complex numbers. Each part of a step is two fused multiply-adds, so that the error of a part is at most
  /// that of the two roundings, (2u + u^2)(|Re a| |Re h| + |Im a| |Im h| + |b|) and the like; in blocks each part of a
  /// product of decays is a product and a fused multiply-add.
  ///
  /// Parameters, result and errors as for the real scan.
  public static func run<Scalar: KernelScalar>(
    decay: ComplexShapedArray<Scalar>, input: ComplexShapedArray<Scalar>,
    initialState: ComplexShapedArray<Scalar>? = nil, resets: ShapedArray<Bool>? = nil, isReversed: Bool = false,
    order: ScanOrder = .sequential, execution: Execution = Execution()
  ) throws(KernelError) -> (states: ComplexShapedArray<Scalar>, finalState: ComplexShapedArray<Scalar>) {
    let (states, final) = try DiagonalScan(
      decay: [decay.real, decay.imaginary], input: [input.real, input.imaginary],
      initialState: initialState.map { [$0.real, $0.imaginary] }, resets: resets, isReversed: isReversed, order: order
    ).run(execution)
    return (
      ComplexShapedArray(uncheckedReal: states[0], imaginary: states[1]),
      ComplexShapedArray(uncheckedReal: final[0], imaginary: final[1])
    )
  }
}
