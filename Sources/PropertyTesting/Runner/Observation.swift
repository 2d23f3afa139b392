import Foundation

/// What is told to tools about one case, or about a run, in the schema that Hypothesis publishes ("PBT Observations",
/// https://hypothesis.readthedocs.io/en/latest/reference/integrations.html), which the Tyche extension displays.
public struct Observation: Sendable {
  /// What is observed.
  public enum Content: Sendable {
    case testCase(TestCase)
    /// A message about the run: its title, and its text for people.
    case info(title: String, text: String)
  }

  /// One case.
  public struct TestCase: Sendable {
    public let outcome: Trial.Outcome
    public let arguments: [CaseRecord.Argument]
    public let labels: [String]
    public let figures: [String: Double]
    public let notes: [String]
    public let phase: Settings.Phase
    /// The text that replays it.
    public let replay: String
  }

  public let property: String
  /// When the run began, in seconds since 1970.
  public let runStart: Double
  public let content: Content

  /// One line of JSON.
  public var jsonLine: String {
    var fields: [(String, JSON)] = [("property", .text(property)), ("run_start", .number(runStart))]
    switch content {
    case .info(let title, let text):
      fields += [("type", .text("info")), ("title", .text(title)), ("content", .text(text))]
    case .testCase(let testCase):
      fields += testCase.fields(property)
    }
    return JSON.object(fields.sorted { $0.0 < $1.0 }).description
  }
}

extension Observation.TestCase {
  fileprivate func fields(_ property: String) -> [(String, JSON)] {
    let list = arguments.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
    let features =
      labels.sorted().map { ($0, JSON.boolean(true)) }
      + figures.sorted { $0.key < $1.key }.map { ("target:" + $0.key, JSON.number($0.value)) }
    let metadata: [(String, JSON)] = [
      ("notes", .array(notes.map { .text($0) })), ("phase", .text(phase.rawValue)), ("replay", .text(replay)),
    ]
    return [
      ("type", .text("test_case")), ("status", .text(status)), ("status_reason", .text(reason)),
      ("representation", .text("\(property)(\(list))")),
      ("arguments", .object(arguments.map { ($0.name, .text($0.value)) })),
      ("how_generated", .text(howGenerated)), ("features", .object(features)), ("coverage", .null),
      ("timing", .object([])), ("metadata", .object(metadata)),
    ]
  }

  private var status: String {
    switch outcome {
    case .passed: "passed"
    case .failed: "failed"
    case .discarded, .tooLarge: "gave_up"
    }
  }

  private var reason: String {
    switch outcome {
    case .passed: ""
    case .failed(let failure): "\(failure.identity): \(failure.message)"
    case .discarded: "outside what is tested"
    case .tooLarge: "made more choices than allowed"
    }
  }

  private var howGenerated: String {
    switch phase {
    case .reuse: "replayed from an earlier run"
    case .generate: "generated at random"
    case .target: "found by the search for large figures"
    case .shrink, .explain: "minimal failing case"
    }
  }
}

/// A value of JSON, printed in one line.
enum JSON: CustomStringConvertible {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSON])
  /// The members in this order; of two with one name the first counts.
  case object([(String, JSON)])

  var description: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    // JSON has no infinities and NaN.
    case .number(let value): value.isFinite ? "\(value)" : "\"\(value)\""
    case .text(let text): Self.quoted(text)
    case .array(let elements): "[" + elements.map(\.description).joined(separator: ", ") + "]"
    case .object(let members): "{" + Self.distinct(members).joined(separator: ", ") + "}"
    }
  }

  private static func distinct(_ members: [(String, JSON)]) -> [String] {
    var names: Set<String> = []
    return members.filter { names.insert($0.0).inserted }.map { "\(quoted($0.0)): \($0.1)" }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
