import Arithmetic

/// What holds in place of a printed statement that does not.
public struct Correction: Sendable {
  public let statement: String
  public let check: Check

  public init(_ statement: String, _ check: Check) {
    self.statement = statement
    self.check = check
  }
}

/// A statement from a paper, with its hypotheses, how it is checked, and what breaks it.
///
/// The check calls the definitions; it never carries a private copy of the mathematics that it checks. Where the
/// printed statement is wrong, `check` still tests it as printed and finds the counterexample, and `correction` tests
/// what holds.
public struct Claim: Sendable, Identifiable {
  /// `paper-key.short-name`.
  public let id: String
  public let title: String
  /// The statement as its source gives it, restated in the project's notation.
  public let statement: String
  public let source: Source
  public let hypotheses: [Hypothesis]
  public let method: Method
  /// What the verification found: where it agrees with what was said about the claim, where not, and what was not
  /// redone.
  public let notes: [String]
  public let check: Check
  public let correction: Correction?
  public let falsifiers: [Falsifier]
  /// Figures that the source or a commentary prints, recomputed and compared with the digits printed.
  public let quoted: (@Sendable (Precision) throws -> [Evidence])?
  /// Curves that belong to the claim.
  public let figures: [FigureRecipe]
  /// The claim at a model's own parameters; empty where it does not apply to such a model.
  public let evaluate: (@Sendable (ModelInstance, Precision) throws -> [Evidence])?
  /// The share of the requested number of cases that this claim tries: below 1 for a check that is expensive.
  public let effort: Double

  public init(
    _ id: String, title: String, statement: String, source: Source, hypotheses: [Hypothesis] = [], method: Method,
    notes: [String] = [], effort: Double = 1,
    check: Check,
    correction: Correction? = nil,
    falsifiers: [Falsifier] = [],
    quoted: (@Sendable (Precision) throws -> [Evidence])? = nil,
    figures: [FigureRecipe] = [],
    evaluate: (@Sendable (ModelInstance, Precision) throws -> [Evidence])? = nil
  ) {
    self.id = id
    self.title = title
    self.statement = statement
    self.source = source
    self.hypotheses = hypotheses
    self.method = method
    self.notes = notes
    self.effort = effort
    self.check = check
    self.correction = correction
    self.falsifiers = falsifiers
    self.quoted = quoted
    self.figures = figures
    self.evaluate = evaluate
  }
}
