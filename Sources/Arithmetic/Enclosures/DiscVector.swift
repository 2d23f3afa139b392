import CMultiprecision

/// A vector of discs of one precision: real and imaginary midpoints in a block of limbs each, the radii in one array.
///
/// Every operation works in place, allocates nothing for an element and rounds up the radii; it contains what the
/// operation on the elements' discs encloses. A complex product is four products and two sums, each rounded, and its
/// error the hypotenuse of the components' sums of half units in the last place: at most 3 sqrt(2) of them, about 4 units
/// in the last place of the modulus.
public struct DiscVector: ArithmeticVector {
  public typealias Element = Disc

  public internal(set) var realMidpoints: BigFloatVector
  public internal(set) var imaginaryMidpoints: BigFloatVector
  /// Infinite where an element is indeterminate.
  public internal(set) var radii: [Magnitude]

  public init(zeros count: Int, in precision: Precision) {
    realMidpoints = BigFloatVector(zeros: count, in: precision)
    imaginaryMidpoints = BigFloatVector(zeros: count, in: precision)
    radii = Array(repeating: .zero, count: count)
  }

  public var count: Int { radii.count }
  public var context: Precision { realMidpoints.context }

  public subscript(index: Int) -> Disc {
    get {
      Disc(
        realMidpoint: realMidpoints[index], imaginaryMidpoint: imaginaryMidpoints[index], radius: radii[index])
    }
    set {
      let value = newValue.rounded(to: context)
      realMidpoints[index] = value.realMidpoint
      imaginaryMidpoints[index] = value.imaginaryMidpoint
      radii[index] = value.radius
    }
  }

  /// An element that is read: its midpoint and its radius.
  struct Operand {
    let re: mpfr_srcptr
    let im: mpfr_srcptr
    let radius: Magnitude

    /// An upper bound of |m|.
    @inline(__always) var modulus: Magnitude { .hypot(Magnitude(up: re), Magnitude(up: im)) }

    /// |x| ry + |y| rx + rx ry.
    @inline(__always)
    static func productRadius(_ x: Operand, _ y: Operand) -> Magnitude {
      var radius = Magnitude.zero
      if !y.radius.isZero { radius = x.modulus * y.radius }
      if !x.radius.isZero { radius += (y.modulus + y.radius) * x.radius }
      return radius
    }
  }

  /// Elements that are read.
  struct Operands {
    let re: mpfr_srcptr
    let im: mpfr_srcptr
    let radii: UnsafePointer<Magnitude>
    @inline(__always) subscript(i: Int) -> Operand { Operand(re: re + i, im: im + i, radius: radii[i]) }
  }

  /// Elements that are changed, and two scratch variables.
  struct Targets {
    let re: mpfr_ptr
    let im: mpfr_ptr
    let radii: UnsafeMutablePointer<Magnitude>
    let scratch: (mpfr_ptr, mpfr_ptr)
  }

  @inline(__always)
  func read(_ body: (Operands) -> Void) {
    guard count > 0 else { return }
    radii.withUnsafeBufferPointer { radii in
      realMidpoints.withUnsafeElements { re in
        imaginaryMidpoints.withUnsafeElements { im in body(Operands(re: re, im: im, radii: radii.baseAddress!)) }
      }
    }
  }

  @inline(__always)
  mutating func update(_ body: (Targets) -> Void) {
    let count = count
    guard count > 0 else { return }
    var radii: [Magnitude] = []
    swap(&radii, &self.radii)
    radii.withUnsafeMutableBufferPointer { r in
      Self.access(&realMidpoints, &imaginaryMidpoints) { re, im in
        body(Targets(re: re, im: im, radii: r.baseAddress!, scratch: (re + count, im + count)))
      }
    }
    swap(&radii, &self.radii)
  }

  @inline(__always)
  private static func access(
    _ x: inout BigFloatVector, _ y: inout BigFloatVector, _ body: (mpfr_ptr, mpfr_ptr) -> Void
  ) {
    x.withUnsafeMutableElements { x in y.withUnsafeMutableElements { y in body(x, y) } }
  }
}

extension DiscVector.Targets {
  /// h_i = h_i + x.
  @inline(__always)
  func add(_ i: Int, _ x: DiscVector.Operand) {
    let a = Magnitude.error(re + i) { mpfr_add($0, $0, x.re, MPFR_RNDN) }
    let b = Magnitude.error(im + i) { mpfr_add($0, $0, x.im, MPFR_RNDN) }
    radii[i] += x.radius + Magnitude.hypot(a, b)
  }

  /// h_i = h_i - x.
  @inline(__always)
  func subtract(_ i: Int, _ x: DiscVector.Operand) {
    let a = Magnitude.error(re + i) { mpfr_sub($0, $0, x.re, MPFR_RNDN) }
    let b = Magnitude.error(im + i) { mpfr_sub($0, $0, x.im, MPFR_RNDN) }
    radii[i] += x.radius + Magnitude.hypot(a, b)
  }

