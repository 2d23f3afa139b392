/// A vector backed by a Swift array: the storage of every arithmetic whose elements are already contiguous values
/// (`Float`, `Double`), and the default for the others.
public struct ArrayVector<Element: Arithmetic>: ArithmeticVector {
  @usableFromInline var storage: [Element]
  public let context: Element.Context

  public init(zeros count: Int, in context: Element.Context) {
    storage = Array(repeating: Element(0, in: context), count: count)
    self.context = context
  }

  @inlinable public var count: Int { storage.count }

  @inlinable public subscript(index: Int) -> Element {
    get { storage[index] }
    set { storage[index] = newValue }
  }
}
