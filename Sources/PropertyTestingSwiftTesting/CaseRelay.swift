import Foundation
import PropertyTesting

/// Tries cases in child tasks of a test on behalf of threads that wait for them.
///
/// A run is synchronous and may use several threads. What is asynchronous, or has to know the test it belongs to, as
/// `#expect` does, must happen in a task of that test.
struct CaseRelay {
  let name: String
  let body: @Sendable (inout Draw) async throws -> Void

  /// Runs the property on a thread of its own.
  func run(_ settings: Settings) async -> RunResult {
    let (requests, continuation) = AsyncStream.makeStream(of: Request.self)
    let property = Property(name) { draw in try Request.wait(&draw, continuation) }
    async let result = onThread {
      defer { continuation.finish() }
      return Runner(property, settings: settings).run()
    }
    await withDiscardingTaskGroup { group in
      for await request in requests {
        group.addTask { await request.answer(body) }
      }
    }
    return await result
  }

  private func onThread(_ work: @escaping @Sendable () -> RunResult) async -> RunResult {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: work()) }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }
}

/// A case that a thread waits for.
///
/// The thread writes the case before it sends the request and reads it after the semaphore, the task in between.
private final class Request: @unchecked Sendable {
  private var draw: Draw
  private var error: (any Error)?
  private let isAnswered = DispatchSemaphore(value: 0)

  private init(_ draw: Draw) { self.draw = draw }

  /// Has a case tried by whoever listens at the other end.
  static func wait(_ draw: inout Draw, _ listener: AsyncStream<Request>.Continuation) throws {
    let request = Request(draw)
    listener.yield(request)
    request.isAnswered.wait()
    draw = request.draw
    if let error = request.error { throw error }
  }

  func answer(_ body: (inout Draw) async throws -> Void) async {
    (draw, error) = await CapturedIssues.trying(draw, body)
    isAnswered.signal()
  }
}
