import CMultiprecision

/// A vector of balls of one precision: the midpoints in one block of limbs, the radii in one array.
///
/// Every operation works in place and rounds up the radii; it contains what the operation on the elements' balls
/// encloses, with another rounding or two in the products that are added, as ``BigFloatVector`` has them.
public struct BallVector: ArithmeticVector {
  public typealias Element = Ball

  public internal(set) var midpoints: BigFloatVector
  /// Infinite where an element is indeterminate.
  public internal(set) var radii: [Magnitude]

  public init(zeros count: Int, in precision: Precision) {
    midpoints = BigFloatVector(zeros: count, in: precision)
    radii = Array(repeating: .zero, count: count)
  }

  public var count: Int { radii.count }
  public var context: Precision { midpoints.context }

  public subscript(index: Int) -> Ball {
    get { Ball(midpoint: midpoints[index], radius: radii[index]) }
    set {
      let value = newValue.rounded(to: context)
      midpoints[index] = value.midpoint
      radii[index] = value.radius
    }
  }

  /// body(m, scratch, r) on the raw midpoints, a scratch variable and the radii.
  @inline(__always)
  mutating func update(_ body: (mpfr_ptr, mpfr_ptr, UnsafeMutablePointer<Magnitude>) -> Void) {
    let count = count
    guard count > 0 else { return }
    var radii: [Magnitude] = []
    swap(&radii, &self.radii)
    radii.withUnsafeMutableBufferPointer { r in
      midpoints.withUnsafeMutableElements { body($0, $0 + count, r.baseAddress!) }
    }
    swap(&radii, &self.radii)
  }

  @inline(__always)
  func read<R>(_ body: (mpfr_srcptr, [Magnitude]) -> R) -> R {
    midpoints.withUnsafeElements { body($0, radii) }
  }
}

extension BallVector {
  public mutating func fill(with value: Ball) {
    let value = value.rounded(to: context)
    midpoints.fill(with: value.midpoint)
    radii = Array(repeating: value.radius, count: count)
  }

  public mutating func add(_ x: BallVector) {
    precondition(x.count == count)
    let count = count
    x.read { x, rx in
      update { h, _, r in
        for i in 0..<count { r[i] += rx[i] + Magnitude.error(h + i) { mpfr_add($0, $0, x + i, MPFR_RNDN) } }
      }
    }
  }

  public mutating func subtract(_ x: BallVector) {
    precondition(x.count == count)
    let count = count
    x.read { x, rx in
      update { h, _, r in
        for i in 0..<count { r[i] += rx[i] + Magnitude.error(h + i) { mpfr_sub($0, $0, x + i, MPFR_RNDN) } }
      }
    }
  }

  public mutating func multiply(by s: Ball) {
    let count = count
    s.midpoint.withUnsafe { m in
      update { h, _, r in for i in 0..<count { Self.multiply(h + i, &r[i], m, s.radius) } }
    }
  }

  public mutating func multiply(by x: BallVector) {
    precondition(x.count == count)
    let count = count
    x.read { x, rx in
      update { h, _, r in for i in 0..<count { Self.multiply(h + i, &r[i], x + i, rx[i]) } }
    }
  }

  public mutating func formProduct(_ x: BallVector, _ y: BallVector) {
    precondition(x.count == count && y.count == count)
    let count = count
    x.read { x, rx in
      y.read { y, ry in
        update { h, _, r in
          for i in 0..<count {
            r[i] = Self.productRadius(x + i, rx[i], y + i, ry[i])
            r[i] += Magnitude.error(h + i) { mpfr_mul($0, x + i, y + i, MPFR_RNDN) }
          }
        }
      }
    }
  }

  public mutating func addProduct(_ x: BallVector, _ y: BallVector) {
    precondition(x.count == count && y.count == count)
    let count = count
    x.read { x, rx in
      y.read { y, ry in
        update { h, scratch, r in
          for i in 0..<count { Self.addProduct(h + i, &r[i], scratch, x + i, rx[i], y + i, ry[i]) }
        }
      }
    }
  }

  public mutating func subtractProduct(_ x: BallVector, _ y: BallVector) {
    precondition(x.count == count && y.count == count)
    let count = count
    x.read { x, rx in
      y.read { y, ry in
        update { h, scratch, r in
          for i in 0..<count {
            r[i] += Self.productRadius(x + i, rx[i], y + i, ry[i])
            r[i] += Magnitude.error(scratch) { mpfr_mul($0, x + i, y + i, MPFR_RNDN) }
            r[i] += Magnitude.error(h + i) { mpfr_sub($0, $0, scratch, MPFR_RNDN) }
          }
        }
      }
    }
  }

