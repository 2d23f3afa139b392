/// A vector of complex numbers, kept as the vector of their real parts and the vector of their imaginary parts.
///
/// Every operation is made of bulk operations of the components' vector: a product takes four of them and a sum two, in
/// place. One scratch vector belongs to the storage, so that the operations of a recurrence allocate nothing.
///
/// Rounding may differ from that of the boxed operators by the order of the sums and by fused products; the error of a
/// product stays within sqrt(5) u normwise, and enclosures stay enclosures.
public struct ComplexVector<Real: RealArithmetic>: ArithmeticVector {
  public typealias Element = Complex<Real>

  public internal(set) var real: Real.Vector
  public internal(set) var imaginary: Real.Vector
  var scratch: Real.Vector

  public init(zeros count: Int, in context: Real.Context) {
    real = Real.Vector(zeros: count, in: context)
    imaginary = Real.Vector(zeros: count, in: context)
    scratch = Real.Vector(zeros: count, in: context)
  }

  /// real_i + i imaginary_i.
  public init(real: Real.Vector, imaginary: Real.Vector) {
    precondition(real.count == imaginary.count)
    self.real = real
    self.imaginary = imaginary
    scratch = Real.Vector(zeros: real.count, in: real.context)
  }

  /// body(real, imaginary).
  mutating func withPlanes(_ body: (inout Real.Vector, inout Real.Vector) -> Void) { body(&real, &imaginary) }

  public var count: Int { real.count }
  public var context: Real.Context { real.context }

  public subscript(index: Int) -> Complex<Real> {
    get { Complex(real[index], imaginary[index]) }
    set {
      real[index] = newValue.real
      imaginary[index] = newValue.imaginary
    }
  }
}

extension ComplexVector {
  public mutating func fill(with value: Element) {
    real.fill(with: value.real)
    imaginary.fill(with: value.imaginary)
  }

  public mutating func add(_ x: Self) {
    real.add(x.real)
    imaginary.add(x.imaginary)
  }

  public mutating func subtract(_ x: Self) {
    real.subtract(x.real)
    imaginary.subtract(x.imaginary)
  }

  public mutating func multiply(by s: Element) {
    scratch.fill(with: Real(0, in: context))
    scratch.addProduct(s.imaginary, real)
    real.multiply(by: s.real)
    real.addProduct(-s.imaginary, imaginary)
    imaginary.multiply(by: s.real)
    imaginary.add(scratch)
  }

  public mutating func multiply(by x: Self) {
    scratch.formProduct(real, x.imaginary)
    real.multiply(by: x.real)
    real.subtractProduct(imaginary, x.imaginary)
    imaginary.multiply(by: x.real)
    imaginary.add(scratch)
  }

  public mutating func formProduct(_ x: Self, _ y: Self) {
    real.formProduct(x.real, y.real)
    real.subtractProduct(x.imaginary, y.imaginary)
    imaginary.formProduct(x.real, y.imaginary)
    imaginary.addProduct(x.imaginary, y.real)
  }

  public mutating func addProduct(_ x: Self, _ y: Self) {
    real.addProduct(x.real, y.real)
    real.subtractProduct(x.imaginary, y.imaginary)
    imaginary.addProduct(x.real, y.imaginary)
    imaginary.addProduct(x.imaginary, y.real)
  }

  public mutating func subtractProduct(_ x: Self, _ y: Self) {
    real.subtractProduct(x.real, y.real)
    real.addProduct(x.imaginary, y.imaginary)
    imaginary.subtractProduct(x.real, y.imaginary)
    imaginary.subtractProduct(x.imaginary, y.real)
  }

  public mutating func addProduct(_ s: Element, _ x: Self) {
    real.addProduct(s.real, x.real)
    real.addProduct(-s.imaginary, x.imaginary)
    imaginary.addProduct(s.real, x.imaginary)
    imaginary.addProduct(s.imaginary, x.real)
  }

  /// Four real dot products, each added up from index 0 on.
  public func dot(_ x: Self) -> Element {
    Complex(
      real.dot(x.real) - imaginary.dot(x.imaginary),
      real.dot(x.imaginary) + imaginary.dot(x.real))
  }

  public mutating func multiplyRows(by d: Self) {
    // A matrix of one column is scaled in the scratch vector; a wider one needs a copy of each part.
    if d.count == count { return multiply(by: d) }
    var crossReal = real
    crossReal.multiplyRows(by: d.imaginary)
    var crossImaginary = imaginary
    crossImaginary.multiplyRows(by: d.imaginary)
    real.multiplyRows(by: d.real)
    real.subtract(crossImaginary)
    imaginary.multiplyRows(by: d.real)
    imaginary.add(crossReal)
  }

  public mutating func addOuterProduct(_ k: Self, _ v: Self) {
    precondition(count == k.count * v.count)
    if v.count == 1 { return addProduct(v[0], k) }
    var negative = Real.Vector(zeros: k.count, in: context)
    negative.subtract(k.imaginary)
    real.addOuterProduct(k.real, v.real)
    real.addOuterProduct(negative, v.imaginary)
    imaginary.addOuterProduct(k.real, v.imaginary)
    imaginary.addOuterProduct(k.imaginary, v.real)
  }

  public mutating func formProduct(_ q: Self, matrix: Self) {
    real.formProduct(q.real, matrix: matrix.real)
    scratch.formProduct(q.imaginary, matrix: matrix.imaginary)
    real.subtract(scratch)
    imaginary.formProduct(q.real, matrix: matrix.imaginary)
    scratch.formProduct(q.imaginary, matrix: matrix.real)
    imaginary.add(scratch)
  }
}
