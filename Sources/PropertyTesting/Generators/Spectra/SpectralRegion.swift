import ComplexModule
import RealModule

/// A part of the complex plane, symmetric about the real axis, from which eigenvalues or poles are drawn.
public enum SpectralRegion: Sendable, Hashable {
  /// Re z = -decay, |Im z| = frequency.
  case leftHalfPlane(decay: ClosedRange<Double>, frequency: ClosedRange<Double>)
  /// r1 <= |z| <= r2.
  case ring(ClosedRange<Double>)
  /// 1 - |z| lies in 2^-e...2^(1-e) for an e of the range given, which lies in 2...52, all e equally likely.
  case nearUnitCircle(gapExponents: ClosedRange<Int>)

  /// Re z < 0: time constants from 2^-10 to 2^10, frequencies up to 2^10.
  public static var hurwitz: SpectralRegion { .leftHalfPlane(decay: 0x1p-10...0x1p10, frequency: 0...0x1p10) }
  /// |z| < 1.
  public static var schur: SpectralRegion { .ring(0...1.0.nextDown) }
  /// |z| < 1, from 1 - |z| = 1/8 down to 2^-52.
  public static var nearUnitCircle: SpectralRegion { .nearUnitCircle(gapExponents: 4...52) }

  /// Whether the region has `z` in it, decided exactly.
  public func contains(_ z: Complex<Double>) -> Bool {
    switch self {
    case .leftHalfPlane(let decay, let frequency):
      return decay.contains(-z.real) && frequency.contains(z.imaginary.magnitude)
    case .ring(let moduli):
      return z.isFinite && z.compareModulus(to: moduli.lowerBound) >= 0 && z.compareModulus(to: moduli.upperBound) <= 0
    case .nearUnitCircle(let gaps):
      return SpectralRegion.ring(Self.moduli(gaps)).contains(z)
    }
  }

  /// The moduli whose distance from 1 is at least 2^-last and at most 2^(1-first).
  static func moduli(_ gaps: ClosedRange<Int>) -> ClosedRange<Double> {
    precondition(2 <= gaps.lowerBound && gaps.upperBound <= 52, "gaps lie between 2^-52 and 1/2")
    return 1 - power(1 - gaps.lowerBound)...1 - power(-gaps.upperBound)
  }

  /// A number of the region.
  var point: Generator<Complex<Double>> {
    switch self {
    case .leftHalfPlane(let decay, let frequency):
      let decay = Generator<Double>.double(in: decay)
      let frequency = Generator<Double>.double(in: frequency)
      return Generator { draw in
        try draw.span(SpanLabel.number) { draw in
          let decay = try decay.draw(from: &draw)
          let magnitude = try frequency.draw(from: &draw).magnitude
          return Complex(-decay, draw.bool() ? -magnitude : magnitude)
        }
      }
    case .ring(let moduli):
      return .complex(modulus: moduli)
    case .nearUnitCircle(let gaps):
      return .complex(modulus: Self.modulus(gaps), clampedTo: Self.moduli(gaps))
    }
  }

  /// A real number of the region, where it has one: a left half-plane need not.
  var realPoint: Generator<Complex<Double>> {
    let magnitude: Generator<Double>
    switch self {
    case .leftHalfPlane(let decay, _):
      return Generator<Double>.double(in: decay).map { Complex(-$0, 0) }
    case .ring(let moduli): magnitude = .double(in: moduli)
    case .nearUnitCircle(let gaps): magnitude = Self.modulus(gaps)
    }
    return Generator { draw in
      try draw.span(SpanLabel.number) { draw in
        let modulus = try magnitude.draw(from: &draw)
        return Complex(draw.bool() ? -modulus : modulus, 0)
      }
    }
  }

  /// 1 - m 2^-e with m of 1...2: the farthest from 1 is the simplest.
  private static func modulus(_ gaps: ClosedRange<Int>) -> Generator<Double> {
    let moduli = moduli(gaps)
    return Generator { draw in
      let exponent = draw.integer(in: gaps)
      let modulus = 1 - draw.float(FloatDomain(1...2)) * power(-exponent)
      return min(max(modulus, moduli.lowerBound), moduli.upperBound)
    }
  }

  private static func power(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
}
