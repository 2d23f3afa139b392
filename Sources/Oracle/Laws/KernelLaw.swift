import Arithmetic
import PropertyTesting

/// A law that every correct implementation of a kernel obeys, as a property of random calls.
public struct KernelLaw: Sendable {
  /// The name, as a test's report gives it.
  public let name: String
  /// What holds.
  public let statement: String
  /// Tries one random call.
  public let body: @Sendable (inout Draw) throws -> Void

  /// The property of the law for a kernel.
  public func property(of kernel: String) -> Property { Property("\(kernel): \(name)", body) }

  init(_ name: String, _ statement: String, _ body: @escaping @Sendable (inout Draw) throws -> Void) {
    self.name = name
    self.statement = statement
    self.body = body
  }
}

extension KernelDefinition {
  /// The laws of this kernel for an implementation: the oracle's verdict, and those that need no reference.
  ///
  /// ```swift
  /// for law in SelectiveScan().laws(for: MyKernel()) {
  ///   let result = Runner(law.property(of: "mine")).run()
  /// }
  /// ```
  ///
  /// In Swift Testing, `checkLaws` of the product `OracleTesting` is the whole test.
  ///
  /// - Parameters:
  ///   - style: how calls are drawn.
  ///   - options: in which formats the implementation computes, and its algorithm.
  ///   - isCausalBitForBit: whether an output may not change in any bit where only later inputs change. True for every
  ///     kernel but those that transform whole sequences.
  public func laws(
    for implementation: some KernelImplementation, style: CallStyle = CallStyle(),
    options: JudgeOptions = JudgeOptions(),
    isCausalBitForBit: Bool = true
  ) -> [KernelLaw] {
    let checker = LawChecker(definition: self, implementation: implementation, style: style, options: options)
    var laws = [
      KernelLaw("verdict", "every output is explained by rounding") { try checker.verdict(&$0) },
      KernelLaw("deterministic", "the same call gives the same bits") { try checker.deterministic(&$0) },
    ]
    if hasAxis(DimensionSpecification.batch) {
      laws.append(
        KernelLaw("batch rows", "batch rows in another order give the same bits in that order") {
          try checker.batchRows(&$0)
        })
    }
    if isCausal, hasAxis(DimensionSpecification.time), isCausalBitForBit {
      laws.append(
        KernelLaw("causality", "outputs before a time do not depend on inputs from that time on, in any bit") {
          try checker.causality(&$0)
        })
    }
    if isCausal, hasStatePair, hasAxis(DimensionSpecification.time) {
      laws.append(
        KernelLaw("split", "a call in two pieces, the state carried over, is explained as the whole") {
          try checker.split(&$0, pieceLength: nil)
        })
      laws.append(
        KernelLaw("steps", "a call step by step, the state carried over, is explained as the whole") {
          try checker.split(&$0, pieceLength: 1)
        })
    }
    if !linearInputs.isEmpty {
      laws.append(
        KernelLaw("homogeneity", "the linear inputs times a power of two give the outputs times it, in every bit") {
          try checker.homogeneity(&$0)
        })
    }
    return laws
  }

  /// Whether an output has this axis.
  private func hasAxis(_ name: String) -> Bool {
    tensors.contains { $0.role == .output && $0.layouts[0].contains { $0.name == name && $0.factor.isEmpty } }
  }

  /// Whether there is a state before the first step and one after the last.
  private var hasStatePair: Bool {
    tensors.contains { if case .initialState = $0.role { true } else { false } }
  }
}
