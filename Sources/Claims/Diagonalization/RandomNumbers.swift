import Arithmetic
import Definitions

/// A point of the open unit disc, uniform in area: the same on every machine for the same random bits.
func discPoint(using generator: inout some RandomNumberGenerator) -> Complex<Double> {
  // Multiples of 2^-52 in [-1, 1).
  func signed() -> Double { Double(generator.next() as UInt64 >> 11) * 0x1p-52 - 1 }
  while true {
    let z = Complex(signed(), signed())
    if z.squaredMagnitude < 1 { return z }
  }
}

/// The slope of the line that fits log(y) best against log(x), in least squares, with correctly rounded logarithms.
func logarithmicSlope(_ x: [Double], _ y: [Double]) -> Double {
  func logarithms(_ values: [Double]) -> [Double] {
    values.map { BigFloat.log(BigFloat($0, in: .double)).double() }
  }
  let (u, v) = (logarithms(x), logarithms(y))
  let (meanU, meanV) = (u.reduce(0, +) / Double(u.count), v.reduce(0, +) / Double(v.count))
  let products = zip(u, v).reduce(0) { $0 + ($1.0 - meanU) * ($1.1 - meanV) }
  return products / u.reduce(0) { $0 + ($1 - meanU) * ($1 - meanU) }
}
