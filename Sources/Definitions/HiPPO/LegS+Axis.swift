import Arithmetic

// LegS on the imaginary axis s = i w, by modulus and phase: both are monotone in w, so that enclosures over an interval
// of frequencies stay narrow.

extension LegS {
  /// |phi(i w)|^2 = w^2/(w^2 + n^2) from w^2: the product telescopes.
  public func squaredBlaschkeModulus<R: RealArithmetic>(squaredFrequency: R) -> R {
    squaredFrequency / (squaredFrequency + IntegerConstant(order * order))
  }

  /// ||x(i w)||^2 = n^2/(n^2 + w^2) from w^2, the squared norm of (i w I - A)^-1 B.
  public func squaredStateNorm<R: RealArithmetic>(squaredFrequency: R) -> R {
    let square = R(order * order, in: squaredFrequency.context)
    return square / (square + squaredFrequency)
  }

  /// The phase of phi(i w) for w > 0, sum_k (atan(k/w) + atan((k+1)/w)), not reduced modulo 2 pi: it falls from n pi -
  /// pi/2 to 0 as w grows, like n^2/w.
  public func blaschkePhase<R: RealElementaryArithmetic>(frequency w: R) -> R {
    // The angle of k = 1 ..< n comes twice, that of n once, that of 0 not at all.
    let angles = (1...order).reduce(R(0, in: w.context)) { sum, k in
      sum + R.atan(R(k, in: w.context) / w) * IntegerConstant(k == order ? 1 : 2)
    }
    return angles
  }

  /// |1 + phi(i w)|^2 = (1 - rho)^2 + 4 rho cos^2(theta/2) for w > 0, with rho = |phi| and theta its phase.
  public func squaredDistanceFromPole<R: RealElementaryArithmetic>(frequency w: R) -> R {
    let modulus = R.sqrt(squaredBlaschkeModulus(squaredFrequency: w * w))
    let cosine = R.cos(blaschkePhase(frequency: w) / 2)
    // 1 - rho = n^2/((w^2 + n^2)(1 + rho)) does not cancel.
    let gap = squaredStateNorm(squaredFrequency: w * w) / (1 + modulus)
    return gap * gap + 4 * modulus * cosine * cosine
  }

  /// An enclosure of |1 + phi(i w)|^2 over all w of an interval of positive frequencies, from the ends: rho grows and
  /// theta falls.
  public func squaredDistanceFromPole(frequencies w: Ball) -> Ball {
    guard !w.isPoint else { return squaredDistanceFromPole(frequency: w) }
    let (a, b) = (Ball(w.lower), Ball(w.upper))
    let modulus = Ball.hull(modulusOfBlaschke(a), modulusOfBlaschke(b))
    let gap = Ball.hull(gapOfBlaschke(a), gapOfBlaschke(b))
    let cosine = Ball.cos(Ball.hull(blaschkePhase(frequency: b), blaschkePhase(frequency: a)) / 2)
    return Ball.pow(gap, 2) + 4 * modulus * Ball.pow(cosine, 2)
  }

  /// |G_D - G|(i w) = rho/(sqrt(1 + w^2) |1 + phi|) for C = e_0, over all w of an interval of positive frequencies.
  public func diagonalDeviation(frequencies w: Ball) -> Ball {
    let (a, b) = (Ball(w.lower), Ball(w.upper))
    let modulus = Ball.hull(modulusOfBlaschke(a), modulusOfBlaschke(b))
    let first = Ball.hull(1 / Ball.sqrt(1 + b * b), 1 / Ball.sqrt(1 + a * a))
    return modulus * first / Ball.sqrt(squaredDistanceFromPole(frequencies: w))
  }

  /// An enclosure of sup_w |G_D - G|(i w) for C = e_0 and n >= 4, by branch and bound over [n/4, n^2]: below it, where
  /// rho < 1/4, the modulus is at most rho/(1 - rho) < 1/3; above, where the phase is less than 1, at most 1/n^2.
  ///
  /// - Parameter tolerance: the width at which the search ends.
  public func diagonalDeviationPeak(tolerance: Double, precision: Precision) -> Ball {
    precondition(order >= 4, "the bounds outside the interval need four states")
    return supremum(
      from: Double(order) / 4, to: Double(order * order), tolerance: tolerance, precision: precision
    ) { diagonalDeviation(frequencies: $0) }
  }

  private func modulusOfBlaschke(_ w: Ball) -> Ball { Ball.sqrt(squaredBlaschkeModulus(squaredFrequency: w * w)) }
  private func gapOfBlaschke(_ w: Ball) -> Ball {
    squaredStateNorm(squaredFrequency: w * w) / (1 + modulusOfBlaschke(w))
  }
}
