import Arithmetic

/// A memory function that is a sum of decays:
///
///     M_t = sum_n g_n a_n^t,   g_n > 0,   0 <= a_n <= 1,   t = 0, 1, 2, ...
///
/// the impulse response of a real diagonal model whose coefficients have one sign; of any other diagonal model, with
/// g_n = |C_n B_n| and the moduli |a_n|, it is an upper bound. Over `Rational` it is exact, over an enclosure
/// certified.
///
/// - Source: Wang, Li, Xue, arXiv 2305.19190, Definition 3.1 (the memory function).
public struct DecayMixture<A: RealArithmetic>: Sendable {
  /// g_n.
  public let gains: A.Vector
  /// a_n.
  public let decays: A.Vector
  /// g_n/(1 - a_n).
  private let masses: A.Vector
  private let ones: A.Vector

  /// - Parameter losses: 1 - a_n, which models give more accurately than a_n itself when a_n is close to 1.
  public init(gains: [A], decays: [A], losses: [A], in context: A.Context) {
    precondition(gains.count == decays.count && gains.count == losses.count, "one gain and one loss for each decay")
    self.gains = A.Vector(gains, in: context)
    self.decays = A.Vector(decays, in: context)
    masses = A.Vector(zip(gains, losses).map { $0 / $1 }, in: context)
    ones = A.Vector(gains.map { _ in A(1, in: context) }, in: context)
  }

  public init(gains: [A], decays: [A], in context: A.Context) {
    self.init(gains: gains, decays: decays, losses: decays.map { 1 - $0 }, in: context)
  }

  public var count: Int { gains.count }

  /// s_n a_n^t for all n, by repeated squaring.
  private func decayed(_ start: A.Vector, to t: Int) -> A.Vector {
    precondition(t >= 0, "a time is at least 0")
    var terms = start
    var square = decays
    var remaining = t
    while remaining > 0 {
      if remaining & 1 == 1 { terms.multiply(by: square) }
      remaining >>= 1
      if remaining > 0 { square.multiply(by: square) }
    }
    return terms
  }

  /// M_t, for t >= 0.
  public func value(at t: Int) -> A { decayed(gains, to: t).dot(ones) }

  /// sum_(s >= t) M_s = sum_n g_n a_n^t/(1 - a_n): what is left to come of the memory function from time t on.
  /// Undefined where a decay is 1, or cannot be told from it.
  public func tail(from t: Int) -> A { decayed(masses, to: t).dot(ones) }

  /// The tails from the times first, first + step, ..., `count` of them.
  public func tails(from first: Int, step: Int, count: Int) -> [A] {
    var terms = decayed(masses, to: first)
    let factors = decayed(ones, to: step)
    return (0..<count).map { place in
      if place > 0 { terms.multiply(by: factors) }
      return terms.dot(ones)
    }
  }

  /// sum_t M_t, the L1 norm of the memory function.
  public var mass: A { masses.dot(ones) }

  /// sum_t t M_t/sum_t M_t = sum_n g_n a_n/(1 - a_n)^2/mass: the mean age of what is remembered, in tokens.
  public var meanAge: A {
    // (g/(1 - a))^2 a/g, without a vector of losses.
    var moments = masses
    moments.multiply(by: masses)
    moments.multiply(by: decays)
    return (0..<count).reduce(A(0, in: gains.context)) { $0 + moments[$1] / gains[$1] } / mass
  }
}

extension DecayMixture {
  /// The local exponent -d log M/d log t = t sum_n rho_n g_n a_n^t/sum_n g_n a_n^t with rho_n = -log a_n, as far as it
  /// can vary from time `start` to time `end`: a power law t^-p has the exponent p everywhere, an exponential the
  /// exponent rho t.
  ///
  /// The mean of rho under the weights g_n a_n^t falls as t grows, since the weights move to the slow decays, so that
  /// the exponent lies between start times the mean at `end` and end times the mean at `start`.
  ///
  /// - Parameters:
  ///   - start: at least 0.
  ///   - end: at least `start`.
  ///   - rates: rho_n.
  /// - Returns: a lower and an upper bound.
  public func exponent(from start: Int, to end: Int, rates: A.Vector) -> (lower: A, upper: A) {
    precondition(start <= end && rates.count == count, "a range of times, and one rate for each decay")
    func meanRate(_ t: Int) -> A {
      let terms = decayed(gains, to: t)
      return terms.dot(rates) / terms.dot(ones)
    }
    return (IntegerConstant(start) * meanRate(end), IntegerConstant(end) * meanRate(start))
  }
}
