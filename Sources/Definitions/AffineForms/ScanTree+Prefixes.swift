/// What a prefix scan costs.
public struct ScanCost: Hashable, Sendable {
  /// How often two elements are combined.
  public var combinations = 0
  /// The largest number of combinations on a path from an input to a result.
  public var depth = 0

  public init(combinations: Int = 0, depth: Int = 0) {
    self.combinations = combinations
    self.depth = depth
  }
}

extension ScanTree {
  /// All inclusive prefixes e_1, e_1 e_2, ..., e_1 ... e_n of an associative operation, and what they cost.
  ///
  /// - Parameters:
  ///   - padding: what ``blelloch`` fills up to a power of two: the identity of `combine`. Nil where the identity is left
  ///     out of the sweeps, as a kernel does that masks its tail; then its combinations are not counted either.
  ///   - combine: the product of an earlier and a later element. It need not commute.
  /// - Source: Hillis, Steele, CACM 29 (1986); Blelloch, CMU-CS-90-190; Brent, Kung, IEEE Trans. Comput. C-31 (1982).
  public func prefixes<Element>(
    of elements: [Element], padding: Element? = nil,
    combine: (_ earlier: Element, _ later: Element) throws -> Element
  ) rethrows -> (prefixes: [Element], cost: ScanCost) {
    var sweep = ScanSweep(elements)
    let count = elements.count
    switch self {
    case .sequential:
      for i in 1..<max(1, count) { try sweep.combine(i - 1, into: i, combine) }
    case .hillisSteele:
      var distance = 1
      while distance < count {
        // From the end, so that every element meets the others as they were before the pass.
        for i in stride(from: count - 1, through: distance, by: -1) {
          try sweep.combine(i - distance, into: i, combine)
        }
        distance *= 2
      }
    case .blelloch:
      try sweep.blelloch(padding: padding, combine)
    case .brentKung:
      var distance = 1
      while 2 * distance <= count {
        for i in stride(from: 2 * distance - 1, to: count, by: 2 * distance) {
          try sweep.combine(i - distance, into: i, combine)
        }
        distance *= 2
      }
      while distance > 1 {
        distance /= 2
        for i in stride(from: 3 * distance - 1, to: count, by: 2 * distance) {
          try sweep.combine(i - distance, into: i, combine)
        }
      }
    case .sequentialBlocks(let size):
      precondition(size > 0, "a block has an element")
      for i in 0..<count where i % size != 0 { try sweep.combine(i - 1, into: i, combine) }
      for start in stride(from: size, to: count, by: size) {
        for i in start..<min(start + size, count) { try sweep.combine(start - 1, into: i, combine) }
      }
    }
    return (sweep.elements.compactMap { $0 }, sweep.cost)
  }
}

/// Elements in the course of a scan, each with its depth; nil is the identity, which costs nothing.
private struct ScanSweep<Element> {
  typealias Operation = (_ earlier: Element, _ later: Element) throws -> Element

  private(set) var elements: [Element?]
  private var depths: [Int]
  private(set) var cost = ScanCost()

  init(_ elements: [Element]) {
    self.elements = elements
    depths = elements.map { _ in 0 }
  }

  /// x_i = x_j x_i.
  mutating func combine(_ j: Int, into i: Int, _ operation: Operation) rethrows {
    guard let earlier = elements[j] else { return }
    guard let later = elements[i] else {
      (elements[i], depths[i]) = (earlier, depths[j])
      return
    }
    elements[i] = try operation(earlier, later)
    depths[i] = max(depths[i], depths[j]) + 1
    cost.combinations += 1
    cost.depth = max(cost.depth, depths[i])
  }

  /// Up-sweep and down-sweep: the exclusive prefixes, of which the inclusive ones are the same one place later, and the
  /// total last.
  mutating func blelloch(padding: Element?, _ operation: Operation) rethrows {
    let count = elements.count
    guard count > 0 else { return }
    var size = 1
    while size < count { size *= 2 }
    elements += Array(repeating: padding, count: size - count)
    depths += Array(repeating: 0, count: size - count)
    var distance = 1
    while distance < size {
      for i in stride(from: 2 * distance - 1, to: size, by: 2 * distance) {
        try combine(i - distance, into: i, operation)
      }
      distance *= 2
    }
    let total = (elements[size - 1], depths[size - 1])
    (elements[size - 1], depths[size - 1]) = (nil, 0)
    while distance > 1 {
      distance /= 2
      for i in stride(from: 2 * distance - 1, to: size, by: 2 * distance) {
        let left = (elements[i - distance], depths[i - distance])
        let prefix = (elements[i], depths[i])
        (elements[i - distance], depths[i - distance]) = prefix
        // The right half follows what lies before both and the left half.
        (elements[i], depths[i]) = left
        try combine(i - distance, into: i, operation)
      }
    }
    elements = Array(elements[1..<max(1, count)]) + [total.0]
    depths = Array(depths[1..<max(1, count)]) + [total.1]
  }
}
