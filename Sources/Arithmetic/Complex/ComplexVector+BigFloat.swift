import CMultiprecision

// The planes as what they are where the components are `BigFloat`s: which a generic type can only find out when it
// runs.

/// The variables of a complex `BigFloat`, or of a vector of them.
struct ComplexVariables {
  let re: mpfr_srcptr
  let im: mpfr_srcptr
}

extension Complex {
  /// body(variables) where the components are `BigFloat`s.
  func withBigFloats(_ body: (ComplexVariables) -> Void) {
    guard let re = real as? BigFloat, let im = imaginary as? BigFloat else { return }
    re.withUnsafe { re in im.withUnsafe { body(ComplexVariables(re: re, im: $0)) } }
  }
}

extension ComplexVector {
  /// body(variables) where the components are `BigFloat`s.
  func readBigFloats(_ body: (ComplexVariables) -> Void) {
    guard let re = real as? BigFloatVector, let im = imaginary as? BigFloatVector else { return }
    re.withUnsafeElements { re in im.withUnsafeElements { body(ComplexVariables(re: re, im: $0)) } }
  }

  /// body(real, imaginary) on the variables of the planes where the components are `BigFloat`s; whether they are.
  mutating func changeBigFloats(_ body: (mpfr_ptr, mpfr_ptr) -> Void) -> Bool {
    guard Real.self == BigFloat.self else { return false }
    withPlanes { re, im in
      // One type under two names, as the guard has found.
      withUnsafeMutablePointer(to: &re) { re in
        withUnsafeMutablePointer(to: &im) { im in
          re.withMemoryRebound(to: BigFloatVector.self, capacity: 1) { re in
            im.withMemoryRebound(to: BigFloatVector.self, capacity: 1) { im in
              re.pointee.withUnsafeMutableElements { re in im.pointee.withUnsafeMutableElements { body(re, $0) } }
            }
          }
        }
      }
    }
    return true
  }

  /// sum_k x_k y_k where the components are `BigFloat`s, each component with one rounding; nil where they are not.
  func bigFloatDot(_ x: Strip, _ other: Self, _ y: Strip) -> Element? {
    guard Real.self == BigFloat.self else { return nil }
    var sum = Self(zeros: 1, in: context)
    _ = sum.changeBigFloats { re, im in
      readBigFloats { h in
        other.readBigFloats { other in
          ComplexProducts(h.re, h.im, x, other.re, other.im, y).form(re, im, nil, nil)
        }
      }
    }
    return sum[0]
  }
}

/// The terms of a sum of complex products, or of minus that sum.
struct ComplexProducts {
  var real: (cmp_fr_products, cmp_fr_products)
  var imaginary: (cmp_fr_products, cmp_fr_products)

  init(
    _ xRe: mpfr_srcptr, _ xIm: mpfr_srcptr, _ x: Strip, _ yRe: mpfr_srcptr, _ yIm: mpfr_srcptr, _ y: Strip,
    subtracted: Bool = false
  ) {
    real = (
      cmp_fr_products(xRe, x, yRe, y, subtracted: subtracted), cmp_fr_products(xIm, x, yIm, y, subtracted: !subtracted)
    )
    imaginary = (
      cmp_fr_products(xRe, x, yIm, y, subtracted: subtracted), cmp_fr_products(xIm, x, yRe, y, subtracted: subtracted)
    )
  }

  /// The sum, added to an initial value, which may be the target itself; no other operand may be.
  func form(_ re: mpfr_ptr, _ im: mpfr_ptr, _ initialRe: mpfr_srcptr?, _ initialIm: mpfr_srcptr?) {
    Self.pair(real) { cmp_fr_set_sum_of_products(re, initialRe, $0, 2) }
    Self.pair(imaginary) { cmp_fr_set_sum_of_products(im, initialIm, $0, 2) }
  }

  /// body(the two segments, in one array).
  static func pair<R>(
    _ segments: (cmp_fr_products, cmp_fr_products), _ body: (UnsafePointer<cmp_fr_products>) -> R
  ) -> R {
    withUnsafeBytes(of: segments) { body($0.assumingMemoryBound(to: cmp_fr_products.self).baseAddress!) }
  }
}
