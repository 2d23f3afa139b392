extension Generator where Value == Double {
  /// A number of `range`, uniform by value: what textbooks call a random number. Nothing else is mixed in.
  public static func double(uniformIn range: ClosedRange<Double>) -> Generator {
    let domain = FloatDomain(range)
    return Generator { draw in
      Double(bitPattern: draw.choose(.float(domain)) { random, _ in domain.uniform(&random).bitPattern })
    }
  }

  /// A number of `range`, all numbers of the format equally likely, so that all exponents are.
  public static func double(
    uniformByBitsIn range: ClosedRange<Double>, of format: FloatDomain.Format = .binary64
  ) -> Generator {
    let domain = FloatDomain(inside: range, format: format)
    return Generator { draw in
      Double(bitPattern: draw.choose(.float(domain)) { random, _ in domain.uniformByBits(&random).bitPattern })
    }
  }

  /// A number exactly half way between two neighbours of `format`, which is narrower than binary64: rounding it to that
  /// format is a tie. It lies between two numbers of the format in `range`.
  public static func tie(
    rounding format: FloatDomain.Format, in range: ClosedRange<Double>? = nil
  ) -> Generator {
    precondition(format != .binary64, "no Double lies between two neighbours of binary64")
    let all = FloatDomain(inside: range ?? -format.greatestFinite...format.greatestFinite, format: format)
    precondition(all.lower < all.upper, "a tie lies between two numbers")
    let last = format.number(atOrdinal: format.ordinal(of: all.upper) - 1)
    let domain = FloatDomain(all.lower...last, format: format)
    return Generator { draw in
      let below = draw.float(domain)
      return below + (format.number(atOrdinal: format.ordinal(of: below) + 1) - below) / 2
    }
  }

  /// 2^e with e of `exponents`, which lie in -1074...1023; simplest 1, or the exponent nearest to 0.
  public static func powerOfTwo(exponents: ClosedRange<Int> = -1074...1023) -> Generator {
    precondition(-1074 <= exponents.lowerBound && exponents.upperBound <= 1023, "2^e is not a Double")
    let exponent = Generator<Int>.integer(in: exponents)
    return Generator { Double(sign: .plus, exponent: try exponent.draw(from: &$0), significand: 1) }
  }

  /// A number m 2^e with an integer |m| < 2^bits, bits <= 53: a number of few bits. It is exact where 2^e m is a normal
  /// number or an integer multiple of 2^-1074.
  public static func fewBits(_ bits: Int, exponents: ClosedRange<Int> = -8...8) -> Generator {
    precondition(1...53 ~= bits, "a Double has 53 bits")
    let integer = Generator<Int>.integer(in: -(1 << bits) + 1...(1 << bits) - 1)
    let exponent = Generator<Int>.integer(in: exponents)
    return Generator { draw in
      try draw.span(SpanLabel.number) { draw in
        let m = try integer.draw(from: &draw)
        return Double(sign: .plus, exponent: try exponent.draw(from: &draw), significand: Double(m))
      }
    }
  }

  /// A finite number that `generator` draws, or one up to `places` places from it in the format of Double; simplest
  /// itself.
  public static func neighbour(of generator: Generator, within places: Int = 2) -> Generator {
    Generator { draw in
      try draw.span(SpanLabel.number) { draw in
        let value = try generator.draw(from: &draw)
        let step = draw.integer(in: -places...places)
        guard value.isFinite else { return value }
        let last = FloatDomain.Format.binary64.ordinal(of: .greatestFiniteMagnitude)
        let ordinal = FloatDomain.Format.binary64.ordinal(of: value) + step
        return step == 0 ? value : FloatDomain.Format.binary64.number(atOrdinal: min(max(ordinal, -last), last))
      }
    }
  }
}
