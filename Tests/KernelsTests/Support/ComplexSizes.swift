import Arithmetic

/// The sizes that enter the rounding error of a complex product a x, where the kernel's x is off by at most `error`.
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
    propagated = (ar * ar + ai * ai).squareRoot() * error
    real = ar * xr + ai * xi
    imaginary = ar * xi + ai * xr
  }

  /// |x| + error.
  static func length(_ x: Complex<BigFloat>, _ error: Double) -> Double {
    x.squaredMagnitude.approximation.squareRoot() + error
  }

  /// The length of (real + |Re b|, imaginary + |Im b|).
  func hypotenuse(adding b: Complex<BigFloat>) -> Double {
    let re = real + b.real.magnitude.approximation
    let im = imaginary + b.imaginary.magnitude.approximation
    return (re * re + im * im).squareRoot()
  }
}
