import Arithmetic

extension ExponentialSum where A: RealElementaryArithmetic {
  /// int_0^T rho(t) dt = sum_k c_k T (e^(lambda_k T) - 1)/(lambda_k T), for eigenvalues of any sign and for 0.
  public func integral(upTo end: A) -> A {
    zip(coefficients, eigenvalues).reduce(A(0, in: end.context)) { sum, mode in
      sum + mode.0 * end * relativeExponentialIncrement(mode.1 * end)
    }
  }

  /// The j-th derivative, sum_k c_k lambda_k^j e^(lambda_k t).
  public func derivative(_ order: Int, at t: A) -> A {
    zip(coefficients, eigenvalues).reduce(A(0, in: t.context)) { sum, mode in
      sum.addingProduct(mode.0 * A.pow(mode.1, order), A.exp(mode.1 * t))
    }
  }

  /// The sum with another, minus it: rho - other.
  public static func - (x: ExponentialSum, y: ExponentialSum) -> ExponentialSum {
    ExponentialSum(
      coefficients: x.coefficients + y.coefficients.map { -$0 }, eigenvalues: x.eigenvalues + y.eigenvalues)
  }
}

/// A kernel with an antiderivative and derivatives in closed form, of which the L1 norm is to be enclosed.
public protocol IntegrableKernel {
  /// The j-th derivative at t.
  func derivative(_ order: Int, at t: Ball) -> Ball
  /// An upper bound of |j-th derivative| on [t, inf).
  func derivativeBound(_ order: Int, from t: Ball) -> Ball
  /// int_t^inf of the kernel.
  func tail(from t: Ball) -> Ball
  /// An upper bound of int_t^inf |kernel|.
  func absoluteTail(from t: Ball) -> Ball
}

extension ExponentialSum: IntegrableKernel where A == Ball {
  public func derivativeBound(_ order: Int, from t: Ball) -> Ball {
    zip(coefficients, eigenvalues).reduce(Ball(0, in: t.context)) { sum, mode in
      sum.addingProduct((mode.0 * Ball.pow(mode.1, order)).magnitude, Ball.exp(mode.1 * t))
    }
  }
  public func tail(from t: Ball) -> Ball {
    zip(coefficients, eigenvalues).reduce(Ball(0, in: t.context)) { $0 - $1.0 / $1.1 * Ball.exp($1.1 * t) }
  }
  public func absoluteTail(from t: Ball) -> Ball {
    zip(coefficients, eigenvalues).reduce(Ball(0, in: t.context)) { sum, mode in
      sum.addingProduct((mode.0 / mode.1).magnitude, Ball.exp(mode.1 * t))
    }
  }
}

/// rho(t) = (1 + t)^-p for an integer p >= 2: memory that no single exponential has. Its L1 norm is 1/(p - 1).
public struct PowerLaw: IntegrableKernel, Sendable {
  public let exponent: Int

  public init(exponent: Int) {
    precondition(exponent >= 2, "integrable")
    self.exponent = exponent
  }

  public func derivative(_ order: Int, at t: Ball) -> Ball {
    let rising = (0..<order).reduce(Ball(1, in: t.context)) { $0 * IntegerConstant(-(exponent + $1)) }
    return rising / Ball.pow(1 + t, exponent + order)
  }
  public func derivativeBound(_ order: Int, from t: Ball) -> Ball { derivative(order, at: t).magnitude }
  public func tail(from t: Ball) -> Ball { 1 / (IntegerConstant(exponent - 1) * Ball.pow(1 + t, exponent - 1)) }
  public func absoluteTail(from t: Ball) -> Ball { tail(from: t) }
}

