import Foundation

extension Settings {
  /// An environment variable that says what cannot be understood.
  public struct EnvironmentError: Error, Sendable, Hashable, CustomStringConvertible {
    public let variable: String
    public let value: String
    /// What the variable must be.
    public let expected: String

    public var description: String { "\(variable)=\"\(value)\": \(expected) expected" }
  }

  /// The default settings, overridden by the environment of the process.
  ///
  /// - Throws: ``EnvironmentError``.
  public static func fromEnvironment() throws -> Settings {
    try Settings().environment(ProcessInfo.processInfo.environment)
  }

  /// These settings, overridden by environment variables, each optional:
  ///
  /// | variable | what it sets |
  /// |---|---|
  /// | `PROPERTY_TESTING_SEED` | ``seed``: an integer, decimal or with `0x` |
  /// | `PROPERTY_TESTING_CASES` | ``cases``: an integer above zero |
  /// | `PROPERTY_TESTING_BUDGET` | multiplies ``cases`` and ``targetCases``: a number above zero |
  /// | `PROPERTY_TESTING_REPLAY` | ``replay``: `name:text`, of the property with that name, or `text`, of every one |
  /// | `PROPERTY_TESTING_VERBOSITY` | ``verbosity``: `quiet`, `normal` or `verbose` |
  /// | `PROPERTY_TESTING_DATABASE` | ``database``: a directory, made where there is none |
  /// | `PROPERTY_TESTING_OBSERVATIONS` | a file to which observations are added, one a line |
  ///
  /// - Throws: ``EnvironmentError``.
  public func environment(_ variables: [String: String]) throws(EnvironmentError) -> Settings {
    func read<Value>(
      _ name: String, _ expected: String, _ parse: (String) -> Value?
    ) throws(EnvironmentError) -> Value? {
      let variable = "PROPERTY_TESTING_" + name
      guard let text = variables[variable] else { return nil }
      guard let value = parse(text) else {
        throw EnvironmentError(variable: variable, value: text, expected: expected)
      }
      return value
    }
    var settings = self
    settings.seed = try read("SEED", "an integer from 0 to 2^64 - 1", Self.seed) ?? seed
    settings.cases = try read("CASES", "an integer above zero", Self.count) ?? cases
    if let factor = try read("BUDGET", "a number above zero", Self.factor) {
      settings.cases = Self.scaled(settings.cases, factor)
      settings.targetCases = Self.scaled(settings.targetCases, factor)
    }
    settings.verbosity = try read("VERBOSITY", "quiet, normal or verbose", Verbosity.init(rawValue:)) ?? verbosity
    if let path = try read("DATABASE", "a directory", { $0.isEmpty ? nil : $0 }) {
      settings.database = ExampleDatabase(directory: URL(fileURLWithPath: path, isDirectory: true))
    }
    if let file = try read("OBSERVATIONS", "a file that can be written", ObservationFile.init(path:)) {
      settings.observer = { file.write($0) }
    }
    try settings.readReplay(variables)
    return settings
  }

  private mutating func readReplay(_ variables: [String: String]) throws(EnvironmentError) {
    let variable = "PROPERTY_TESTING_REPLAY"
    guard let value = variables[variable] else { return }
    let colon = value.lastIndex(of: ":")
    do {
      replay = try Replay(text: String(colon.map { value[value.index(after: $0)...] } ?? value[...]))
      replayedProperty = colon.map { String(value[..<$0]) }
    } catch {
      throw EnvironmentError(variable: variable, value: value, expected: "\(error); name:text")
    }
  }

  private static func seed(_ text: String) -> UInt64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
  }

  private static func count(_ text: String) -> Int? { Int(text).flatMap { $0 > 0 ? $0 : nil } }

  private static func factor(_ text: String) -> Double? { Double(text).flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }

  private static func scaled(_ count: Int, _ factor: Double) -> Int {
    let product = (Double(count) * factor).rounded(.up)
    return product < 0x1p62 ? max(1, Int(product)) : 1 << 62
  }
}
