import Arithmetic
import Definitions

extension OscillatorSpectrum {
  /// The position's answer to a unit impulse as a sum of exponentials, each with a coefficient, and with a slope at a
  /// double eigenvalue: q_t = Re sum_j k_j lambda_j^t (1 + s_j t).
  struct Response {
    var terms: [(coefficient: Disc, eigenvalue: Disc, slope: Disc?)]
    var envelope: OscillatorEnvelope<Ball>
    var isDefective: Bool
  }

  /// - Parameter verdict: of the oscillator, for the modulus 1 that is one by the scheme's form.
  func response(_ index: Int, verdict: ModeVerdict, in precision: Precision) -> Response {
    let oscillator = oscillator(index, in: precision)
    let start = oscillator.impulseResponse(2)
    let one = Ball(1, in: precision)
    let isDefective = LinearOscillator<Rational>.isDefective(
      stiffness: Rational(exactly: max(0, stiffness[index])),
      damping: damping.map { Rational(exactly: max(0, $0[index])) }, stepWeight: Rational(exactly: steps[index]))
    let half = oscillator.trace / 2
    func envelope(_ radius: Ball, _ loss: Ball, _ plateau: Ball?) -> OscillatorEnvelope<Ball> {
      let gain = start[1].magnitude / radius + oscillator.determinant * start[0].magnitude / (radius * radius)
      return OscillatorEnvelope(radius: radius, loss: loss, start: start[0].magnitude, gain: gain, plateau: plateau)
    }
    if isDefective {
      let slope = start[1] / (half * start[0]) - one
      return Response(
        terms: [(Disc(start[0]), Disc(half), Disc(slope))],
        envelope: envelope(half.magnitude, one - half.magnitude, nil), isDefective: true)
    }
    let discriminant = oscillator.discriminant
    if discriminant.isNegative.isTrue {
      // A conjugate pair: q_t = 2 Re(k lambda^t), k = (q_1 - q_0 conj(lambda))/(lambda - conj(lambda)).
      let imaginary = Ball.sqrt(-discriminant) / 2
      let eigenvalue = Disc(half, imaginary)
      let difference = Disc(Ball(0, in: precision), 2 * imaginary)
      let coefficient = 2 * (Disc(start[1]) - Disc(start[0]) * eigenvalue.conjugate) / difference
      // The determinant tells 1 - r better than the eigenvalue, and exactly where it is 0.
      let radius = verdict == .marginal ? one : Ball.sqrt(oscillator.determinant)
      let loss = verdict == .marginal ? Ball(0, in: precision) : -Ball.expMinusOne(Ball.log(oscillator.determinant) / 2)
      return Response(
        terms: [(coefficient, eigenvalue, nil)], envelope: envelope(radius, loss, radius / imaginary),
        isDefective: false)
    }
    let root = Ball.sqrt(discriminant)
    let (first, second) =
      stiffness[index] <= 0
      ? (one, oscillator.determinant) : ((oscillator.trace + root) / 2, (oscillator.trace - root) / 2)
    let difference = first - second
    let radius = Ball.maximum(first.magnitude, second.magnitude)
    return Response(
      terms: [
        (Disc((start[1] - start[0] * second) / difference), Disc(first), nil),
        (Disc((start[0] * first - start[1]) / difference), Disc(second), nil),
      ], envelope: envelope(radius, one - radius, 2 * radius / difference), isDefective: false)
  }
}
