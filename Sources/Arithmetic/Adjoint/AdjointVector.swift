/// A vector of numbers on a tape, kept as the vector of their values and the array of their nodes: values are computed
/// by the bulk operations of the base's vector.
public struct AdjointVector<Base: Arithmetic>: ArithmeticVector {
  public typealias Element = Adjoint<Base>

  public private(set) var values: Base.Vector
  private var nodes: [UInt32]
  private let tape: AdjointTape<Base>

  public init(zeros count: Int, in context: AdjointContext<Base>) {
    values = Base.Vector(zeros: count, in: context.base)
    nodes = Array(repeating: AdjointTape<Base>.constant, count: count)
    tape = context.tape
  }

  public var count: Int { nodes.count }
  public var context: AdjointContext<Base> { AdjointContext(base: values.context, tape: tape) }

  public subscript(index: Int) -> Adjoint<Base> {
    get { Adjoint(values[index], node: nodes[index], tape: tape) }
    set {
      precondition(newValue.tape === tape, "numbers on one tape")
      values[index] = newValue.value
      nodes[index] = newValue.node
    }
  }

  /// New nodes of all elements, of which `links` makes the edges.
  private func recorded(_ links: (Int) -> Void) -> [UInt32] {
    (0..<count).map { i in
      links(i)
      return tape.finish()
    }
  }
}

// What an element depends on is recorded from the old values, then the values are computed.
extension AdjointVector {
  public mutating func fill(with value: Element) {
    values.fill(with: value.value)
    for i in 0..<count { nodes[i] = value.node }
  }

  public mutating func add(_ x: Self) {
    nodes = recorded { i in
      tape.link(nodes[i])
      tape.link(x.nodes[i])
    }
    values.add(x.values)
  }

  public mutating func subtract(_ x: Self) {
    nodes = recorded { i in
      tape.link(nodes[i])
      tape.link(x.nodes[i], isNegative: true)
    }
    values.subtract(x.values)
  }

  public mutating func multiply(by s: Element) {
    nodes = recorded { i in
      tape.link(nodes[i], s.value)
      tape.link(s.node, values[i])
    }
    values.multiply(by: s.value)
  }

  public mutating func multiply(by x: Self) {
    precondition(x.count == count)
    nodes = recorded { i in
      tape.link(nodes[i], x.values[i])
      tape.link(x.nodes[i], values[i])
    }
    values.multiply(by: x.values)
  }

  public mutating func formProduct(_ x: Self, _ y: Self) {
    precondition(x.count == count && y.count == count)
    nodes = recorded { i in
      tape.link(x.nodes[i], y.values[i])
      tape.link(y.nodes[i], x.values[i])
    }
    values.formProduct(x.values, y.values)
  }

  public mutating func addProduct(_ x: Self, _ y: Self) {
    nodes = recorded { i in
      tape.link(nodes[i])
      tape.link(x.nodes[i], y.values[i])
      tape.link(y.nodes[i], x.values[i])
    }
    values.addProduct(x.values, y.values)
  }

  public mutating func subtractProduct(_ x: Self, _ y: Self) {
    nodes = recorded { i in
      tape.link(nodes[i])
      tape.link(x.nodes[i], -y.values[i])
      tape.link(y.nodes[i], -x.values[i])
    }
    values.subtractProduct(x.values, y.values)
  }

  public mutating func addProduct(_ s: Element, _ x: Self) {
    nodes = recorded { i in
      tape.link(nodes[i])
      tape.link(s.node, x.values[i])
      tape.link(x.nodes[i], s.value)
    }
    values.addProduct(s.value, x.values)
  }

  public func dot(_ x: Self) -> Element {
    for i in 0..<count {
      tape.link(nodes[i], x.values[i])
      tape.link(x.nodes[i], values[i])
    }
    return Adjoint(values.dot(x.values), node: tape.finish(), tape: tape)
  }

  public mutating func multiplyRows(by d: Self) {
    guard d.count > 0 else { return precondition(count == 0) }
    let columns = count / d.count
    nodes = recorded { i in
      tape.link(nodes[i], d.values[i / columns])
      tape.link(d.nodes[i / columns], values[i])
    }
    values.multiplyRows(by: d.values)
  }

  public mutating func addOuterProduct(_ k: Self, _ v: Self) {
    let columns = v.count
    nodes = recorded { i in
      tape.link(nodes[i])
      tape.link(k.nodes[i / columns], v.values[i % columns])
      tape.link(v.nodes[i % columns], k.values[i / columns])
    }
    values.addOuterProduct(k.values, v.values)
  }

  public mutating func formProduct(_ q: Self, matrix: Self) {
    let columns = count
    nodes = recorded { j in
      for i in 0..<q.count {
        tape.link(q.nodes[i], matrix.values[i * columns + j])
        tape.link(matrix.nodes[i * columns + j], q.values[i])
      }
    }
    values.formProduct(q.values, matrix: matrix.values)
  }
}

extension AdjointVector where Base: ElementaryArithmetic {
  /// self_i = e^(x_i).
  mutating func formExponential(of x: Self) {
    Base.formExponential(&values, of: x.values)
    nodes = recorded { tape.link(x.nodes[$0], values[$0]) }
  }
}
