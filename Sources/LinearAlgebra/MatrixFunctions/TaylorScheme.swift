import Arithmetic
import Foundation

/// How the Taylor sum of a matrix exponential is cut: e^A = (e^X)^(2^s) with X = A/2^s, and e^X from the terms up to
/// degree m.
///
/// s and m minimize the number of products, s of the squarings and about 2 sqrt(m) of the sum, among those whose
/// remainder is below 2^-(precision + s + 4).
struct TaylorScheme {
  /// s.
  let squarings: Int
  /// m.
  let degree: Int

  init(norm: Magnitude, precision: Precision) {
    let logarithm = norm.isZero ? -1e9 : Double(norm.exponent) + Foundation.log2(norm.significand)
    var best = (squarings: 0, degree: 1, products: Int.max)
    // Beyond these scalings a squaring saves no more than it costs.
    let least = max(0, Int(logarithm.rounded(.up)) - 2)
    for squarings in least...least + 8 + Int(Double(precision.bits).squareRoot()) {
      let theta = logarithm - Double(squarings)
      let wanted = -Double(precision.bits + squarings + 4)
      // log2 of theta^k/k!.
      var (degree, term) = (0, 0.0)
      repeat {
        degree += 1
        term += theta - Foundation.log2(Double(degree))
      } while term + theta - Foundation.log2(Double(degree + 1)) > wanted
      let block = Self.block(degree)
      let products = squarings + block - 1 + degree / block
      if products < best.products { best = (squarings, degree, products) }
    }
    (squarings, degree) = (best.squarings, best.degree)
  }

  /// The number of powers of X that are kept: ceil(sqrt(m)).
  private static func block(_ degree: Int) -> Int { Int(Double(degree).squareRoot().rounded(.up)) }

  /// Bits that the rounding errors of the sum and of the squarings of matrices of an order may cost.
  func guardBits(order: Int) -> Int {
    let width = Int.bitWidth - max(order, 1).leadingZeroBitCount
    return 16 + 2 * width + squarings * (2 + width)
  }

  /// sum_(k <= m) X^k/k! with X = A/2^s, by the method of Paterson and Stockmeyer: the powers up to X^r, then Horner's
  /// rule in X^r for blocks of r terms.
  func sum<Scalar: Arithmetic>(_ matrix: Matrix<Scalar>) -> Matrix<Scalar> {
    let context = matrix.context
    let half = Scalar(Rational(1, 2), in: context)
    let x = matrix.scaled(by: .pow(half, squarings))
    let block = Self.block(degree)
    var powers = [Matrix<Scalar>(identity: matrix.rows, in: context), x]
    while powers.count <= block { powers.append(powers[powers.count - 1] * x) }
    // 1/k!.
    var coefficients = [Scalar(1, in: context)]
    for k in 1..<degree + 1 { coefficients.append(coefficients[k - 1] / Scalar(k, in: context)) }
    var sum = Matrix<Scalar>(zeros: matrix.rows, matrix.rows, in: context)
    for first in stride(from: degree / block * block, through: 0, by: -block) {
      if first + block <= degree { sum = sum * powers[block] }
      for k in first..<min(first + block, degree + 1) {
        sum.elements.addProduct(coefficients[k], powers[k - first].elements)
      }
    }
    return sum
  }

  /// A bound of ||sum_(k > m) X^k/k!||, for `norm` >= ||A||.
  func remainder(norm: Magnitude) -> Magnitude {
    let theta = norm.scaled(byPowerOfTwo: -squarings)
    guard !theta.isZero else { return .zero }
    var term = Magnitude.one
    for k in 1...degree + 1 { term *= theta / Magnitude(Double(k)) }
    let ratio = theta / Magnitude(Double(degree + 2))
    return term / .lowerDifference(.one, ratio)
  }
}
