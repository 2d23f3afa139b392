import CDoubleDouble

/// A vector of double-double enclosures: planes of high parts, low parts and radii, on which vectorised C code works.
///
/// Every operation gives bit for bit what the operators of ``DoubleDouble`` give, except for the order of the sums in
/// ``dot(_:)``, and of a product's operands where a matrix has a single row or column.
public struct DoubleDoubleVector: ArithmeticVector {
  public typealias Element = DoubleDouble

  private var storage: PlanarStorage

  public init(zeros count: Int, in context: Intrinsic) { storage = PlanarStorage(count: count, planes: 3) }

  public var count: Int { storage.count }
  public var context: Intrinsic { Intrinsic() }

  public subscript(index: Int) -> DoubleDouble {
    get { DoubleDouble(high: storage[0, index], low: storage[1, index], radius: storage[2, index]) }
    set {
      storage[0, index] = newValue.high
      storage[1, index] = newValue.low
      storage[2, index] = newValue.radius
    }
  }
}

extension DoubleDoubleVector {
  public mutating func add(_ x: Self) { storage.apply(cdd_real_add, x.storage) }
  public mutating func subtract(_ x: Self) { storage.apply(cdd_real_subtract, x.storage) }
  public mutating func multiply(by x: Self) { storage.apply(cdd_real_multiply, x.storage) }
  public mutating func formProduct(_ x: Self, _ y: Self) {
    storage.apply(cdd_real_form_product, x.storage, y.storage)
  }
  public mutating func addProduct(_ x: Self, _ y: Self) {
    storage.apply(cdd_real_add_product, x.storage, y.storage)
  }
  public mutating func subtractProduct(_ x: Self, _ y: Self) {
    storage.apply(cdd_real_subtract_product, x.storage, y.storage)
  }

  public mutating func multiply(by s: Element) {
    let count = count
    storage.write { cdd_real_scale($0, cdd_real(s), count) }
  }

  public mutating func addProduct(_ s: Element, _ x: Self) {
    storage.apply({ cdd_real_add_scaled($0, cdd_real(s), $1, $2) }, x.storage)
  }

  /// sum_i self_i x_i as 8 interleaved sums, which are added up in order.
  public func dot(_ x: Self) -> Element {
    precondition(x.count == count)
    var result = Element(0)
    storage.read { y in x.storage.read { x in result = Element(cdd_real_dot(y, x, count)) } }
    return result
  }

  public mutating func multiplyRows(by d: Self) {
    guard d.count > 0 else { return precondition(count == 0) }
    let columns = count / d.count
    precondition(count == d.count * columns)
    if columns == 1 { return multiply(by: d) }
    storage.write { matrix in
      for i in 0..<d.count { cdd_real_scale(matrix.dropFirst(i * columns), cdd_real(d[i]), columns) }
    }
  }

  public mutating func addOuterProduct(_ k: Self, _ v: Self) {
    precondition(count == k.count * v.count)
    if v.count == 1 { return addProduct(v[0], k) }
    storage.write { matrix in
      v.storage.read { row in
        for i in 0..<k.count { cdd_real_add_scaled(matrix.dropFirst(i * v.count), cdd_real(k[i]), row, v.count) }
      }
    }
  }

  public mutating func formProduct(_ q: Self, matrix: Self) {
    let columns = count
    precondition(matrix.count == q.count * columns)
    guard columns != 1 else {
      self[0] = q.dot(matrix)
      return
    }
    fill(with: Element(0))
    storage.write { sum in
      matrix.storage.read { matrix in
        for i in 0..<q.count { cdd_real_add_scaled(sum, cdd_real(q[i]), matrix.dropFirst(i * columns), columns) }
      }
    }
  }
}

extension cdd_real {
  init(_ value: DoubleDouble) { self.init(high: value.high, low: value.low, radius: value.radius) }
}

extension DoubleDouble {
  init(_ value: cdd_real) { self.init(high: value.high, low: value.low, radius: value.radius) }
}
