import CMultiprecision

// Strips of the two planes. Over `BigFloat` each component of a result is one sum of products with one rounding; over
// the other arithmetics the operations are those of the planes' own vector.

extension ComplexVector {
  public mutating func addProduct(_ s: Element, _ x: Strip, to y: Strip) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    let isDone = changeBigFloats { re, im in
      s.withBigFloats { s in
        cmp_fr_add_scaled_complex(
          re + y.start, im + y.start, y.stride, s.re, s.im, re + x.start, im + x.start, x.stride, x.count)
      }
    }
    if isDone { return }
    real.addProduct(s.real, x, to: y)
    real.addProduct(-s.imaginary, x, of: imaginary, to: y)
    imaginary.addProduct(s.real, x, to: y)
    imaginary.addProduct(s.imaginary, x, of: real, to: y)
  }

  public mutating func addProduct(_ s: Element, _ x: Strip, of other: Self, to y: Strip) {
    precondition(x.count == y.count && x.isWithin(other.count) && y.isWithin(count), Strip.mismatch)
    let isDone = changeBigFloats { re, im in
      s.withBigFloats { s in
        other.readBigFloats { other in
          cmp_fr_add_scaled_complex(
            re + y.start, im + y.start, y.stride, s.re, s.im, other.re + x.start, other.im + x.start, x.stride, x.count)
        }
      }
    }
    if isDone { return }
    real.addProduct(s.real, x, of: other.real, to: y)
    real.addProduct(-s.imaginary, x, of: other.imaginary, to: y)
    imaginary.addProduct(s.real, x, of: other.imaginary, to: y)
    imaginary.addProduct(s.imaginary, x, of: other.real, to: y)
  }

  public mutating func exchange(_ x: Strip, _ y: Strip) {
    real.exchange(x, y)
    imaginary.exchange(x, y)
  }

  public mutating func rotate(_ x: Strip, _ y: Strip, c: Element, s: Element, d: Element, t: Element) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    let isDone = changeBigFloats { re, im in
      c.withBigFloats { c in
        s.withBigFloats { s in
          d.withBigFloats { d in
            t.withBigFloats { t in
              cmp_fr_rotate_complex(
                re + x.start, im + x.start, x.stride, re + y.start, im + y.start, y.stride, x.count,
                [c.re, s.re, d.re, t.re], [c.im, s.im, d.im, t.im])
            }
          }
        }
      }
    }
    if isDone { return }
    let p = Self(real: real.strip(x), imaginary: imaginary.strip(x))
    let q = Self(real: real.strip(y), imaginary: imaginary.strip(y))
    form(x, c, p, s, q)
    form(y, d, q, -t, p)
  }

  /// x_k = c p_k + s q_k for a strip x of self that holds p.
  private mutating func form(_ x: Strip, _ c: Element, _ p: Self, _ s: Element, _ q: Self) {
    let whole = Strip(start: 0, count: x.count)
    real.multiply(x, by: c.real)
    real.addProduct(-c.imaginary, whole, of: p.imaginary, to: x)
    real.addProduct(s.real, whole, of: q.real, to: x)
    real.addProduct(-s.imaginary, whole, of: q.imaginary, to: x)
    imaginary.multiply(x, by: c.real)
    imaginary.addProduct(c.imaginary, whole, of: p.real, to: x)
    imaginary.addProduct(s.real, whole, of: q.imaginary, to: x)
    imaginary.addProduct(s.imaginary, whole, of: q.real, to: x)
  }

  public mutating func multiply(_ x: Strip, by s: Element) {
    precondition(x.isWithin(count), Strip.mismatch)
    let isDone = changeBigFloats { re, im in
      s.withBigFloats { s in
        cmp_fr_multiply_complex(re + x.start, im + x.start, x.stride, x.count, s.re, s.im)
      }
    }
    if isDone { return }
    let whole = Strip(start: 0, count: x.count)
    var old = real.strip(x)
    old.multiply(whole, by: s.imaginary)
    real.multiply(x, by: s.real)
    real.addProduct(-s.imaginary, x, of: imaginary, to: x)
    imaginary.multiply(x, by: s.real)
    imaginary.addProduct(Real(1, in: context), whole, of: old, to: x)
  }

  /// x = x / s, as the product with the reciprocal.
  public mutating func divide(_ x: Strip, by s: Element) {
    // The sum has the vector's precision, where s may have less.
    multiply(x, by: Element(1, in: context) / (s + Element(0, in: context)))
  }

  public func dot(_ x: Strip, _ other: Self, _ y: Strip) -> Element {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(other.count), Strip.mismatch)
    if let dot = bigFloatDot(x, other, y) { return dot }
    return Complex(
      real.dot(x, other.real, y) - imaginary.dot(x, other.imaginary, y),
      real.dot(x, other.imaginary, y) + imaginary.dot(x, other.real, y))
  }

  public mutating func subtractDot(_ x: Strip, _ y: Strip, from index: Int) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    precondition(index >= 0 && index < count, "Index out of range")
    guard x.count > 0 else { return }
    let isDone = changeBigFloats { re, im in
      ComplexProducts(re, im, x, re, im, y, subtracted: true).form(re + index, im + index, re + index, im + index)
    }
    if !isDone { self[index] = self[index] - dot(x, self, y) }
  }

  public mutating func subtractDot(_ x: Strip, of other: Self, _ y: Strip, from index: Int) {
    precondition(x.count == y.count && x.isWithin(other.count) && y.isWithin(count), Strip.mismatch)
    precondition(index >= 0 && index < count, "Index out of range")
    guard x.count > 0 else { return }
    let isDone = changeBigFloats { re, im in
      other.readBigFloats { other in
        ComplexProducts(other.re, other.im, x, re, im, y, subtracted: true)
          .form(re + index, im + index, re + index, im + index)
      }
    }
    if !isDone { self[index] = self[index] - other.dot(x, self, y) }
  }

  public mutating func formProduct(_ x: Self, _ y: Self, inner: Int) {
    guard inner > 0 else { return fill(with: Element(0, in: context)) }
    let (rows, columns) = (x.count / inner, y.count / inner)
    precondition(x.count == rows * inner && y.count == inner * columns && count == rows * columns)
    let isDone = changeBigFloats { re, im in
      x.readBigFloats { x in
        y.readBigFloats { y in
          BigFloatVector.eachColumn(of: y.re, rows: inner, columns: columns) { j, yRe in
            BigFloatVector.eachColumn(of: y.im + j, rows: inner, columns: 1, stride: columns) { _, yIm in
              let column = Strip(start: 0, count: inner)
              for i in 0..<rows {
                ComplexProducts(x.re, x.im, Strip(start: i * inner, count: inner), yRe, yIm, column)
                  .form(re + (i * columns + j), im + (i * columns + j), nil, nil)
              }
            }
          }
        }
      }
    }
    if isDone { return }
    real.formProduct(x.real, y.real, inner: inner)
    scratch.formProduct(x.imaginary, y.imaginary, inner: inner)
    real.subtract(scratch)
    imaginary.formProduct(x.real, y.imaginary, inner: inner)
    scratch.formProduct(x.imaginary, y.real, inner: inner)
    imaginary.add(scratch)
  }
}
