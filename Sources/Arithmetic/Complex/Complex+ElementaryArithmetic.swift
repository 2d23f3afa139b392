extension Complex where Real: RealElementaryArithmetic {
  /// length (cos phase + i sin phase).
  public init(length: Real, phase: Real) {
    self.init(length * Real.cos(phase), length * Real.sin(phase))
  }

  /// |z| = m sqrt(1 + (s/m)^2) for the larger and the smaller component m and s: 3 u, and no needless overflow.
  public var magnitude: Real {
    let (larger, smaller) = orderedMagnitudes
    if smaller.isEqual(to: Real(0, in: context)).isTrue { return larger }
    if larger.isPositive.isTrue {
      let ratio = smaller / larger
      return larger * Real.sqrt(1 + ratio * ratio)
    }
    return Real.sqrt(squaredMagnitude)
  }

  /// The angle of z, in (-pi, pi]: on the negative real axis pi, whatever the sign of a zero.
  public var phase: Real { Real.atan2(y: imaginary + 0, x: real + 0) }
}

// Each function is built from real ones, each with an error of a unit roundoff or so: the constants below count them.
extension Complex: ElementaryArithmetic where Real: RealElementaryArithmetic {
  /// The principal square root, with a real part that is not negative; i sqrt(-x) for x < 0.
  ///
  /// With m the larger component, sqrt((|x| + |z|)/2) = sqrt(m) sqrt((|x|/m + |z|/m)/2): nothing overflows that need not,
  /// and nothing cancels. Componentwise: 8 u. Undefined for an enclosure that meets the branch cut.
  public static func sqrt(_ z: Complex) -> Complex {
    let zero = Real(0, in: z.context)
    let (larger, smaller) = z.orderedMagnitudes
    if larger.isEqual(to: zero).isTrue && smaller.isEqual(to: zero).isTrue { return Complex(zero, zero) }
    if z.imaginary.isEqual(to: zero).isTrue {
      switch z.real.isNegative {
      case .true: return Complex(zero, Real.sqrt(-z.real))
      case .false: return Complex(Real.sqrt(z.real), zero)
      case .undecided: break
      }
    }
    // sqrt((part + |z|)/2), where `part` is the real part or its negative.
    func halfRoot(_ part: Real) -> Real {
      guard larger.isPositive.isTrue else { return Real.sqrt((part + z.magnitude) / 2) }
      let ratio = smaller / larger
      return Real.sqrt(larger) * Real.sqrt((part / larger + Real.sqrt(1 + ratio * ratio)) / 2)
    }
    guard z.real.isNegative.isTrue else {
      let root = halfRoot(z.real)
      return Complex(root, z.imaginary / root / 2)
    }
    let root = halfRoot(-z.real)
    let other = z.imaginary.magnitude / root / 2
    switch z.imaginary.isNegative {
    case .false: return Complex(other, root)
    case .true: return Complex(other, -root)
    case .undecided: return .undefined(in: z.context)
    }
  }

  /// e^x (cos y + i sin y). Componentwise: 3 u. Overflows where e^x does.
  public static func exp(_ z: Complex) -> Complex { Complex(length: Real.exp(z.real), phase: z.imaginary) }

  /// e^z - 1 = (e^x - 1) cos y - 2 sin^2(y/2) + i e^x sin y. Normwise, also near 0: 6 u; for large |z| that of `exp`.
  public static func expMinusOne(_ z: Complex) -> Complex {
    let halfSine = Real.sin(z.imaginary / 2)
    return Complex(
      Real.expMinusOne(z.real) * Real.cos(z.imaginary) - 2 * (halfSine * halfSine),
      Real.exp(z.real) * Real.sin(z.imaginary))
  }

  /// log |z| + i arg z, with the argument in (-pi, pi]. Normwise: 6 u.
  ///
  /// Near the unit circle log |z| = log1p((m - 1)(m + 1) + s^2)/2, where m - 1 is exact; elsewhere
  /// log m + log1p((s/m)^2)/2; m and s are the larger and the smaller component.
  public static func log(_ z: Complex) -> Complex { Complex(logarithmOfMagnitude(z), z.phase) }

  private static func logarithmOfMagnitude(_ z: Complex) -> Real {
    let (larger, smaller) = z.orderedMagnitudes
    if smaller.isEqual(to: Real(0, in: z.context)).isTrue { return Real.log(larger) }
    if (2 * larger).isLess(than: Real(1, in: z.context)).isFalse && larger.isLess(than: Real(2, in: z.context)).isTrue {
      return Real.log(onePlus: (larger - 1) * (larger + 1) + smaller * smaller) / 2
    }
    guard larger.isPositive.isTrue else { return Real.log(z.squaredMagnitude) / 2 }
    let ratio = smaller / larger
    return Real.log(larger) + Real.log(onePlus: ratio * ratio) / 2
  }

