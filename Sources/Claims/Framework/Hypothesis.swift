import Arithmetic

/// A condition that a claim needs.
public struct Hypothesis: Sendable, Encodable {
  /// A short name, by which a falsifier refers to it.
  public let name: String
  /// The condition, in words and formulas.
  public let statement: String
  /// Why no falsifier drops this hypothesis, where none does.
  public let untested: String?

  public init(_ name: String, _ statement: String, untested: String? = nil) {
    self.name = name
    self.statement = statement
    self.untested = untested
  }
}

/// Instances outside a hypothesis, or a constant below the stated one, on which the check fails.
///
/// A falsifier *fires* when one of its cases, random or met in the search for large ratios, is certainly false. A claim
/// whose falsifier does not fire has a check that cannot fail, which is a defect of the claim.
public struct Falsifier: Sendable {
  public let name: String
  /// The hypothesis that is dropped; nil where the statement itself is strengthened instead.
  public let dropping: String?
  public let check: Check

  public init(_ name: String, dropping hypothesis: String? = nil, _ check: Check) {
    self.name = name
    self.dropping = hypothesis
    self.check = check
  }
}
