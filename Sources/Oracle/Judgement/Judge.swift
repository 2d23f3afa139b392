import Arithmetic
import PropertyTesting
import Synchronization

/// Judges what a kernel gave for a call.
///
///     let judgement = try Judge(SelectiveScan(), call, candidate: ["out": out]).run()
///     print(judgement.verdict.title)
public struct Judge<Definition: KernelDefinition>: Sendable {
  public let definition: Definition
  public let call: KernelCall
  public let candidate: [String: NumericTensor]
  public let options: JudgeOptions
  let form: Form

  /// - Throws: ``KernelCallError`` where an output is missing, unknown or of the wrong shape, or the algorithm is
  ///   unknown.
  public init(
    _ definition: Definition, _ call: KernelCall, candidate: [String: NumericTensor],
    options: JudgeOptions = JudgeOptions()
  ) throws(KernelCallError) {
    self.definition = definition
    self.call = call
    self.candidate = candidate
    self.options = options
    try checkCandidate(candidate, of: definition, call)
    guard let name = options.algorithm else {
      form = definition.forms[0]
      return
    }
    guard let form = definition.forms.first(where: { $0.name == name }) else {
      let names = definition.forms.map(\.name).joined(separator: ", ")
      throw KernelCallError(kernel: call.kernel, subject: "algorithm", expected: "one of \(names)", found: name)
    }
    self.form = form
  }

  /// - Parameter progress: called with the share of the parts that are judged; from any thread, never two at once.
  public func run(progress: @Sendable (Double) -> Void = { _ in }) -> Judgement {
    let all = definition.partCount(of: call)
    let parts = sample(of: all)
    var tensors = candidate.keys.sorted().compactMap { name in candidate[name].map { Self.unjudged(name, $0) } }
    let judge = partJudge(candidate: candidate)
    var explaining = Set(judge.alternatives.map(\.place))
    var failing: [(part: Int, ratio: Double)] = []
    // In slices, so that no more than a few parts are in memory, merged in the order of the parts.
    let slice = max(1, options.threads * 8)
    for start in stride(from: 0, to: parts.count, by: slice) {
      let indices = Array(parts[start..<min(start + slice, parts.count)])
      let judged = concurrentMap(indices.count, threads: options.threads) { judge.judge(part: indices[$0]) }
      for (part, result) in zip(indices, judged) {
        if !result.isExplained {
          explaining.formIntersection(result.explainingForms)
          failing.append((part, result.tensors.map { $0.worst?.ratio ?? 0 }.max() ?? 0))
        }
        for tensor in result.tensors {
          guard let place = tensors.firstIndex(where: { $0.name == tensor.name }) else { continue }
          tensors[place].merge(tensor)
        }
      }
      progress(Double(min(start + slice, parts.count)) / Double(max(parts.count, 1)))
    }
    let verdict = verdict(
      of: tensors, isSample: parts.count < all, explaining: explaining.min().map { definition.forms[$0] })
    let isDoubtful = verdict == .defect || verdict == .vacuous
    let diagnosis =
      isDoubtful && options.diagnoses ? Diagnosis(of: self, tensors: tensors, failing: failing) : nil
    return Judgement(
      kernel: call.kernel, verdict: verdict, tensors: tensors, parts: (parts.count, all), plan: options.plan,
      form: form,
      diagnosis: diagnosis)
  }

  /// The judge of a part of a call, which known defects may have altered.
  func partJudge(
    call other: KernelCall? = nil, candidate: [String: NumericTensor], mutation: String? = nil,
    storage: [RoundingPoint: FloatFormat] = [:]
  ) -> PartJudge<Definition> {
    let isAltered = mutation != nil || other != nil || !storage.isEmpty
    let alternatives: [(place: Int, form: Form)] =
      isAltered || options.algorithm != nil
      ? []
      : definition.forms.enumerated().filter { $0.element.accuracy == .lessAccurate }
        .map { (place: $0.offset, form: $0.element) }
    let length = Double(max(call.dimensions[DimensionSpecification.time] ?? 1, 1))
    // Sums may be added along any tree, and a scan's tree has at most 2 ceil(log2 T) levels (L2); scaled queries and
    // products formed in another order meet a few more roundings.
    let depth = form.accuracy == .lessAccurate ? 0 : 2 * Int(length.exponent + 1) + 4
    return PartJudge(
      definition: definition, call: other ?? call, candidate: candidate, plan: options.plan, mutation: mutation,
      storage: storage, form: form, additionalDepth: depth, alternatives: alternatives,
      precisionLimit: options.precisionLimit)
  }

