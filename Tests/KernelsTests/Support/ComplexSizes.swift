import Arithmetic
import Foundation

/// The sizes that enter the rounding error of a complex product a x, where the kernel's x is off by at most `error`.
///
/// Lengths are taken by `hypot`, whose squares neither underflow nor overflow: the bound of a tiny number is not 0.
struct ComplexSizes {
  /// |a| error.
  let propagated: Double
  /// |Re a| |Re x| + |Im a| |Im x| and |Re a| |Im x| + |Im a| |Re x|, for the kernel's x.
  let real: Double
  let imaginary: Double

  init(_ a: Complex<BigFloat>, _ x: Complex<BigFloat>, _ error: Double) {
    let (ar, ai) = (a.real.magnitude.approximation, a.imaginary.magnitude.approximation)
    let xr = x.real.magnitude.approximation + error
    let xi = x.imaginary.magnitude.approximation + error
    propagated = hypot(ar, ai) * error
    real = ar * xr + ai * xi
    imaginary = ar * xi + ai * xr
  }

  /// |x| + error.
  static func length(_ x: Complex<BigFloat>, _ error: Double) -> Double {
    hypot(x.real.approximation, x.imaginary.approximation) + error
  }

  /// The length of (real + |Re b|, imaginary + |Im b|).
  func hypotenuse(adding b: Complex<BigFloat>) -> Double {
    let re = real + b.real.magnitude.approximation
    let im = imaginary + b.imaginary.magnitude.approximation
    return hypot(re, im)
  }
}