  /// h_i = h_i x.
  @inline(__always)
  func multiply(_ i: Int, _ x: DiscVector.Operand) {
    let (re, im, s, t) = (re + i, im + i, scratch.0, scratch.1)
    let spread = DiscVector.Operand.productRadius(x, DiscVector.Operand(re: re, im: im, radius: radii[i]))
    var a = Magnitude.error(s) { mpfr_mul($0, re, x.re, MPFR_RNDN) }
    a += Magnitude.error(t) { mpfr_mul($0, im, x.im, MPFR_RNDN) }
    var b = Magnitude.error(im) { mpfr_mul($0, $0, x.re, MPFR_RNDN) }
    b += Magnitude.error(re) { mpfr_mul($0, $0, x.im, MPFR_RNDN) }
    b += Magnitude.error(im) { mpfr_add($0, $0, re, MPFR_RNDN) }
    a += Magnitude.error(re) { mpfr_sub($0, s, t, MPFR_RNDN) }
    radii[i] = spread + Magnitude.hypot(a, b)
  }

  /// h_i = x y.
  @inline(__always)
  func formProduct(_ i: Int, _ x: DiscVector.Operand, _ y: DiscVector.Operand) {
    let (re, im, s) = (re + i, im + i, scratch.0)
    let spread = DiscVector.Operand.productRadius(x, y)
    var a = Magnitude.error(re) { mpfr_mul($0, x.re, y.re, MPFR_RNDN) }
    a += Magnitude.error(s) { mpfr_mul($0, x.im, y.im, MPFR_RNDN) }
    a += Magnitude.error(re) { mpfr_sub($0, $0, s, MPFR_RNDN) }
    var b = Magnitude.error(im) { mpfr_mul($0, x.re, y.im, MPFR_RNDN) }
    b += Magnitude.error(s) { mpfr_mul($0, x.im, y.re, MPFR_RNDN) }
    b += Magnitude.error(im) { mpfr_add($0, $0, s, MPFR_RNDN) }
    radii[i] = spread + Magnitude.hypot(a, b)
  }

  /// h_i = h_i + x y.
  @inline(__always)
  func addProduct(_ i: Int, _ x: DiscVector.Operand, _ y: DiscVector.Operand) {
    let (re, im, s, t) = (re + i, im + i, scratch.0, scratch.1)
    let spread = DiscVector.Operand.productRadius(x, y)
    var a = Magnitude.error(s) { mpfr_mul($0, x.re, y.re, MPFR_RNDN) }
    a += Magnitude.error(t) { mpfr_mul($0, x.im, y.im, MPFR_RNDN) }
    a += Magnitude.error(s) { mpfr_sub($0, $0, t, MPFR_RNDN) }
    a += Magnitude.error(re) { mpfr_add($0, $0, s, MPFR_RNDN) }
    var b = Magnitude.error(s) { mpfr_mul($0, x.re, y.im, MPFR_RNDN) }
    b += Magnitude.error(t) { mpfr_mul($0, x.im, y.re, MPFR_RNDN) }
    b += Magnitude.error(s) { mpfr_add($0, $0, t, MPFR_RNDN) }
    b += Magnitude.error(im) { mpfr_add($0, $0, s, MPFR_RNDN) }
    radii[i] += spread + Magnitude.hypot(a, b)
  }

  /// h_i = h_i - x y.
  @inline(__always)
  func subtractProduct(_ i: Int, _ x: DiscVector.Operand, _ y: DiscVector.Operand) {
    let (re, im, s, t) = (re + i, im + i, scratch.0, scratch.1)
    let spread = DiscVector.Operand.productRadius(x, y)
    var a = Magnitude.error(s) { mpfr_mul($0, x.re, y.re, MPFR_RNDN) }
    a += Magnitude.error(t) { mpfr_mul($0, x.im, y.im, MPFR_RNDN) }
    a += Magnitude.error(s) { mpfr_sub($0, $0, t, MPFR_RNDN) }
    a += Magnitude.error(re) { mpfr_sub($0, $0, s, MPFR_RNDN) }
    var b = Magnitude.error(s) { mpfr_mul($0, x.re, y.im, MPFR_RNDN) }
    b += Magnitude.error(t) { mpfr_mul($0, x.im, y.re, MPFR_RNDN) }
    b += Magnitude.error(s) { mpfr_add($0, $0, t, MPFR_RNDN) }
    b += Magnitude.error(im) { mpfr_sub($0, $0, s, MPFR_RNDN) }
    radii[i] += spread + Magnitude.hypot(a, b)
  }
}
