import Arithmetic
import Foundation

/// How a run of checks is carried out.
public struct CheckOptions: Sendable, Encodable {
  /// The random cases a claim of effort 1 tries; the search for large ratios tries as many.
  public var cases: Int
  public var seed: UInt64
  /// The precision with which a case is first tried; it is doubled until the case is decided.
  public var precision: Precision
  /// The precision beyond which a case is left undecided.
  public var cap: Precision
  /// Whether the claims' figures are computed.
  public var figures: Bool
  /// How many threads work; the results do not depend on it. Not part of the report.
  public var workers: Int
  /// Where failing instances and the worst of each inequality are kept, to be tried first in the next run: the results
  /// then depend on the runs before. Nowhere by default.
  public var examples: URL?

  public init(
    cases: Int = 200, seed: UInt64 = 1, precision: Precision = .reference, cap: Precision? = nil, figures: Bool = false,
    workers: Int = 2, examples: URL? = nil
  ) {
    self.cases = cases
    self.seed = seed
    self.precision = precision
    self.cap = cap ?? Precision(bits: min(precision.bits, Int(Int32.max) / 16) * 16)
    self.figures = figures
    self.workers = workers
    self.examples = examples
  }

  enum CodingKeys: String, CodingKey { case cases, seed, precision, cap }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(cases, forKey: .cases)
    try container.encode(seed, forKey: .seed)
    try container.encode(precision.bits, forKey: .precision)
    try container.encode(cap.bits, forKey: .cap)
  }
}
