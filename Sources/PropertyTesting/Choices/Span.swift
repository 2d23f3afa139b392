/// A contiguous part of a stream of choices that was drawn together: an element of a collection, an alternative, a
/// level of a recursion, a named argument. The shrinker deletes, swaps and hoists spans; the explainer varies them.
public struct Span: Sendable, Hashable {
  /// Why the choices belong together.
  public enum Kind: Sendable, Hashable {
    /// The value of a generator.
    case value
    /// An element of the collection whose length is the choice at the position given.
    case element(ofLengthAt: Int)
    /// The argument of the property with the ordinal given, in the order drawn.
    case argument(Int)
  }

  public let kind: Kind
  /// Equal for spans of the same generator.
  public let label: UInt64
  /// The positions of the choices: start..<end.
  public let start: Int
  public internal(set) var end: Int
  /// How many spans it lies in.
  public let depth: Int

  /// The positions of the choices.
  public var range: Range<Int> { start..<end }
}
