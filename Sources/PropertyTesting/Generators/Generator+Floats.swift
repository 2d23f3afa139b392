extension Generator where Value == Double {
  /// A number of `range`; simplest 0, 1, -1, or the bound nearest to zero.
  public static func double(in range: ClosedRange<Double>) -> Generator {
    .float(FloatDomain(range))
  }

  /// A number of a domain: of any format, with the special values that the domain allows.
  public static func float(_ domain: FloatDomain) -> Generator {
    Generator { $0.float(domain) }
  }

  /// A finite number.
  public static func double() -> Generator {
    .double(in: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
  }
}

extension Generator where Value == Float {
  /// A number of `range`; simplest 0, 1, -1, or the bound nearest to zero.
  public static func float(in range: ClosedRange<Float>) -> Generator {
    let domain = FloatDomain(Double(range.lowerBound)...Double(range.upperBound), format: .binary32)
    return Generator { Float($0.float(domain)) }
  }

  /// A finite number.
  public static func float() -> Generator {
    .float(in: -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude)
  }
}
