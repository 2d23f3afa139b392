import Arithmetic
import PropertyTesting

/// Right kernels that compute in other ways: every form of a kernel, under policies of summation, fused products and
/// functions, in single, double and 16-bit storage. None of them is a defect.
public struct BenignMatrix: Sendable {
  /// One way to compute.
  public struct Way: Hashable, Sendable, CustomStringConvertible {
    /// The order of sums, fused products, the formulas of functions, and the format of the arithmetic.
    public let policy: FloatPolicy
    /// The format in which inputs and outputs are stored.
    public let storage: FloatFormat

    public var description: String {
      storage == policy.format.floatFormat ? "\(policy)" : "\(policy), stored in \(storage)"
    }

    /// Single and double precision in every order of summation, fused and not, with either exponential; bfloat16 and
    /// binary16 stored, computed in single precision.
    public static let all: [Way] = {
      var ways: [Way] = []
      for summation in FloatPolicy.Summation.allCases {
        for isFused in [false, true] {
          for exponential in FloatPolicy.Exponential.allCases {
            let policy = FloatPolicy(
              .binary32, summation: summation, fusesProducts: isFused, exponential: exponential)
            ways.append(Way(policy: policy, storage: .binary32))
          }
          let double = FloatPolicy(.binary64, summation: summation, fusesProducts: isFused)
          ways.append(Way(policy: double, storage: .binary64))
        }
        for storage in [FloatFormat.bfloat16, .binary16] {
          ways.append(Way(policy: FloatPolicy(.binary32, summation: summation), storage: storage))
        }
      }
      return ways
    }()
  }

  /// How one kernel fared in one form, computed in one way.
  public struct Row: Sendable {
    public let kernel: String
    public let form: String
    public let way: Way
    /// The worst verdict over the calls; nil where the form applied to none.
    public let verdict: Verdict?
    /// The largest error / bound over the calls.
    public let ratio: Double
  }

  public let rows: [Row]

  /// The rows that the oracle calls a defect: there are none.
  public var flagged: [Row] { rows.filter { $0.verdict == .defect } }
  /// Different ways to compute, a form of one kernel being another way than that of another.
  public var count: Int { rows.count { $0.verdict != nil } }

  /// - Parameter calls: how many random calls are tried for each row.
  public init(
    of kernels: [any KernelDefinition] = KernelCatalogue.all, ways: [Way] = Way.all, calls: Int = 2, seed: UInt64 = 0,
    threads: Int = 1
  ) {
    rows = kernels.flatMap { Self.rows(of: $0, ways: ways, calls: calls, seed: seed, threads: threads) }
  }

  private static func rows(
    of definition: some KernelDefinition, ways: [Way], calls: Int, seed: UInt64, threads: Int
  ) -> [Row] {
    let pairs = definition.forms.flatMap { form in ways.map { (form, $0) } }
    return concurrentMap(pairs.count, threads: threads) { index in
      row(of: definition, pairs[index].0, pairs[index].1, calls: calls, seed: seed)
    }
  }

  private static func row(
    of definition: some KernelDefinition, _ form: Form, _ way: Way, calls: Int, seed: UInt64
  ) -> Row {
    let kernel = NaiveImplementation(
      definition, in: way.policy, over: Variants.self, form: form, format: way.storage)
    var model = FloatModel(way.policy.format.floatFormat)
    model.functions = .gpu
    let options = JudgeOptions(plan: PrecisionPlan(arithmetic: model), diagnoses: false)
    var worst: Verdict?
    var ratio = 0.0
    for index in 0..<calls {
      var draw = Draw(seed: seed, name: "\(definition.identifier) benign", index: index)
      guard let call = try? draw(definition.calls(CallStyle(format: way.storage)), "call"),
        let outputs = try? kernel.outputs(of: call),
        let judgement = try? Judge(definition, call, candidate: outputs, options: options).run()
      else { continue }
      ratio = max(ratio, judgement.headline?.element.ratio ?? 0)
      if worst == nil || worst?.isAccepted == true { worst = judgement.verdict }
    }
    return Row(kernel: definition.identifier, form: form.name, way: way, verdict: worst, ratio: ratio)
  }
}
