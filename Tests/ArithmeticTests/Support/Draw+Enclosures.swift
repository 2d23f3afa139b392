import Arithmetic
import TestSupport

// Balls, discs and points in them, of all the kinds on which an enclosure can go wrong.

extension Draw {
  /// 53 ... 1024 bits, the smaller the more often; simplest 53.
  mutating func precision() -> Precision { precisions[Int(index(upTo: UInt64(precisions.count - 1)))] }

  /// A number of a precision: mostly of moderate size; zero, integers, the neighbours of 1, multiples of pi/2, the very
  /// small and the very large among them. None is 2^6 or more or below 2^-6 where only moderate ones are asked for, but 0.
  mutating func number(in precision: Precision, moderate: Bool = false) -> BigFloat {
    span(SpanLabel.number) { draw in
      let value: BigFloat
      switch draw.index(upTo: moderate ? 16 : 19) {
      case 0: value = BigFloat([0, 1, 2, 3, 10, 0][Int(draw.index(upTo: 5))], in: precision)
      case 1:
        value = BigFloat(draw.integer(in: 1...63), in: precision).scaled(byPowerOfTwo: -draw.integer(in: 0...6))
      case 2: value = BigFloat(1, in: precision).moved(by: draw.bool() ? -1 : 1)
      case 3:
        let multiple = draw.integer(in: 1...19)
        value = (BigFloat.pi(in: precision.adding(guardBits: 64)) / 2 * IntegerConstant(multiple)).rounded(
          to: precision)
      case 4:
        value =
          BigFloat(1, in: precision)
          + draw.significand(in: precision).scaled(byPowerOfTwo: -draw.integer(in: 1...precision.bits) - 1)
      case 17: value = draw.scaledSignificand(in: precision, -precision.bits - 40 ... -20)
      case 18: value = draw.scaledSignificand(in: precision, 5...24)
      case 19: value = draw.scaledSignificand(in: precision, -2000...2000)
      default: value = draw.scaledSignificand(in: precision, -4...4)
      }
      // An enclosure of 0 has no sign.
      return value.isZero ? value : draw.signed(value)
    }
  }

  private mutating func scaledSignificand(in precision: Precision, _ exponents: ClosedRange<Int>) -> BigFloat {
    significand(in: precision).scaled(byPowerOfTwo: integer(in: exponents))
  }

  /// The radius of an enclosure about a number of exponent `exponent`: 0, far below an ulp, half of one, moderate, as large
  /// as the number, larger.
  mutating func radius(about exponent: Int, in precision: Precision, moderate: Bool = false) -> Magnitude {
    span(SpanLabel.number) { draw in
      let e = min(max(exponent, -3000), 3000)
      switch draw.index(upTo: 9) {
      case 0...3: return .zero
      case 4: return .powerOfTwo(e - precision.bits - 1)
      case 5: return draw.magnitude(e - precision.bits - draw.integer(in: 0...40))
      case 6...7: return draw.magnitude(e - draw.integer(in: 3...precision.bits))
      case 8: return draw.magnitude(moderate ? min(e, 3) : e, lowered: -1...4)
      default: return draw.magnitude(moderate ? min(e, 3) : e, lowered: moderate ? 0...20 : -20...0)
      }
    }
  }

  private mutating func magnitude(_ exponent: Int, lowered: ClosedRange<Int>) -> Magnitude {
    magnitude(exponent - integer(in: lowered))
  }

  /// s 2^exponent with 1 <= s < 2; simplest a power of two.
  private mutating func magnitude(_ exponent: Int) -> Magnitude {
    Magnitude(float(significands)).scaled(byPowerOfTwo: exponent)
  }

  mutating func ball(in precision: Precision, moderate: Bool = false) -> Ball {
    span(SpanLabel.tuple) { draw in
      let midpoint = draw.number(in: precision, moderate: moderate)
      let exponent = midpoint.isZero ? -draw.integer(in: 0...100) : midpoint.exponent
      return Ball(midpoint: midpoint, radius: draw.radius(about: exponent, in: precision, moderate: moderate))
    }
  }

