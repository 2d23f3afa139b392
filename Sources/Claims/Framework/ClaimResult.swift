import Foundation

/// How tight an inequality was found to be: its worst instance.
public struct Margin: Sendable, Encodable {
  /// The comparison at the instance with the largest ratio left/right that the search found, simplified while it stays.
  public let evidence: Evidence
  /// The largest ratio that the random cases alone gave.
  public let random: Double?
  /// The instance as text, to replay it.
  public let replay: CaseText

  /// The largest ratio left/right.
  public var ratio: Double { evidence.ratio ?? .nan }

  enum CodingKeys: String, CodingKey { case evidence, random, replay }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(evidence, forKey: .evidence)
    try container.encodeIfPresent(random, forKey: .random)
    try container.encode(replay.description, forKey: .replay)
  }
}

/// What the run of one check over its cases found.
public struct Tally: Sendable, Encodable {
  /// The random cases tried, up to and including the first that failed.
  public internal(set) var random = 0
  /// The cases that the search for large ratios tried.
  public internal(set) var searched = 0
  /// The random cases that lay outside the hypotheses.
  public internal(set) var discarded = 0
  /// The comparisons made in the random cases.
  public internal(set) var comparisons = 0
  /// The worst instance of each inequality, in the order of their texts; none where a case failed.
  public internal(set) var margins: [Margin] = []
  /// The largest precision that a random case needed, in bits.
  public internal(set) var bits = 0

  public init() {}

  /// All cases tried.
  public var cases: Int { random + searched }

  /// The margin of the inequality that is tightest.
  public var worst: Margin? { margins.max { $0.ratio < $1.ratio } }
}

/// A falsifier and the smallest case on which it fired, nil where it did not.
public struct FalsifierResult: Sendable, Encodable {
  public let name: String
  public let dropping: String?
  public let firedOn: Counterexample?
}

/// What was found about one claim.
public struct ClaimResult: Sendable, Encodable {
  public let id: String
  public let title: String
  public let source: Source
  public let method: Method
  public let verdict: Verdict
  /// The run of the check of the statement as its source gives it.
  public let tally: Tally
  /// The run of the check of the corrected statement, where there is one.
  public let correctionTally: Tally?
  public let falsifiers: [FalsifierResult]
  /// The figures that the source prints, beside the recomputed ones.
  public let quoted: [Evidence]
  public let figures: [FigureData]
  public let defects: [Defect]
  public let notes: [String]

  /// The margin that matters: that of the corrected statement where there is one.
  public var worst: Margin? { correctionTally?.worst ?? tally.worst }

  /// The margins that matter: those of the corrected statement where there is one.
  public var margins: [Margin] { (correctionTally ?? tally).margins }

  /// 0 where all is well, 1 for a refutation or a defect, 3 for an undecided claim.
  public var exitCode: Int32 {
    if !defects.isEmpty { return 1 }
    return switch verdict {
    case .holds, .holdsAsCorrected: 0
    case .refuted: 1
    case .undecided: 3
    }
  }

  /// The verdict in the words that the provenance of the statement allows.
  public var headline: String {
    let fails =
      source.provenance.isFirstHand
      ? "refuted as printed"
      : "the statement as quoted" + (source.quotedBy.map { " by " + $0 } ?? "") + " fails"
    return switch verdict {
    case .holds: "holds: " + method.assurance
    case .refuted: fails
    case .holdsAsCorrected: fails + "; holds as corrected, " + method.assurance
    case .undecided(let reason): "undecided: " + reason
    }
  }

  enum CodingKeys: String, CodingKey {
    case id, title, source, method, verdict, headline, counterexample, tally, correctionTally, falsifiers, quoted
    case figures, defects, notes
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(title, forKey: .title)
    try container.encode(source, forKey: .source)
    try container.encode(method, forKey: .method)
    try container.encode(verdict.name, forKey: .verdict)
    try container.encode(headline, forKey: .headline)
    try container.encodeIfPresent(verdict.counterexample, forKey: .counterexample)
    try container.encode(tally, forKey: .tally)
    try container.encodeIfPresent(correctionTally, forKey: .correctionTally)
    try container.encode(falsifiers, forKey: .falsifiers)
    try container.encode(quoted, forKey: .quoted)
    try container.encode(figures, forKey: .figures)
    try container.encode(defects, forKey: .defects)
    try container.encode(notes, forKey: .notes)
  }
}

/// The results of a run. Nothing in it depends on the time, the machine or the number of threads.
public struct CheckReport: Sendable, Encodable {
  public let options: CheckOptions
  public let results: [ClaimResult]

  /// The report of claims that were checked with the same options, a few at a time.
  public init(options: CheckOptions, results: [ClaimResult]) {
    self.options = options
    self.results = results
  }

  /// 1 where a claim was refuted or has a defect, or where nothing ran; else 3 where one is undecided; else 0.
  public var exitCode: Int32 {
    let codes = results.map(\.exitCode)
    if codes.isEmpty || codes.contains(1) { return 1 }
    return codes.contains(3) ? 3 : 0
  }

  /// The report as JSON with sorted keys: the same bytes for the same seed.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(self)
  }
}
