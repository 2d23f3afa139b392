import CMultiprecision

// Results written into a number that is there already, whose precision stays as it is: without an allocation where its
// storage is not shared.

extension BigFloat {
  /// self = f(x), rounded to self's precision; returns the ternary value.
  @discardableResult
  public mutating func form(_ f: UnaryFunction, _ x: BigFloat, rounding: RoundingMode = .toNearestEven) -> Int {
    withUnsafeMutable { r in x.withUnsafe { Int(BigFloat.evaluate(f, r, $0, rounding.mpfr)) } }
  }

  /// self = f(x, y), rounded to self's precision; returns the ternary value.
  @discardableResult
  public mutating func form(
    _ f: BinaryFunction, _ x: BigFloat, _ y: BigFloat, rounding: RoundingMode = .toNearestEven
  ) -> Int {
    withUnsafeMutable { r in
      x.withUnsafe { p in y.withUnsafe { Int(BigFloat.evaluate(f, r, p, $0, rounding.mpfr)) } }
    }
  }

  /// self = x + y, rounded to self's precision; returns the ternary value.
  @discardableResult
  public mutating func formSum(_ x: BigFloat, _ y: BigFloat, rounding: RoundingMode = .toNearestEven) -> Int {
    form(.add, x, y, rounding: rounding)
  }

  /// self = x - y, rounded to self's precision; returns the ternary value.
  @discardableResult
  public mutating func formDifference(_ x: BigFloat, _ y: BigFloat, rounding: RoundingMode = .toNearestEven) -> Int {
    form(.subtract, x, y, rounding: rounding)
  }

  /// self = x y, rounded to self's precision; returns the ternary value.
  @discardableResult
  public mutating func formProduct(_ x: BigFloat, _ y: BigFloat, rounding: RoundingMode = .toNearestEven) -> Int {
    form(.multiply, x, y, rounding: rounding)
  }

  /// self = x / y, rounded to self's precision; returns the ternary value.
  @discardableResult
  public mutating func formQuotient(_ x: BigFloat, _ y: BigFloat, rounding: RoundingMode = .toNearestEven) -> Int {
    form(.divide, x, y, rounding: rounding)
  }

  /// The result of `body` on this number's own MPFR variable, to which it assigns. The old value is not kept where the
  /// storage was shared: an operand that is this number is another reference, and stays as it was.
  private mutating func withUnsafeMutable<R>(_ body: (mpfr_ptr) -> R) -> R {
    if !isKnownUniquelyReferenced(&storage) { storage = .make(precision) }
    return storage.withUnsafeMutablePointerToHeader { body($0) }
  }
}
