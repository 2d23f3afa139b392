/// A vector of dual numbers, kept as the vector of their values and the vector of their tangents.
///
/// Every operation is made of bulk operations of the base's vector, in place and without scratch: a product takes three
/// of them.
public struct DualVector<Base: Arithmetic>: ArithmeticVector {
  public typealias Element = Dual<Base>

  public private(set) var value: Base.Vector
  public private(set) var tangent: Base.Vector

  public init(zeros count: Int, in context: Base.Context) {
    value = Base.Vector(zeros: count, in: context)
    tangent = Base.Vector(zeros: count, in: context)
  }

  public init(value: Base.Vector, tangent: Base.Vector) {
    precondition(value.count == tangent.count)
    self.value = value
    self.tangent = tangent
  }

  public var count: Int { value.count }
  public var context: Base.Context { value.context }

  public subscript(index: Int) -> Dual<Base> {
    get { Dual(value[index], tangent: tangent[index]) }
    set {
      value[index] = newValue.value
      tangent[index] = newValue.tangent
    }
  }
}

extension DualVector {
  public mutating func fill(with value: Element) {
    self.value.fill(with: value.value)
    tangent.fill(with: value.tangent)
  }

  public mutating func add(_ x: Self) {
    value.add(x.value)
    tangent.add(x.tangent)
  }

  public mutating func subtract(_ x: Self) {
    value.subtract(x.value)
    tangent.subtract(x.tangent)
  }

  public mutating func multiply(by s: Element) {
    tangent.multiply(by: s.value)
    tangent.addProduct(s.tangent, value)
    value.multiply(by: s.value)
  }

  public mutating func multiply(by x: Self) {
    tangent.multiply(by: x.value)
    tangent.addProduct(value, x.tangent)
    value.multiply(by: x.value)
  }

  public mutating func formProduct(_ x: Self, _ y: Self) {
    tangent.formProduct(x.tangent, y.value)
    tangent.addProduct(x.value, y.tangent)
    value.formProduct(x.value, y.value)
  }

  public mutating func addProduct(_ x: Self, _ y: Self) {
    tangent.addProduct(x.tangent, y.value)
    tangent.addProduct(x.value, y.tangent)
    value.addProduct(x.value, y.value)
  }

  public mutating func subtractProduct(_ x: Self, _ y: Self) {
    tangent.subtractProduct(x.tangent, y.value)
    tangent.subtractProduct(x.value, y.tangent)
    value.subtractProduct(x.value, y.value)
  }

  public mutating func addProduct(_ s: Element, _ x: Self) {
    tangent.addProduct(s.tangent, x.value)
    tangent.addProduct(s.value, x.tangent)
    value.addProduct(s.value, x.value)
  }

  public func dot(_ x: Self) -> Element {
    Dual(value.dot(x.value), tangent: tangent.dot(x.value) + value.dot(x.tangent))
  }

  public mutating func multiplyRows(by d: Self) {
    if d.count == count { return multiply(by: d) }
    var product = value
    product.multiplyRows(by: d.tangent)
    tangent.multiplyRows(by: d.value)
    tangent.add(product)
    value.multiplyRows(by: d.value)
  }

  public mutating func addOuterProduct(_ k: Self, _ v: Self) {
    tangent.addOuterProduct(k.tangent, v.value)
    tangent.addOuterProduct(k.value, v.tangent)
    value.addOuterProduct(k.value, v.value)
  }

  public mutating func formProduct(_ q: Self, matrix: Self) {
    // The value vector serves as scratch before it gets its own result.
    tangent.formProduct(q.tangent, matrix: matrix.value)
    value.formProduct(q.value, matrix: matrix.tangent)
    tangent.add(value)
    value.formProduct(q.value, matrix: matrix.value)
  }
}
