import Arithmetic
import Definitions

/// A-priori rounding errors: over these a definition gives, besides its value, the error that any correct float kernel
/// for it may have.
public enum Bounds: NumberSystem {
  public typealias Real = RoundingBound
  public typealias ComplexNumber = ComplexRoundingBound

  public static func rounded(_ x: RoundingBound, to format: FloatFormat) -> RoundingBound {
    x.rounded(to: FloatModel(format))
  }

  public static func materialized(_ x: RoundingBound) -> RoundingBound {
    RoundingBound(x.value, error: x.bound(), valueError: x.valueError, in: x.context)
  }

  /// Recurrences with corrections have a bound by norms, which does not grow where the recurrence does not.
  public static func solve(
    _ problem: AffineProblem<RoundingBound>, _ form: AffineForm
  ) -> (outputs: [RoundingBound.Vector], finalState: RoundingBound.Vector)? {
    ErrorModel.bound(of: problem, form: form)
  }
}

extension FloatModel {
  /// What the analysis assumes of a format: that it rounds to nearest, flushing subnormal numbers or not.
  public init(_ format: FloatFormat) {
    switch format {
    case .bfloat16: self = .bfloat16
    case .binary16: self = .half
    case .binary32: self = .single
    default: self = .double
    }
  }
}
