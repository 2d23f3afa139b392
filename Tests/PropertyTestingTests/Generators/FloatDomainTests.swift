import PropertyTesting
import Testing

typealias Format = FloatDomain.Format

@Suite("Random numbers of a float domain")
struct FloatDomainTests {
  static let greatest = Double.greatestFiniteMagnitude
  static let domains: [FloatDomain] =
    [
      -greatest...greatest, -1...1, 0...1, 1...2, 0.1...0.3, -5...(-4), 1e100...1e200, 0...0x1p-1030,
      0x1p-1070...1e-300, 7...7,
      -1e-5...1e30, (1.0).nextDown...(1.0).nextUp, greatest.nextDown...greatest, 0...0,
    ].map { FloatDomain($0) }
    + Format.allCases.flatMap { format in
      let least = format.leastNonzero
      let greatest = format.greatestFinite
      return [-greatest...greatest, -1...1, least...least, -3 * least...17 * least, 1...2, greatest / 2...greatest].map
      {
        FloatDomain($0, format: format, allowsInfinity: $0.lowerBound == -1, allowsNaN: $0.lowerBound < 0)
      }
    }

  /// The numbers of `count` draws, 50 a case.
  static func numbers(_ domain: FloatDomain, count: Int) -> [Double] {
    (0..<count / 50).flatMap { index in
      var draw = Draw(seed: 8, name: "floats", index: index)
      return (0..<50).map { _ in draw.float(domain) }
    }
  }

  @Test("lie in the range and are numbers of the format", arguments: domains)
  func inRange(domain: FloatDomain) {
    for value in Self.numbers(domain, count: 20_000) {
      #expect(domain.contains(value) && (value.isNaN || domain.format.round(value) == value), "\(value)")
    }
  }

  @Test("the order of a format counts its numbers", arguments: Format.allCases)
  func ordinals(format: Format) {
    #expect(format.ordinal(of: 0) == 0 && format.ordinal(of: format.leastNonzero) == 1)
    #expect(format.number(atOrdinal: 1 << format.fractionBits) == format.leastNormal)
    for value in Self.numbers(FloatDomain(-format.greatestFinite...format.greatestFinite, format: format), count: 5000)
    {
      let ordinal = format.ordinal(of: value)
      #expect(format.number(atOrdinal: ordinal) == value)
      guard value.magnitude < format.greatestFinite else { continue }
      let next = format.number(atOrdinal: ordinal + 1)
      #expect(next > value)
      if format == .binary64 {
        #expect(next == value.nextUp)
      } else {
        // There is no other number of the format between: a quarter of the way rounds down, three quarters round up.
        #expect(format.round(value + (next - value) / 4) == value && format.round(next - (next - value) / 4) == next)
      }
      if format == .binary32 { #expect(next == Double(Float(value).nextUp)) }
    }
  }

  /// A class of numbers and how many of a hundred thousand must be in it.
  struct Class: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let domain: FloatDomain
    let least: Int
    let contains: @Sendable (Double) -> Bool

    init(_ name: String, _ domain: FloatDomain, atLeast least: Int, _ contains: @escaping @Sendable (Double) -> Bool) {
      testDescription = name
      self.domain = domain
      self.least = least
      self.contains = contains
    }
  }

