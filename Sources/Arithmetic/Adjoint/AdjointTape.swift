/// The record of a computation in ``Adjoint`` arithmetic: what each number depends on, and how strongly.
///
/// A tape is the computation's Jacobian as a sparse matrix, one row a number: the numbers that it was computed from and
/// its partial derivatives with respect to them. Constants leave no trace, a sum with a constant is the same row, and a
/// dot product is one row. Over `Double` a product takes some 40 bytes: ten million operations, some 400 megabytes.
///
/// A tape is used by one thread at a time: it is not locked. Computations that run side by side take a tape each.
public final class AdjointTape<Base: Arithmetic>: @unchecked Sendable {
  /// Where a variable belongs, to whoever declares many of them: an element of a tensor.
  public struct Place: Hashable, Sendable {
    public var tensor: Int
    public var position: Int

    public init(tensor: Int = 0, position: Int = 0) {
      self.tensor = tensor
      self.position = position
    }
  }

  /// The context of the variables' cotangents.
  public let base: Base.Context
  /// Where each variable belongs, in the order of declaration.
  public private(set) var places: [Place] = []

  /// The node of a constant, which is not on the tape.
  static var constant: UInt32 { .max }

  /// Edges of node i are those before ends[i] and not before ends[i - 1]; a variable has none.
  private(set) var ends: [UInt32] = []
  /// The node that an edge leads to, which is earlier.
  private(set) var operands: [UInt32] = []
  /// The position of the edge's partial derivative among `partials`, or one of the two below.
  private(set) var slopes: [UInt32] = []
  private(set) var partials: [Base] = []
  private(set) var variables: [UInt32] = []

  /// The partial derivatives 1 and -1, which are not stored.
  static var one: UInt32 { .max }
  static var minusOne: UInt32 { .max - 1 }

  /// An empty tape.
  public init(in base: Base.Context) { self.base = base }

  /// The context of constants that join the tape's numbers.
  public var context: AdjointContext<Base> { AdjointContext(base: base, tape: self) }

  /// A variable of differentiation, the next in order.
  public func variable(_ value: Base, at place: Place = Place()) -> Adjoint<Base> {
    let node = UInt32(ends.count)
    ends.append(UInt32(operands.count))
    variables.append(node)
    places.append(place)
    return Adjoint(value, node: node, tape: self)
  }

  /// The number of variables and of results that depend on them.
  public var nodeCount: Int { ends.count }
  /// The number of partial derivatives that are not 0.
  public var edgeCount: Int { operands.count }

  /// An edge of the node that is being made, with the partial derivative 1 or -1. Nothing for a constant.
  func link(_ operand: UInt32, isNegative: Bool = false) {
    guard operand != Self.constant else { return }
    operands.append(operand)
    slopes.append(isNegative ? Self.minusOne : Self.one)
  }

  /// An edge of the node that is being made. Nothing for a constant.
  func link(_ operand: UInt32, _ partial: @autoclosure () -> Base) {
    guard operand != Self.constant else { return }
    operands.append(operand)
    slopes.append(UInt32(partials.count))
    partials.append(partial())
  }

  /// The node with the edges linked since the last one: none of its own where it depends on nothing, or is another
  /// number plus a constant.
  func finish() -> UInt32 {
    let start = Int(ends.last ?? 0)
    if operands.count == start { return Self.constant }
    if operands.count == start + 1 && slopes[start] == Self.one {
      slopes.removeLast()
      return operands.removeLast()
    }
    ends.append(UInt32(operands.count))
    return UInt32(ends.count - 1)
  }
}

/// What a constant needs to join numbers on a tape.
public struct AdjointContext<Base: Arithmetic>: Hashable, Sendable {
  public let base: Base.Context
  public let tape: AdjointTape<Base>

  public init(base: Base.Context, tape: AdjointTape<Base>) {
    self.base = base
    self.tape = tape
  }

  public static func == (x: Self, y: Self) -> Bool { x.base == y.base && x.tape === y.tape }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(base)
    hasher.combine(ObjectIdentifier(tape))
  }
}
