import ComplexModule
import RealModule

extension Complex<Double> {
  /// exp(2 pi i (quarters/4 + offset)), |offset| <= 1/8, with an error of a few units in the last place of each part;
  /// exact at offset 0.
  ///
  /// By Taylor's series, with nothing but sums and products, so that it is the same on every machine, which the C
  /// library's functions are not.
  static func unit(quarters: Int, offset: Double) -> Complex {
    let x = 2 * Double.pi * offset
    let square = x * x
    // The terms of even and odd degree up to the 17th: x < 0.79, so that the next is below 2^-59.
    var cosine = 0.0
    var sine = 0.0
    for degree in stride(from: 16, through: 2, by: -2) {
      let even = Double(degree)
      cosine = (1 - cosine) * square / (even * (even - 1))
      sine = (1 - sine) * square / (even * (even + 1))
    }
    cosine = 1 - cosine
    sine = x - x * sine
    switch quarters & 3 {
    case 0: return Complex(cosine, sine)
    case 1: return Complex(-sine, cosine)
    case 2: return Complex(-cosine, -sine)
    default: return Complex(sine, -cosine)
    }
  }

  /// exp(2 pi i power / order) for 0 <= power < order.
  static func rootOfUnity(_ power: Int, order: Int) -> Complex {
    // The nearest quarter turn is taken out in integers, where nothing is rounded.
    let quarters = (8 * power + order) / (2 * order)
    return unit(quarters: quarters, offset: Double(4 * power - quarters * order) / Double(4 * order))
  }

  /// exp(2 pi i turns) for |turns| <= 1.
  static func unit(turns: Double) -> Complex {
    let quarters = (4 * turns).rounded()
    return unit(quarters: Int(quarters), offset: turns - quarters / 4)
  }

  /// The sign of |z| - radius, computed exactly. Both are finite, and the radius is not negative.
  func compareModulus(to radius: Double) -> Int {
    let scale = max(real.magnitude, imaginary.magnitude, radius)
    guard scale > 0 else { return 0 }
    // The greatest becomes one of 1..<2. What is below 2^-300 then only matters by not being zero, and squares of what
    // is above have all their bits.
    func scaled(_ value: Double) -> Double {
      let value = value.magnitude
      if value == 0 { return 0 }
      let exponent = Int(value.exponent) - Int(scale.exponent)
      return exponent < -300 ? 0x1p-300 : Double(sign: .plus, exponent: exponent, significand: value.significand)
    }
    let (x, y, r) = (scaled(real), scaled(imaginary), scaled(radius))
    var sum = ExactSum()
    sum.add(x, times: x)
    sum.add(y, times: y)
    sum.add(-r, times: r)
    return sum.sign
  }

  /// The number or one a few units in the last place from it whose modulus lies in `range`, exactly; where there is no
  /// such, the real number of the range nearest to zero.
  func moved(intoModulus range: ClosedRange<Double>) -> Complex {
    var z = self
    for _ in 0..<8 {
      let scale: Double
      if z.compareModulus(to: range.upperBound) > 0 {
        scale = 1 - 0x1p-52
      } else if z.compareModulus(to: range.lowerBound) < 0 {
        scale = 1 + 0x1p-52
      } else {
        return z
      }
      z = Complex(z.real * scale, z.imaginary * scale)
    }
    return Complex(range.lowerBound, 0)
  }
}
