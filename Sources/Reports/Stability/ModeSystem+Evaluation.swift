import Arithmetic

extension ModeSystem {
  /// The precisions at which a mode is tried until everything about it is decided.
  private static let precisions: [Precision] = [96, 192, 384, 768, 1536]

  /// Evaluates a mode: its position, whether it is stable, and what becomes of it in each format.
  func evaluate(_ index: Int) -> EvaluatedMode {
    var mode = EvaluatedMode()
    for precision in Self.precisions {
      mode =
        switch spectrum {
        case .exponential(let spectrum): spectrum.evaluate(index, row: index / columns, in: precision)
        case .oscillators(let spectrum): spectrum.evaluate(index, in: precision)
        }
      if mode.isDecided { return mode }
    }
    return mode
  }
}

extension EvaluatedMode {
  /// Whether the precision was enough for everything.
  fileprivate var isDecided: Bool {
    verdict != .undecided && !rounded.contains(.undecided)
      && ![
        eigenvalue.real, eigenvalue.imaginary, step, rate, complement, modulus, transition.real, transition.imaginary,
        halfLife, onePercentHorizon,
      ].contains { $0.isNaN }
  }

  /// Takes what follows from -log |a|.
  fileprivate mutating func take(rate ball: Ball) {
    verdict = Self.verdict(rate: ball)
    rate = nearestDouble(ball) ?? .nan
    complement = nearestDouble(-Ball.expMinusOne(-ball)) ?? .nan
    modulus = nearestDouble(Ball.exp(-ball)) ?? .nan
    func horizon(_ factor: Int) -> Double {
      switch verdict {
      case .stable: nearestDouble(Ball.log(Ball(factor, in: ball.context)) / ball) ?? .nan
      case .marginal, .unstable: .infinity
      case .undecided: .nan
      }
    }
    (halfLife, onePercentHorizon) = (horizon(2), horizon(100))
  }

  private static func verdict(rate: Ball) -> ModeVerdict {
    if rate.isPositive.isTrue { return .stable }
    if rate.isNegative.isTrue { return .unstable }
    return rate.isEqual(to: Ball(0, in: rate.context)).isTrue ? .marginal : .undecided
  }
}

extension ExponentialSpectrum {
  fileprivate func evaluate(_ index: Int, row: Int, in precision: Precision) -> EvaluatedMode {
    var mode = EvaluatedMode()
    let delta = step(ofRow: row, in: precision)
    let lambda = eigenvalue(index, in: precision)
    let omega = frequency(index, in: precision)
    let rate = -(lambda * delta)
    mode.take(rate: rate)
    mode.step = nearestDouble(delta) ?? .nan
    mode.eigenvalue.real = nearestDouble(lambda) ?? .nan
    let modulus = Ball.exp(-rate)
    if let omega {
      let angle = omega * delta
      mode.eigenvalue.imaginary = nearestDouble(omega) ?? .nan
      mode.transition.real = nearestDouble(modulus * Ball.cos(angle)) ?? .nan
      mode.transition.imaginary = nearestDouble(modulus * Ball.sin(angle)) ?? .nan
    } else {
      mode.transition.real = mode.modulus
    }
    mode.rounded = NumberFormat.all.map { roundedDecay(index, row: row, $0, in: precision) }
    return mode
  }

  /// The decay as a kernel in `format` would hold it: the parameters rounded to the format, the decay of the rounded
  /// parameters rounded to it once. A complex decay is held as two numbers.
  private func roundedDecay(
    _ index: Int, row: Int, _ format: NumberFormat, in precision: Precision
  ) -> RoundedDecay {
    let delta = step(ofRow: row, in: precision, roundedTo: format)
    let exponent = eigenvalue(index, in: precision, roundedTo: format) * delta
    guard let omega = frequency(index, in: precision, roundedTo: format) else {
      guard exponent.isDefined else { return .notFinite }
      guard let value = nearest(Ball.exp(exponent), in: format.format) else { return .undecided }
      return RoundedDecay(modulus: value)
    }
    let (modulus, angle) = (Ball.exp(exponent), omega * delta)
    guard exponent.isDefined, angle.isDefined else { return .notFinite }
    guard let real = nearest(modulus * Ball.cos(angle), in: format.format),
      let imaginary = nearest(modulus * Ball.sin(angle), in: format.format)
    else { return .undecided }
    return RoundedDecay(real: real, imaginary: imaginary)
  }
}

