import Arithmetic

/// The input with any real autocorrelation of finite length: R(0), ..., R(m), and 0 beyond, as a moving average
/// x_t = sum_k c_k e_(t-k) of white noise has it. With p = a b and s_D = a^D + b^D
///
///     E[h_a h_b]   = (R(0) + sum_D s_D R(D))/(1 - p)
///     E[h_a' h_b'] = (1 + p)/(1 - p)^3 (R(0) + sum_D s_D R(D)) + 1/(1 - p)^2 sum_D D s_D R(D),   D = 1 ... m.
///
/// Any summable R is the limit: what is left out changes E|h|^2 by at most 2/(1 - |a|^2) sum over D > m of |a|^D
/// |R(D)|.
///
/// - Source: Zucchet, Orvieto, arXiv 2405.21064, section 2.
public struct FiniteAutocorrelation<Scalar: Arithmetic>: StationaryAutocorrelation {
  /// R(0), ..., R(m): real numbers, at least one.
  public let values: [Scalar]

  public init(_ values: [Scalar]) {
    precondition(!values.isEmpty, "R(0) is the variance of the input")
    self.values = values
  }

  /// Of the moving average x_t = sum_k c_k e_(t-k), e white with variance 1: R(D) = sum_k c_k c_(k+D).
  public init(movingAverage coefficients: [Scalar]) {
    precondition(!coefficients.isEmpty, "a moving average has a coefficient")
    let context = coefficients[0].context
    self.init(
      coefficients.indices.map { lag in
        zip(coefficients, coefficients.dropFirst(lag)).reduce(Scalar(0, in: context)) { $0.addingProduct($1.0, $1.1) }
      })
  }

  /// The first lags of rho^D.
  public init(geometric ratio: Scalar, count: Int) {
    self.init((0..<count).map { Scalar.pow(ratio, $0) })
  }

  public func covariance(_ pair: EigenvaluePair<Scalar>) -> Scalar {
    (values[0] + sum(pair.first) + sum(pair.second)) / pair.productComplement
  }

  public func mixedCovariance(_ pair: EigenvaluePair<Scalar>) -> Scalar {
    let q = pair.productComplement
    return (pair.second * covariance(pair) + slope(pair.first)) / q
  }

  public func sensitivity(_ pair: EigenvaluePair<Scalar>) -> Scalar {
    let (p, q) = (pair.product, pair.productComplement)
    let lagged = pair.first * slope(pair.first) + pair.second * slope(pair.second)
    return ((1 + p) * covariance(pair) + lagged) / (q * q)
  }

  /// sum over D >= 1 of a^D R(D), by Horner's rule.
  private func sum(_ a: Scalar) -> Scalar {
    values.dropFirst().reversed().reduce(Scalar(0, in: a.context)) { a * ($0 + $1) }
  }

  /// Its derivative, sum over D >= 1 of D a^(D-1) R(D).
  private func slope(_ a: Scalar) -> Scalar {
    values.indices.dropFirst().reversed().reduce(Scalar(0, in: a.context)) {
      (IntegerConstant($1) * values[$1]).addingProduct(a, $0)
    }
  }
}
