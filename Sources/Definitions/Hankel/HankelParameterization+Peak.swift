import Arithmetic
import LinearAlgebra

extension HankelParameterization where A == Rational {
  /// G as a rational function of s, with z = (1 + s)/(1 - s): sum_k h_k (1 - s)^(k+1) (1 + s)^(n-k-1) over (1 + s)^n.
  /// The unit circle without -1 becomes the imaginary axis.
  public var onAxis: RationalFunction<Rational> {
    let (minus, plus) = (Polynomial<Rational>([1, -1], in: context), Polynomial<Rational>([1, 1], in: context))
    let n = order
    func power(_ p: Polynomial<Rational>, _ k: Int) -> Polynomial<Rational> {
      (0..<k).reduce(Polynomial([1], in: context)) { product, _ in product * p }
    }
    let numerator = markovParameters.enumerated().reduce(Polynomial<Rational>([0], in: context)) { sum, term in
      sum + (power(minus, term.offset + 1) * power(plus, n - term.offset - 1)).scaled(by: term.element)
    }
    return RationalFunction(numerator, over: power(plus, n))
  }

  /// lower <= ||G||_inf^2 <= upper, the largest |G|^2 on the unit circle: exact bounds, by counting roots (see
  /// ``RationalFunction/squaredPeak(relativeWidth:)``). A system of n Markov parameters has no pole outside 0.
  public func squaredPeak(relativeWidth exponent: Int = -20) -> (lower: Rational, upper: Rational)? {
    onAxis.squaredPeak(relativeWidth: exponent)
  }
}

extension HankelParameterization where A == Disc {
  /// An enclosure of ||G||_inf, the largest |G| on the unit circle, from its values at N = `oversampling` * 2 n roots
  /// of unity:
  ///
  ///     max_j |G(z_j)|^2 <= ||G||_inf^2 <= max_j |G(z_j)|^2/cos(pi (n - 1)/N),
  ///
  /// because |G|^2 is a trigonometric polynomial of degree n - 1, and by a lemma of M. Riesz such a T with its maximum
  /// 1 at 0 is at least cos((n - 1) t) at a distance t <= pi/(n - 1).
  ///
  /// The sum of the |h_k| is a bound too, and taken where it is less.
  public func peak(oversampling: Int = 64) -> Ball {
    precondition(oversampling >= 1 && order >= 1, "as many points as the lemma asks for")
    let count = oversampling * 2 * order
    let turn = 2 * Ball.pi(in: context) / IntegerConstant(count)
    var largest = Ball(0, in: context)
    for j in 0..<count {
      let angle = IntegerConstant(j) * turn
      largest = Ball.maximum(largest, self(Disc(Ball.cos(angle), Ball.sin(angle))).squaredMagnitude)
    }
    let slack = Ball.cos(IntegerConstant(order - 1) * turn / 2)
    let sum = markovParameters.reduce(Ball(0, in: context)) { $0 + $1.magnitude }
    return Ball.hull(Ball.sqrt(largest), Ball.minimum(sum, Ball.sqrt(largest / slack)))
  }
}
