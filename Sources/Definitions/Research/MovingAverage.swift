import Arithmetic

/// One channel of Mega's damped exponential moving average in n dimensions:
///
///     h_t = q . h_(t-1) + p . beta x_t,   y_t = <gamma, h_t>/sqrt(n),   q = 1 - p alpha
///
/// with p and alpha in (0, 1), so that 0 < q < 1.
///
/// - Source: Ma et al., arXiv 2209.10655, equations (6)-(9); the factor 1/sqrt(n) is the released code's.
public struct MovingAverage<A: Arithmetic>: Sendable {
  /// q, shape (n).
  public var decays: [A]
  /// p beta, shape (n).
  public var inputGains: [A]
  /// gamma/sqrt(n), shape (n).
  public var outputGains: [A]

  /// - Parameters:
  ///   - gains: p.
  ///   - dampings: alpha.
  ///   - expansion: beta.
  ///   - projection: gamma.
  ///   - scale: 1/sqrt(n).
  public init(gains: [A], dampings: [A], expansion: [A], projection: [A], scale: A) {
    decays = zip(gains, dampings).map { 1 - $0 * $1 }
    inputGains = zip(gains, expansion).map { $0 * $1 }
    outputGains = projection.map { $0 * scale }
  }

  private func vector(_ elements: [A]) -> A.Vector { A.Vector(elements, in: elements[0].context) }

  /// A step with the input x.
  public func step(_ x: A) -> AffineStep<A> {
    AffineStep(decay: vector(decays), key: vector(inputGains), value: vector([x]), query: vector(outputGains))
  }

  /// The convolution kernel at a lag, sum_n gamma_n p_n beta_n q_n^lag/sqrt(n).
  public func kernel(lag: Int) -> A { response(of: vector(inputGains), after: lag) }

  /// What a state adds to the output after so many steps without input.
  public func response(of state: A.Vector, after steps: Int) -> A {
    var sum = A(0, in: state.context)
    for n in decays.indices { sum = sum + outputGains[n] * A.pow(decays[n], steps) * state[n] }
    return sum
  }
}

extension MovingAverage where A: ElementaryArithmetic {
  /// The kernel at a lag as the released code has it, with q^lag = e^(lag log q): undefined at every lag where some q is 0,
  /// though q^0 = 1.
  public func kernelByLogarithms(lag: Int) -> A {
    var sum = A(0, in: decays[0].context)
    for n in decays.indices {
      let power = A.exp(A(lag, in: sum.context) * A.log(decays[n]))
      sum = sum + outputGains[n] * power * inputGains[n]
    }
    return sum
  }
}
