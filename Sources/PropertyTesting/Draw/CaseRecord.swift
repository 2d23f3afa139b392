/// What a property said about one case, apart from whether it failed.
public struct CaseRecord: Sendable {
  /// An argument of the property as it is printed.
  public struct Argument: Sendable, Hashable {
    public let name: String
    public let value: String
  }

  /// The labels of the case.
  public internal(set) var labels: Set<String> = []
  /// The labels that a share of the cases must have, and whether this case has them.
  public internal(set) var coverage: [Requirement: Bool] = [:]
  /// The figures to maximise.
  public internal(set) var figures: [String: Double] = [:]
  /// Notes for the reader of a failing case.
  public internal(set) var notes: [String] = []
  /// The named arguments, where the case is being described.
  public internal(set) var arguments: [Argument] = []
  /// How many named arguments were drawn.
  public internal(set) var argumentCount = 0
  /// The time spent in drawing named arguments, where it is measured.
  var generationTime: Duration?
  /// How many comparisons were made.
  public internal(set) var checks = 0

  /// A label that at least this share of the cases must have.
  public struct Requirement: Sendable, Hashable, Comparable {
    public let label: String
    public let share: Double

    public static func < (x: Requirement, y: Requirement) -> Bool { (x.label, x.share) < (y.label, y.share) }
  }

  public init() {}

  /// Takes down an argument in the order drawn: one that was drawn while it was comes after it.
  mutating func add(_ argument: Argument, ordinal: Int) {
    arguments.insert(argument, at: min(ordinal, arguments.count))
  }
}
