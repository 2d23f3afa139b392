import CMultiprecision

// One rounding a result, by the accumulator of `SumsOfProducts.c`.

extension BigFloatVector {
  public mutating func addProduct(_ s: BigFloat, _ x: Strip, to y: Strip) {
    check(x, y)
    s.withUnsafe { s in
      withUnsafeMutableElements { h in
        cmp_fr_add_scaled(h + y.start, y.stride, s, 0, h + x.start, x.stride, x.count)
      }
    }
  }

  public mutating func addProduct(_ s: BigFloat, _ x: Strip, of other: BigFloatVector, to y: Strip) {
    precondition(x.count == y.count && x.isWithin(other.count) && y.isWithin(count), Strip.mismatch)
    s.withUnsafe { s in
      other.withUnsafeElements { other in
        withUnsafeMutableElements { h in
          cmp_fr_add_scaled(h + y.start, y.stride, s, 0, other + x.start, x.stride, x.count)
        }
      }
    }
  }

  public mutating func multiply(_ x: Strip, by s: BigFloat) {
    precondition(x.isWithin(count), Strip.mismatch)
    s.withUnsafe { s in
      withUnsafeMutableElements { h in for k in 0..<x.count { mpfr_mul(h + x[k], h + x[k], s, MPFR_RNDN) } }
    }
  }

  public mutating func divide(_ x: Strip, by s: BigFloat) {
    precondition(x.isWithin(count), Strip.mismatch)
    s.withUnsafe { s in
      withUnsafeMutableElements { h in for k in 0..<x.count { mpfr_div(h + x[k], h + x[k], s, MPFR_RNDN) } }
    }
  }

  public mutating func exchange(_ x: Strip, _ y: Strip) {
    check(x, y)
    // The headers alone: the significands stay where they are.
    withUnsafeMutableElements { h in for k in 0..<x.count { swap(&h[x[k]], &h[y[k]]) } }
  }

  public mutating func rotate(_ x: Strip, _ y: Strip, c: BigFloat, s: BigFloat, d: BigFloat, t: BigFloat) {
    check(x, y)
    c.withUnsafe { c in
      s.withUnsafe { s in
        d.withUnsafe { d in
          t.withUnsafe { t in
            withUnsafeMutableElements { h in
              cmp_fr_rotate(h + x.start, x.stride, h + y.start, y.stride, x.count, c, s, d, t)
            }
          }
        }
      }
    }
  }

  public func dot(_ x: Strip, _ other: BigFloatVector, _ y: Strip) -> BigFloat {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(other.count), Strip.mismatch)
    return withUnsafeElements { h in
      other.withUnsafeElements { other in
        BigFloat(context) { r in
          var terms = cmp_fr_products(h, x, other, y)
          cmp_fr_set_sum_of_products(r, nil, &terms, 1)
        }
      }
    }
  }

  public mutating func subtractDot(_ x: Strip, _ y: Strip, from index: Int) {
    check(x, y)
    precondition(index >= 0 && index < count, "Index out of range")
    guard x.count > 0 else { return }
    withUnsafeMutableElements { h in
      var terms = cmp_fr_products(h, x, h, y, subtracted: true)
      cmp_fr_set_sum_of_products(h + index, h + index, &terms, 1)
    }
  }

  public mutating func subtractDot(_ x: Strip, of other: BigFloatVector, _ y: Strip, from index: Int) {
    precondition(x.count == y.count && x.isWithin(other.count) && y.isWithin(count), Strip.mismatch)
    precondition(index >= 0 && index < count, "Index out of range")
    guard x.count > 0 else { return }
    other.withUnsafeElements { other in
      withUnsafeMutableElements { h in
        var terms = cmp_fr_products(other, x, h, y, subtracted: true)
        cmp_fr_set_sum_of_products(h + index, h + index, &terms, 1)
      }
    }
  }

  public mutating func formProduct(_ x: BigFloatVector, _ y: BigFloatVector, inner: Int) {
    guard inner > 0 else { return fill(with: .zero(in: context)) }
    let (rows, columns) = (x.count / inner, y.count / inner)
    precondition(x.count == rows * inner && y.count == inner * columns && count == rows * columns)
    x.withUnsafeElements { x in
      y.withUnsafeElements { y in
        withUnsafeMutableElements { h in
          Self.eachColumn(of: y, rows: inner, columns: columns) { j, column in
            for i in 0..<rows {
              var terms = cmp_fr_products(
                x: x + i * inner, x_stride: 1, y: column, y_stride: 1, count: inner, negative: 0)
              cmp_fr_set_sum_of_products(h + (i * columns + j), nil, &terms, 1)
            }
          }
        }
      }
    }
  }

  /// body(j, column j): its headers copied to one place, because a column of a wide matrix is spread over the cache.
  static func eachColumn(
    of matrix: mpfr_srcptr, rows: Int, columns: Int, stride: Int? = nil, _ body: (Int, mpfr_srcptr) -> Void
  ) {
    let stride = stride ?? columns
    withUnsafeTemporaryAllocation(of: __mpfr_struct.self, capacity: rows) { column in
      for j in 0..<columns {
        for i in 0..<rows { column[i] = matrix[i * stride + j] }
        body(j, UnsafePointer(column.baseAddress!))
      }
    }
  }

  private func check(_ x: Strip, _ y: Strip) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
  }
}

extension cmp_fr_products {
  /// The products of a strip x of the elements `h` and a strip y of the elements `other`.
  init(_ h: mpfr_srcptr, _ x: Strip, _ other: mpfr_srcptr, _ y: Strip, subtracted: Bool = false) {
    self.init(
      x: h + x.start, x_stride: x.stride, y: other + y.start, y_stride: y.stride, count: x.count,
      negative: subtracted ? 1 : 0)
  }
}
