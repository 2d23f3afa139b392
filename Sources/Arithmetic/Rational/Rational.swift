import CMultiprecision

/// An exact rational number p/q in lowest terms, q > 0, of any size: the arithmetic in which two algorithms are shown to
/// be *equal*. Backed by GMP.
///
/// Every operation is exact. Division by zero, a NaN, an infinity, and anything computed from them give the undefined
/// value 0/0 (``undefined``), for which ``isDefined`` is false; no operation traps. As a NaN, it equals nothing, itself
/// included, and is not ordered.
///
/// Sizes grow: the sum or product of numbers of m and n bits has up to m + n bits, and n steps of a recurrence give about
/// n times the bits of one. ``bitWidth`` tells.
public struct Rational: Sendable {
  let storage: Storage

  /// A GMP number on the heap, which nothing changes once it is inside a `Rational`.
  final class Storage: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<__mpq_struct>

    init() {
      pointer = .allocate(capacity: 1)
      __gmpq_init(pointer)
    }

    deinit {
      __gmpq_clear(pointer)
      pointer.deallocate()
    }
  }

  init(storage: Storage) { self.storage = storage }

  /// The number that `body` writes into a fresh GMP variable, which starts at 0/1 and must be left in lowest terms.
  init(_ body: (mpq_ptr) -> Void) {
    storage = Storage()
    body(storage.pointer)
  }

  /// The result of `body` on this number's GMP variable, which it must not change.
  func withUnsafe<R>(_ body: (mpq_ptr) throws -> R) rethrows -> R {
    try withExtendedLifetime(storage) { try body($0.pointer) }
  }

  /// numerator / denominator, in lowest terms; ``undefined`` when the denominator is 0.
  public init(_ numerator: Int, _ denominator: Int) {
    guard denominator != 0 else {
      self = .undefined
      return
    }
    self.init { q in
      __gmpz_set_si(cmp_q_numerator(q), numerator)
      __gmpz_set_si(cmp_q_denominator(q), denominator)
      __gmpq_canonicalize(q)
    }
  }

  /// The integer `value`.
  public init(_ value: Int) { self.init { __gmpq_set_si($0, value, 1) } }

  /// The undefined value 0/0.
  public static let undefined = Rational { __gmpz_set_ui(cmp_q_denominator($0), 0) }
  public static let zero = Rational(0)
  public static let one = Rational(1)

  /// Whether this is a number, that is, not 0/0.
  public var isDefined: Bool { withUnsafe { cmp_q_is_zero_denominator($0) == 0 } }

  /// -1, 0 or 1; 0 for the undefined value.
  public var signum: Int { withUnsafe { Int(cmp_q_sign($0)) } }
  public var isZero: Bool { isDefined && signum == 0 }
  /// Whether the denominator is 1.
  public var isInteger: Bool { withUnsafe { __gmpz_cmp_ui(cmp_q_denominator($0), 1) == 0 } }

  /// The numerator p of p/q in lowest terms, where an `Int` holds it; it carries the sign.
  public var numerator: Int? { withUnsafe { Self.integer(cmp_q_numerator($0)) } }
  /// The denominator q > 0 of p/q in lowest terms, where an `Int` holds it; 0 for the undefined value.
  public var denominator: Int? { withUnsafe { Self.integer(cmp_q_denominator($0)) } }
  /// The bits of the numerator and of the denominator together: what an operation on this number costs.
  public var bitWidth: Int {
    withUnsafe {
      let numerator = cmp_z_sign(cmp_q_numerator($0)) == 0 ? 0 : __gmpz_sizeinbase(cmp_q_numerator($0), 2)
      return Int(numerator) + Int(__gmpz_sizeinbase(cmp_q_denominator($0), 2))
    }
  }

  static func integer(_ z: mpz_ptr) -> Int? { __gmpz_fits_slong_p(z) != 0 ? __gmpz_get_si(z) : nil }
}

extension Rational: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(value) }
}

extension Rational: Hashable, Comparable {
  /// Whether two numbers are the same; the undefined value equals nothing.
  public static func == (x: Rational, y: Rational) -> Bool {
    guard x.isDefined && y.isDefined else { return false }
    return x.withUnsafe { p in y.withUnsafe { q in __gmpq_equal(p, q) != 0 } }
  }

  /// Whether x < y; false where either is undefined.
  public static func < (x: Rational, y: Rational) -> Bool {
    guard x.isDefined && y.isDefined else { return false }
    return x.withUnsafe { p in y.withUnsafe { q in __gmpq_cmp(p, q) < 0 } }
  }
  public static func > (x: Rational, y: Rational) -> Bool { y < x }
  public static func <= (x: Rational, y: Rational) -> Bool { x < y || x == y }
  public static func >= (x: Rational, y: Rational) -> Bool { y <= x }

  public func hash(into hasher: inout Hasher) {
    withUnsafe { q in
      for part in [cmp_q_numerator(q), cmp_q_denominator(q)] {
        hasher.combine(cmp_z_sign(part))
        for i in 0..<__gmpz_size(part) { hasher.combine(__gmpz_getlimbn(part, mp_size_t(i))) }
      }
    }
  }
}
