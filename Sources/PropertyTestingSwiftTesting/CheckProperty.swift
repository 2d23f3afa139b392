import Foundation
import PropertyTesting
import Testing

/// Checks that a statement holds for all that its generators draw, with the settings of the ``PropertyTrait`` around
/// it.
///
/// ```swift
/// @Test(.property(cases: 1000))
/// func additionCommutes() async {
///   await checkProperty { draw in
///     let x = try draw(.double(), "x"), y = try draw(.double(), "y")
///     #expect(x + y == y + x)
///   }
/// }
/// ```
///
/// A case fails where `body` throws, and where an `#expect`, a `#require` or an `Issue.record` fails in it. These
/// issues are withheld: however many cases fail, one issue is recorded, at the line of the call, with the smallest
/// counterexample and the text that replays it, which are attached to the test as well. A run that compared nothing,
/// missed required coverage or was flaky is an issue too.
///
/// Passing expectations are invisible from outside of the testing library, so that a case that ends counts as a
/// comparison. Issues of detached tasks and threads that `body` starts are not withheld; attachments of `body` are
/// recorded for every case.
///
/// - Parameters:
///   - name: under which failing examples are stored and from which random cases derive; that of the test where nothing
///     is said. Two properties of one test need two names.
///   - sourceLocation: where the issue is recorded.
///   - body: tries one case. It must draw the same from the same choices.
/// - Returns: what the run found.
@discardableResult
public func checkProperty(
  _ name: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: @escaping @Sendable (inout Draw) throws -> Void
) async -> RunResult {
  let name = name ?? defaultName(sourceLocation)
  return await check(name, sourceLocation) { settings in
    // Cases that other threads try would not know which test they belong to.
    if settings.threads > 1 && settings.isolation == .none {
      return await CaseRelay(name: name, body: body).run(settings)
    }
    let property = Property(name) { draw in try CapturedIssues.trying(&draw, body) }
    return Runner(property, settings: settings).run()
  }
}

/// Checks that a statement whose cases suspend holds for all that its generators draw.
///
/// Everything is as with a body that does not suspend. A case costs some microseconds more, since it is tried in a task
/// while the run waits on a thread of its own, and it is not tried in a child process, which would have no tasks.
@discardableResult
public func checkProperty(
  _ name: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: @escaping @Sendable (inout Draw) async throws -> Void
) async -> RunResult {
  let name = name ?? defaultName(sourceLocation)
  return await check(name, sourceLocation) { settings in
    var settings = settings
    settings.isolation = .none
    return await CaseRelay(name: name, body: body).run(settings)
  }
}

/// Checks a property that is declared elsewhere, under its own name.
@discardableResult
public func checkProperty(_ property: Property, sourceLocation: SourceLocation = #_sourceLocation) async -> RunResult {
  await checkProperty(property.name, sourceLocation: sourceLocation, property.body)
}

/// Runs with the settings of the trait and of the environment, and reports.
private func check(
  _ name: String, _ sourceLocation: SourceLocation, _ run: @escaping @Sendable (Settings) async -> RunResult
) async -> RunResult {
  var settings = PropertyTrait.current ?? Settings()
  do {
    settings = try settings.environment(ProcessInfo.processInfo.environment)
  } catch {
    Issue.record(Comment(rawValue: "\(error)"), sourceLocation: sourceLocation)
  }
  settings.countsCasesAsChecks = true
  let usedSettings = settings
  let result = await CapturedIssues.withholding { await run(usedSettings) }
  result.report(settings.verbosity, at: sourceLocation)
  return result
}

/// The name of the test that is running, or the place of the call.
private func defaultName(_ sourceLocation: SourceLocation) -> String {
  Test.current?.path ?? "\(sourceLocation.fileID):\(sourceLocation.line)"
}
