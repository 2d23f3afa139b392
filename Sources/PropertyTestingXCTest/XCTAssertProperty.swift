import Foundation
import PropertyTesting
import XCTest

/// Asserts that a statement holds for all that its generators draw.
///
/// ```swift
/// func testAdditionCommutes() {
///   XCTAssertProperty("addition commutes") { draw in
///     let x = try draw(.double(), "x"), y = try draw(.double(), "y")
///     try draw.verify(x + y == y + x)
///   }
/// }
/// ```
///
/// A case fails where `body` throws, as ``PropertyTesting/Draw/verify(_:_:fileID:line:)`` does. One failure is
/// recorded, at the line of the call, with the smallest counterexample and the text that replays it. A run that
/// compared nothing, missed required coverage or was flaky fails too. XCTest's own assertions do not belong into
/// `body`: they record a failure for every case tried, and the case counts as passed.
///
/// - Parameters:
///   - name: under which failing examples are stored and from which random cases derive.
///   - settings: how the property is run, where environment variables do not say otherwise.
///   - file: where the failure is recorded.
///   - line: where the failure is recorded.
///   - body: tries one case. It must draw the same from the same choices.
/// - Returns: what the run found.
// swift-format-ignore: AlwaysUseLowerCamelCase
@discardableResult
public func XCTAssertProperty(
  _ name: String, settings: Settings = Settings(), file: StaticString = #filePath, line: UInt = #line,
  _ body: @escaping @Sendable (inout Draw) throws -> Void
) -> RunResult {
  XCTAssertProperty(Property(name, body), settings: settings, file: file, line: line)
}

/// Asserts a property that is declared elsewhere.
///
/// - Returns: what the run found.
// swift-format-ignore: AlwaysUseLowerCamelCase
@discardableResult
public func XCTAssertProperty(
  _ property: Property, settings: Settings = Settings(), file: StaticString = #filePath, line: UInt = #line
) -> RunResult {
  var settings = settings
  do {
    settings = try settings.environment(ProcessInfo.processInfo.environment)
  } catch {
    XCTFail("\(error)", file: file, line: line)
  }
  let result = Runner(property, settings: settings).run()
  if !result.isPassed { XCTFail(result.description(settings.verbosity), file: file, line: line) }
  return result
}
