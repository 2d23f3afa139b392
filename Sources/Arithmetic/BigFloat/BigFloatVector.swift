import CMultiprecision

/// A vector of `BigFloat`s of one precision in one block of limbs: what makes a recurrence in arbitrary precision as
/// fast as the same loop in C.
///
/// Every operation rounds to nearest even, to the vector's precision, and works in place. A product that is added to a
/// whole vector (``addProduct(_:_:)`` and the like) is rounded before it is added, so that it has two roundings. The
/// operations on strips and the matrix product add up products in one fixed-point accumulator and round
/// once: with p the precision, N the number of terms and T the largest of their moduli,
///
///     |computed - exact| <= 2^-p |computed| + N^2 2^(-p - 60) T,
///
/// which is never worse than rounding every product and every sum, and is exact where no bit is lost. Where the
/// accumulator does not serve (NaN, infinities, exponents beyond +-2^28, operands of unlike numbers of limbs) every
/// product and every sum is rounded, from the first on.
public struct BigFloatVector: ArithmeticVector {
  public typealias Element = BigFloat

  var storage: Storage

  /// Headers that point into one block of limbs, and one element more, for intermediate results. Shared between
  /// vectors; changed only while it is uniquely referenced.
  final class Storage: @unchecked Sendable {
    let count: Int
    let precision: Precision
    let elements: UnsafeMutablePointer<__mpfr_struct>
    let limbs: UnsafeMutablePointer<mp_limb_t>

    /// `count` zeros.
    init(count: Int, precision: Precision) {
      self.count = count
      self.precision = precision
      let stride = Int(cmp_fr_limbs(precision.bits))
      elements = .allocate(capacity: count + 1)
      limbs = .allocate(capacity: (count + 1) * stride)
      limbs.initialize(repeating: 0, count: (count + 1) * stride)
      for i in 0...count { cmp_fr_custom_zero(elements + i, precision.bits, limbs + i * stride) }
    }

    deinit {
      elements.deallocate()
      limbs.deallocate()
    }

    var scratch: mpfr_ptr { elements + count }

    /// The significands as they lie, and the headers moved to them: an exchange leaves them in another order.
    func copy() -> Storage {
      let copy = Storage(count: count, precision: precision)
      copy.limbs.update(from: limbs, count: (count + 1) * Int(cmp_fr_limbs(precision.bits)))
      for i in 0...count {
        copy.elements[i] = elements[i]
        copy.elements[i]._mpfr_d = copy.limbs + (elements[i]._mpfr_d - limbs)
      }
      return copy
    }
  }

  public init(zeros count: Int, in precision: Precision) {
    storage = Storage(count: count, precision: precision)
  }

  public var count: Int { storage.count }
  /// The precision that the elements share.
  public var context: Precision { storage.precision }

  public subscript(index: Int) -> BigFloat {
    get {
      precondition(index >= 0 && index < count, "Index out of range")
      return BigFloat(context) { r in withUnsafeElements { _ = cmp_fr_set(r, $0 + index, MPFR_RNDN) } }
    }
    set {
      precondition(index >= 0 && index < count, "Index out of range")
      withUnsafeMutableElements { x in newValue.withUnsafe { _ = cmp_fr_set(x + index, $0, MPFR_RNDN) } }
    }
  }

  /// The result of `body` on the elements' MPFR variables, which it must not change.
  ///
  /// They are valid during the call only.
  public func withUnsafeElements<R>(_ body: (UnsafePointer<__mpfr_struct>) throws -> R) rethrows -> R {
    try withExtendedLifetime(storage) { try body(UnsafePointer($0.elements)) }
  }

  /// The result of `body` on the elements' MPFR variables, to which it may assign; it must not change their precision,
  /// nor swap, clear or reallocate them, for their limbs belong to the vector. The variable after the last element is
  /// of the same precision and free for intermediate results.
  ///
  /// They are valid during the call only.
  public mutating func withUnsafeMutableElements<R>(
    _ body: (UnsafeMutablePointer<__mpfr_struct>) throws -> R
  ) rethrows -> R {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
    return try withExtendedLifetime(storage) { try body($0.elements) }
  }
}

extension BigFloat {
  public typealias Vector = BigFloatVector

  /// y_i = e^(x_i), correctly rounded to nearest even.
  public static func formExponential(_ y: inout BigFloatVector, of x: BigFloatVector) {
    let count = y.count
    precondition(x.count == count)
    x.withUnsafeElements { x in
      y.withUnsafeMutableElements { y in for i in 0..<count { mpfr_exp(y + i, x + i, MPFR_RNDN) } }
    }
  }
}
