/// Some elements of a vector, evenly spaced: `count` of them, the first at `start`, the next `stride` further on. Of a
/// matrix that is stored row by row: a row, a column, a diagonal, or a part of one.
public struct Strip: Hashable, Sendable {
  public var start: Int
  public var stride: Int
  public var count: Int

  public init(start: Int, stride: Int = 1, count: Int) {
    precondition(count >= 0, "a strip has no negative count")
    self.start = start
    self.stride = stride
    self.count = count
  }

  /// The index of the k-th element.
  @inlinable public subscript(k: Int) -> Int { start + k * stride }

  /// What an operation says of strips that do not suit it.
  static var mismatch: String { "strips of one count, within their vectors" }

  /// Whether every index is one of a vector with `count` elements.
  @inlinable public func isWithin(_ count: Int) -> Bool {
    self.count == 0 || (0..<count).contains(start) && (0..<count).contains(self[self.count - 1])
  }
}

extension ArithmeticVector {
  /// The elements of a strip, boxed.
  public func elements(_ x: Strip) -> [Element] { (0..<x.count).map { self[x[$0]] } }

  /// The elements of a strip, as a vector of their own.
  public func strip(_ x: Strip) -> Self {
    var copy = Self(zeros: x.count, in: context)
    copy.addProduct(Element(1, in: context), x, of: self, to: Strip(start: 0, count: x.count))
    return copy
  }
}