  /// The parts to judge, in order.
  private func sample(of count: Int) -> [Int] {
    guard let wanted = options.sampledParts, wanted < count else { return Array(0..<count) }
    var random = SplitMix64(seed: options.seed)
    // Floyd's sampling: `wanted` different numbers below `count`.
    var chosen: Set<Int> = []
    for last in count - max(wanted, 1)..<count {
      let pick = Int(random.below(UInt64(last + 1)))
      if !chosen.insert(pick).inserted { chosen.insert(last) }
    }
    return chosen.sorted()
  }

  /// The worst first. Nothing is accepted of which an element was to be judged and was not: where the form does not
  /// apply, or real numbers stand for complex ones.
  private func verdict(of tensors: [Judgement.Tensor], isSample: Bool, explaining: Form?) -> Verdict {
    func any(_ verdict: ElementVerdict) -> Bool { tensors.contains { $0.verdicts.contains(verdict) } }
    if any(.defect) || any(.lessAccurate) && explaining == nil { return .defect }
    if any(.undecided) { return .undecided }
    let isUnjudged = isSample ? tensors.contains { $0.judgedCount == 0 } : any(.notSampled)
    if any(.vacuous) || isUnjudged { return .vacuous }
    if let explaining, any(.lessAccurate) { return .explainedByAlgorithm(explaining.name) }
    return any(.explained) ? .explained : .correctlyRounded
  }

  private static func unjudged(_ name: String, _ tensor: NumericTensor) -> Judgement.Tensor {
    Judgement.Tensor(
      name: name, shape: tensor.shape, format: tensor.format, isComplex: tensor.isComplex,
      ratios: Array(repeating: .nan, count: tensor.values.count),
      verdicts: Array(repeating: .notSampled, count: tensor.values.count), worst: nil)
  }
}

extension Judgement.Tensor {
  fileprivate mutating func merge(_ part: PartJudgement.Tensor) {
    for (index, position) in part.positions.enumerated() {
      ratios[position] = Float(part.ratios[index])
      verdicts[position] = part.verdicts[index]
    }
    if let other = part.worst, worst.map({ !(other.ratio <= $0.ratio) }) ?? true { worst = other }
  }
}

/// Whether the outputs are tensors of the kernel, of the shapes of the call.
private func checkCandidate(
  _ candidate: [String: NumericTensor], of definition: some KernelDefinition, _ call: KernelCall
) throws(KernelCallError) {
  func error(_ name: String, _ expected: String, _ found: String) -> KernelCallError {
    KernelCallError(kernel: call.kernel, subject: "'\(name)'", expected: expected, found: found)
  }
  let outputs = definition.tensors.filter(\.isOutput)
  let names = outputs.map(\.name).joined(separator: ", ")
  guard let first = candidate.keys.min() else { throw error("outputs", "at least one of \(names)", "none") }
  if let unknown = candidate.keys.filter({ name in !outputs.contains { $0.name == name } }).min() {
    throw error(unknown, "one of \(names)", "an output with this name")
  }
  for output in outputs {
    guard let tensor = candidate[output.name] else { continue }
    guard let shape = call.shape(of: output), shape == tensor.shape else {
      throw error(output.name, "shape \(call.shape(of: output) ?? [])", "shape \(tensor.shape)")
    }
    let isComplex = output.shapedAs.flatMap { call.tensors[$0]?.isComplex } ?? output.isComplex
    if let isComplex, isComplex != tensor.isComplex {
      throw error(output.name, isComplex ? "complex numbers" : "real numbers", isComplex ? "real ones" : "complex ones")
    }
  }
  if candidate.values.allSatisfy({ $0.values.isEmpty }) {
    throw error(first, "at least one element", "an empty tensor")
  }
}
