import Arithmetic

/// How a candidate is judged.
public struct JudgeOptions: Sendable {
  /// The formats in which the kernel computes and stores.
  public var plan: PrecisionPlan
  /// The algorithm that the kernel is known to use: a form's name. Without it every form of the kernel is admitted,
  /// those that are less accurate by name.
  public var algorithm: String?
  /// The largest number of parts that are judged, chosen by ``seed``; all where nil.
  public var sampledParts: Int?
  public var seed: UInt64
  public var threads: Int
  /// The precision at which an undecided element stays so.
  public var precisionLimit: Precision
  /// Whether a defect is compared with the known ones.
  public var diagnoses: Bool

  public init(
    plan: PrecisionPlan = PrecisionPlan(), algorithm: String? = nil, sampledParts: Int? = nil, seed: UInt64 = 0,
    threads: Int = 1, precisionLimit: Precision = 4096, diagnoses: Bool = true
  ) {
    self.plan = plan
    self.algorithm = algorithm
    self.sampledParts = sampledParts
    self.seed = seed
    self.threads = threads
    self.precisionLimit = precisionLimit
    self.diagnoses = diagnoses
  }
}
