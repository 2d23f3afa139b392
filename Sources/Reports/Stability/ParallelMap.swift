import Dispatch
import Synchronization

/// `body` of 0 ..< count, in order, computed by at most `threads` threads; the result does not depend on them.
///
/// - Throws: the error of the smallest index that threw.
func parallelMap<Element: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) throws -> Element
) throws -> [Element] {
  let workers = max(1, min(threads, count))
  guard workers > 1 else { return try (0..<count).map(body) }
  // Enough pieces to even out, few enough that a lock for each costs nothing.
  let pieces = min(count, workers * 16)
  let slices = Mutex([Result<[Element], any Error>?](repeating: nil, count: pieces))
  let next = Mutex(0)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let piece = next.withLock { next in
        defer { next += 1 }
        return next
      }
      guard piece < pieces else { return }
      let range = count * piece / pieces..<count * (piece + 1) / pieces
      let result = Result { try range.map(body) }
      slices.withLock { $0[piece] = result }
    }
  }
  return try slices.withLock { slices in try slices.flatMap { try $0?.get() ?? [] } }
}