  /// A disc; one in eight lies beside the real axis.
  mutating func disc(in precision: Precision, moderate: Bool = false) -> Disc {
    span(SpanLabel.tuple) { draw in
      let real = draw.number(in: precision, moderate: moderate)
      let imaginary =
        draw.index(upTo: 7) == 7 && !real.isZero && !moderate
        ? draw.significand(in: precision).scaled(byPowerOfTwo: max(real.exponent, -2000) - 41)
        : draw.number(in: precision, moderate: moderate)
      let exponent = max(real.isZero ? -100 : real.exponent, imaginary.isZero ? -100 : imaginary.exponent)
      return Disc(
        realMidpoint: real, imaginaryMidpoint: imaginary,
        radius: draw.radius(about: exponent, in: precision, moderate: moderate))
    }
  }

  /// A number of the ball, exactly: the midpoint, an end, or between.
  mutating func point(in ball: Ball) -> BigFloat {
    guard !ball.isPoint else { return ball.midpoint }
    let fraction: Int
    switch index(upTo: 5) {
    case 0: return ball.midpoint
    case 1: fraction = 1 << 20
    case 2: fraction = -1 << 20
    default: fraction = part()
    }
    return exactSum(ball.midpoint, ball.radius.bigFloat, fraction)
  }

  /// A point of the disc, exactly: the midpoint, on the circle or as near to it as 2^-20 radii, or inside.
  mutating func point(in disc: Disc) -> Complex<BigFloat> {
    guard !disc.isPoint else { return Complex(disc.realMidpoint, disc.imaginaryMidpoint) }
    var (across, along) = (1 << 20, 0)
    let kind = index(upTo: 9)
    switch kind {
    case 0: return Complex(disc.realMidpoint, disc.imaginaryMidpoint)
    case 1: break
    case 2: across = -1 << 20
    default:
      across = part()
      // The largest multiple of 2^-20 that stays in the disc.
      along = Int(Double(1 << 40 - across * across).squareRoot())
      while across * across + along * along > 1 << 40 { along -= 1 }
      if bool() { along = -along }
      if kind > 7 { (across, along) = (across / 3, along / 5) }
    }
    if bool() { (across, along) = (along, across) }
    let radius = disc.radius.bigFloat
    return Complex(exactSum(disc.realMidpoint, radius, across), exactSum(disc.imaginaryMidpoint, radius, along))
  }

  /// A multiple of 2^-20 in -1...1, times 2^20.
  private mutating func part() -> Int { Int((float(parts) * 0x1p20).rounded()) }
}

/// midpoint + radius * fraction / 2^20, exactly, in as many bits as it takes.
private func exactSum(_ midpoint: BigFloat, _ radius: BigFloat, _ fraction: Int) -> BigFloat {
  let offset = BigFloat.multiply(radius, BigFloat(fraction, in: 32), in: 96).scaled(byPowerOfTwo: -20)
  if offset.isZero { return midpoint }
  if midpoint.isZero { return offset }
  let top = max(midpoint.exponent, offset.exponent) + 1
  let bottom = min(midpoint.exponent - midpoint.precision.bits, offset.exponent - 96)
  let sum = BigFloat.withTernary(.add, midpoint, offset, in: Precision(bits: top - bottom))
  precondition(sum.isExact)
  return sum.value.rounded(to: Precision(bits: max(sum.value.significantBits, midpoint.precision.bits)))
}

/// 90 precisions; the first is the simplest.
private let precisions: [Precision] = [
  (53, 16), (64, 16), (65, 8), (100, 8), (113, 8), (128, 16), (160, 3), (192, 3), (256, 3), (331, 3), (512, 3),
  (1024, 3),
].flatMap { Array(repeating: $0, count: $1) }

/// [1, 2), the significands of a Double.
private let significands = FloatDomain(1...2.0.nextDown)
/// [-1, 1] in few bits.
private let parts = FloatDomain(-1...1, format: .binary32)
