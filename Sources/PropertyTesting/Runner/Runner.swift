/// Runs a property: reuse, generate, target, shrink, explain.
///
/// ```swift
/// let result = Runner(property).run()
/// print(result)
/// ```
///
/// Case `index` of a run depends on the seed, the name of the property and the index, and on nothing else. The cases
/// are tried on as many threads as the settings say and taken into the result in the order of their indices; nothing
/// after the first failing case counts. So the result is the same for any number of threads.
public struct Runner: Sendable {
  public let property: Property
  public let settings: Settings

  /// A run of `property`; nothing happens before ``run()``.
  public init(_ property: Property, settings: Settings = Settings()) {
    self.property = property
    self.settings = settings
  }

  /// Runs the property.
  public func run() -> RunResult {
    let runner: any TrialRunner =
      switch settings.isolation {
      case .none: property
      case .childProcess(let timeout):
        ChildProcessRunner(property, timeout: timeout, choiceLimit: settings.choiceLimit)
      }
    var execution = Execution(property, settings, runner: runner)
    execution.perform()
    return execution.result
  }
}
