import Dispatch

/// The values of `transform` in the order of `elements`, computed on `threads` threads.
func concurrentMap<Element: Sendable, Value: Sendable>(
  _ elements: [Element], threads: Int, _ transform: @Sendable (Element) -> Value
) -> [Value] {
  let threads = min(threads, elements.count)
  guard threads > 1 else { return elements.map(transform) }
  let values = ConcurrentValues<Value>(elements.count)
  DispatchQueue.concurrentPerform(iterations: threads) { thread in
    for position in stride(from: thread, to: elements.count, by: threads) {
      values.set(transform(elements[position]), at: position)
    }
  }
  return values.all
}

/// A place for each value, written once, by one thread.
private final class ConcurrentValues<Value>: @unchecked Sendable {
  private let storage: UnsafeMutableBufferPointer<Value?>

  init(_ count: Int) {
    storage = .allocate(capacity: count)
    storage.initialize(repeating: nil)
  }

  deinit {
    storage.deinitialize()
    storage.deallocate()
  }

  func set(_ value: Value, at position: Int) { storage[position] = value }

  var all: [Value] { storage.compactMap { $0 } }
}
