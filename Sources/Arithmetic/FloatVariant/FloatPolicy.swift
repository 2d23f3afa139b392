/// How a float kernel computes what a definition leaves open: its format, the order of its sums, whether a product and
/// a sum are fused, and by which formula it takes a function.
///
/// Every policy is one of an honest kernel. A definition evaluated in ``FloatVariant`` under any of them is a correct
/// kernel of that format, within the accuracy that the policy's choices state.
public struct FloatPolicy: Hashable, Sendable {
  /// The format in which every operation is rounded to nearest even.
  public enum Format: UInt8, CaseIterable, Sendable {
    case binary16, bfloat16, binary32, binary64

    /// The format's size.
    public var floatFormat: FloatFormat {
      switch self {
      case .binary16: .binary16
      case .bfloat16: .bfloat16
      case .binary32: .binary32
      case .binary64: .binary64
      }
    }
  }

  /// The order in which the terms of a dot product are added.
  public enum Summation: UInt8, CaseIterable, Sendable {
    /// From the first index on.
    case forward
    /// From the last index down.
    case backward
    /// Along a balanced tree.
    case pairwise
    /// In eight sums of every eighth term, then those along a tree: what SIMD lanes do.
    case interleaved
  }

  /// The formula for e^x.
  public enum Exponential: UInt8, CaseIterable, Sendable {
    /// The platform's own.
    case natural
    /// 2^(x log2 e), whose two roundings in the exponent move the result by 2 |x| u: what GPU kernels do.
    case powerOfTwo
  }

  /// The formula for 1/(1 + e^-x).
  public enum Sigmoid: UInt8, CaseIterable, Sendable {
    /// e^x/(1 + e^x) for x < 0: accurate relatively everywhere.
    case stable
    /// 1/(1 + e^-x), which is 0 where e^-x overflows.
    case reciprocal
    /// (1 + tanh(x/2))/2, *less accurate*: for x < 0 the error is of the order of u, not of u sigmoid(x).
    case hyperbolic
  }

  /// The formula for log(1 + e^x). All but `maximum` are x itself from ``FloatPolicy/softplusThreshold`` on, as in
  /// kernels.
  public enum Softplus: UInt8, CaseIterable, Sendable {
    /// max(x, 0) + log1p(e^-|x|).
    case maximum
    /// log1p(e^x).
    case logOnePlus
    /// log(1 + e^x), *less accurate*: for x < 0 the error is of the order of u, and the result 0 where e^x < u.
    case logarithm
  }

  public var format: Format
  public var summation: Summation
  /// Whether x + y z is rounded once.
  public var fusesProducts: Bool
  public var exponential: Exponential
  public var sigmoid: Sigmoid
  public var softplus: Softplus
  /// Whether results below the normal range become 0, as GPU kernels compiled for speed have it.
  public var flushesSubnormals: Bool
  /// Whether the sums of a dot product are kept in binary32 and rounded to ``format`` at the end: what the matrix units
  /// do.
  public var accumulatesInSingle: Bool

  public init(
    _ format: Format, summation: Summation = .forward, fusesProducts: Bool = false, exponential: Exponential = .natural,
    sigmoid: Sigmoid = .stable, softplus: Softplus = .maximum, flushesSubnormals: Bool = false,
    accumulatesInSingle: Bool = false
  ) {
    self.format = format
    self.summation = summation
    self.fusesProducts = fusesProducts
    self.exponential = exponential
    self.sigmoid = sigmoid
    self.softplus = softplus
    self.flushesSubnormals = flushesSubnormals
    self.accumulatesInSingle = accumulatesInSingle
  }

  /// Whether no choice is of a formula that loses small results.
  public var isAccurate: Bool { sigmoid != .hyperbolic && softplus != .logarithm }

  /// Where a kernel takes x for log(1 + e^x): the difference is below half a unit in the last place of x.
  public var softplusThreshold: Double {
    switch format {
    case .binary16, .bfloat16: 8
    case .binary32: 20
    case .binary64: 40
    }
  }

  /// Every accurate policy of a format, 128 of them, or 256 of a 16-bit one, the plainest first: all orders of
  /// summation, fused and not, all accurate formulas, with subnormal numbers and without; the sums of 16-bit formats in
  /// that format and in binary32.
  public static func accurate(_ format: Format) -> [FloatPolicy] {
    let isHalf = format == .binary16 || format == .bfloat16
    var policies = [FloatPolicy(format)]
    func vary<Choice>(_ choice: WritableKeyPath<FloatPolicy, Choice>, _ choices: some Sequence<Choice>) {
      let choices = Array(choices)
      policies = choices.flatMap { value in
        policies.map { policy in
          var policy = policy
          policy[keyPath: choice] = value
          return policy
        }
      }
    }
    vary(\.fusesProducts, [false, true])
    vary(\.summation, Summation.allCases)
    vary(\.exponential, Exponential.allCases)
    vary(\.sigmoid, Sigmoid.allCases)
    vary(\.softplus, Softplus.allCases)
    vary(\.flushesSubnormals, [false, true])
    if isHalf { vary(\.accumulatesInSingle, [false, true]) }
    return policies.filter(\.isAccurate)
  }
}

extension FloatPolicy: CustomStringConvertible {
  /// The format and the choices that differ from the plainest kernel's: "binary32, pairwise, fused".
  public var description: String {
    let plain = FloatPolicy(format)
    var words = ["\(format)"]
    if summation != plain.summation { words.append("\(summation)") }
    if fusesProducts { words.append("fused") }
    if exponential != plain.exponential { words.append("exp by exp2") }
    if sigmoid != plain.sigmoid { words.append("sigmoid \(sigmoid)") }
    if softplus != plain.softplus { words.append("softplus \(softplus)") }
    if flushesSubnormals { words.append("subnormals flushed") }
    if accumulatesInSingle { words.append("sums in binary32") }
    return words.joined(separator: ", ")
  }
}
