/// A recipe that draws a value from a stream of choices.
///
/// Generators compose: ``map(_:)``, ``flatMap(_:)``, ``filter(attempts:_:)``, and any code that draws. Shrinking works
/// on the choices, so that none of it needs a shrinker, and a shrunk value satisfies what the generator promises.
///
/// ```swift
/// let even = Generator.integer(in: 0...50).map { 2 * $0 }
/// let point = Generator { draw in Point(x: try draw(.double()), y: try draw(.double())) }
/// ```
public struct Generator<Value>: Sendable {
  @usableFromInline let body: @Sendable (inout Draw) throws -> Value
  /// How a value is printed.
  @usableFromInline let describe: @Sendable (Value) -> String

  /// A generator that draws with `body`.
  public init(
    describedBy describe: @escaping @Sendable (Value) -> String = { shortText(of: $0) },
    _ body: @escaping @Sendable (inout Draw) throws -> Value
  ) {
    self.body = body
    self.describe = describe
  }

  /// Draws a value.
  @inlinable
  public func draw(from draw: inout Draw) throws -> Value { try body(&draw) }
}

extension Generator {
  /// The values of this generator, transformed.
  public func map<Other>(_ transform: @escaping @Sendable (Value) throws -> Other) -> Generator<Other> {
    Generator<Other> { try transform(try body(&$0)) }
  }

  /// A generator that depends on a value of this one.
  public func flatMap<Other>(_ next: @escaping @Sendable (Value) throws -> Generator<Other>) -> Generator<Other> {
    Generator<Other> { try next(try body(&$0)).body(&$0) }
  }

  /// The values that satisfy `condition`. An attempt that does not is taken back and drawn anew, at most `attempts`
  /// times; then the case is discarded.
  public func filter(attempts: Int = 8, _ condition: @escaping @Sendable (Value) throws -> Bool) -> Generator {
    Generator(describedBy: describe) { draw in
      for _ in 0..<max(1, attempts) {
        let mark = draw.mark
        let value = try body(&draw)
        if try condition(value) { return value }
        guard draw.rewind(to: mark) else { break }
      }
      throw Discarded()
    }
  }

  /// The same values, printed by `text`.
  public func described(by text: @escaping @Sendable (Value) -> String) -> Generator {
    Generator(describedBy: text, body)
  }

  /// How an array of the values is printed.
  @usableFromInline
  func describeArray() -> @Sendable ([Value]) -> String {
    { [describe] in shortText(ofList: $0, describe) }
  }

  /// How a value or nothing is printed.
  func describeOptional() -> @Sendable (Value?) -> String {
    { [describe] in $0.map(describe) ?? "nil" }
  }
}
