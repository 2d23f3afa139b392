import PropertyTesting
import Synchronization
import Testing

/// The issues that one case recorded: what failed in `#expect` and `#require`.
///
/// A run tries thousands of cases, so that an issue of a case must not be an issue of the test. While a run is under
/// way issues are withheld, and the case that recorded one has failed.
final class CapturedIssues: Sendable {
  /// Those of the case that this task tries.
  @TaskLocal private static var current: CapturedIssues?

  private let issues = Mutex<[Issue]>([])

  /// Performs `run`, withholding the issues of every case that ``body(_:)`` tries in this task and its child tasks.
  ///
  /// Two scopes are needed: an issue that is known counts for no `withKnownIssue` around the test, and one that the
  /// issue handler drops is not reported as known either.
  static func withholding(_ run: @escaping @Sendable () async -> RunResult) async -> RunResult {
    let result = Mutex<RunResult?>(nil)
    @Sendable func perform() async {
      await withKnownIssue(isIntermittent: true) {
        let value = await run()
        result.withLock { $0 = value }
      } matching: { issue in
        current?.add(issue) != nil
      }
    }
    if let test = Test.current {
      let handler = IssueHandlingTrait.compactMapIssues { current == nil ? $0 : nil }
      // It rethrows what `perform` throws, which is nothing.
      try? await handler.provideScope(for: test, testCase: Test.Case.current, performing: perform)
    } else {
      await perform()
    }
    return result.withLock { $0 }!
  }

  /// Tries one case with `body`.
  ///
  /// - Throws: ``Falsified`` with the first issue that it recorded, or else what it throws.
  static func trying(_ draw: inout Draw, _ body: (inout Draw) throws -> Void) throws {
    let captured = CapturedIssues()
    var thrown: (any Error)?
    $current.withValue(captured) {
      do { try body(&draw) } catch { thrown = error }
    }
    try captured.conclude(&draw, thrown)
  }

  /// Tries one case with `body`.
  ///
  /// - Throws: ``Falsified`` with the first issue that it recorded, or else what it throws.
  static func trying(_ draw: Draw, _ body: (inout Draw) async throws -> Void) async -> (Draw, (any Error)?) {
    let captured = CapturedIssues()
    var draw = draw
    var thrown: (any Error)?
    await $current.withValue(captured) {
      do { try await body(&draw) } catch { thrown = error }
    }
    do { try captured.conclude(&draw, thrown) } catch { return (draw, error) }
    return (draw, nil)
  }

  private func add(_ issue: Issue) {
    issues.withLock { $0.append(issue) }
  }

  /// The issue comes before the error: `#require` records the one and throws the other, and a case that failed before
  /// it was discarded has failed.
  private func conclude(_ draw: inout Draw, _ thrown: (any Error)?) throws {
    let failures = issues.withLock { $0 }.filter(\.isFailure)
    for further in failures.dropFirst() { draw.note(further.place + further.text) }
    if let first = failures.first {
      let location = first.sourceLocation
      throw Falsified(first.text, fileID: location?.fileID ?? "", line: location?.line ?? 0)
    }
    if let thrown { throw thrown }
  }
}

extension Issue {
  /// What it says, without its severity.
  fileprivate var text: String {
    let comments = comments.map(\.rawValue).joined(separator: "; ")
    if case .unconditional = kind, !comments.isEmpty { return comments }
    return comments.isEmpty ? "\(kind)" : "\(kind): \(comments)"
  }

  fileprivate var place: String { sourceLocation.map { "\($0.fileID):\($0.line): " } ?? "" }
}
