/// A statement about all values that its generators draw.
///
/// ```swift
/// let property = Property("addition commutes") { draw in
///   let x = try draw(.double(), "x"), y = try draw(.double(), "y")
///   try draw.verify(x + y == y + x)
/// }
/// ```
public struct Property: Sendable {
  /// The name, under which failing examples are stored and from which random streams derive.
  public let name: String
  /// Tries one case. It must draw the same from the same choices. Whatever it throws, apart from ``Discarded`` and
  /// ``TooLarge``, is a failure.
  public let body: @Sendable (inout Draw) throws -> Void

  /// A property of that name, each case of which `body` tries.
  public init(_ name: String, _ body: @escaping @Sendable (inout Draw) throws -> Void) {
    self.name = name
    self.body = body
  }
}
