/// Runs a property: reuse, generate, target, shrink, explain.
public struct Runner: Sendable {
  public let property: Property
  public let settings: Settings

  public init(_ property: Property, settings: Settings = Settings()) {
    self.property = property
    self.settings = settings
  }

  public func run() -> RunResult {
    RunResult(name: property.name, seed: settings.seed, verdict: .vacuous)
  }
}
