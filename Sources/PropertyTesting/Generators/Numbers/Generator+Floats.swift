extension Generator where Value == Double {
  /// A number of `range`, from a mixture that finds what goes wrong with floating point: uniform by value and by bits,
  /// small integers, powers of two and their neighbours, ties of narrower formats, bounds, relatives of earlier
  /// numbers. Simplest 0, 1, -1, or what is described in the fewest bits.
  public static func double(in range: ClosedRange<Double>) -> Generator {
    .float(FloatDomain(range))
  }

  /// A number of `range`, which does not have its upper bound in it.
  public static func double(in range: Range<Double>) -> Generator {
    precondition(!range.isEmpty, "an empty range has no numbers")
    return .float(FloatDomain(range.lowerBound...range.upperBound.nextDown))
  }

  /// A number of `format` in `range`, whose bounds are rounded inward to it.
  public static func double(in range: ClosedRange<Double>, of format: FloatDomain.Format) -> Generator {
    .float(FloatDomain(inside: range, format: format))
  }

  /// A number of a domain: of any format, with the special values that the domain allows.
  public static func float(_ domain: FloatDomain) -> Generator {
    Generator { $0.float(domain) }
  }

  /// A finite number of a format.
  public static func double(of format: FloatDomain.Format = .binary64) -> Generator {
    .float(FloatDomain(-format.greatestFinite...format.greatestFinite, format: format))
  }

  /// A finite number, an infinity or NaN.
  public static func anyDouble(of format: FloatDomain.Format = .binary64) -> Generator {
    let range = -format.greatestFinite...format.greatestFinite
    return .float(FloatDomain(range, format: format, allowsInfinity: true, allowsNaN: true))
  }

  /// A finite number above zero, subnormal ones included; simplest 1.
  public static func positive(of format: FloatDomain.Format = .binary64) -> Generator {
    .float(FloatDomain(format.leastNonzero...format.greatestFinite, format: format))
  }

  /// A normal number of either sign: neither zero nor subnormal; simplest 1.
  public static func normal(of format: FloatDomain.Format = .binary64) -> Generator {
    .signed(FloatDomain(format.leastNormal...format.greatestFinite, format: format))
  }

  /// A subnormal number of either sign; simplest the least positive one.
  public static func subnormal(of format: FloatDomain.Format = .binary64) -> Generator {
    .signed(FloatDomain(format.leastNonzero...(format.leastNormal - format.leastNonzero), format: format))
  }

  /// A number of a domain of positive numbers, or its negative.
  static func signed(_ domain: FloatDomain) -> Generator {
    Generator { draw in
      draw.span(SpanLabel.number) { draw in
        let isNegative = draw.bool()
        let magnitude = draw.float(domain)
        return isNegative ? -magnitude : magnitude
      }
    }
  }
}

extension Generator where Value == Float {
  /// A number of `range`, from the mixture of ``Generator/double(in:)-(ClosedRange<Double>)`` for this format.
  public static func float(in range: ClosedRange<Float>) -> Generator {
    let domain = FloatDomain(Double(range.lowerBound)...Double(range.upperBound), format: .binary32)
    return Generator { Float($0.float(domain)) }
  }

  /// A finite number.
  public static func float() -> Generator {
    .float(in: -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude)
  }

  /// A finite number, an infinity or NaN.
  public static func anyFloat() -> Generator {
    let greatest = FloatDomain.Format.binary32.greatestFinite
    let domain = FloatDomain(-greatest...greatest, format: .binary32, allowsInfinity: true, allowsNaN: true)
    return Generator { Float($0.float(domain)) }
  }
}

extension FloatDomain {
  /// The numbers of a format in a range whose bounds need not be numbers of it. There must be one.
  public init(inside range: ClosedRange<Double>, format: Format) {
    var lower = format.round(max(range.lowerBound, -format.greatestFinite))
    var upper = format.round(min(range.upperBound, format.greatestFinite))
    if lower < range.lowerBound { lower = format.number(atOrdinal: format.ordinal(of: lower) + 1) }
    if upper > range.upperBound { upper = format.number(atOrdinal: format.ordinal(of: upper) - 1) }
    precondition(lower <= upper, "no number of the format lies in the range")
    self.init(lower...upper, format: format)
  }
}
