import PropertyTesting
import Testing

/// The settings with which the properties of a test, or of every test of a suite, are run.
///
/// ```swift
/// @Test(.property(cases: 5000, seed: 7))
/// func additionCommutes() async { await checkProperty { draw in ... } }
/// ```
///
/// The trait of a test changes what the trait of its suite says. Environment variables go before both
/// (`Settings.environment(_:)`), so that a failing test is replayed, or run longer, without an edit.
public struct PropertyTrait: TestTrait, SuiteTrait, TestScoping {
  /// The settings of the test that is running.
  @TaskLocal static var current: Settings?

  let change: @Sendable (inout Settings) -> Void

  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    var settings = Self.current ?? Settings()
    change(&settings)
    try await Self.$current.withValue(settings, operation: function)
  }
}

extension Trait where Self == PropertyTrait {
  /// Runs properties with these settings; what is not said stays as it is.
  public static func property(
    cases: Int? = nil, time: Duration? = nil, seed: UInt64? = nil, threads: Int? = nil, targetCases: Int? = nil,
    database: ExampleDatabase? = nil, isolation: Settings.Isolation? = nil
  ) -> Self {
    property { settings in
      if let cases { settings.cases = cases }
      if let time { settings.time = time }
      if let seed { settings.seed = seed }
      if let threads { settings.threads = threads }
      if let targetCases { settings.targetCases = targetCases }
      if let database { settings.database = database }
      if let isolation { settings.isolation = isolation }
    }
  }

  /// Runs properties with the settings that `change` makes of those of the suite, or of the default ones.
  public static func property(_ change: @escaping @Sendable (inout Settings) -> Void) -> Self {
    PropertyTrait(change: change)
  }
}
