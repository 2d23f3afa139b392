import Arithmetic

/// A named value of an instance, printed so that a reader can verify the case by hand.
public struct NamedValue: Sendable, Encodable, Equatable, CustomStringConvertible {
  public let name: String
  public let value: String

  public init(_ name: String, _ value: some CustomStringConvertible) {
    self.name = name
    self.value = printed(value)
  }

  public var description: String { name + " = " + value }
}

/// What one comparison found: two sides, evaluated in an arithmetic at one instance, and whether the relation that the
/// claim states between them holds there.
public struct Evidence: Sendable, Encodable, CustomStringConvertible {
  /// The relation between the two sides.
  public enum Relation: String, Sendable, Encodable {
    case atMost = "<="
    case lessThan = "<"
    case equal = "="
    /// Equal to the number of bits or digits stated.
    case agrees = "~"
  }

  /// What is compared, in words or as a formula: the same for every instance, whose values are in ``instance``.
  public let statement: String
  public let relation: Relation
  /// The two sides as their arithmetic prints them.
  public let left: String
  public let right: String
  /// Whether the relation holds: certain where the arithmetic is exact or an enclosure.
  public let truth: Truth
  /// left/right, for an inequality: how tight it is here. For display, not for a proof.
  public let ratio: Double?
  /// The values that define the instance.
  public let instance: [NamedValue]

  public init(
    _ statement: String, _ relation: Relation, left: String, right: String, truth: Truth, ratio: Double? = nil,
    at instance: [NamedValue] = []
  ) {
    self.statement = statement
    self.relation = relation
    self.left = left
    self.right = right
    self.truth = truth
    self.ratio = ratio
    self.instance = instance
  }

  public var description: String {
    let place = instance.isEmpty ? "" : " at " + instance.map(\.description).joined(separator: ", ")
    return "\(statement): \(left) \(relation.rawValue) \(right) is \(truth)\(place)"
  }

  enum CodingKeys: String, CodingKey { case statement, relation, left, right, truth, ratio, instance }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(statement, forKey: .statement)
    try container.encode(relation, forKey: .relation)
    try container.encode(left, forKey: .left)
    try container.encode(right, forKey: .right)
    try container.encode(truth.description, forKey: .truth)
    try container.encodeIfPresent(ratio, forKey: .ratio)
    try container.encode(Dictionary(instance.map { ($0.name, $0.value) }) { first, _ in first }, forKey: .instance)
  }
}

extension Evidence {
  /// left <= right.
  public init<R: RealArithmetic>(_ statement: String, _ left: R, atMost right: R, at instance: [NamedValue] = []) {
    self.init(
      statement, .atMost, left: printed(left), right: printed(right),
      truth: left.isDefined && right.isDefined ? left.isAtMost(right) : .undecided,
      ratio: Self.ratio(left, right), at: instance)
  }

  /// left < right.
  public init<R: RealArithmetic>(_ statement: String, _ left: R, lessThan right: R, at instance: [NamedValue] = []) {
    self.init(
      statement, .lessThan, left: printed(left), right: printed(right), truth: left.isLess(than: right),
      ratio: Self.ratio(left, right), at: instance)
  }

  /// left = right, for an exact arithmetic; two enclosures that are not points leave it undecided.
  public init<A: Arithmetic>(_ statement: String, _ left: A, equals right: A, at instance: [NamedValue] = []) {
    self.init(
      statement, .equal, left: printed(left), right: printed(right), truth: left.isEqual(to: right), at: instance)
  }

  /// left = right to `bits` bits: true where |left - right| <= 2^-bits |right| is certain, false where the two are
  /// certainly different, and undecided in between.
  public init<R: RealArithmetic>(
    _ statement: String, _ left: R, agreesWith right: R, bits: Int, at instance: [NamedValue] = []
  ) {
    let scaled = (left - right).magnitude * R.pow(R(2, in: right.context), bits)
    let isNear = scaled.isAtMost(right.magnitude).isTrue
    let truth: Truth = left.isEqual(to: right).isFalse ? .false : isNear ? .true : .undecided
    self.init(
      statement + " (to \(bits) bits)", .agrees, left: printed(left), right: printed(right), truth: truth,
      at: instance)
  }

  /// |left - right| <= 2^-bits |right|, for two numbers that are near each other without being equal.
  public init<R: RealArithmetic>(
    _ statement: String, _ left: R, approaches right: R, bits: Int, at instance: [NamedValue] = []
  ) {
    let scaled = (left - right).magnitude * R.pow(R(2, in: right.context), bits)
    self.init(
      statement + " (to \(bits) bits)", .agrees, left: printed(left), right: printed(right),
      truth: scaled.isAtMost(right.magnitude), at: instance)
  }

  /// A plain fact.
  public init(_ statement: String, holds truth: Truth, at instance: [NamedValue] = []) {
    self.init(statement, .equal, left: truth.description, right: "true", truth: truth, at: instance)
  }

  private static func ratio<R: RealArithmetic>(_ left: R, _ right: R) -> Double? {
    let ratio = left.approximation / right.approximation
    // Against zero or a negative number a ratio says nothing about how tight the inequality is.
    return right.approximation > 0 && !ratio.isNaN ? ratio : nil
  }
}

/// A number as evidence prints it: whole where it is exact, to 64 bits and with its radius, rounded outward, where it is
/// an enclosure.
func printed(_ value: any CustomStringConvertible) -> String {
  guard let ball = value as? Ball, ball.isDefined, !ball.isPoint else { return value.description }
  return ball.rounded(to: 64).description
}
