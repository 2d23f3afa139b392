import CMultiprecision

extension DiscVector {
  public mutating func fill(with value: Disc) {
    let value = value.rounded(to: context)
    realMidpoints.fill(with: value.realMidpoint)
    imaginaryMidpoints.fill(with: value.imaginaryMidpoint)
    radii = Array(repeating: value.radius, count: count)
  }

  public mutating func add(_ x: DiscVector) {
    precondition(x.count == count)
    let count = count
    x.read { x in update { h in for i in 0..<count { h.add(i, x[i]) } } }
  }

  public mutating func subtract(_ x: DiscVector) {
    precondition(x.count == count)
    let count = count
    x.read { x in update { h in for i in 0..<count { h.subtract(i, x[i]) } } }
  }

  public mutating func multiply(by s: Disc) {
    let count = count
    s.withOperand { s in update { h in for i in 0..<count { h.multiply(i, s) } } }
  }

  public mutating func multiply(by x: DiscVector) {
    precondition(x.count == count)
    let count = count
    x.read { x in update { h in for i in 0..<count { h.multiply(i, x[i]) } } }
  }

  public mutating func formProduct(_ x: DiscVector, _ y: DiscVector) {
    precondition(x.count == count && y.count == count)
    let count = count
    x.read { x in y.read { y in update { h in for i in 0..<count { h.formProduct(i, x[i], y[i]) } } } }
  }

  public mutating func addProduct(_ x: DiscVector, _ y: DiscVector) {
    precondition(x.count == count && y.count == count)
    let count = count
    x.read { x in y.read { y in update { h in for i in 0..<count { h.addProduct(i, x[i], y[i]) } } } }
  }

  public mutating func subtractProduct(_ x: DiscVector, _ y: DiscVector) {
    precondition(x.count == count && y.count == count)
    let count = count
    x.read { x in y.read { y in update { h in for i in 0..<count { h.subtractProduct(i, x[i], y[i]) } } } }
  }

  public mutating func addProduct(_ s: Disc, _ x: DiscVector) {
    precondition(x.count == count)
    let count = count
    s.withOperand { s in x.read { x in update { h in for i in 0..<count { h.addProduct(i, s, x[i]) } } } }
  }

  public func dot(_ x: DiscVector) -> Disc {
    precondition(x.count == count)
    let count = count
    var sum = DiscVector(zeros: 1, in: context)
    read { h in x.read { x in sum.update { sum in for i in 0..<count { sum.addProduct(0, h[i], x[i]) } } } }
    return sum[0]
  }

  public mutating func multiplyRows(by d: DiscVector) {
    guard d.count > 0 else { return precondition(count == 0) }
    let (rows, columns) = (d.count, count / d.count)
    precondition(count == rows * columns)
    d.read { d in
      update { m in
        for i in 0..<rows {
          for j in i * columns..<(i + 1) * columns { m.multiply(j, d[i]) }
        }
      }
    }
  }

  public mutating func addOuterProduct(_ k: DiscVector, _ v: DiscVector) {
    let (rows, columns) = (k.count, v.count)
    precondition(count == rows * columns)
    k.read { k in
      v.read { v in
        update { m in
          for i in 0..<rows {
            for j in 0..<columns { m.addProduct(i * columns + j, k[i], v[j]) }
          }
        }
      }
    }
  }

  public mutating func formProduct(_ q: DiscVector, matrix: DiscVector) {
    let (rows, columns) = (q.count, count)
    precondition(matrix.count == rows * columns)
    fill(with: Disc(0, in: context))
    q.read { q in
      matrix.read { m in
        update { y in
          for i in 0..<rows {
            for j in 0..<columns { y.addProduct(j, q[i], m[i * columns + j]) }
          }
        }
      }
    }
  }
}

extension Disc {
  /// The result of `body` on this disc as an operand of the vector operations.
  @inline(__always)
  func withOperand(_ body: (DiscVector.Operand) -> Void) {
    realMidpoint.withUnsafe { re in
      imaginaryMidpoint.withUnsafe { im in body(DiscVector.Operand(re: re, im: im, radius: radius)) }
    }
  }
}
