// f over the disc |z - m| <= r: f(m) with 16 guard bits, rounded, and the majorant of f(m + e) - f(m) for |e| <= r.

extension Disc: ElementaryArithmetic {
  private static let guardBits = 16

  /// The disc of the precision of `z` about components computed with more, widened by `radius`.
  private static func disc(_ value: Components, about z: Disc, plus radius: Magnitude) -> Disc {
    Disc(value.real.rounded(to: z.context), value.imaginary.rounded(to: z.context), plus: radius)
  }

  /// e^z = e^x (cos y + i sin y). Radius: |e^m| (e^r - 1) + the rounding of the midpoint.
  public static func exp(_ z: Disc) -> Disc {
    guard z.isDefined else { return z }
    let value = exp(at: z.components(z.context.adding(guardBits: guardBits)))
    return disc(value, about: z, plus: exponentialSpread(z))
  }

  /// e^z - 1. Radius: |e^m| (e^r - 1) + the rounding of the midpoint.
  public static func expMinusOne(_ z: Disc) -> Disc {
    guard z.isDefined else { return z }
    let value = expMinusOne(at: z.components(z.context.adding(guardBits: guardBits)))
    return disc(value, about: z, plus: exponentialSpread(z))
  }

  /// |e^m| (e^r - 1).
  private static func exponentialSpread(_ z: Disc) -> Magnitude {
    guard !z.isPoint else { return .zero }
    let size = Magnitude(upperBoundOf: BigFloat.exp(z.realMidpoint, in: .double, rounding: .up))
    return size * Magnitude.expMinusOne(z.radius)
  }

  /// The principal logarithm; indeterminate where the disc touches (-inf, 0]. A point below 0 has imaginary part pi.
  ///
  /// Radius: -log(1 - r/|m|) + the rounding of the midpoint.
  public static func log(_ z: Disc) -> Disc {
    guard z.isClear(ofCutFrom: .zero(in: z.context)) else { return .indeterminate(in: z.context) }
    let value = log(at: z.components(z.context.adding(guardBits: guardBits)))
    let spread = z.isPoint ? .zero : Magnitude.negativeLogOneMinus(z.radius / z.lowerMidpointModulus)
    return disc(value, about: z, plus: spread)
  }

  /// log(1 + z); indeterminate where the disc touches (-inf, -1]. Radius: -log(1 - r/|1 + m|) + the rounding.
  public static func log(onePlus z: Disc) -> Disc {
    let minusOne = BigFloat(-1, in: z.context)
    guard z.isClear(ofCutFrom: minusOne) else { return .indeterminate(in: z.context) }
    let value = log(onePlusAt: z.components(z.context.adding(guardBits: guardBits)))
    guard !z.isPoint else { return disc(value, about: z, plus: .zero) }
    let width = BigFloat.subtract(z.realMidpoint, minusOne, in: 64, rounding: .towardZero)
    let modulus = Magnitude.lowerHypot(
      Magnitude(lowerBoundOf: width), Magnitude(lowerBoundOf: z.imaginaryMidpoint))
    return disc(value, about: z, plus: .negativeLogOneMinus(z.radius / modulus))
  }

  /// Whether the disc does not touch the cut (-inf, cut]; of a point, whether it is not the branch point.
  private func isClear(ofCutFrom cut: BigFloat) -> Bool {
    guard isDefined else { return false }
    if isPoint { return !imaginaryMidpoint.isZero || realMidpoint != cut }
    return lowerDistanceToCut(from: cut) > radius
  }

  /// The principal square root; indeterminate where a disc that is not a point touches (-inf, 0]. A point below 0 has its
  /// root on the positive imaginary axis.
  ///
  /// Radius: |sqrt m| (1 - sqrt(1 - r/|m|)) + the rounding of the midpoint.
  public static func sqrt(_ z: Disc) -> Disc {
    guard z.isDefined, z.isPoint || z.isClear(ofCutFrom: .zero(in: z.context)) else {
      return .indeterminate(in: z.context)
    }
    let value = sqrt(at: z.components(z.context.adding(guardBits: guardBits)))
    guard !z.isPoint else { return disc(value, about: z, plus: .zero) }
    let relative = Magnitude.oneMinusSqrtOneMinus(z.radius / z.lowerMidpointModulus)
    return disc(value, about: z, plus: Magnitude.sqrt(z.upperMidpointModulus) * relative)
  }

  /// z^w = e^(w log z), with the principal logarithm; where w is an integer point, the integer power of any z.
  ///
  /// The radii are those of the logarithm, the product and the exponential; the working precision has 24 guard bits and
  /// as many more as w log z has before the binary point.
  public static func pow(_ z: Disc, _ w: Disc) -> Disc {
    let precision = max(z.context, w.context)
    guard z.isDefined, w.isDefined else { return .indeterminate(in: precision) }
    if w.isPoint, w.imaginaryMidpoint.isZero, w.realMidpoint.isInteger,
      w.realMidpoint.isZero || w.realMidpoint.exponent < 53
    {
      return pow(z.rounded(to: precision), Int(w.realMidpoint.double()))
    }
    func exponent(_ guardBits: Int) -> Disc {
      let working = precision.adding(guardBits: guardBits)
      return w.rounded(to: working) * log(z.rounded(to: working))
    }
    var product = exponent(24)
    let integerBits = product.upperMagnitude.exponent + 1
    if integerBits > 8 { product = exponent(24 + min(integerBits, Ball.angleExponentLimit)) }
    return exp(product).rounded(to: precision)
  }

