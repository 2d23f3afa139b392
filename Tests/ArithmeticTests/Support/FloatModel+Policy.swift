import Arithmetic
import TestSupport

extension FloatModel {
  /// What is assumed of the kernels of a policy, whose quotients and roots are correctly rounded.
  init(_ policy: FloatPolicy) {
    self =
      switch policy.format {
      case .binary16: .half
      case .bfloat16: .bfloat16
      case .binary32: .single
      case .binary64: .double
      }
    if policy.exponential == .powerOfTwo { functions = .gpu }
    functions[.division] = 1
    functions[.sqrt] = 1
  }
}

extension Generator where Value == FloatPolicy {
  /// An accurate policy; binary16 keeps its subnormal numbers, as its model has it.
  static func accurate(_ format: FloatPolicy.Format) -> Generator {
    .element(of: FloatPolicy.accurate(format).filter { format != .binary16 || !$0.flushesSubnormals })
  }
}

/// A float's exact value, or NaN, in `bits` bits.
func reference(_ x: Double, bits: Precision = 400) -> BigFloat { BigFloat(x.isFinite ? x : .nan, in: bits) }
