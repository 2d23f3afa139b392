/// A vector in an arithmetic: what a definition works on.
///
/// A conforming type stores its elements contiguously (one block of limbs, one array of radii) and implements the bulk
/// operations in place, so that a generic recurrence runs at the speed of a hand-written loop. Every operation writes
/// into `self` and may be given `self`'s own value as an operand: Swift's value semantics make aliasing safe. Operands
/// have `self`'s count unless said otherwise; a mismatch is a programming error and stops the program.
///
/// A matrix is a vector of rows * columns elements, row by row.
public protocol ArithmeticVector: Sendable {
  associatedtype Element: Arithmetic

  /// `count` zeros, in a context that every element shares.
  init(zeros count: Int, in context: Element.Context)

  var count: Int { get }
  /// The context that the elements share. An element that is stored is rounded (or enclosed) into it.
  var context: Element.Context { get }
  subscript(index: Int) -> Element { get set }

  /// self_i = value.
  mutating func fill(with value: Element)
  /// self_i = self_i + x_i.
  mutating func add(_ x: Self)
  /// self_i = self_i - x_i.
  mutating func subtract(_ x: Self)
  /// self_i = self_i s.
  mutating func multiply(by s: Element)
  /// self_i = self_i x_i.
  mutating func multiply(by x: Self)
  /// self_i = x_i y_i.
  mutating func formProduct(_ x: Self, _ y: Self)
  /// self_i = self_i + x_i y_i.
  mutating func addProduct(_ x: Self, _ y: Self)
  /// self_i = self_i - x_i y_i.
  mutating func subtractProduct(_ x: Self, _ y: Self)
  /// self_i = self_i + s x_i.
  mutating func addProduct(_ s: Element, _ x: Self)
  /// sum_i self_i x_i, added up from index 0 on.
  func dot(_ x: Self) -> Element

  /// M_ij = d_i M_ij, where self is the matrix M with d.count rows.
  mutating func multiplyRows(by d: Self)
  /// M_ij = M_ij + k_i v_j, where self is the matrix M with k.count rows and v.count columns.
  mutating func addOuterProduct(_ k: Self, _ v: Self)
  /// self_j = sum_i q_i M_ij, where M has q.count rows and self.count columns.
  mutating func formProduct(_ q: Self, matrix: Self)

  // On strips, which must lie within their vectors and have one count: what the algorithms of linear algebra are made
  // of.

  /// y = y + s x, for two strips of self that have no element in common.
  mutating func addProduct(_ s: Element, _ x: Strip, to y: Strip)
  /// y = y + s x, for a strip x of `other` and a strip y of self.
  mutating func addProduct(_ s: Element, _ x: Strip, of other: Self, to y: Strip)
  /// x = s x.
  mutating func multiply(_ x: Strip, by s: Element)
  /// x = x / s.
  mutating func divide(_ x: Strip, by s: Element)
  /// Exchanges the elements of two strips that have none in common.
  mutating func exchange(_ x: Strip, _ y: Strip)
  /// The plane rotation x' = c x + s y, y' = d y - t x, of two strips that have no element in common: a Givens rotation
  /// has d = c real, t = conj(s) and c^2 + |s|^2 = 1.
  mutating func rotate(_ x: Strip, _ y: Strip, c: Element, s: Element, d: Element, t: Element)
  /// sum_k x_k y_k for a strip x of self and a strip y of `other`. Nothing is conjugated.
  func dot(_ x: Strip, _ other: Self, _ y: Strip) -> Element
  /// self_index = self_index - sum_k x_k y_k for two strips of self, which may overlap but do not hold that element.
  mutating func subtractDot(_ x: Strip, _ y: Strip, from index: Int)
  /// self_index = self_index - sum_k x_k y_k for a strip x of `other` and a strip y of self, which does not hold that
  /// element.
  mutating func subtractDot(_ x: Strip, of other: Self, _ y: Strip, from index: Int)
  /// The matrix product: self = X Y for X with `inner` columns and Y with `inner` rows.
  mutating func formProduct(_ x: Self, _ y: Self, inner: Int)
}

extension ArithmeticVector {
  /// The elements given, which are rounded (or enclosed) into `context`.
  public init(_ elements: some Collection<Element>, in context: Element.Context) {
    self.init(zeros: elements.count, in: context)
    // Not `enumerated()`, whose pairs an unspecialized caller pays for by looking up their type.
    var index = 0
    for element in elements {
      self[index] = element
      index += 1
    }
  }

  /// The elements, boxed.
  public var elements: [Element] { (0..<count).map { self[$0] } }

