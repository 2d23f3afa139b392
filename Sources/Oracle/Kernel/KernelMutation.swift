/// A known defect of a kernel: an alteration of its definition. The raw value is its identifier.
public protocol KernelMutation: CaseIterable, Hashable, Sendable, RawRepresentable where RawValue == String {
  /// What the altered definition does, which completes "the output equals the definition with ...".
  var statement: String { get }
}

/// For a kernel without defects of its own.
public enum NoMutation: String, KernelMutation {
  public var statement: String { "" }
  // An enumeration without cases cannot have raw values: the initializers say that there are none.
  case none
  public static var allCases: [NoMutation] { [] }
}
