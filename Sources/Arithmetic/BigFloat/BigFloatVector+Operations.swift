import CMultiprecision

extension BigFloatVector {
  public mutating func fill(with value: BigFloat) {
    let count = count
    value.withUnsafe { s in
      withUnsafeMutableElements { h in for i in 0..<count { _ = cmp_fr_set(h + i, s, MPFR_RNDN) } }
    }
  }

  public mutating func add(_ x: BigFloatVector) { update(x) { mpfr_add($0, $0, $1, MPFR_RNDN) } }
  public mutating func subtract(_ x: BigFloatVector) { update(x) { mpfr_sub($0, $0, $1, MPFR_RNDN) } }
  public mutating func multiply(by x: BigFloatVector) { update(x) { mpfr_mul($0, $0, $1, MPFR_RNDN) } }

  public mutating func multiply(by s: BigFloat) {
    let count = count
    s.withUnsafe { s in withUnsafeMutableElements { h in for i in 0..<count { mpfr_mul(h + i, h + i, s, MPFR_RNDN) } } }
  }

  public mutating func formProduct(_ x: BigFloatVector, _ y: BigFloatVector) {
    update(x, y) { h, _, x, y in mpfr_mul(h, x, y, MPFR_RNDN) }
  }

  /// self_i = self_i + x_i y_i, the product rounded before it is added.
  public mutating func addProduct(_ x: BigFloatVector, _ y: BigFloatVector) {
    update(x, y) { h, scratch, x, y in
      mpfr_mul(scratch, x, y, MPFR_RNDN)
      mpfr_add(h, h, scratch, MPFR_RNDN)
    }
  }

  /// self_i = self_i - x_i y_i, the product rounded before it is subtracted.
  public mutating func subtractProduct(_ x: BigFloatVector, _ y: BigFloatVector) {
    update(x, y) { h, scratch, x, y in
      mpfr_mul(scratch, x, y, MPFR_RNDN)
      mpfr_sub(h, h, scratch, MPFR_RNDN)
    }
  }

  /// self_i = self_i + s x_i, the product rounded before it is added.
  public mutating func addProduct(_ s: BigFloat, _ x: BigFloatVector) {
    let count = count
    precondition(x.count == count)
    s.withUnsafe { s in
      x.withUnsafeElements { x in
        withUnsafeMutableElements { h in
          let scratch = h + count
          for i in 0..<count {
            mpfr_mul(scratch, s, x + i, MPFR_RNDN)
            mpfr_add(h + i, h + i, scratch, MPFR_RNDN)
          }
        }
      }
    }
  }

  /// sum_i self_i x_i, added up from index 0 on; each product is rounded before it is added.
  public func dot(_ x: BigFloatVector) -> BigFloat {
    precondition(x.count == count)
    var sum = BigFloatVector(zeros: 1, in: context)
    withUnsafeElements { h in
      x.withUnsafeElements { x in
        sum.withUnsafeMutableElements { sum in
          for i in 0..<count {
            mpfr_mul(sum + 1, h + i, x + i, MPFR_RNDN)
            mpfr_add(sum, sum, sum + 1, MPFR_RNDN)
          }
        }
      }
    }
    return sum[0]
  }

  public mutating func multiplyRows(by d: BigFloatVector) {
    guard d.count > 0 else { return precondition(count == 0) }
    let rows = d.count
    let columns = count / rows
    precondition(count == rows * columns)
    if columns == 1 { return multiply(by: d) }
    d.withUnsafeElements { d in
      withUnsafeMutableElements { m in
        for i in 0..<rows {
          for j in i * columns..<(i + 1) * columns { mpfr_mul(m + j, m + j, d + i, MPFR_RNDN) }
        }
      }
    }
  }

  public mutating func addOuterProduct(_ k: BigFloatVector, _ v: BigFloatVector) {
    let (rows, columns, count) = (k.count, v.count, count)
    precondition(count == rows * columns)
    k.withUnsafeElements { k in
      v.withUnsafeElements { v in
        withUnsafeMutableElements { m in
          let scratch = m + count
          if columns == 1 {
            for i in 0..<rows {
              mpfr_mul(scratch, k + i, v, MPFR_RNDN)
              mpfr_add(m + i, m + i, scratch, MPFR_RNDN)
            }
            return
          }
          for i in 0..<rows {
            let row = m + i * columns
            for j in 0..<columns {
              mpfr_mul(scratch, k + i, v + j, MPFR_RNDN)
              mpfr_add(row + j, row + j, scratch, MPFR_RNDN)
            }
          }
        }
      }
    }
  }

  public mutating func formProduct(_ q: BigFloatVector, matrix: BigFloatVector) {
    let (rows, columns) = (q.count, count)
    precondition(matrix.count == rows * columns)
    q.withUnsafeElements { q in
      matrix.withUnsafeElements { matrix in
        withUnsafeMutableElements { y in
          let scratch = y + columns
          for j in 0..<columns { mpfr_set_zero(y + j, 1) }
          for i in 0..<rows {
            let row = matrix + i * columns
            for j in 0..<columns {
              mpfr_mul(scratch, q + i, row + j, MPFR_RNDN)
              mpfr_add(y + j, y + j, scratch, MPFR_RNDN)
            }
          }
        }
      }
    }
  }

  /// body(self_i, x_i) for every i.
  @inline(__always)
  private mutating func update(_ x: BigFloatVector, _ body: (mpfr_ptr, mpfr_srcptr) -> Int32) {
    let count = count
    precondition(x.count == count)
    x.withUnsafeElements { x in withUnsafeMutableElements { h in for i in 0..<count { _ = body(h + i, x + i) } } }
  }

  /// body(self_i, scratch, x_i, y_i) for every i.
  @inline(__always)
  private mutating func update(
    _ x: BigFloatVector, _ y: BigFloatVector, _ body: (mpfr_ptr, mpfr_ptr, mpfr_srcptr, mpfr_srcptr) -> Void
  ) {
    let count = count
    precondition(x.count == count && y.count == count)
    x.withUnsafeElements { x in
      y.withUnsafeElements { y in
        withUnsafeMutableElements { h in for i in 0..<count { body(h + i, h + count, x + i, y + i) } }
      }
    }
  }
}
