import ComplexModule
import RealModule

extension Generator where Value == Complex<Double> {
  /// x + i y with the parts given.
  public static func complex(real: Generator<Double>, imaginary: Generator<Double>) -> Generator {
    Generator { draw in
      try draw.span(SpanLabel.number) { draw in
        let x = try real.draw(from: &draw)
        return Complex(x, try imaginary.draw(from: &draw))
      }
    }
  }

  /// A number both of whose parts lie in `range`; simplest 0.
  public static func complex(parts range: ClosedRange<Double>) -> Generator {
    .complex(real: .double(in: range), imaginary: .double(in: range))
  }

  /// A number of modulus 1 up to rounding; simplest 1.
  ///
  /// A third are roots of unity of an order up to 24, a third lie next to an axis, by 2^-4 to 2^-60 turns, and a third
  /// have any phase. ±1 and ±i are exact.
  public static func unitComplex() -> Generator {
    let turns = FloatDomain(-0.5...0.5)
    return Generator { draw in
      draw.span(SpanLabel.number) { draw in
        switch draw.index(upTo: 2) {
        case 0:
          let order = draw.integer(in: 1...24)
          return .rootOfUnity(draw.integer(in: 0...order - 1), order: order)
        case 1:
          let quarters = draw.integer(in: 0...3)
          let offset = Double(sign: .plus, exponent: -draw.integer(in: 4...60), significand: 1)
          return .unit(quarters: quarters, offset: draw.bool() ? -offset : offset)
        default:
          return .unit(turns: draw.float(turns))
        }
      }
    }
  }

  /// A number whose modulus lies in `range`, exactly; its phase is that of ``unitComplex()``, up to rounding. Simplest
  /// the simplest modulus, real.
  ///
  /// Where the range is so narrow that rounding leaves it, the number is real.
  public static func complex(modulus range: ClosedRange<Double>) -> Generator {
    precondition(range.lowerBound >= 0, "a modulus is not negative")
    return .complex(modulus: .double(in: range), clampedTo: range)
  }

  /// A number of the modulus that `modulus` draws, up to rounding, but in `range` exactly.
  static func complex(modulus: Generator<Double>, clampedTo range: ClosedRange<Double>) -> Generator {
    let phase = unitComplex()
    return Generator { draw in
      try draw.span(SpanLabel.number) { draw in
        let modulus = try modulus.draw(from: &draw)
        let unit = try phase.draw(from: &draw)
        return Complex(modulus * unit.real, modulus * unit.imaginary).moved(intoModulus: range)
      }
    }
  }
}
