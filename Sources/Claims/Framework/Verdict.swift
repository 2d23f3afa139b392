/// A case on which a statement fails, minimised.
public struct Counterexample: Sendable, Encodable {
  /// The comparison that fails, with the instance.
  public let evidence: Evidence
  /// The random case in which it was first found; nil where the search or an earlier run found it.
  public let caseIndex: Int?
  /// The minimised case as text, to replay it.
  public let replay: CaseText

  enum CodingKeys: String, CodingKey { case evidence, caseIndex, replay }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(evidence, forKey: .evidence)
    try container.encodeIfPresent(caseIndex, forKey: .caseIndex)
    try container.encode(replay.description, forKey: .replay)
  }
}

/// What a check concluded about a claim.
public enum Verdict: Sendable {
  /// No case failed, and every case was decided.
  case holds
  /// The statement fails on the counterexample, and there is no correction that holds.
  case refuted(Counterexample)
  /// The printed statement fails on the counterexample; the corrected one holds.
  case holdsAsCorrected(Counterexample)
  /// The precision or the budget ran out, or the check could not be carried out.
  case undecided(reason: String)

  /// "holds", "refuted", "holds as corrected" or "undecided".
  public var name: String {
    switch self {
    case .holds: "holds"
    case .refuted: "refuted"
    case .holdsAsCorrected: "holds as corrected"
    case .undecided: "undecided"
    }
  }

  /// The case on which the printed statement fails, if it does.
  public var counterexample: Counterexample? {
    switch self {
    case .refuted(let counterexample), .holdsAsCorrected(let counterexample): counterexample
    case .holds, .undecided: nil
    }
  }
}

/// Something wrong with a claim or with its check, whatever its verdict is.
public enum Defect: Sendable, Encodable, Equatable, CustomStringConvertible {
  /// A falsifier found no failing case: the check cannot fail, or the hypothesis is not needed.
  case falsifierDidNotFire(name: String)
  /// No case was tried: all were discarded, or none was asked for.
  case nothingChecked
  /// A figure was recomputed and is not what the source prints.
  case quotedFigureDiffers(Evidence)
  /// A figure's data or a quoted figure could not be computed.
  case failed(what: String, reason: String)

  public var description: String {
    switch self {
    case .falsifierDidNotFire(let name): "falsifier did not fire: " + name
    case .nothingChecked: "nothing was checked"
    case .quotedFigureDiffers(let evidence): "quoted figure differs: " + evidence.description
    case .failed(let what, let reason): what + " failed: " + reason
    }
  }

  public static func == (x: Defect, y: Defect) -> Bool { x.description == y.description }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
