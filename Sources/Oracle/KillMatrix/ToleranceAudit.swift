import Arithmetic
import PropertyTesting

/// A wrong kernel that a comparison rule accepts, and how far it lies beyond rounding.
public struct ToleranceAudit: Sendable {
  /// A wrong kernel that the rule accepts on a call.
  public struct Finding: Sendable {
    public let defect: String
    public let statement: String
    public let call: KernelCall
    /// The index of the random call.
    public let index: Int
    /// The error of the worst element against the largest output of its tensor.
    public let size: Double
    /// The element that lies farthest beyond the bound, and the tensor it is in.
    public let tensor: String
    public let indices: [Int]
    public let worst: WorstElement
  }

  public let rule: ToleranceRule
  /// The wrong kernels that the rule accepts on some call, the one with the largest error first.
  public let findings: [Finding]
  /// The wrong kernels that were tried, those whose effect exceeds rounding on some call.
  public let triedCount: Int
  /// Whether the rule rejected a right kernel on some call.
  public let rejectsRight: Bool

  /// - Parameters:
  ///   - calls: the random calls on which each defect is tried.
  ///   - style: how they are drawn; the format is that in which the kernel stores.
  public init<Definition: KernelDefinition>(
    of definition: Definition, rule: ToleranceRule, calls: Int = 20, seed: UInt64 = 0, threads: Int = 1,
    style: CallStyle = CallStyle()
  ) {
    self.rule = rule
    let right = NaiveImplementation(definition, in: Intrinsic(), over: Singles.self, format: style.format)
    let exact = NaiveImplementation(definition, in: Intrinsic(), over: Doubles.self, format: .binary64)
    let cases = concurrentMap(calls, threads: threads) { index -> (call: KernelCall, reference: [String: [Double]])? in
      var draw = Draw(seed: seed, name: "\(definition.identifier) audit", index: index)
      guard let call = try? draw(definition.calls(style), "call"), let outputs = try? exact.outputs(of: call) else {
        return nil
      }
      return (call, outputs.mapValues(\.values))
    }
    @Sendable func accepts(_ outputs: [String: NumericTensor], _ reference: [String: [Double]]) -> Bool {
      outputs.allSatisfy { name, tensor in reference[name].map { rule.accepts(tensor, reference: $0) } ?? true }
    }
    rejectsRight = cases.contains { item in
      guard let item, let outputs = try? right.outputs(of: item.call) else { return false }
      return !accepts(outputs, item.reference)
    }
    let mutations = Array(Definition.Mutation.allCases)
    let found = concurrentMap(mutations.count, threads: threads) { place -> (isVisible: Bool, finding: Finding?) in
      let mutation = mutations[place]
      let wrong = NaiveImplementation(
        definition, in: Intrinsic(), over: Singles.self, mutation: mutation.rawValue, format: style.format)
      var isVisible = false
      var worst: Finding?
      for (index, item) in cases.enumerated() {
        guard let item, let outputs = try? wrong.outputs(of: item.call),
          let judgement = try? Judge(
            definition, item.call, candidate: outputs, options: JudgeOptions(diagnoses: false)
          ).run(), judgement.verdict == .defect
        else { continue }
        isVisible = true
        guard accepts(outputs, item.reference), let (tensor, element) = judgement.headline else { continue }
        let largest = outputs[tensor.name]?.values.reduce(0) { max($0, abs($1)) } ?? 0
        let size = element.error / max(largest, .leastNormalMagnitude)
        guard worst.map({ size > $0.size }) ?? true else { continue }
        worst = Finding(
          defect: mutation.rawValue, statement: mutation.statement, call: item.call, index: index, size: size,
          tensor: tensor.name,
          indices: tensor.indices(at: element.position), worst: element)
      }
      return (isVisible, worst)
    }
    triedCount = found.count { $0.isVisible }
    findings = found.compactMap(\.finding).sorted { $0.size > $1.size }
  }
}
