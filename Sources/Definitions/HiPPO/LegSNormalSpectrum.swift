import Arithmetic
import LinearAlgebra

/// The eigenvalues of the normal part N of HiPPO-LegS, the matrix of S4D-LegS: -1/2 + i y and -1/2 - i y for y = y_m,
/// m = 0 ..< n/2, the largest first, and -1/2 besides where n is odd. With a_k = k + 1/2, y_m is the root of
///
///     F(y) = sum_(k<n) atan(a_k/y) = (m + 1/2) pi,      F' = -T/2,      T(y) = sum_(k<n) 2 a_k/(a_k^2 + y^2),
///
/// and F is decreasing. An orthonormal eigenvector v has |v* B|^2 = 4/T(y), and the transfer function C (s I - N)^-1
/// B/2 has the residue C (lambda I - A)^-1 B/T(y) at lambda = -1/2 + i y.
///
/// - Source: derived: 2 det(s I - N) = (s+1) ... (s+n) + s (s-1) ... (s-n+1), whose two terms have equal moduli exactly
///   where
///   Re s = -1/2.
public struct LegSNormalSpectrum: Hashable, Sendable {
  /// n, the number of eigenvalues.
  public let order: Int

  public init(order: Int) {
    precondition(order >= 1, "a LegS system has at least one state")
    self.order = order
  }

  /// The number of conjugate pairs, n/2 rounded down.
  public var pairCount: Int { order / 2 }

  /// F(y), for y > 0.
  public func phase<R: RealElementaryArithmetic>(at y: R) -> R {
    (0..<order).reduce(R(0, in: y.context)) { $0 + R.atan(R(2 * $1 + 1, in: y.context) / (2 * y)) }
  }

  /// T(y); at y = 0 the value that belongs to the real eigenvalue.
  public func phaseRate<R: RealArithmetic>(at y: R) -> R {
    let square = 4 * y * y
    return (0..<order).reduce(R(0, in: y.context)) { sum, k in
      sum + R(4 * (2 * k + 1), in: y.context) / (square + IntegerConstant((2 * k + 1) * (2 * k + 1)))
    }
  }

  /// |v* B|^2 = 4/T(y) for a unit eigenvector v of -1/2 + i y.
  public func squaredInput<R: RealArithmetic>(at y: R) -> R { 4 / phaseRate(at: y) }

  /// An enclosure of y_m in O(n) operations a step of Newton's method, by an interval Newton step from a point: with
  /// d(y) = F(y) - (m + 1/2) pi, the root in Y lies in y + 2 d(y)/T(Y).
  ///
  /// - Parameter index: m, 0 ..< ``pairCount``.
  /// - Returns: a ball whose relative radius is about n 2^-bits.
  /// - Throws: `notVerified` where the step does not stay within the interval that it starts from.
  public func frequency(_ index: Int, precision: Precision) throws(LinearAlgebraError) -> Ball {
    precondition(index >= 0 && index < pairCount, "a pair of eigenvalues has an index below n/2")
    let working = precision.adding(guardBits: 2 * (Int.bitWidth - order.leadingZeroBitCount) + 8)
    // Newton's method doubles the digits; each step has the precision that its result deserves.
    var schedule = [working]
    while let first = schedule.first, first.bits > 96 { schedule.insert(Precision(bits: first.bits / 2 + 16), at: 0) }
    var y = BigFloat(start(index), in: 64)
    for precision in schedule {
      let point = Ball(y.rounded(to: precision))
      y = (point + 2 * phaseExcess(at: point) / phaseRate(at: point)).midpoint
    }
    let point = Ball(y)
    let excess = phaseExcess(at: point)
    let step = 2 * excess / phaseRate(at: point)
    // Twice the step, and room for the rounding of the sum.
    let rounding = point.upperMagnitude.scaled(byPowerOfTwo: 2 - working.bits)
    let around = Ball(midpoint: y, radius: step.upperMagnitude.scaled(byPowerOfTwo: 1) + rounding)
    let enclosure = point + 2 * excess / phaseRate(at: around)
    // The excess is known modulo pi; a few digits of F tell which multiple it is.
    let coarse = Ball(y.rounded(to: 64))
    let target = Ball(Rational(2 * index + 1, 2), in: 64) * Ball.pi(in: 64)
    guard around.contains(enclosure), (phase(at: coarse) - target).magnitude.isLess(than: Ball(1, in: 64)).isTrue else {
      throw .notVerified(what: "eigenfrequency \(index) of the normal part of LegS", precision: precision.bits)
    }
    return enclosure.rounded(to: precision)
  }

  /// y_0 > y_1 > ...
  public func frequencies(precision: Precision) throws(LinearAlgebraError) -> [Ball] {
    var values: [Ball] = []
    for m in 0..<pairCount { values.append(try frequency(m, precision: precision)) }
    return values
  }

  /// All eigenvalues: -1/2 + i y_m by falling imaginary part, then -1/2 where n is odd, then the conjugates.
  public func eigenvalues(precision: Precision) throws(LinearAlgebraError) -> [Disc] {
    let half = Ball(Rational(-1, 2), in: precision)
    let upper = try frequencies(precision: precision).map { Disc(half, $0) }
    let real = order.isMultiple(of: 2) ? [] : [Disc(half, Ball(0, in: precision))]
    return upper + real + upper.reversed().map(\.conjugate)
  }

  /// F(y) - (m + 1/2) pi modulo pi, in (-pi/2, pi/2), the same for every m: with P = product_k (y + i a_k), whose angle
  /// is F, -atan(Re P/Im P). A product of n complex numbers and one arctangent.
  private func phaseExcess(at y: Ball) -> Ball {
    let context = y.context
    let product = (0..<order).reduce(Disc(1, in: context)) { product, k in
      product * Disc(y, Ball(Rational(2 * k + 1, 2), in: context))
    }
    return -Ball.atan(product.real / product.imaginary)
  }

  /// y_m to about 12 digits, by bisection: F(y) >= (m + 1/2) pi exactly if the product of the y + i a_k passes 2m + 1
  /// quarter turns. Sums and products of doubles only, so that it is the same on every machine.
  private func start(_ index: Int) -> Double {
    let count = Double(order)
    // F(y) < n^2/(2y), so that y_m < n^2/((2m+1) pi).
    var (low, high) = (0.0, count * count / (3 * Double(2 * index + 1)))
    for _ in 0..<64 {
      let middle = (low + high) / 2
      guard low < middle, middle < high else { break }
      if quarterTurns(at: middle) >= 2 * index + 1 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private func quarterTurns(at y: Double) -> Int {
    var (x, z) = (1.0, 0.0)
    var turns = 0
    for k in 0..<order {
      let a = Double(k) + 0.5
      let scale = 1 / (a + y)
      (x, z) = ((x * y - z * a) * scale, (x * a + z * y) * scale)
      if x <= 0 { (x, z, turns) = (z, -x, turns + 1) }
    }
    return turns
  }
}