  static let anyDouble = FloatDomain(-greatest...greatest, allowsInfinity: true, allowsNaN: true)
  static let anySingle = FloatDomain(
    -Double(Float.greatestFiniteMagnitude)...Double(Float.greatestFiniteMagnitude), format: .binary32)
  static let unit = FloatDomain(-1...1)
  static let classes: [Class] = [
    Class("0", anyDouble, atLeast: 500) { $0 == 0 && $0.sign == .plus },
    Class("-0", anyDouble, atLeast: 200) { $0 == 0 && $0.sign == .minus },
    Class("infinity", anyDouble, atLeast: 1000) { $0 == .infinity },
    Class("-infinity", anyDouble, atLeast: 1000) { $0 == -.infinity },
    Class("NaN", anyDouble, atLeast: 1000) { $0.isNaN },
    Class("integers", anyDouble, atLeast: 5000) { abs($0) < 1000 && $0.rounded() == $0 },
    Class("subnormal", anyDouble, atLeast: 200) { $0.isSubnormal },
    Class("powers of two", anyDouble, atLeast: 3000) { $0.isNormal && $0.significand == 1 && abs($0) != 1 },
    Class("next above a power of two", anyDouble, atLeast: 500) { $0.isNormal && $0.significand == 1.nextUp },
    Class("next below a power of two", anyDouble, atLeast: 500) { $0.isNormal && $0.significand == 2.0.nextDown },
    Class("greatest", anyDouble, atLeast: 300) { $0 == greatest },
    Class("least normal", anyDouble, atLeast: 100) { $0 == .leastNormalMagnitude },
    Class("least", anyDouble, atLeast: 100) { $0 == .leastNonzeroMagnitude },
    Class("greatest subnormal", anyDouble, atLeast: 100) { $0 == Double.leastNormalMagnitude.nextDown },
    Class("an exponent near 0", anyDouble, atLeast: 300) { $0.isNormal && $0.exponent == 17 },
    Class("near 1", anyDouble, atLeast: 30_000) { 0x1p-41 < abs($0) && abs($0) < 0x1p41 },
    Class("huge", anyDouble, atLeast: 5000) { abs($0) > 1e200 },
    Class("tiny", anyDouble, atLeast: 2000) { 0 < abs($0) && abs($0) < 1e-200 },
    Class("ties of binary32", anyDouble, atLeast: 800) { $0.bitPattern & 0x1FFF_FFFF == 0x1000_0000 },
    Class("ties of bfloat16", anySingle, atLeast: 1000) { Float($0).bitPattern & 0xFFFF == 0x8000 },
    Class("ties of binary16", anySingle, atLeast: 1000) { Float($0).bitPattern & 0x1FFF == 0x1000 },
    Class("subnormal of binary32", anySingle, atLeast: 500) { Float($0).isSubnormal },
    Class("the upper bound", unit, atLeast: 500) { $0 == 1 },
    Class("the lower bound", unit, atLeast: 500) { $0 == -1 },
    Class("next to the upper bound", unit, atLeast: 300) { $0 == 1.0.nextDown },
    Class("uniform", unit, atLeast: 5000) { abs($0) > 0.75 },
    Class("uniform, positive", unit, atLeast: 5000) { $0 > 0.5 },
    Class("uniform, negative", unit, atLeast: 5000) { $0 < -0.5 },
    Class("bounds in the midst", FloatDomain(0.1...0.3), atLeast: 1000) { $0 == 0.1 || $0 == 0.3 },
    Class("powers in the midst", FloatDomain(0.1...0.3), atLeast: 1000) { $0 == 0.125 || $0 == 0.25 },
  ]

  @Test("hit what makes trouble", arguments: classes)
  func distribution(of c: Class) {
    let count = Self.numbers(c.domain, count: 100_000).count(where: c.contains)
    #expect(count >= c.least, "\(count) of 100000")
  }

  @Test("relatives of earlier numbers come up", arguments: [unit, anySingle, FloatDomain(3...50)])
  func relatives(domain: FloatDomain) {
    var (same, opposite, near, double) = (0, 0, 0, 0)
    for index in 0..<4000 {
      var draw = Draw(seed: 9, name: "relatives", index: index)
      let x = draw.float(domain)
      _ = draw.bool()
      let y = draw.float(domain)
      // Numbers that come up often by themselves say nothing.
      guard x.isNormal, x.significand.bitPattern & 0x1_FFFF_FFFF != 0 || domain.format == .binary32 else { continue }
      if x == y { same += 1 }
      if x == -y { opposite += 1 }
      if x != y, abs(domain.format.ordinal(of: abs(x)) - domain.format.ordinal(of: abs(y))) == 1 { near += 1 }
      if y == 2 * x || x == 2 * y { double += 1 }
    }
    #expect(same >= 5 && near >= 5 && double >= 3 && (opposite >= 5 || domain.lower > 0))
  }

  @Test("the simplest is 0, 1, -1, or what is described in the fewest bits")
  func simplest() {
    for (range, value) in [(-3...3, 0.0), (0.5...2, 1), (-8...(-1), -1), (3...4, 3), (-4...(-3.5), -4)] {
      var draw = Draw(replaying: [])
      #expect(draw.float(FloatDomain(range)) == value)
    }
  }
}
