import Arithmetic
import Definitions
import PropertyTesting

/// A selective scan with one state whose steps and inputs a format of eight bits holds, and the precision in which it
/// is computed.
struct RoundedRun: Sendable {
  var format: FloatFormat
  /// Delta_t in 64ths, with |A| = 1.
  var steps: [Int]
  /// u_t in eighths, at most 8.
  var input: [Int]
  /// The ends of the steps.
  static let stepRange = 4...32

  static let generator = Generator { draw in
    let steps = try draw(.array(of: .integer(in: stepRange), count: 1...24))
    return RoundedRun(
      format: try draw(.element(of: [.bfloat16, .binary16])), steps: steps,
      input: try draw(.array(of: .integer(in: -8...8), count: steps.count)))
  }

  var values: [NamedValue] {
    [NamedValue("format", format), NamedValue("64 Delta", steps), NamedValue("8 u", input)]
  }

  /// h_t in an arithmetic, shape (length).
  func states<A: RealElementaryArithmetic>(in context: A.Context) -> [A] {
    let one = A.Vector([A(1, in: context)], in: context)
    let channel = SelectiveChannel<A>(
      eigenvalues: A.Vector([A(-1, in: context)], in: context), feedthrough: A(0, in: context))
    return channel.output(
      of: input.map { A(Rational($0, 8), in: context) }, steps: steps.map { A(Rational($0, 64), in: context) },
      inputGains: input.map { _ in one }, outputGains: input.map { _ in one }
    ).output
  }

  /// |h^_t - h_t|, shape (length): each operation rounded to the format, against the exact scan.
  func errors(_ precision: Precision) -> [Ball] {
    let rounded: [RoundedFloat] = states(in: format)
    let exact: [Ball] = states(in: precision)
    return zip(rounded, exact).map { (Ball($0.value, in: precision) - $1).magnitude }
  }

  /// The bound of every error, for the step range and |u| <= 1, with a share of the unit roundoff: |h| <= Delta/(1 -
  /// e^-Delta) at the longest step.
  static func plateau(_ format: FloatFormat, share: Rational = 1, _ precision: Precision) -> Ball {
    func step(_ k: Int) -> Ball { Ball(Rational(k, 64), in: precision) }
    let longest = step(stepRange.upperBound)
    return ScanRounding(unitRoundoff: Ball(share * format.unitRoundoff, in: precision)).plateau(
      rate: step(stepRange.lowerBound), exponent: longest, state: longest * persistentGain(exponent: -longest),
      drive: longest)
  }

  func isWithinPlateau(share: Rational = 1, _ precision: Precision) -> Evidence {
    let errors = errors(precision)
    return Evidence(
      "|h^_t - h_t| <= (p alpha H + q K)/(1 - alpha (1 + p))", errors.reduce(errors[0], Ball.maximum),
      atMost: Self.plateau(format, share: share, precision), at: values)
  }
}
