/// A known defect of a gradient: one of the kernel itself, or one of the backward pass of any kernel.
public enum GradientMutation<Forward: KernelMutation>: KernelMutation {
  /// The gradient of the altered kernel.
  case forward(Forward)
  /// What several parts of the call contribute to one element is not added up.
  case unreduced
  /// What several uses of an input contribute is not added up.
  case singleUse
  /// The reverse scan takes the gate of the same step.
  case unshiftedGate

  public static var allCases: [GradientMutation] {
    Forward.allCases.map { .forward($0) } + [.unreduced, .singleUse, .unshiftedGate]
  }

  public var rawValue: String {
    switch self {
    case .forward(let mutation): mutation.rawValue
    case .unreduced: "gradient-unreduced"
    case .singleUse: "gradient-single-use"
    case .unshiftedGate: "gradient-unshifted-gate"
    }
  }

  public init?(rawValue: String) {
    guard let mutation = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = mutation
  }

  public var statement: String {
    switch self {
    case .forward(let mutation): mutation.statement
    case .unreduced: "the gradient from the last batch row, channel or head in place of the sum over them"
    case .singleUse: "the gradient through the last use of each input in place of the sum over its uses"
    case .unshiftedGate: "a reverse scan that multiplies by the gate of the same step in place of the next one"
    }
  }
}
