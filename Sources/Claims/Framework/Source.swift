/// How well the printed statement of a claim is known.
///
/// Only a statement that was read in the paper's text or in the authors' code is ever called *refuted*; for the others
/// a report says that "the statement as quoted by ... fails".
public enum Provenance: String, Sendable, Encodable, CaseIterable {
  /// Read in the paper.
  case text
  /// Read in the authors' code.
  case code
  /// Quoted by somebody else.
  case secondary
  /// Recalled, not looked up.
  case recalled
  /// Derived here.
  case derived

  /// Whether the statement is known word by word, so that a counterexample refutes what was printed.
  public var isFirstHand: Bool { self == .text || self == .code }
}

/// Where a claim comes from.
public struct Source: Sendable, Encodable, CustomStringConvertible {
  /// Authors and title, short: "Wang & Li, StableSSM".
  public let work: String
  /// The arXiv number, where there is one.
  public let arXiv: String?
  /// The place in the work: "Theorem 3.6".
  public let locus: String
  public let provenance: Provenance
  /// Who quotes the statement, where it is not known first-hand.
  public let quotedBy: String?

  public init(_ work: String, arXiv: String? = nil, _ locus: String, _ provenance: Provenance, quotedBy: String? = nil)
  {
    self.work = work
    self.arXiv = arXiv
    self.locus = locus
    self.provenance = provenance
    self.quotedBy = quotedBy
  }

  public var description: String {
    var text = work
    if let arXiv { text += ", arXiv " + arXiv }
    return text + ", " + locus + " (" + provenance.rawValue + ")"
  }
}

/// What stands behind a verdict of "holds".
public enum Method: String, Sendable, Encodable, CaseIterable {
  /// Rational or integer arithmetic.
  case exact
  /// Ball arithmetic: an inequality is proved for every instance tried.
  case certified
  /// Correctly rounded arithmetic at two precisions that agree.
  case numerical
  /// Random sampling, the confidence stated.
  case statistical

  /// The words with which a report introduces a verdict of this method.
  public var assurance: String {
    switch self {
    case .exact: "proved exactly for the instances tried"
    case .certified: "proved with rigorous enclosures for the instances tried"
    case .numerical: "observed numerically, not proved"
    case .statistical: "observed on random samples, not proved"
    }
  }
}
