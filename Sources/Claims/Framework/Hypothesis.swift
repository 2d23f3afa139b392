import Arithmetic

/// A program that tries one instance: it draws the instance, evaluates both sides in an arithmetic of the precision
/// given, and returns what it found.
///
/// It must draw the same instance whatever the precision is, and throw ``Discarded`` for an instance outside the
/// hypotheses. Any other error leaves the claim undecided, with the error as the reason.
public typealias Check = @Sendable (_ draw: inout Draw, _ precision: Precision) throws -> [Evidence]

/// Thrown by a check whose instance turned out to be outside the hypotheses: the case does not count.
public struct Discarded: Error {
  public init() {}
}

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

/// An instance or generator outside a hypothesis, or a constant below the stated one, on which the check fails.
///
/// A falsifier *fires* when one of its cases gives evidence that is certainly false. A claim whose falsifier does not
/// fire has a check that cannot fail, which is a defect of the claim.
public struct Falsifier: Sendable {
  public let name: String
  /// The hypothesis that is dropped; nil where the statement itself is strengthened instead.
  public let dropping: String?
  public let check: Check

  public init(_ name: String, dropping hypothesis: String? = nil, check: @escaping Check) {
    self.name = name
    self.dropping = hypothesis
    self.check = check
  }
}
