import Arithmetic
import LinearAlgebra

extension HankelParameterization where A: RealElementaryArithmetic {
  /// What z^-1, ..., z^-n become in continuous time under z = (1 + s)/(1 - s), at a time t > 0: without the delta
  /// functions at 0, z^-k = ((1 - s)/(1 + s))^k has the impulse response
  ///
  ///     r_k(t) = (-1)^(k+1) 2 e^-t L_(k-1)^(1)(2t),
  ///
  /// with the Laguerre polynomials L^(1) of weight t e^-t, by their three-term recurrence.
  public static func laguerreResponses(_ count: Int, at time: A) -> [A] {
    let (context, x) = (time.context, 2 * time)
    var (previous, current) = (A(0, in: context), A(1, in: context))
    let scale = 2 * A.exp(-time)
    return (0..<count).map { k in
      defer {
        // (k + 1) L_(k+1) = (2k + 2 - x) L_k - (k + 1) L_(k-1).
        let factor = 2 - x / IntegerConstant(k + 1)
        (previous, current) = (current, factor * current - previous)
      }
      return k.isMultiple(of: 2) ? scale * current : -(scale * current)
    }
  }

  /// y(t) = sum_k h_k r_(k+1)(t), the impulse response in continuous time, t > 0.
  public func continuousResponse(at time: A) -> A {
    let responses = Self.laguerreResponses(order, at: time)
    return zip(markovParameters, responses).reduce(A(0, in: context)) { $0.addingProduct($1.0, $1.1) }
  }

  /// The root mean square of y(t) over independent h_k of variance 1: sqrt(sum_k r_k(t)^2).
  public static func rootMeanSquareResponse(order: Int, at time: A) -> A {
    A.sqrt(laguerreResponses(order, at: time).reduce(A(0, in: time.context)) { $0.addingProduct($1, $1) })
  }

  /// (2/sqrt(3 pi)) 2^(-3/4) (n/t)^(3/4): the root mean square for 1 << t << n, with the oscillations of the Laguerre
  /// polynomials replaced by their mean (Fejer's formula).
  public static func powerLawResponse(order: Int, at time: A) -> A {
    let context = time.context
    let exponent = A(Rational(3, 4), in: context)
    let constant = 2 / A.sqrt(3 * A.pi(in: context))
    return constant * A.pow(A(order, in: context) / (2 * time), exponent)
  }
}

/// The chain of n all-pass stages (1 - s)/(1 + s) in continuous time, the image of a shift register of n stages under
/// z = (1 + s)/(1 - s): x_i' = -x_i + u_i, with u_1 = u and u_(i+1) = 2 x_i - u_i, y = u_(n+1).
public func allPassChain<S: SizedArithmetic>(_ stages: Int, in context: S.Context) -> LinearSystem<S> {
  /// value (-1)^k.
  func signed(_ value: Int, _ k: Int) -> S { S(k.isMultiple(of: 2) ? value : -value, in: context) }
  return LinearSystem(
    matrix: Matrix(stages, stages, in: context) { i, j in
      i == j ? S(-1, in: context) : i < j ? S(0, in: context) : signed(2, i - j - 1)
    },
    input: Matrix(column: (0..<stages).map { signed(1, $0) }, in: context),
    output: Matrix([(0..<stages).map { signed(2, stages - 1 - $0) }], in: context),
    feedthrough: Matrix([[signed(1, stages)]], in: context))
}

extension HankelParameterization {
  /// The derivatives at t = 0, from the zeroth on, of (-1)^(n+1) 2 e^-t L_(n-1)^(1)(2t), from the series
  /// L_(n-1)^(1)(x) = sum_i binomial(n, i + 1) (-x)^i/i!.
  public static func laguerreDerivatives(stages n: Int, count: Int) -> [Rational] {
    func binomial(_ n: Int, _ k: Int) -> Rational {
      k > n ? 0 : (0..<k).reduce(Rational(1)) { $0 * Rational(n - $1, $1 + 1) }
    }
    let sign = Rational(n.isMultiple(of: 2) ? -2 : 2)
    // The derivative of order j of e^-t t^i/i! at 0 is binomial(j, i) (-1)^(j - i).
    return (0..<count).map { j in
      sign
        * (0...j).reduce(Rational(0)) { sum, i in
          sum + binomial(n, i + 1) * Rational.pow(-2, i) * binomial(j, i) * Rational.pow(-1, j - i)
        }
    }
  }
}
