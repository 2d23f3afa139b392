extension Complex {
  /// Componentwise: u.
  @inlinable public static func + (z: Complex, w: Complex) -> Complex {
    Complex(z.real + w.real, z.imaginary + w.imaginary)
  }

  /// Componentwise: u.
  @inlinable public static func - (z: Complex, w: Complex) -> Complex {
    Complex(z.real - w.real, z.imaginary - w.imaginary)
  }

  @inlinable public static prefix func - (z: Complex) -> Complex { Complex(-z.real, -z.imaginary) }

  /// (a + i b)(c + i d) = (a c - b d) + i (a d + b c), with four products and two sums.
  ///
  /// Normwise: sqrt(5) u (Brent, Percival and Zimmermann, "Error bounds on complex floating-point multiplication",
  /// Math. Comp. 76, 2007). The products are not fused, so that the operation commutes and z conj(z) is exactly real.
  @inlinable public static func * (z: Complex, w: Complex) -> Complex {
    Complex(z.real * w.real - z.imaginary * w.imaginary, z.real * w.imaginary + z.imaginary * w.real)
  }

  /// s z, componentwise: u.
  @inlinable public func scaled(by s: Real) -> Complex { Complex(real * s, imaginary * s) }

  /// z / w by Smith's method: with r = d/c for |c| >= |d|,
  ///
  ///     (a + i b)/(c + i d) = ((a + b r) + i (b - a r)) / (c + d r),
  ///
  /// and with the parts of w exchanged otherwise. It needs no square of w: nothing overflows where 2 |z|, 2 |w| and 2 |z/w| do
  /// not (Smith, "Algorithm 116", Comm. ACM 5, 1962).
  ///
  /// Normwise: 6 u. The numerator is off by at most (1 + 3 r)/sqrt(1 + r^2) <= 2.83 u, the denominator, a sum of two
  /// terms of one sign, by (1 + 3 r^2)/(1 + r^2) <= 2 u, the quotient by u.
  ///
  /// Where enclosures do not decide which part of w is the larger, the quotient is z conj(w) / |w|^2. It is undefined
  /// where w is, or may be, 0.
  public static func / (z: Complex, w: Complex) -> Complex {
    switch w.real.magnitude.isLess(than: w.imaginary.magnitude) {
    case .false:
      let ratio = w.imaginary / w.real
      let divisor = w.real + w.imaginary * ratio
      return Complex((z.real + z.imaginary * ratio) / divisor, (z.imaginary - z.real * ratio) / divisor)
    case .true:
      let ratio = w.real / w.imaginary
      let divisor = w.imaginary + w.real * ratio
      return Complex((z.real * ratio + z.imaginary) / divisor, (z.imaginary * ratio - z.real) / divisor)
    case .undecided:
      let product = z * w.conjugate
      let divisor = w.squaredMagnitude
      return Complex(product.real / divisor, product.imaginary / divisor)
    }
  }

  /// self + z w: to each component its two products are added one after the other, each with one rounding where the
  /// components have a fused operation.
  @inlinable public func addingProduct(_ z: Complex, _ w: Complex) -> Complex {
    Complex(
      real.addingProduct(z.real, w.real).addingProduct(-z.imaginary, w.imaginary),
      imaginary.addingProduct(z.real, w.imaginary).addingProduct(z.imaginary, w.real))
  }

  /// The larger and the smaller of |real| and |imaginary|; where enclosures do not decide, |real| and |imaginary|.
  var orderedMagnitudes: (larger: Real, smaller: Real) {
    let x = real.magnitude
    let y = imaginary.magnitude
    return x.isLess(than: y).isTrue ? (y, x) : (x, y)
  }
}