  /// log(1 + z). Normwise, also near 0: 8 u.
  ///
  /// For components below 1/2, log1p(x (2 + x) + y^2)/2 + i atan2(y, 1 + x); elsewhere log of the rounded 1 + z.
  public static func log(onePlus z: Complex) -> Complex {
    let (larger, _) = z.orderedMagnitudes
    guard (2 * larger).isLess(than: Real(1, in: z.context)).isTrue else { return log(1 + z) }
    return Complex(
      Real.log(onePlus: z.real * (2 + z.real) + z.imaginary * z.imaginary) / 2,
      Real.atan2(y: z.imaginary, x: 1 + z.real))
  }

  /// z^w = e^(w log z). Normwise: (10 |w log z| + 3) u. 0^w is 1 for w = 0, 0 for Re w > 0, else undefined.
  public static func pow(_ z: Complex, _ w: Complex) -> Complex {
    let zero = Complex(0, in: z.context)
    if z.isEqual(to: zero).isTrue {
      if w.isEqual(to: zero).isTrue { return Complex(1, in: z.context) }
      return w.real.isPositive.isTrue ? zero : .undefined(in: z.context)
    }
    return exp(w * log(z))
  }

  /// sin x cosh y + i cos x sinh y. Componentwise: 3 u.
  public static func sin(_ z: Complex) -> Complex {
    Complex(Real.sin(z.real) * Real.cosh(z.imaginary), Real.cos(z.real) * Real.sinh(z.imaginary))
  }

  /// cos x cosh y - i sin x sinh y. Componentwise: 3 u.
  public static func cos(_ z: Complex) -> Complex {
    Complex(Real.cos(z.real) * Real.cosh(z.imaginary), -(Real.sin(z.real) * Real.sinh(z.imaginary)))
  }

  /// tan z = -i tanh(i z). Componentwise: 11 u.
  public static func tan(_ z: Complex) -> Complex {
    let rotated = tanh(Complex(-z.imaginary, z.real))
    return Complex(rotated.imaginary, -rotated.real)
  }

  /// sinh x cos y + i cosh x sin y. Componentwise: 3 u.
  public static func sinh(_ z: Complex) -> Complex {
    Complex(Real.sinh(z.real) * Real.cos(z.imaginary), Real.cosh(z.real) * Real.sin(z.imaginary))
  }

  /// cosh x cos y + i sinh x sin y. Componentwise: 3 u.
  public static func cosh(_ z: Complex) -> Complex {
    Complex(Real.cosh(z.real) * Real.cos(z.imaginary), Real.sinh(z.real) * Real.sin(z.imaginary))
  }

  /// tanh z = (tanh x + i s c) / (tanh^2 x + c^2), where c = cos y / cosh x and s = sin y / cosh x.
  ///
  /// The denominator is a sum of squares, and nothing grows with |x|. Componentwise: 11 u.
  public static func tanh(_ z: Complex) -> Complex {
    let growth = Real.cosh(z.real)
    let tangent = Real.tanh(z.real)
    let cosine = Real.cos(z.imaginary) / growth
    let sine = Real.sin(z.imaginary) / growth
    let divisor = tangent * tangent + cosine * cosine
    return Complex(tangent / divisor, sine * cosine / divisor)
  }

  /// The principal logarithm of 1 + e^z.
  ///
  /// For x > 0 its real part is x + Re log1p(e^-z) and its argument that of e^-x + e^(i y): e^x cannot overflow.
  /// Normwise: 12 u / min(1, |1 + e^z|): the zeros of 1 + e^z, at odd multiples of i pi, are poles.
  public static func softplus(_ z: Complex) -> Complex {
    guard z.real.isPositive.isTrue else { return log(onePlus: exp(z)) }
    return Complex(
      z.real + log(onePlus: exp(-z)).real,
      Real.atan2(y: Real.sin(z.imaginary), x: Real.exp(-z.real) + Real.cos(z.imaginary)))
  }

  /// 1/(1 + e^-z), as e^z/(1 + e^z) for x < 0. Normwise: 15 u / min(1, |1 + e^z|): near the poles it loses accuracy.
  public static func sigmoid(_ z: Complex) -> Complex {
    guard z.real.isNegative.isTrue else { return 1 / (1 + exp(-z)) }
    let power = exp(z)
    return power / (1 + power)
  }

  private static func undefined(in context: Context) -> Complex {
    Complex(Real(Double.nan, in: context), Real(Double.nan, in: context))
  }
}
