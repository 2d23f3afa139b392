/// A three-valued answer: what a comparison of enclosures can say.
///
/// Kleene's strong logic: `undecided` stands for "one of the two, it is not known which".
public enum Truth: Hashable, Sendable, CustomStringConvertible {
  case `true`, `false`, undecided

  public init(_ value: Bool) { self = value ? .true : .false }

  /// Whether the answer is known and is yes.
  public var isTrue: Bool { self == .true }
  /// Whether the answer is known and is no.
  public var isFalse: Bool { self == .false }

  public var description: String {
    switch self {
    case .true: "true"
    case .false: "false"
    case .undecided: "undecided"
    }
  }

  public static prefix func ! (x: Truth) -> Truth {
    switch x {
    case .true: .false
    case .false: .true
    case .undecided: .undecided
    }
  }

  public static func && (x: Truth, y: @autoclosure () -> Truth) -> Truth {
    if x == .false { return .false }
    let y = y()
    if y == .false { return .false }
    return x == .true && y == .true ? .true : .undecided
  }

  public static func || (x: Truth, y: @autoclosure () -> Truth) -> Truth { !(!x && !y()) }
}
