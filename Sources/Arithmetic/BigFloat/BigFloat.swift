import CMultiprecision

/// A binary floating-point number of any precision, which it carries with it: the arithmetic of reference values. Backed
/// by MPFR.
///
/// Every operation is *correctly rounded*: the result is the exact result, rounded once to the precision asked for, in
/// the mode asked for. The operators and the protocol's functions round to the larger precision of the operands, to
/// nearest even, so that their relative error is at most 2^-precision; the static functions that take a precision and a
/// mode, as in `BigFloat.add(x, y, in: 128, rounding: .up)`, do what they are told. ``withTernary(_:_:_:in:rounding:)``
/// also says whether the result is exact.
///
/// Exponents reach to +-(2^30 - 1), beyond which a result becomes an infinity or a zero as IEEE 754 has it; there are no
/// subnormal numbers. A NaN comes of an undefined operation and propagates; it equals nothing. Zeros have signs and are
/// equal. No operation traps, and none reads or changes a global or thread-local setting of MPFR.
///
/// This boxed form costs one allocation an operation; loops belong in ``BigFloatVector``.
public struct BigFloat: @unchecked Sendable {
  // Unchecked, because a ManagedBuffer cannot say that it is Sendable: this one is changed only while nobody shares it.
  var storage: Storage

  /// An MPFR number, header and limbs in one allocation, whose precision is fixed. Shared between values; changed only
  /// while it is uniquely referenced.
  final class Storage: ManagedBuffer<__mpfr_struct, mp_limb_t> {
    static func make(_ precision: Precision) -> Storage {
      let buffer = Storage.create(minimumCapacity: cmp_fr_limbs(precision.bits)) { _ in __mpfr_struct() }
      buffer.withUnsafeMutablePointers { cmp_fr_custom_nan($0, precision.bits, $1) }
      return unsafeDowncast(buffer, to: Storage.self)
    }
  }

  init(storage: Storage) { self.storage = storage }

  /// The number that `body` writes into a fresh MPFR variable of the precision given.
  @inline(__always)
  init(_ precision: Precision, _ body: (mpfr_ptr) -> Void) {
    storage = Storage.make(precision)
    storage.withUnsafeMutablePointerToHeader { body($0) }
  }

  /// The result of `body` on this number's MPFR variable.
  @inline(__always)
  func withUnsafe<R>(_ body: (mpfr_srcptr) throws -> R) rethrows -> R {
    try storage.withUnsafeMutablePointerToHeader { try body(mpfr_srcptr($0)) }
  }

  /// The bits of the significand.
  public var precision: Precision { withUnsafe { Precision(bits: cmp_fr_precision($0)) } }

  public var isNaN: Bool { withUnsafe { mpfr_nan_p($0) != 0 } }
  public var isInfinite: Bool { withUnsafe { mpfr_inf_p($0) != 0 } }
  public var isZero: Bool { withUnsafe { mpfr_zero_p($0) != 0 } }
  public var isFinite: Bool { withUnsafe { mpfr_number_p($0) != 0 } }
  /// Whether this is an integer; false for an infinity and a NaN.
  public var isInteger: Bool { withUnsafe { mpfr_integer_p($0) != 0 } }
  /// Whether the sign bit is set, as it is for -0.
  public var hasMinusSign: Bool { withUnsafe { cmp_fr_signbit($0) != 0 } }
  /// -1, 0 or 1; 0 for a NaN.
  public var signum: Int { withUnsafe { Int(cmp_fr_sign($0).signum()) } }

  /// e, where self = m 2^e with 1/2 <= |m| < 1: one more than IEEE 754's exponent. `Int.min` for a zero, `Int.max` for an
  /// infinity and for a NaN.
  public var exponent: Int {
    withUnsafe { cmp_fr_is_regular($0) != 0 ? cmp_fr_exponent($0) : mpfr_zero_p($0) != 0 ? .min : .max }
  }

  /// The bits of the significand up to the last that is set: the least precision that holds this number. 0 for a zero, an
  /// infinity, a NaN.
  public var significantBits: Int { withUnsafe { Int(mpfr_min_prec($0)) } }

