import Arithmetic
import Definitions
import Testing

@Suite struct FractionalPowerLawTests {
  let precision = Precision.reference

  @Test func anIntegerExponentIsThatOfThePowerLaw() {
    let (law, integer) = (FractionalPowerLaw(exponent: 3), PowerLaw(exponent: 3))
    let t = Ball(2.5, in: precision)
    for order in 0...4 { #expect(law.derivative(order, at: t).overlaps(integer.derivative(order, at: t))) }
    #expect(law.tail(from: t).overlaps(integer.tail(from: t)))
    #expect(law.derivative(0, at: t).relativeAccuracyBits > 100)
  }

  /// The sum is 1 at 0 and near rho elsewhere: the trapezoidal rule with h = 1/2 has an error below 10^-6.
  @Test func theTrapezoidalSumIsNearTheLaw() {
    let law = FractionalPowerLaw(exponent: Rational(11, 10))
    let sum = law.exponentialSum(spacing: Rational(1, 2), indices: -60...8, precision: precision)
    #expect((sum(Ball(0, in: precision)) - 1).upperMagnitude < .powerOfTwo(-100))
    for t in [0.5, 10, 300] {
      let time = Ball(t, in: precision)
      #expect((sum(time) / law.derivative(0, at: time) - 1).upperMagnitude < .powerOfTwo(-18))
    }
  }

  /// int |(1 + t)^-2 - e^-t|: the power is larger, for 1 + t <= e^(t/2) from t = 2.5129 on and smaller before.
  @Test func theDistanceIsThatOfTheTails() {
    let one = Ball(1, in: precision)
    let kernel = ExponentialSum(coefficients: [one], eigenvalues: [-one])
    let distance = FractionalPowerLaw(exponent: 2).distance(to: kernel, tolerance: 1e-9, precision: precision)
    // Both have the integral 1: the distance is twice 1/(1 + t) - e^-t at the crossing.
    let t = Ball(2.5128624172523393, in: precision)
    let expected = 2 * (1 / (1 + t) - Ball.exp(-t))
    #expect((distance - expected).upperMagnitude < .powerOfTwo(-24))
  }
}
