import Arithmetic

/// A rule by which tests of kernels accept an output, given a reference: what people type where they have no bound.
public struct ToleranceRule: Sendable {
  public let name: String
  /// What it accepts, as a formula.
  public let formula: String
  private let body: @Sendable (_ candidate: [Double], _ reference: [Double], FloatFormat) -> Bool

  public init(
    _ name: String, _ formula: String,
    _ body: @escaping @Sendable (_ candidate: [Double], _ reference: [Double], FloatFormat) -> Bool
  ) {
    self.name = name
    self.formula = formula
    self.body = body
  }

  /// Whether it accepts a tensor. A NaN in the candidate is accepted by no rule.
  public func accepts(_ candidate: NumericTensor, reference: [Double]) -> Bool {
    guard candidate.values.allSatisfy({ !$0.isNaN }) else { return false }
    return body(candidate.values, reference, candidate.format.float ?? .binary64)
  }

  /// |c - r| <= atol + rtol |r| for every element.
  public static func close(relative: Double, absolute: Double) -> ToleranceRule {
    ToleranceRule("rtol \(relative), atol \(absolute)", "|c - r| <= \(absolute) + \(relative) |r|, every element") {
      candidate, reference, _ in
      zip(candidate, reference).allSatisfy { abs($0 - $1) <= absolute + relative * abs($1) }
    }
  }

  /// rms(c - r) < limit rms(r) over the tensor.
  public static func rootMeanSquare(_ limit: Double) -> ToleranceRule {
    ToleranceRule("RMS ratio \(limit)", "rms(c - r) < \(limit) rms(r)") { candidate, reference, _ in
      let error = zip(candidate, reference).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let size = reference.reduce(0) { $0 + $1 * $1 }
      return error == 0 || error < limit * limit * size
    }
  }

  /// mean (c - r)^2 / mean r^2 < limit.
  public static func normalizedSquares(_ limit: Double) -> ToleranceRule {
    ToleranceRule("NMSE \(limit)", "mean (c - r)^2 < \(limit) mean r^2") { candidate, reference, _ in
      let error = zip(candidate, reference).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      return error == 0 || error < limit * reference.reduce(0) { $0 + $1 * $1 }
    }
  }

  /// The defaults of `torch.testing.assert_close`, which depend on the format.
  ///
  /// - Source: the documentation of PyTorch, torch.testing.
  public static let assertClose = ToleranceRule(
    "torch assert_close", "|c - r| <= atol + rtol |r| with the defaults of the format"
  ) { candidate, reference, format in
    let (relative, absolute): (Double, Double) =
      switch format {
      case .binary16: (1e-3, 1e-5)
      case .bfloat16: (1.6e-2, 1e-5)
      case .binary32: (1.3e-6, 1e-5)
      default: (1e-7, 1e-7)
      }
    return zip(candidate, reference).allSatisfy { abs($0 - $1) <= absolute + relative * abs($1) }
  }

  /// |c - r| <= n eps max |r|, with n the number of elements and eps = 2 u.
  public static let elementCount = ToleranceRule("n eps", "|c - r| <= n eps max |r|, n the number of elements") {
    candidate, reference, format in
    let limit =
      Double(candidate.count) * 2 * format.unitRoundoffDouble * (reference.map { abs($0) }.max() ?? 0)
    return zip(candidate, reference).allSatisfy { abs($0 - $1) <= limit }
  }

  /// Those that the kill matrix compares.
  public static let customary: [ToleranceRule] = [
    .rootMeanSquare(0.005), .assertClose, .elementCount, .normalizedSquares(1e-7),
    .close(relative: 1e-2, absolute: 1e-2),
  ]
}