  /// sin z = sin x cosh y + i cos x sinh y. Radius: |cos m| sinh r + |sin m| (cosh r - 1) + the rounding.
  /// Indeterminate where cosh y overflows.
  public static func sin(_ z: Disc) -> Disc {
    guard z.isDefined else { return z }
    let parts = CircularParts(z.components(z.context.adding(guardBits: guardBits)))
    let spread =
      z.isPoint
      ? .zero
      : parts.upperCosine * Magnitude.sinh(z.radius) + parts.upperSine * Magnitude.coshMinusOne(z.radius)
    return disc((parts.sin * parts.cosh, parts.cos * parts.sinh), about: z, plus: spread)
  }

  /// cos z = cos x cosh y - i sin x sinh y. Radius: |sin m| sinh r + |cos m| (cosh r - 1) + the rounding.
  /// Indeterminate where cosh y overflows.
  public static func cos(_ z: Disc) -> Disc {
    guard z.isDefined else { return z }
    let parts = CircularParts(z.components(z.context.adding(guardBits: guardBits)))
    let spread =
      z.isPoint
      ? .zero
      : parts.upperSine * Magnitude.sinh(z.radius) + parts.upperCosine * Magnitude.coshMinusOne(z.radius)
    return disc((parts.cos * parts.cosh, -(parts.sin * parts.sinh)), about: z, plus: spread)
  }

  /// tan z = (sin x cos x + i sinh y cosh y)/(cos^2 x + sinh^2 y); indeterminate where the disc contains a pole or nearly.
  ///
  /// Radius: sinh r/(|cos m| c) + the rounding of the midpoint, where c is a lower bound of |cos| over the disc: from
  /// tan(m + e) - tan m = sin e/(cos m cos(m + e)). Where |Im z| = Y is at least the working precision on all of the disc,
  /// +-i with radius 4 e^(-2 Y), as |tan z -+ i| = 2 e^(-2 Y)/|1 + e^(+-2iz)|.
  public static func tan(_ z: Disc) -> Disc {
    guard z.isDefined else { return z }
    let working = z.context.adding(guardBits: guardBits)
    let height = Magnitude.lowerDifference(Magnitude(lowerBoundOf: z.imaginaryMidpoint), z.radius)
    if height >= Magnitude(Double(working.bits)) {
      return Disc(
        realMidpoint: .zero(in: z.context), imaginaryMidpoint: BigFloat(z.imaginaryMidpoint.signum, in: z.context),
        radius: .powerOfTwo(2 - 2 * working.bits))
    }
    let parts = CircularParts(z.components(working))
    let square = parts.cos * parts.cos + parts.sinh * parts.sinh
    let value = (parts.sin * parts.cos / square, parts.sinh * parts.cosh / square)
    guard !z.isPoint else { return disc(value, about: z, plus: .zero) }
    let sine = Magnitude.sinh(z.radius)
    let cosine = parts.lowerCosine
    let least = Magnitude.lowerDifference(
      cosine, parts.upperCosine * Magnitude.coshMinusOne(z.radius) + parts.upperSine * sine)
    return disc(value, about: z, plus: sine / Magnitude.lowerProduct(cosine, least))
  }

  /// The hyperbolic sine, -i sin(i z), with its radius.
  public static func sinh(_ z: Disc) -> Disc { sin(z.timesI).timesMinusI }
  /// The hyperbolic cosine, cos(i z), with its radius.
  public static func cosh(_ z: Disc) -> Disc { cos(z.timesI) }
  /// The hyperbolic tangent, -i tan(i z), with its radius; indeterminate where the disc contains a pole, an odd multiple of i pi/2.
  public static func tanh(_ z: Disc) -> Disc { tan(z.timesI).timesMinusI }

  /// log(1 + e^z), with the principal logarithm; indeterminate where 1 + e^z touches (-inf, 0], and where e^z overflows
  /// and the disc is not within |Im z| < pi.
  ///
  /// Evaluated as z + log(1 + e^-z) for Re m > 0 where |Im z| < pi on the whole disc. The radii are those of the
  /// logarithm and the exponential.
  public static func softplus(_ z: Disc) -> Disc {
    guard z.isDefined else { return z }
    let reach = Magnitude(upperBoundOf: z.imaginaryMidpoint) + z.radius
    // 3.1415 < pi: between the cuts of log(1 + e^z) at the heights +-pi the two forms are one analytic function.
    if z.realMidpoint.signum > 0, reach < 3.1415 {
      return escalating(z) { $0 + log(onePlus: exp(-$0)) }
    }
    return escalating(z) { log(onePlus: exp($0)) }
  }

  /// 1/(1 + e^-z), and e^z/(1 + e^z) where e^-z might overflow; indeterminate where the disc contains a pole, an odd
  /// multiple of i pi. The radii are those of the quotient and the exponential.
  public static func sigmoid(_ z: Disc) -> Disc {
    guard z.isDefined else { return z }
    if z.realMidpoint.signum >= 0 || z.realMidpoint.exponent < 28 {
      return escalating(z) { Disc(1, in: $0.context) / (Disc(1, in: $0.context) + exp(-$0)) }
    }
    return escalating(z) { z in
      let power = exp(z)
      return power / (Disc(1, in: power.context) + power)
    }
  }

  /// A composition with 24 guard bits; at a point near a zero or a pole of an intermediate value, where these do not
  /// suffice, with more than twice the precision.
  private static func escalating(_ z: Disc, _ function: (Disc) -> Disc) -> Disc {
    let precision = z.context
    var value = function(z.rounded(to: precision.adding(guardBits: 24)))
    if z.isPoint, value.relativeAccuracyBits < precision.bits + 6 {
      value = function(z.rounded(to: precision.adding(guardBits: precision.bits + 64)))
    }
    return value.rounded(to: precision)
  }
}