  public mutating func fill(with value: Element) {
    for i in 0..<count { self[i] = value }
  }
  public mutating func add(_ x: Self) {
    precondition(x.count == count)
    for i in 0..<count { self[i] = self[i] + x[i] }
  }
  public mutating func subtract(_ x: Self) {
    precondition(x.count == count)
    for i in 0..<count { self[i] = self[i] - x[i] }
  }
  public mutating func multiply(by s: Element) {
    for i in 0..<count { self[i] = self[i] * s }
  }
  public mutating func multiply(by x: Self) {
    precondition(x.count == count)
    for i in 0..<count { self[i] = self[i] * x[i] }
  }
  public mutating func formProduct(_ x: Self, _ y: Self) {
    precondition(x.count == count && y.count == count)
    for i in 0..<count { self[i] = x[i] * y[i] }
  }
  public mutating func addProduct(_ x: Self, _ y: Self) {
    precondition(x.count == count && y.count == count)
    for i in 0..<count { self[i] = self[i].addingProduct(x[i], y[i]) }
  }
  public mutating func subtractProduct(_ x: Self, _ y: Self) {
    precondition(x.count == count && y.count == count)
    for i in 0..<count { self[i] = self[i].addingProduct(-x[i], y[i]) }
  }
  public mutating func addProduct(_ s: Element, _ x: Self) {
    precondition(x.count == count)
    for i in 0..<count { self[i] = self[i].addingProduct(s, x[i]) }
  }
  public func dot(_ x: Self) -> Element {
    precondition(x.count == count)
    var sum = Element(0, in: context)
    for i in 0..<count { sum = sum.addingProduct(self[i], x[i]) }
    return sum
  }
  public mutating func multiplyRows(by d: Self) {
    guard d.count > 0 else { return precondition(count == 0) }
    let columns = count / d.count
    precondition(count == d.count * columns)
    for i in 0..<d.count {
      let scale = d[i]
      for j in i * columns..<(i + 1) * columns { self[j] = self[j] * scale }
    }
  }
  public mutating func addOuterProduct(_ k: Self, _ v: Self) {
    precondition(count == k.count * v.count)
    for i in 0..<k.count {
      let scale = k[i]
      for j in 0..<v.count { self[i * v.count + j] = self[i * v.count + j].addingProduct(scale, v[j]) }
    }
  }
  public mutating func formProduct(_ q: Self, matrix: Self) {
    precondition(matrix.count == q.count * count)
    let columns = count
    fill(with: Element(0, in: context))
    for i in 0..<q.count {
      let scale = q[i]
      for j in 0..<columns { self[j] = self[j].addingProduct(scale, matrix[i * columns + j]) }
    }
  }

  public mutating func addProduct(_ s: Element, _ x: Strip, to y: Strip) {
    precondition(x.count == y.count)
    for k in 0..<x.count { self[y[k]] = self[y[k]].addingProduct(s, self[x[k]]) }
  }
  public mutating func addProduct(_ s: Element, _ x: Strip, of other: Self, to y: Strip) {
    precondition(x.count == y.count)
    for k in 0..<x.count { self[y[k]] = self[y[k]].addingProduct(s, other[x[k]]) }
  }
  public mutating func multiply(_ x: Strip, by s: Element) {
    for k in 0..<x.count { self[x[k]] = self[x[k]] * s }
  }
  public mutating func divide(_ x: Strip, by s: Element) {
    for k in 0..<x.count { self[x[k]] = self[x[k]] / s }
  }
  public mutating func exchange(_ x: Strip, _ y: Strip) {
    precondition(x.count == y.count)
    for k in 0..<x.count {
      let value = self[x[k]]
      self[x[k]] = self[y[k]]
      self[y[k]] = value
    }
  }
  public mutating func rotate(_ x: Strip, _ y: Strip, c: Element, s: Element, d: Element, t: Element) {
    precondition(x.count == y.count)
    for k in 0..<x.count {
      let (p, q) = (self[x[k]], self[y[k]])
      self[x[k]] = (c * p).addingProduct(s, q)
      self[y[k]] = (d * q).addingProduct(-t, p)
    }
  }
  public func dot(_ x: Strip, _ other: Self, _ y: Strip) -> Element {
    precondition(x.count == y.count)
    var sum = Element(0, in: context)
    for k in 0..<x.count { sum = sum.addingProduct(self[x[k]], other[y[k]]) }
    return sum
  }
  public mutating func subtractDot(_ x: Strip, _ y: Strip, from index: Int) {
    guard x.count > 0 else { return precondition(y.count == 0) }
    self[index] = self[index] - dot(x, self, y)
  }
  public mutating func subtractDot(_ x: Strip, of other: Self, _ y: Strip, from index: Int) {
    guard x.count > 0 else { return precondition(y.count == 0) }
    self[index] = self[index] - other.dot(x, self, y)
  }
  public mutating func formProduct(_ x: Self, _ y: Self, inner: Int) {
    guard inner > 0 else { return fill(with: Element(0, in: context)) }
    let (rows, columns) = (x.count / inner, y.count / inner)
    precondition(x.count == rows * inner && y.count == inner * columns && count == rows * columns)
    for i in 0..<rows {
      let row = Strip(start: i * inner, count: inner)
      for j in 0..<columns {
        self[i * columns + j] = x.dot(row, y, Strip(start: j, stride: columns, count: inner))
      }
    }
  }
}