extension OscillatorSpectrum {
  fileprivate func evaluate(_ index: Int, in precision: Precision) -> EvaluatedMode {
    var mode = EvaluatedMode()
    let (zero, one) = (Ball(0, in: precision), Ball(1, in: precision))
    let invariants = invariants(index, in: precision)
    let (trace, determinant) = (invariants.trace, invariants.determinant)
    mode.step = nearestDouble(step(index, in: precision)) ?? .nan
    // Undamped, lambda = +-i sqrt(A); damped, the roots of s^2 + G s + A.
    let stiffness = max(0, self.stiffness[index])
    let damping = max(0, self.damping?[index] ?? 0)
    let half = Ball(damping, in: precision) / 2
    let square = Ball(stiffness, in: precision) - half * half
    let isOverdamped = square.isNegative.isTrue
    mode.eigenvalue.real = nearestDouble(isOverdamped ? Ball.sqrt(-square) - half : -half) ?? .nan
    mode.eigenvalue.imaginary = isOverdamped ? 0 : nearestDouble(Ball.sqrt(square)) ?? .nan

    // The eigenvalues of the transition: a conjugate pair of modulus sqrt(det), or two real numbers.
    let halfTrace = trace / 2
    let discriminant = halfTrace * halfTrace - determinant
    let rate: Ball
    if stiffness == 0 {
      // The relu has cut the spring: 1 is an eigenvalue, exactly.
      (rate, mode.transition.real) = (zero, 1)
    } else if invariants.isConservative, trace.magnitude.isAtMost(Ball(2, in: precision)).isTrue {
      (rate, mode.isConservative) = (zero, true)
      mode.transition.real = nearestDouble(halfTrace) ?? .nan
      mode.transition.imaginary = nearestDouble(Ball.sqrt(one - halfTrace * halfTrace)) ?? .nan
    } else if discriminant.isNegative.isTrue {
      rate = -Ball.log(determinant) / 2
      mode.transition.real = nearestDouble(halfTrace) ?? .nan
      mode.transition.imaginary = nearestDouble(Ball.sqrt(-discriminant)) ?? .nan
    } else {
      let radius = halfTrace.magnitude + Ball.sqrt(discriminant)
      rate = -Ball.log(radius)
      let isFlipped = trace.isNegative.isTrue
      mode.transition.real = nearestDouble(isFlipped ? -radius : radius) ?? .nan
    }
    mode.take(rate: rate)
    mode.rounded = NumberFormat.all.map { format in
      let entries = transition(index, in: precision, roundedTo: format)
      guard entries.allSatisfy(\.isDefined) else { return .notFinite }
      let rounded = entries.compactMap { nearest($0, in: format.format) }
      return rounded.count == 4 ? RoundedDecay(transition: rounded) : .undecided
    }
    return mode
  }
}

extension RoundedDecay {
  /// A real decay.
  init(modulus value: Double) {
    if !value.isFinite {
      self = .notFinite
    } else if value == 0 {
      self = .zero
    } else if abs(value) == 1 {
      self = .one
    } else {
      self = abs(value) > 1 ? .aboveOne(abs(value)) : .decaying(value)
    }
  }

  /// A complex decay whose parts have at most 24 bits, so that their squares are exact doubles and their sum can be
  /// compared with 1 exactly: 1 - p is exact for p in [1/2, 2] (Sterbenz).
  init(real: Double, imaginary: Double) {
    guard real.isFinite && imaginary.isFinite else {
      self = .notFinite
      return
    }
    let squares = [real * real, imaginary * imaginary]
    let (larger, smaller) = (max(squares[0], squares[1]), min(squares[0], squares[1]))
    if larger == 0 {
      self = .zero
    } else if larger < 0.5 {
      self = .decaying((larger + smaller).squareRoot())
    } else if larger > 1 || smaller > 1 - larger {
      self = .aboveOne((larger + smaller).squareRoot())
    } else {
      self = smaller == 1 - larger ? .one : .decaying((larger + smaller).squareRoot())
    }
  }

  /// The transition [[p, q], [r, s]] of two real states: both eigenvalues are inside the unit circle iff |det| < 1 and
  /// |trace| < 1 + det (Jury's criterion), which is decided over the rationals.
  init(transition entries: [Double]) {
    let exact = entries.map { Rational(exactly: $0) }
    let (one, two) = (Rational(1, 1), Rational(2, 1))
    let trace = exact[0] + exact[3]
    let determinant = exact[0] * exact[3] - exact[1] * exact[2]
    let isInside =
      determinant.magnitude.isLess(than: one) && trace.magnitude.isLess(than: one + determinant)
    let isOutside =
      one.isLess(than: determinant.magnitude) || (one + determinant).isLess(than: trace.magnitude)
    let discriminant = (trace * trace / Rational(4, 1) - determinant).approximation
    let half = trace.magnitude.approximation / 2
    let radius = discriminant < 0 ? determinant.approximation.squareRoot() : half + discriminant.squareRoot()
    if isInside.isTrue {
      self = trace.isEqual(to: Rational(0, 1)).isTrue && radius == 0 ? .zero : .decaying(radius)
    } else if isOutside.isTrue {
      self = .aboveOne(radius)
    } else {
      // On the circle: a conjugate pair of modulus 1, or a real eigenvalue 1 or -1.
      self = trace.magnitude.isAtMost(two).isTrue ? .one : .aboveOne(radius)
    }
  }
}
