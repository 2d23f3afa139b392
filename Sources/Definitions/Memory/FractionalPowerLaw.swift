import Arithmetic

/// rho(t) = (1 + t)^-p for any p > 1, an integer or not. Its L1 norm is 1/(p - 1).
public struct FractionalPowerLaw: IntegrableKernel, Sendable {
  public let exponent: Rational

  public init(exponent: Rational) {
    precondition(exponent > 1, "integrable")
    self.exponent = exponent
  }

  public func derivative(_ order: Int, at t: Ball) -> Ball {
    let rising = (0..<order).reduce(Rational(1)) { $0 * -(exponent + Rational($1)) }
    return Ball(rising, in: t.context) * power(-(exponent + Rational(order)), of: t)
  }
  public func derivativeBound(_ order: Int, from t: Ball) -> Ball { derivative(order, at: t).magnitude }
  public func tail(from t: Ball) -> Ball { power(1 - exponent, of: t) / Ball(exponent - 1, in: t.context) }
  public func absoluteTail(from t: Ball) -> Ball { tail(from: t) }

  /// (1 + t)^q.
  private func power(_ q: Rational, of t: Ball) -> Ball { Ball.exp(Ball(q, in: t.context) * Ball.log(onePlus: t)) }

  /// sum_k c_k e^(-e^(w_k) t) with c_k > 0: the trapezoidal rule of (1 + t)^-p = (1/Gamma(p)) int e^(p x - e^x) e^(-e^x
  /// t) dx at w_k = k h, with the sum of its weights in place of Gamma(p), so that it is 1 at t = 0.
  ///
  /// - Parameters:
  ///   - spacing: h.
  ///   - indices: the k of the nodes, slowest first.
  public func exponentialSum(
    spacing: Rational, indices: ClosedRange<Int>, precision: Precision
  ) -> ExponentialSum<Ball> {
    let weights = indices.map { Ball(Rational($0) * spacing, in: precision) }
    let terms = weights.map { Ball.exp(Ball(exponent, in: precision) * $0 - Ball.exp($0)) }
    let sum = terms.dropFirst().reduce(terms[0], +)
    return ExponentialSum(coefficients: terms.map { $0 / sum }, eigenvalues: weights.map { -Ball.exp($0) })
  }

  /// int_0^inf |rho - kernel| dt for a kernel with coefficients of one sign, the slowest mode first.
  ///
  /// Past p/|lambda| of the slowest mode the ratio kernel/rho decreases; once it is below 1 the difference has one sign
  /// for good, and the rest of the integral is a difference of tails.
  ///
  /// - Parameter tolerance: see ``IntegrableKernel/absoluteIntegral(upTo:tolerance:precision:countingTail:)``.
  public func distance(to kernel: ExponentialSum<Ball>, tolerance: Double, precision: Precision) -> Ball {
    let difference = KernelDifference(self, kernel)
    var end = exponent.approximation / kernel.eigenvalues[0].magnitude.approximation
    for _ in 0..<60 {
      let t = Ball(end, in: precision)
      if kernel(t).isLess(than: derivative(0, at: t)).isTrue { break }
      end *= 1.5
    }
    return difference.absoluteIntegral(upTo: end, tolerance: tolerance, precision: precision, countingTail: false)
      + difference.tail(from: Ball(end, in: precision)).magnitude
  }
}
