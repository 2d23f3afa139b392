import CMultiprecision

// As the strips of `BallVector`: the components of a midpoint are one sum of products each, with one rounding, and the
// moduli of the midpoints take the place of their absolute values.

extension DiscVector {
  public mutating func addProduct(_ s: Disc, _ x: Strip, to y: Strip) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    s.withOperand { s in
      update { h in
        let others = Operands(re: h.re, im: h.im, radii: h.radii)
        for k in 0..<x.count { h.addRounded(y[k], s, others[x[k]]) }
      }
    }
  }

  public mutating func addProduct(_ s: Disc, _ x: Strip, of other: DiscVector, to y: Strip) {
    precondition(x.count == y.count && x.isWithin(other.count) && y.isWithin(count), Strip.mismatch)
    s.withOperand { s in
      other.read { other in update { h in for k in 0..<x.count { h.addRounded(y[k], s, other[x[k]]) } } }
    }
  }

  public mutating func multiply(_ x: Strip, by s: Disc) {
    precondition(x.isWithin(count), Strip.mismatch)
    s.withOperand { s in update { h in for k in 0..<x.count { h.multiply(x[k], s) } } }
  }

  public mutating func exchange(_ x: Strip, _ y: Strip) {
    realMidpoints.exchange(x, y)
    imaginaryMidpoints.exchange(x, y)
    for k in 0..<x.count { radii.swapAt(x[k], y[k]) }
  }

  public func dot(_ x: Strip, _ other: DiscVector, _ y: Strip) -> Disc {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(other.count), Strip.mismatch)
    var sum = DiscVector(zeros: 1, in: context)
    guard x.count > 0 else { return sum[0] }
    let spread = dotRadius(x, other, y)
    read { h in
      other.read { other in
        sum.update { $0.form(0, initial: false, ComplexProducts(h.re, h.im, x, other.re, other.im, y), spread) }
      }
    }
    return sum[0]
  }

  public mutating func subtractDot(_ x: Strip, _ y: Strip, from index: Int) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    guard x.count > 0 else { return }
    let spread = dotRadius(x, self, y)
    update { h in
      h.form(index, initial: true, ComplexProducts(h.re, h.im, x, h.re, h.im, y, subtracted: true), spread)
    }
  }

  public mutating func subtractDot(_ x: Strip, of other: DiscVector, _ y: Strip, from index: Int) {
    precondition(x.count == y.count && x.isWithin(other.count) && y.isWithin(count), Strip.mismatch)
    guard x.count > 0 else { return }
    let spread = other.dotRadius(x, self, y)
    other.read { other in
      update { h in
        h.form(index, initial: true, ComplexProducts(other.re, other.im, x, h.re, h.im, y, subtracted: true), spread)
      }
    }
  }

  public mutating func formProduct(_ x: DiscVector, _ y: DiscVector, inner: Int) {
    guard inner > 0 else { return fill(with: Disc(0, in: context)) }
    let (rows, columns) = (x.count / inner, y.count / inner)
    precondition(x.count == rows * inner && y.count == inner * columns && count == rows * columns)
    x.read { x in
      y.read { y in
        update { h in
          BigFloatVector.eachColumn(of: y.re, rows: inner, columns: columns) { j, yRe in
            BigFloatVector.eachColumn(of: y.im + j, rows: inner, columns: 1, stride: columns) { _, yIm in
              let column = Strip(start: 0, count: inner)
              for i in 0..<rows {
                let row = Strip(start: i * inner, count: inner)
                h.form(i * columns + j, initial: false, ComplexProducts(x.re, x.im, row, yRe, yIm, column), .zero)
              }
            }
          }
        }
      }
    }
    x.read { xm in
      y.read { ym in
        Magnitude.addProductRadii(
          to: &radii, rows: rows, inner: inner, columns: columns, x: { xm[$0].modulus }, rx: x.radii,
          y: { ym[$0].modulus }, ry: y.radii)
      }
    }
  }

  /// sum |x| ry + (|y| + ry) rx.
  private func dotRadius(_ x: Strip, _ other: DiscVector, _ y: Strip) -> Magnitude {
    var radius = Magnitude.zero
    read { h in
      other.read { other in for k in 0..<x.count { radius += Operand.productRadius(h[x[k]], other[y[k]]) } }
    }
    return radius
  }
}

extension DiscVector.Targets {
  /// h_i = (h_i, or 0) + the terms, widened by `spread`.
  @inline(__always)
  func form(_ i: Int, initial: Bool, _ terms: ComplexProducts, _ spread: Magnitude) {
    let (re, im) = (re + i, im + i)
    let a = ComplexProducts.pair(terms.real) { Magnitude.formSum(re, initial ? UnsafePointer(re) : nil, $0, 2) }
    let b = ComplexProducts.pair(terms.imaginary) { Magnitude.formSum(im, initial ? UnsafePointer(im) : nil, $0, 2) }
    let error = Magnitude.orInfinite(.orInfinite(.hypot(a, b), re), im)
    radii[i] = (initial ? radii[i] : .zero) + spread + error
  }

  /// h_i = h_i + s x, each component with one rounding.
  @inline(__always)
  func addRounded(_ i: Int, _ s: DiscVector.Operand, _ x: DiscVector.Operand) {
    let one = Strip(start: 0, stride: 0, count: 1)
    form(
      i, initial: true, ComplexProducts(s.re, s.im, one, x.re, x.im, one), DiscVector.Operand.productRadius(s, x))
  }
}
