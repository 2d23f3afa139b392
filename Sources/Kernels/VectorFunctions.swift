/// Elementary functions on arrays, as the kernels use them.
///
/// Errors are relative to the exact value of the function at the float argument, in units of the roundoff u (2^-24 for
/// `Float`, 2^-53 for `Double`), where the result is a normal number; a subnormal result may be off by half the least
/// subnormal more. The bounds are sums of the roundings along the way and of the polynomials' own errors. The largest
/// errors over every `Float` between 1e-9 and 80 in magnitude: 1.43 u for e^x, 3.81 u for the softplus, 3.82 u for
/// x / (1 + e^-x).
public enum VectorFunctions {
  /// Bounds of the relative errors, in units of the roundoff.
  ///
  /// e^x = 2^n (1 + (r + r^2 q(r))) with |r| < 1/2: two roundings of r and one of the inner sum, u/4 each in absolute
  /// terms; the rounding of 1 + ..., at most u; the polynomial and its evaluation, at most u/5; divided by e^r >= 0.7
  /// where that is below 1.
  public static let expErrorBound = 2.0
  /// log(1 + y) = 2 artanh(y/(2 + y)) adds the roundings of 1 + y/2, of the quotient and of the final sum, and u/4 for
  /// the rest, to the error of y = e^-|x|; x + log(1 + e^-x) adds another.
  public static let softplusErrorBound = 6.5
  /// x e/(1 + e) with e = e^-|x|: the error of e, at most once in the quotient, and three roundings.
  public static let siluErrorBound = 5.5

  /// e^x for each element: 0 and infinity where the result underflows and overflows, gradual underflow between, NaN for
  /// NaN. The relative error is at most ``expErrorBound`` u, so the error is below 2 ulps.
  public static func exp<Scalar: KernelScalar>(
    _ x: [Scalar], instructionSet: InstructionSet = .best
  ) throws(KernelError) -> [Scalar] {
    try map(x, instructionSet, Scalar._exp)
  }

  /// log(1 + e^x) for each element, with full relative accuracy as x goes to minus infinity (where it is e^x): the
  /// relative error is at most ``softplusErrorBound`` u.
  public static func softplus<Scalar: KernelScalar>(
    _ x: [Scalar], instructionSet: InstructionSet = .best
  ) throws(KernelError) -> [Scalar] {
    try map(x, instructionSet, Scalar._softplus)
  }

  /// x / (1 + e^-x) for each element: the relative error is at most ``siluErrorBound`` u, save that e^-|x| is flushed
  /// gradually, which for negative x may add |x| times the least subnormal.
  public static func silu<Scalar: KernelScalar>(
    _ x: [Scalar], instructionSet: InstructionSet = .best
  ) throws(KernelError) -> [Scalar] {
    try map(x, instructionSet, Scalar._silu)
  }

  private static func map<Scalar: KernelScalar>(
    _ x: [Scalar], _ set: InstructionSet,
    _ function: (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int, InstructionSet) -> Void
  ) throws(KernelError) -> [Scalar] {
    try Execution(threads: 1, instructionSet: set).check()
    return x.withUnsafeBufferPointer { x in
      filledArray(x.count) { y in
        if let source = x.baseAddress, let y { function(source, y, x.count, set) }
      }
    }
  }
}
