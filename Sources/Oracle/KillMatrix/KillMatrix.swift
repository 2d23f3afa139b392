import Arithmetic
import PropertyTesting

/// Which wrong kernels each comparison rule lets pass: every known defect of every kernel, in single precision, on
/// calls on which its effect exceeds rounding.
public struct KillMatrix: Sendable {
  /// One defect of one kernel.
  public struct Row: Sendable {
    public let kernel: String
    public let defect: String
    public let statement: String
    /// How many calls were drawn until its effect exceeded rounding on one; nil where it did on none.
    public let visibleAt: Int?
    /// max |v' - v| / (B' + B) over the elements of that call: how far the defect lies beyond rounding.
    public let separation: Double
    public let verdict: Verdict?
    /// The defects that the diagnosis names, the likeliest first.
    public let named: [String]
    /// For each customary rule, whether it accepts every output.
    public let accepted: [Bool]

    /// Whether the oracle calls it a defect.
    public var isKilled: Bool { verdict.map { !$0.isAccepted } ?? false }
    /// Whether the diagnosis names this defect first, or one that this call cannot tell from it.
    public var isNamed: Bool { named.contains(defect) }
  }

  public let rules: [ToleranceRule]
  public private(set) var rows: [Row]

  /// - Parameters:
  ///   - kernels: the kernels; all by default.
  ///   - calls: how many calls are drawn for a defect at most.
  ///   - seed: of the calls.
  public init(
    of kernels: [any KernelDefinition] = KernelCatalogue.all, calls: Int = 40, seed: UInt64 = 0, threads: Int = 1,
    rules: [ToleranceRule] = ToleranceRule.customary
  ) {
    self.rules = rules
    rows = kernels.flatMap { Self.rows(of: $0, calls: calls, seed: seed, threads: threads, rules: rules) }
  }

  /// The defects whose effect exceeds rounding on some call.
  public var visible: [Row] { rows.filter { $0.visibleAt != nil } }

  private static func rows<Definition: KernelDefinition>(
    of definition: Definition, calls: Int, seed: UInt64, threads: Int, rules: [ToleranceRule]
  ) -> [Row] {
    let mutations = Array(Definition.Mutation.allCases)
    return concurrentMap(mutations.count, threads: threads) { index in
      row(of: definition, mutations[index], calls: calls, seed: seed, rules: rules)
    }
  }

  private static func row<Definition: KernelDefinition>(
    of definition: Definition, _ mutation: Definition.Mutation, calls: Int, seed: UInt64, rules: [ToleranceRule]
  ) -> Row {
    var largest = 0.0
    // On a call where a less accurate algorithm errs as much, its effect is within rounding of that.
    var withinAlgorithm: Row?
    for index in 0..<calls {
      var draw = Draw(seed: seed, name: "\(definition.identifier) \(mutation.rawValue)", index: index)
      let style = CallStyle(givesOptional: index % 2 == 0 ? true : nil)
      guard let call = try? draw(definition.calls(style), "call") else { continue }
      let separation = separation(of: definition, call, mutation.rawValue)
      largest = max(largest, separation)
      guard separation > 1 else { continue }
      let wrong = NaiveImplementation(
        definition, in: Intrinsic(), over: Singles.self, mutation: mutation.rawValue, format: .binary32)
      guard let outputs = try? wrong.outputs(of: call),
        let judgement = try? Judge(definition, call, candidate: outputs).run()
      else { continue }
      let right = NaiveImplementation(definition, in: Intrinsic(), over: Doubles.self, format: .binary64)
      let reference = (try? right.outputs(of: call)) ?? [:]
      let accepted = rules.map { rule in
        outputs.allSatisfy { name, tensor in
          reference[name].map { rule.accepts(tensor, reference: $0.values) } ?? true
        }
      }
      let row = Row(
        kernel: definition.identifier, defect: mutation.rawValue, statement: mutation.statement, visibleAt: index,
        separation: separation, verdict: judgement.verdict, named: judgement.diagnosis?.matches.map(\.identifier) ?? [],
        accepted: accepted)
      guard case .explainedByAlgorithm = judgement.verdict else { return row }
      withinAlgorithm = withinAlgorithm ?? row
    }
    if let withinAlgorithm { return withinAlgorithm }
    return Row(
      kernel: definition.identifier, defect: mutation.rawValue, statement: mutation.statement, visibleAt: nil,
      separation: largest, verdict: nil, named: [], accepted: [])
  }

  /// max |v' - v| / (B' + B), with the values and bounds of the altered and of the right definition; the least of those
  /// of the definition and of the less accurate forms, each of which may explain a kernel.
  private static func separation(
    of definition: some KernelDefinition, _ call: KernelCall, _ mutation: String
  ) -> Double {
    let forms = definition.forms.enumerated().filter { $0 == 0 || $1.accuracy == .lessAccurate }.map(\.element)
    return forms.map { separation(of: definition, call, mutation, within: $0) }.min() ?? 0
  }

  private static func separation(
    of definition: some KernelDefinition, _ call: KernelCall, _ mutation: String, within form: Form
  ) -> Double {
    let options = JudgeOptions()
    func evaluation(_ form: Form?, _ mutation: String?) -> Evaluation<Bounds> {
      Evaluation(of: definition, call, in: options.plan.arithmetic, form: form, mutation: mutation)
    }
    var largest = 0.0
    for part in 0..<definition.partCount(of: call) {
      guard let right = definition.evaluate(part: part, in: evaluation(form, nil)),
        let wrong = definition.evaluate(part: part, in: evaluation(nil, mutation))
      else { continue }
      for (x, y) in zip(right, wrong) {
        for (v, w) in zip(x.values, y.values) where v.isDefined && w.isDefined {
          // A scan's tree may add as much again: see `Judge`.
          let bound = 2 * (v.bound(additionalDepth: 8) + w.bound(additionalDepth: 8))
          if bound > 0 { largest = max(largest, abs(v.value - w.value) / bound) }
        }
      }
    }
    return largest
  }
}