/// t e^-t: the kernel of a chain of two equal modes, which no real diagonal model has.
public struct JordanKernel: IntegrableKernel, Sendable {
  public init() {}
  /// (t e^-t)^(j) = (-1)^j (t - j) e^-t.
  public func derivative(_ order: Int, at t: Ball) -> Ball {
    let value = (t - IntegerConstant(order)) * Ball.exp(-t)
    return order.isMultiple(of: 2) ? value : -value
  }
  public func derivativeBound(_ order: Int, from t: Ball) -> Ball {
    // |t - j| e^-t <= (t + j + 1) e^-t, which decreases.
    (t + IntegerConstant(order + 1)) * Ball.exp(-t)
  }
  public func tail(from t: Ball) -> Ball { (t + 1) * Ball.exp(-t) }
  public func absoluteTail(from t: Ball) -> Ball { tail(from: t) }
}

/// The difference of two kernels.
public struct KernelDifference<First: IntegrableKernel, Second: IntegrableKernel>: IntegrableKernel {
  public let first: First
  public let second: Second

  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  public func derivative(_ order: Int, at t: Ball) -> Ball {
    first.derivative(order, at: t) - second.derivative(order, at: t)
  }
  public func derivativeBound(_ order: Int, from t: Ball) -> Ball {
    first.derivativeBound(order, from: t) + second.derivativeBound(order, from: t)
  }
  public func tail(from t: Ball) -> Ball { first.tail(from: t) - second.tail(from: t) }
  public func absoluteTail(from t: Ball) -> Ball { first.absoluteTail(from: t) + second.absoluteTail(from: t) }
}

extension IntegrableKernel {
  /// An enclosure of int_0^inf |kernel|, or of the part up to `end`.
  ///
  /// Where the kernel has certainly one sign on a panel the integral is a difference of the antiderivative; where it may
  /// change sign the panel is halved, down to `tolerance`, and then counted between 0 and length max |kernel|. The sign
  /// is decided on a Taylor polynomial with Lagrange's remainder, so that nearly equal kernels do not need tiny panels.
  /// Past `end` the whole of ``absoluteTail(from:)`` is uncertain; a caller who knows the sign there leaves it out.
  ///
  /// - Parameters:
  ///   - end: where the panels end.
  ///   - tolerance: the largest contribution of an undecided panel that is accepted.
  ///   - countingTail: whether the integral goes on past `end`.
  public func absoluteIntegral(
    upTo end: Double, tolerance: Double, precision: Precision, countingTail: Bool = true
  ) -> Ball {
    let zero = Ball(0, in: precision)
    func tail(_ t: Double) -> Ball { self.tail(from: Ball(t, in: precision)) }
    var total = countingTail ? Ball.hull(zero, absoluteTail(from: Ball(end, in: precision))) : zero
    var start = 0.0
    var length = 0.0625
    while start < end {
      let stop = min(start + length, end)
      let range = valueRange(from: start, to: stop, precision: precision)
      if range.isPositive.isTrue || range.isNegative.isTrue {
        total = total + (tail(start) - tail(stop)).magnitude
      } else {
        let most = range.magnitude * (Ball(stop, in: precision) - Ball(start, in: precision))
        // Halving ends when the length drowns in the position.
        guard most.upper.double() <= tolerance || start + length / 2 == start else {
          length /= 2
          continue
        }
        total = total + Ball.hull((tail(start) - tail(stop)).magnitude, Ball.hull(zero, most))
      }
      start = stop
      length *= 2
    }
    return total
  }

  /// An enclosure of the kernel's values on [a, b], from its Taylor polynomial at the middle.
  private func valueRange(from a: Double, to b: Double, precision: Precision) -> Ball {
    let order = 6
    let (low, high) = (Ball(a, in: precision), Ball(b, in: precision))
    let middle = (low + high) / 2
    let half = (high - low) / 2
    var spread = Ball(0, in: precision)
    var scale = Ball(1, in: precision)
    for j in 1..<order {
      scale = scale * half / IntegerConstant(j)
      spread = spread.addingProduct(scale, derivative(j, at: middle).magnitude)
    }
    scale = scale * half / IntegerConstant(order)
    spread = spread.addingProduct(scale, derivativeBound(order, from: low))
    return derivative(0, at: middle) + spread.symmetricHull
  }
}
