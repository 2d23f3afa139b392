import Arithmetic
import Oracle

/// A call of a kernel and what it gave, read from files and ready to be judged.
public struct Comparison: Sendable {
  public let definition: any KernelDefinition
  public let call: KernelCall
  public let candidate: [String: NumericTensor]
  public var plan: PrecisionPlan
  public var algorithm: String?

  /// Judges the candidate.
  ///
  /// - Parameters:
  ///   - sample: the number of parts to judge at most; all where nil.
  ///   - progress: called with the share that is done.
  /// - Throws: `KernelCallError` where an output has a wrong shape, or the algorithm is unknown.
  public func judge(
    sample: Int? = nil, seed: UInt64 = 0, threads: Int = 1, progress: @Sendable (Double) -> Void = { _ in }
  ) throws -> ComparisonReport {
    func run(_ definition: some KernelDefinition) throws -> Judgement {
      let options = JudgeOptions(
        plan: plan, algorithm: algorithm, sampledParts: sample, seed: seed, threads: threads)
      return try Judge(definition, call, candidate: candidate, options: options).run(progress: progress)
    }
    return ComparisonReport(definition: definition, call: call, judgement: try run(definition), seed: seed)
  }
}
