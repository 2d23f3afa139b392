import Synchronization

/// Counts operations.
public final class OperationTally: Sendable, Hashable {
  private let operations = Atomic(0)

  public init() {}

  /// The additions, subtractions, multiplications, divisions and changes of sign so far.
  public var count: Int { operations.load(ordering: .relaxed) }

  func add() { operations.add(1, ordering: .relaxed) }

  public static func == (x: OperationTally, y: OperationTally) -> Bool { x === y }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A rational number that counts the operations made with it: what a definition costs, told by the definition itself.
///
/// Making a constant costs nothing; `addingProduct` counts as two operations.
public struct Tallied: Arithmetic {
  public let value: Rational
  public let context: OperationTally

  public init(_ value: Rational, in context: OperationTally) {
    self.value = value
    self.context = context
  }

  public init(_ value: Int, in context: OperationTally) { self.init(Rational(value), in: context) }
  /// The number that `value` holds, exactly; undefined for a NaN and for an infinity.
  public init(_ value: Double, in context: OperationTally) { self.init(Rational(exactly: value), in: context) }

  private static func counting(_ x: Tallied, _ value: Rational) -> Tallied {
    x.context.add()
    return Tallied(value, in: x.context)
  }

  public static func + (x: Tallied, y: Tallied) -> Tallied { counting(x, x.value + y.value) }
  public static func - (x: Tallied, y: Tallied) -> Tallied { counting(x, x.value - y.value) }
  public static func * (x: Tallied, y: Tallied) -> Tallied { counting(x, x.value * y.value) }
  public static func / (x: Tallied, y: Tallied) -> Tallied { counting(x, x.value / y.value) }
  public static prefix func - (x: Tallied) -> Tallied { counting(x, -x.value) }

  public var isDefined: Bool { value.isDefined }
  public func isEqual(to other: Tallied) -> Truth { value.isEqual(to: other.value) }
  public var description: String { value.description }
}
