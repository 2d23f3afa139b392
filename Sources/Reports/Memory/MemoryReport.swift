/// The report of what a checkpoint remembers: how fast each layer forgets, how far it reaches, and what the layers make
/// of it together.
///
/// Numbers are bounds of exact ones. An infinite number is `"inf"` in JSON.
public struct MemoryReport: Sendable, Encodable {
  public let model: ModelDescription
  /// In plain words: how it forgets, and how many tokens it can remember.
  public let summary: String
  /// The longest distance that is looked at, in tokens.
  public let length: Int
  /// The slowest layer's number: the one with the longest window at the least fraction.
  public let slowestLayer: Int
  /// What a builder of the model should know, the most serious first.
  public let findings: [MemoryFinding]
  public let layers: [LayerMemory]
  /// The first layers together, one entry for each number of them.
  public let stack: [StackMemory]
  /// What real steps say, one for each capture that was given.
  public let captures: [CapturedMemory]
  /// The drawings, with their data; kept in files of their own.
  public let figures: [Figure]

  enum CodingKeys: String, CodingKey {
    case model, summary, length, slowestLayer, findings, layers, stack, captures
  }

  /// The exit code of a command that made this report: 1 for a model that grows, 3 for an undecided one, else 0.
  public var exitCode: Int32 {
    if layers.contains(where: { $0.decay == .growing }) { return 1 }
    return layers.contains { $0.decay == .undecided } ? 3 : 0
  }

  /// The report as JSON with sorted keys: numbers as shortest decimals, infinities as `"inf"`.
  public var json: String { get throws { try ReportWriter.json(self) } }
}

/// Something about what a model remembers that its builder should know.
public struct MemoryFinding: Sendable, Encodable {
  /// What was found, the most serious first.
  public enum Kind: String, Sendable, Encodable, CaseIterable {
    /// A mode grows.
    case growing
    /// Whether a mode decays, or how, could not be decided.
    case undecided
    /// A mode never forgets.
    case neverForgets
    /// A decay rounds to modulus 1 or more in a format.
    case neverForgetsRounded
    /// A window is longer than the length that was asked for.
    case beyondLength
    /// A double eigenvalue, or one on the unit circle, with a Jordan block.
    case repeatedEigenvalue
    /// Channels that hold little but the present token.
    case forgetsAtOnce
    /// Channels that decay alike.
    case duplicates
    /// Exponentials that look like a power law.
    case powerLaw
  }

  public let kind: Kind
  public let severity: Finding.Severity
  /// The number format it is about; nil for exact arithmetic.
  public let format: String?
  /// What it is, in words.
  public let text: String
  /// How many modes or channels it is about.
  public let count: Int
  /// Some of them, 64 at most.
  public let places: [ModeLocation]
}
