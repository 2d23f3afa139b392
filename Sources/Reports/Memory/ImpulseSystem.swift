import Arithmetic
import Definitions

/// A linear time-invariant system by the answers of its modes to an impulse,
///
///     K_t = Re sum_n a_n^t (1 + s_n t) c_n b_n^T,
///
/// with slopes s_n that are 0 but at a double eigenvalue.
struct ImpulseSystem: Sendable {
  private let factors: DoubleDoubleDiscVector
  private let slopes: DoubleDoubleDiscVector?
  private let norm: KernelNorm<DoubleDoubleDisc>

  /// One mode.
  struct Mode {
    var eigenvalue: Disc
    var inputs: [Disc]
    var outputs: [Disc]
    var slope: Disc?
  }

  init(_ modes: [Mode]) {
    func fast(_ z: Disc) -> DoubleDoubleDisc { DoubleDoubleDisc(DoubleDouble(z.real), DoubleDouble(z.imaginary)) }
    let zero = DoubleDoubleDisc(0)
    factors = DoubleDoubleDiscVector(modes.map { fast($0.eigenvalue) }, in: Intrinsic())
    slopes =
      modes.contains { $0.slope != nil }
      ? DoubleDoubleDiscVector(modes.map { $0.slope.map(fast) ?? zero }, in: Intrinsic()) : nil
    norm = KernelNorm(
      outputs: modes.map { $0.outputs.map(fast) }, inputs: modes.map { $0.inputs.map(fast) }, in: Intrinsic())
  }

  /// Complex products that one time takes, or would take in the time that it takes.
  var cost: Int { norm.cost + factors.count + 64 }

  /// a_n^0, a_n^1, ...: where a walk through the times begins.
  var start: DoubleDoubleDiscVector {
    var powers = factors
    powers.fill(with: DoubleDoubleDisc(1))
    return powers
  }

  /// The powers at the next time.
  func advance(_ powers: inout DoubleDoubleDiscVector) { powers.multiply(by: factors) }

  /// a_n^t, by repeated squaring.
  func powers(at t: Int) -> DoubleDoubleDiscVector {
    var powers = start
    var square = factors
    var remaining = t
    while remaining > 0 {
      if remaining & 1 == 1 { powers.multiply(by: square) }
      remaining >>= 1
      if remaining > 0 { square.multiply(by: square) }
    }
    return powers
  }

  /// |K_t| from the powers at t.
  func magnitude(_ powers: DoubleDoubleDiscVector, at t: Int) -> Bounds {
    var responses = powers
    if let slopes {
      var factors = slopes
      factors.multiply(by: DoubleDoubleDisc(t))
      for n in 0..<factors.count { factors[n] = factors[n] + DoubleDoubleDisc(1) }
      responses.multiply(by: factors)
    }
    let square = Bounds(norm.squared(responses))
    guard square.upper.isFinite else { return .unknown }
    return Bounds(max(0, square.lower.squareRoot().nextDown), square.upper.squareRoot().nextUp)
  }
}