  /// The exponent of the least positive number, as ``exponent`` counts.
  public static var minimumExponent: Int { mpfr_get_emin() }
  /// The exponent of the largest finite numbers.
  public static var maximumExponent: Int { mpfr_get_emax() }

  /// A NaN.
  public static func nan(in precision: Precision) -> BigFloat { BigFloat(storage: .make(precision)) }
  /// +infinity.
  public static func infinity(in precision: Precision) -> BigFloat { BigFloat(precision) { mpfr_set_inf($0, 1) } }
  /// 0, or -0.
  public static func zero(in precision: Precision, isNegative: Bool = false) -> BigFloat {
    BigFloat(precision) { mpfr_set_zero($0, isNegative ? -1 : 1) }
  }
  /// 2^exponent; an infinity or zero where that is out of range.
  public static func powerOfTwo(_ exponent: Int, in precision: Precision) -> BigFloat {
    BigFloat(precision) { mpfr_set_si_2exp($0, 1, exponent, MPFR_RNDN) }
  }
  /// The least positive number of a precision.
  public static func leastNonzero(in precision: Precision) -> BigFloat { zero(in: precision).nextUp }
  /// The largest finite number of a precision.
  public static func largestFinite(in precision: Precision) -> BigFloat { infinity(in: precision).nextDown }

  /// The least number of this precision that is larger; of -infinity the least finite one, of +infinity itself.
  public var nextUp: BigFloat { copy { mpfr_nextabove($0) } }
  /// The largest number of this precision that is smaller.
  public var nextDown: BigFloat { copy { mpfr_nextbelow($0) } }

  /// The unit in the last place, 2^(exponent - precision); 0 for 0, and a NaN where this is not finite.
  public var ulp: BigFloat {
    if isZero { return .zero(in: precision) }
    return isFinite ? .powerOfTwo(exponent - precision.bits, in: precision) : .nan(in: precision)
  }

  /// A copy, changed by `body`.
  private func copy(_ body: (mpfr_ptr) -> Void) -> BigFloat {
    BigFloat(precision) { r in
      withUnsafe { _ = cmp_fr_set(r, $0, MPFR_RNDN) }
      body(r)
    }
  }
}

extension BigFloat: Hashable, Comparable {
  /// IEEE 754 equality: by value whatever the precisions, 0 = -0, and a NaN equals nothing.
  public static func == (x: BigFloat, y: BigFloat) -> Bool {
    x.withUnsafe { p in y.withUnsafe { mpfr_equal_p(p, $0) != 0 } }
  }
  /// IEEE 754 order: false where either is a NaN.
  public static func < (x: BigFloat, y: BigFloat) -> Bool {
    x.withUnsafe { p in y.withUnsafe { mpfr_less_p(p, $0) != 0 } }
  }
  public static func > (x: BigFloat, y: BigFloat) -> Bool { y < x }
  public static func <= (x: BigFloat, y: BigFloat) -> Bool {
    x.withUnsafe { p in y.withUnsafe { mpfr_lessequal_p(p, $0) != 0 } }
  }
  public static func >= (x: BigFloat, y: BigFloat) -> Bool { y <= x }

  /// Equal numbers hash alike, whatever their precisions: trailing zero limbs do not count.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(signum)
    hasher.combine(exponent)
    withUnsafe { x in
      guard cmp_fr_is_regular(x) != 0 else { return }
      let limbs = UnsafeBufferPointer(start: cmp_fr_significand(x), count: Int(cmp_fr_limbs(cmp_fr_precision(x))))
      guard let lowest = limbs.firstIndex(where: { $0 != 0 }) else { return }
      for limb in limbs[lowest...] { hasher.combine(limb) }
    }
  }

  /// Whether self < other, = other, > other as -1, 0, 1, exactly; nil where either is undefined.
  public func compare(to other: Rational) -> Int? {
    guard !isNaN && other.isDefined else { return nil }
    return withUnsafe { x in other.withUnsafe { Int(mpfr_cmp_q(x, $0).signum()) } }
  }
}
