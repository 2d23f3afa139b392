import Arithmetic

/// A kernel with a matrix state for each head, in the layout (batch, length, heads, ...) of flash-linear-attention: its parts
/// are the heads of its sequences, which batch rows or `cu_seqlens` separate.
public protocol SequenceHeadKernel: KernelDefinition {
  /// The dimension that counts the states: `heads`, or `value heads` where several of them share a query and a key.
  var stateHeads: String { get }

  /// What a call has to fulfil beyond shapes, flags and sequences.
  func checkFurther(_ call: KernelCall) throws(KernelCallError)

  /// Makes the tensors and flags of a random call what the kernel asks for beyond their domains and sequences.
  func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle)
}

extension SequenceHeadKernel {
  public var stateHeads: String { "heads" }

  public func checkFurther(_ call: KernelCall) throws(KernelCallError) {}

  public func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    try checkSegments(call)
    try checkFurther(call)
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    adjustSegments(&tensors)
    // 1/sqrt(K) is irrational for most K.
    if style.isExact, self.flags.contains(where: { $0.name == "scale" }) { flags["scale"] = .number(0.5) }
    adjustFurther(&tensors, &flags, style)
  }

  public func partCount(of call: KernelCall) -> Int { call.segmentCount * (call.dimensions[stateHeads] ?? 0) }

  /// Refuses a flag in combination with tensors: `error("'A_log'", "...", "...")`.
  func error(_ subject: String, _ expected: String, _ found: String) -> KernelCallError {
    KernelCallError(kernel: identifier, subject: subject, expected: expected, found: found)
  }
}

extension DimensionSpecification {
  static let rows = DimensionSpecification(batch, "batch rows", sizes: [1, 2])
  static let steps = DimensionSpecification(time, "time", sizes: [1, 2, 5, 9, 17, 66])
  static let heads = DimensionSpecification("heads", "heads", sizes: [1, 2])
  static let keys = DimensionSpecification("keys", "the size of queries and keys, K", sizes: [2, 1, 3])
  static let values = DimensionSpecification("values", "the size of values, V", sizes: [1, 2, 3])
  /// Those of a kernel in which each head has its own query, key, value and state.
  static let ofHeads: [DimensionSpecification] = [rows, .sequences, heads, keys, values, steps]
}

extension TensorSpecification {
  /// Queries, or another tensor of their shape.
  static func query(_ name: String = "q", domain: ElementDomain = .signed(1), _ summary: String = "queries") -> Self {
    Self(name, ["batch", "length", "heads", "keys"], domain: domain, summary: summary)
  }

  static let key = query("k", "keys")

  /// Values, or another tensor of their shape.
  static func value(_ name: String = "v", heads: Axis = "heads", _ summary: String = "values") -> Self {
    Self(name, ["batch", "length", heads, "values"], summary: summary)
  }

  static func initialState(heads: Axis = "heads") -> Self {
    Self(
      "initial_state", ["sequences", heads, "keys", "values"], role: .initialState(final: "final_state"),
      isOptional: true, transposedBy: FlagSpecification.stateLayout.name,
      summary: "the states before the first step; zeros where absent")
  }

  /// The output and the final states.
  static func outputs(heads: Axis = "heads") -> [Self] {
    [
      Self("o", ["batch", "length", heads, "values"], role: .output, summary: "the output"),
      Self(
        "final_state", ["sequences", heads, "keys", "values"], ["batch", heads, "keys", "values"], role: .finalState,
        isOptional: true, transposedBy: FlagSpecification.stateLayout.name,
        summary: "the states after the last step"),
    ]
  }
}

extension FlagSpecification {
  static let stateLayout = FlagSpecification(
    "state_v_first", .bool(default: false), "whether states have the layout (..., values, keys)")
  static let scale = FlagSpecification(
    "scale", .number(default: nil), "what queries are multiplied by; 1/sqrt(K) where absent", tries: [.number(0.75)])
  static let reverse = FlagSpecification(
    "reverse", .bool(default: false), "whether the recurrence runs from the last step to the first")
}
