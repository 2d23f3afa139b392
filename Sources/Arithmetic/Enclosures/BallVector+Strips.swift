import CMultiprecision

// Midpoints by one sum of products with one rounding; radii from
//
//     sum (x + dx)(y + dy) - sum x y = sum x dy + (y + dy) dx,
//
// at most sum |x| ry + (|y| + ry) rx, and the bound of the sum's own error.

extension BallVector {
  public mutating func addProduct(_ s: Ball, _ x: Strip, to y: Strip) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    s.midpoint.withUnsafe { m in
      update { h, _, r in
        for k in 0..<x.count {
          Self.addProduct(h + y[k], &r[y[k]], m, s.radius, UnsafePointer(h + x[k]), r[x[k]])
        }
      }
    }
  }

  public mutating func addProduct(_ s: Ball, _ x: Strip, of other: BallVector, to y: Strip) {
    precondition(x.count == y.count && x.isWithin(other.count) && y.isWithin(count), Strip.mismatch)
    s.midpoint.withUnsafe { m in
      other.read { other, radii in
        update { h, _, r in
          for k in 0..<x.count {
            Self.addProduct(h + y[k], &r[y[k]], m, s.radius, other + x[k], radii[x[k]])
          }
        }
      }
    }
  }

  public mutating func multiply(_ x: Strip, by s: Ball) {
    precondition(x.isWithin(count), Strip.mismatch)
    s.midpoint.withUnsafe { m in
      update { h, _, r in for k in 0..<x.count { Self.multiply(h + x[k], &r[x[k]], m, s.radius) } }
    }
  }

  public mutating func exchange(_ x: Strip, _ y: Strip) {
    midpoints.exchange(x, y)
    for k in 0..<x.count { radii.swapAt(x[k], y[k]) }
  }

  public func dot(_ x: Strip, _ other: BallVector, _ y: Strip) -> Ball {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(other.count), Strip.mismatch)
    var radius = Magnitude.zero
    let midpoint = BigFloat(context) { r in
      midpoints.withUnsafeElements { h in
        other.midpoints.withUnsafeElements { other in
          var terms = cmp_fr_products(h, x, other, y)
          radius = .formSum(r, nil, &terms, 1)
        }
      }
    }
    return Ball(midpoint: midpoint, radius: radius + dotRadius(x, other, y))
  }

  public mutating func subtractDot(_ x: Strip, _ y: Strip, from index: Int) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    guard x.count > 0 else { return }
    let spread = dotRadius(x, self, y)
    update { h, _, r in
      var terms = cmp_fr_products(h, x, h, y, subtracted: true)
      r[index] += spread + .formSum(h + index, h + index, &terms, 1)
      r[index] = .orInfinite(r[index], h + index)
    }
  }

  public mutating func subtractDot(_ x: Strip, of other: BallVector, _ y: Strip, from index: Int) {
    precondition(x.count == y.count && x.isWithin(other.count) && y.isWithin(count), Strip.mismatch)
    guard x.count > 0 else { return }
    let spread = other.dotRadius(x, self, y)
    other.read { other, _ in
      update { h, _, r in
        var terms = cmp_fr_products(other, x, h, y, subtracted: true)
        r[index] += spread + .formSum(h + index, h + index, &terms, 1)
        r[index] = .orInfinite(r[index], h + index)
      }
    }
  }

  public mutating func formProduct(_ x: BallVector, _ y: BallVector, inner: Int) {
    guard inner > 0 else { return fill(with: .zero(in: context)) }
    let (rows, columns) = (x.count / inner, y.count / inner)
    precondition(x.count == rows * inner && y.count == inner * columns && count == rows * columns)
    x.read { x, _ in
      y.read { y, _ in
        update { h, _, r in
          BigFloatVector.eachColumn(of: y, rows: inner, columns: columns) { j, column in
            for i in 0..<rows {
              var terms = cmp_fr_products(
                x: x + i * inner, x_stride: 1, y: column, y_stride: 1, count: inner, negative: 0)
              let target = h + (i * columns + j)
              r[i * columns + j] = .formSum(target, nil, &terms, 1)
              r[i * columns + j] = .orInfinite(r[i * columns + j], target)
            }
          }
        }
      }
    }
    x.read { xm, rx in
      y.read { ym, ry in
        Magnitude.addProductRadii(
          to: &radii, rows: rows, inner: inner, columns: columns, x: { Magnitude(up: xm + $0) }, rx: rx,
          y: { Magnitude(up: ym + $0) }, ry: ry)
      }
    }
  }

  /// sum |x| ry + (|y| + ry) rx.
  private func dotRadius(_ x: Strip, _ other: BallVector, _ y: Strip) -> Magnitude {
    var radius = Magnitude.zero
    read { h, rh in
      other.read { other, ry in
        for k in 0..<x.count {
          let (i, j) = (x[k], y[k])
          radius += Self.productRadius(h + i, rh[i], other + j, ry[j])
        }
      }
    }
    return radius
  }

  /// h = h + s x.
  @inline(__always)
  private static func addProduct(
    _ h: mpfr_ptr, _ r: inout Magnitude, _ s: mpfr_srcptr, _ rs: Magnitude, _ x: mpfr_srcptr, _ rx: Magnitude
  ) {
    var terms = cmp_fr_products(x: s, x_stride: 0, y: x, y_stride: 0, count: 1, negative: 0)
    r += productRadius(s, rs, x, rx)
    r += .formSum(h, h, &terms, 1)
    r = .orInfinite(r, h)
  }
}
