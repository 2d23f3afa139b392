import CDoubleDouble

/// A vector of double-double discs: planes of the four parts of the midpoints and of the radii, on which vectorised C code
/// works. A step of h = a h + b costs a few nanoseconds.
public struct DoubleDoubleDiscVector: ArithmeticVector {
  public typealias Element = DoubleDoubleDisc

  private var storage: PlanarStorage

  public init(zeros count: Int, in context: Intrinsic) { storage = PlanarStorage(count: count, planes: 5) }

  public var count: Int { storage.count }
  public var context: Intrinsic { Intrinsic() }

  public subscript(index: Int) -> DoubleDoubleDisc {
    get {
      DoubleDoubleDisc(
        realMidpoint: DoubleDouble(high: storage[0, index], low: storage[1, index], radius: 0),
        imaginaryMidpoint: DoubleDouble(high: storage[2, index], low: storage[3, index], radius: 0),
        radius: storage[4, index])
    }
    set {
      storage[0, index] = newValue.realMidpoint.high
      storage[1, index] = newValue.realMidpoint.low
      storage[2, index] = newValue.imaginaryMidpoint.high
      storage[3, index] = newValue.imaginaryMidpoint.low
      storage[4, index] = newValue.radius
    }
  }
}

extension DoubleDoubleDiscVector {
  public mutating func add(_ x: Self) { storage.apply(cdd_disc_add, x.storage) }
  public mutating func subtract(_ x: Self) { storage.apply(cdd_disc_subtract, x.storage) }
  public mutating func multiply(by x: Self) { storage.apply(cdd_disc_multiply, x.storage) }
  public mutating func formProduct(_ x: Self, _ y: Self) {
    storage.apply(cdd_disc_form_product, x.storage, y.storage)
  }
  public mutating func addProduct(_ x: Self, _ y: Self) {
    storage.apply(cdd_disc_add_product, x.storage, y.storage)
  }
  public mutating func subtractProduct(_ x: Self, _ y: Self) {
    storage.apply(cdd_disc_subtract_product, x.storage, y.storage)
  }

  public mutating func multiply(by s: Element) {
    let count = count
    storage.write { cdd_disc_scale($0, cdd_disc(s), count) }
  }

  public mutating func addProduct(_ s: Element, _ x: Self) {
    storage.apply({ cdd_disc_add_scaled($0, cdd_disc(s), $1, $2) }, x.storage)
  }

  /// sum_i self_i x_i as 8 interleaved sums, which are added up in order.
  public func dot(_ x: Self) -> Element {
    precondition(x.count == count)
    var result = Element(0)
    storage.read { y in x.storage.read { x in result = Element(cdd_disc_dot(y, x, count)) } }
    return result
  }

  public mutating func multiplyRows(by d: Self) {
    guard d.count > 0 else { return precondition(count == 0) }
    let columns = count / d.count
    precondition(count == d.count * columns)
    if columns == 1 { return multiply(by: d) }
    storage.write { matrix in
      for i in 0..<d.count { cdd_disc_scale(matrix.dropFirst(i * columns), cdd_disc(d[i]), columns) }
    }
  }

  public mutating func addOuterProduct(_ k: Self, _ v: Self) {
    precondition(count == k.count * v.count)
    if v.count == 1 { return addProduct(v[0], k) }
    storage.write { matrix in
      v.storage.read { row in
        for i in 0..<k.count { cdd_disc_add_scaled(matrix.dropFirst(i * v.count), cdd_disc(k[i]), row, v.count) }
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
        for i in 0..<q.count { cdd_disc_add_scaled(sum, cdd_disc(q[i]), matrix.dropFirst(i * columns), columns) }
      }
    }
  }
}

extension cdd_disc {
  init(_ value: DoubleDoubleDisc) {
    self.init(
      real_high: value.realMidpoint.high, real_low: value.realMidpoint.low,
      imaginary_high: value.imaginaryMidpoint.high, imaginary_low: value.imaginaryMidpoint.low, radius: value.radius)
  }
}

extension DoubleDoubleDisc {
  init(_ value: cdd_disc) {
    self.init(
      realMidpoint: DoubleDouble(high: value.real_high, low: value.real_low, radius: 0),
      imaginaryMidpoint: DoubleDouble(high: value.imaginary_high, low: value.imaginary_low, radius: 0),
      radius: value.radius)
  }
}