  public mutating func addProduct(_ s: Ball, _ x: BallVector) {
    precondition(x.count == count)
    let count = count
    s.midpoint.withUnsafe { m in
      x.read { x, rx in
        update { h, scratch, r in
          for i in 0..<count { Self.addProduct(h + i, &r[i], scratch, m, s.radius, x + i, rx[i]) }
        }
      }
    }
  }

  public func dot(_ x: BallVector) -> Ball {
    precondition(x.count == count)
    let count = count
    var sum = BallVector(zeros: 1, in: context)
    read { h, rh in
      x.read { x, rx in
        sum.update { sum, scratch, r in
          for i in 0..<count { Self.addProduct(sum, &r[0], scratch, h + i, rh[i], x + i, rx[i]) }
        }
      }
    }
    return sum[0]
  }

  public mutating func multiplyRows(by d: BallVector) {
    guard d.count > 0 else { return precondition(count == 0) }
    let (rows, columns) = (d.count, count / d.count)
    precondition(count == rows * columns)
    d.read { d, rd in
      update { m, _, r in
        for i in 0..<rows {
          for j in i * columns..<(i + 1) * columns { Self.multiply(m + j, &r[j], d + i, rd[i]) }
        }
      }
    }
  }

  public mutating func addOuterProduct(_ k: BallVector, _ v: BallVector) {
    let (rows, columns) = (k.count, v.count)
    precondition(count == rows * columns)
    k.read { k, rk in
      v.read { v, rv in
        update { m, scratch, r in
          for i in 0..<rows {
            for j in 0..<columns {
              Self.addProduct(m + (i * columns + j), &r[i * columns + j], scratch, k + i, rk[i], v + j, rv[j])
            }
          }
        }
      }
    }
  }

  public mutating func formProduct(_ q: BallVector, matrix: BallVector) {
    let (rows, columns) = (q.count, count)
    precondition(matrix.count == rows * columns)
    fill(with: .zero(in: context))
    q.read { q, rq in
      matrix.read { m, rm in
        update { y, scratch, r in
          for i in 0..<rows {
            for j in 0..<columns {
              Self.addProduct(y + j, &r[j], scratch, q + i, rq[i], m + (i * columns + j), rm[i * columns + j])
            }
          }
        }
      }
    }
  }

  // MARK: - One element

  /// |x| ry + |y| rx + rx ry.
  @inline(__always)
  static func productRadius(
    _ x: mpfr_srcptr, _ rx: Magnitude, _ y: mpfr_srcptr, _ ry: Magnitude
  ) -> Magnitude {
    var radius = Magnitude.zero
    if !ry.isZero { radius = Magnitude(up: x) * ry }
    if !rx.isZero { radius += (Magnitude(up: y) + ry) * rx }
    return radius
  }

  /// h = h x.
  @inline(__always)
  static func multiply(_ h: mpfr_ptr, _ r: inout Magnitude, _ x: mpfr_srcptr, _ rx: Magnitude) {
    let radius = productRadius(h, r, x, rx)
    r = radius + Magnitude.error(h) { mpfr_mul($0, $0, x, MPFR_RNDN) }
  }

  /// h = h + x y.
  @inline(__always)
  private static func addProduct(
    _ h: mpfr_ptr, _ r: inout Magnitude, _ scratch: mpfr_ptr, _ x: mpfr_srcptr, _ rx: Magnitude, _ y: mpfr_srcptr,
    _ ry: Magnitude
  ) {
    r += productRadius(x, rx, y, ry)
    r += Magnitude.error(scratch) { mpfr_mul($0, x, y, MPFR_RNDN) }
    r += Magnitude.error(h) { mpfr_add($0, $0, scratch, MPFR_RNDN) }
  }
}

extension Magnitude {
  /// The bound of the rounding error of the operation that `body` performs on `target`, whose ternary value it returns.
  @inline(__always)
  static func error(_ target: mpfr_ptr, _ body: (mpfr_ptr) -> Int32) -> Magnitude {
    let ternary = body(target)
    return Magnitude(roundingErrorOf: target, ternary: ternary)
  }
}
