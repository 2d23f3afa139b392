extension Generator where Value == [Double] {
  /// A vector of one of the shapes that treat algorithms badly, or of none: constant, geometric, alternating, sorted,
  /// with an outlier, with repeats and cancellations. Its elements are of -1...1, apart from the outlier.
  public static func vector(count: ClosedRange<Int> = 0...64) -> Generator {
    let element = Generator<Double>.double(in: -1...1)
    return .oneOf(
      .array(of: element, count: count), .constantVector(of: element, count: count),
      .alternatingVector(of: element, count: count), .sortedVector(of: element, count: count),
      .geometricVector(from: element, ratio: element, count: count),
      .array(of: element, repeatingUpToSign: 0.5, count: count), .vectorWithOutlier(of: element, count: count))
  }

  /// The same element everywhere.
  public static func constantVector(of element: Generator<Double>, count: ClosedRange<Int>) -> Generator {
    Generator { draw in
      let value = try element.draw(from: &draw)
      return draw.array(count: count) { _ in value }
    }
  }

  /// x, x r, x r^2, ..., each rounded from the one before.
  public static func geometricVector(
    from first: Generator<Double>, ratio: Generator<Double>, count: ClosedRange<Int>
  ) -> Generator {
    Generator { draw in
      var value = try first.draw(from: &draw)
      let ratio = try ratio.draw(from: &draw)
      return draw.array(count: count) { _ in
        defer { value *= ratio }
        return value
      }
    }
  }

  /// Elements whose signs alternate, the first not negative.
  public static func alternatingVector(of element: Generator<Double>, count: ClosedRange<Int>) -> Generator {
    Generator { draw in
      try draw.array(count: count) { try element.draw(from: &$0).magnitude }
        .enumerated().map { $0.offset.isMultiple(of: 2) ? $0.element : -$0.element }
    }
  }

  /// Elements in ascending order, or descending.
  public static func sortedVector(
    of element: Generator<Double>, count: ClosedRange<Int>, isAscending: Bool = true
  ) -> Generator {
    Generator { draw in
      let values = try draw.array(count: count) { try element.draw(from: &$0) }.sorted()
      return isAscending ? values : values.reversed()
    }
  }

  /// Elements one of which, at any place, is multiplied by 2^e with e of `exponents`, those nearest to 0 the simplest.
  public static func vectorWithOutlier(
    of element: Generator<Double>, exponents: ClosedRange<Int> = 20...60, count: ClosedRange<Int>
  ) -> Generator {
    Generator { draw in
      let exponent = draw.integer(in: exponents)
      let place = draw.index(upTo: UInt64(max(0, count.upperBound - 1)))
      var values = try draw.array(count: count) { try element.draw(from: &$0) }
      guard !values.isEmpty else { return values }
      // The place is a choice made before the length, so that it stays what it is where elements are deleted.
      values[min(Int(place), values.count - 1)] *= Double(sign: .plus, exponent: exponent, significand: 1)
      return values
    }
  }

  /// Factors whose product in this order overflows, or underflows to zero, in the middle, although the exact product of
  /// all of them is at least 2^-6 and less than 2^(n+6). Each is at least 2^-1020 and below 2^1020; n is even, 4...64.
  ///
  /// Multiplied from the left, the first half leaves the range: its product is at least 2^1100, or below 2^-1100.
  public static func overflowingProduct(count: ClosedRange<Int> = 4...16) -> Generator {
    precondition(4 <= count.lowerBound && count.upperBound <= 64, "between 4 and 64 factors")
    return Generator { draw in
      let isUnderflow = draw.bool()
      let shift = draw.integer(in: -6...6)
      let half = draw.length(in: (count.lowerBound + 1) / 2...max((count.lowerBound + 1) / 2, count.upperBound / 2))
      // Mantissas of 1..<2 can raise a product of up to 32 factors by less than 2^32.
      let least = (1100 + 32 + half.count - 1) / half.count
      let mantissa = FloatDomain(1...2.0.nextDown)
      var first: [Double] = []
      var second: [Double] = []
      for _ in 0..<half.count {
        draw.element(ofLengthAt: half.position, SpanLabel.arrayElement) { draw in
          let exponent = draw.integer(in: least...min(least + 40, 1010)) * (isUnderflow ? -1 : 1)
          first.append(Double(sign: .plus, exponent: exponent, significand: draw.float(mantissa)))
          second.append(Double(sign: .plus, exponent: -exponent, significand: draw.float(mantissa)))
        }
      }
      second[0] *= Double(sign: .plus, exponent: shift, significand: 1)
      return first + second
    }
  }
}
