import Dispatch
import Synchronization

/// The values of `transform` in the order of `elements`, computed on `threads` threads: all of them, or those up to the
/// first that `ends`.
func concurrentMap<Element: Sendable, Value: Sendable>(
  _ elements: [Element], threads: Int, until ends: @Sendable (Value) -> Bool = { _ in false },
  _ transform: @Sendable (Element) -> Value
) -> [Value] {
  let threads = min(threads, elements.count)
  guard threads > 1 else {
    var values: [Value] = []
    for element in elements {
      values.append(transform(element))
      if ends(values[values.count - 1]) { break }
    }
    return values
  }
  let values = ConcurrentValues<Value>(elements.count)
  let next = Atomic(0)
  let end = Atomic(elements.count)
  DispatchQueue.concurrentPerform(iterations: threads) { _ in
    // Elements are taken in order, so that all before the last one that counts are computed.
    while true {
      let position = next.add(1, ordering: .relaxed).oldValue
      guard position < end.load(ordering: .relaxed) else { return }
      let value = transform(elements[position])
      if ends(value) { end.min(position + 1, ordering: .relaxed) }
      values.set(value, at: position)
    }
  }
  return values.first(end.load(ordering: .relaxed))
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

  func first(_ count: Int) -> [Value] { storage.prefix(count).compactMap { $0 } }
}
