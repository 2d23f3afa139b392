import Arithmetic
import TestSupport
import Testing

@Suite("BigFloat: texts")
struct BigFloatTextTests {
  @Test(
    "A description reads back, and no shorter decimal does", .cases(300, deep: 3000),
    arguments: [2, 3, 8, 11, 24, 53, 64, 113, 256, 1024])
  func shortest(bits: Int) async {
    let precision = Precision(bits: bits)
    await checkProperty("shortest text, \(precision)") { draw in
      let x = try draw(.number { $0.trickyBigFloat(in: precision, exponents: -80...80) }, "x")
      let text = x.description
      let back = try #require(BigFloat(text, in: precision), "\(text)")
      try draw.verify(back.hasMinusSign == x.hasMinusSign && (back == x || back.isNaN && x.isNaN), "\(text) is \(back)")
      try draw.verify(BigFloat(x.hexadecimal, in: precision) == x || x.isNaN, "\(x.hexadecimal)")
      guard let exact = x.magnitude.rational, exact != 0 else { return }
      try draw.verify(Rational(x.magnitude.hexadecimal) == exact, "\(x.hexadecimal)")

      // Both decimals beside x with one digit less: 10^unit times an integer of that many digits.
      let digits = text.drop { $0 == "-" }.prefix { $0 != "e" }.filter { $0 != "." }.drop { $0 == "0" }
      let count = digits.reversed().drop { $0 == "0" }.count
      if bits > 3 { draw.cover("several digits", when: count > 1, atLeast: 0.5) }
      guard count > 1 else { return }
      var magnitude = 0
      while Rational.pow(10, magnitude) <= exact { magnitude += 1 }
      while Rational.pow(10, magnitude - 1) > exact { magnitude -= 1 }
      let unit = Rational.pow(10, magnitude - (count - 1))
      for shorter in [(exact / unit).floor * unit, (exact / unit).ceiling * unit] {
        try draw.verify(BigFloat(shorter, in: precision) != x.magnitude, "\(text) could be \(shorter)")
      }
      // No other decimal with as many digits is nearer.
      let value = try #require(Rational(x.magnitude.description))
      let step = unit / 10
      for other in [value + step, value - step] {
        try draw.verify(
          (value - exact).magnitude <= (other - exact).magnitude || BigFloat(other, in: precision) != x.magnitude,
          "\(other) is nearer")
      }
    }
  }

  /// Swift prints the shortest decimal that reads back, and of those the nearest.
  @Test("The digits of a Double are Swift's", .cases(20_000, deep: 100_000))
  func double() async {
    @Sendable func digits(_ text: String) -> String {
      var digits = text.prefix { $0 != "e" }.filter { $0 != "." }
      while digits.last == "0" { digits.removeLast() }
      while digits.first == "0" { digits.removeFirst() }
      return digits
    }
    await checkProperty { draw in
      let x = try draw(Generator<Double>.normal(), "x").magnitude
      try draw.verify(digits(BigFloat(exactly: x).description) == digits(x.description), "\(BigFloat(exactly: x))")
      try draw.verify(Double(BigFloat(exactly: x).description) == x)
    }
  }

  @Test(
    "Forms",
    arguments: [
      (0, "0", "0x0p+0"), (-0.0, "-0", "-0x0p+0"), (.nan, "nan", "nan"), (.infinity, "inf", "inf"),
      (-.infinity, "-inf", "-inf"), (1, "1", "0x1p+0"), (-2.5, "-2.5", "-0x1.4p+1"),
      (0.1, "0.1", "0x1.999999999999ap-4"),
      (1e-5, "0.00001", "0x1.4f8b588e368f1p-17"), (1.5e-6, "1.5e-6", "0x1.92a737110e454p-20"),
      (1e15, "1000000000000000", "0x1.c6bf52634p+49"),
      (1e16, "1e16", "0x1.1c37937e08p+53"), (123456.5, "123456.5", "0x1.e2408p+16"),
      (0x1p-1074, "4.9406564584124654e-324", "0x1p-1074"),
    ] as [(Double, String, String)])
  func forms(value: Double, decimal: String, hexadecimal: String) {
    #expect(BigFloat(exactly: value).description == decimal)
    #expect(BigFloat(exactly: value).hexadecimal == hexadecimal)
  }

  @Test("Read with every mode, the texts of exact numbers and others", arguments: RoundingMode.allCases)
  func reading(mode: RoundingMode) throws {
    for text in [
      "0.1", "-0.1", "1e-30", "123456789012345678901234567890", "0x1.00000000000001p0", "-0xF.FFFFFFFFFFFFFp-3",
      "1e400",
    ] {
      let exact = try #require(Rational(text))
      for precision in [2, 24, 53, 200] as [Precision] {
        let expected = BigFloat(exact, in: precision, rounding: mode)
        #expect(BigFloat(text, in: precision, rounding: mode) == expected, "\(text) \(mode)")
      }
    }
    let huge = try #require(BigFloat("1e99999999999999999999", in: 53, rounding: mode))
    #expect(huge == (mode == .down || mode == .towardZero ? .largestFinite(in: 53) : .infinity(in: 53)))
    let tiny = try #require(BigFloat("1e-99999999999999999999", in: 53, rounding: mode))
    #expect(tiny == (mode == .up || mode == .awayFromZero ? .leastNonzero(in: 53) : .zero(in: 53)))
  }

  @Test func specials() throws {
    for text in ["nan", "NaN", "+nan", "-nan"] { #expect(try #require(BigFloat(text, in: 24)).isNaN) }
    for text in ["inf", "Infinity", "+INF"] { #expect(BigFloat(text, in: 24) == .infinity(in: 24)) }
    for text in ["-inf", "-Infinity"] { #expect(BigFloat(text, in: 24) == -.infinity(in: 24)) }
    #expect(try #require(BigFloat("-0", in: 24)).hasMinusSign)
  }

  @Test(
    "Not numbers",
    arguments: [
      "", " 1", "1 ", "one", "1/2", "0b101", "1e", "1@5", "@nan@", "nan(1)", "--1", "-+inf", "infin", "0x", "1.2.3",
      "1p5", "1,5",
      "1\0", "inf\0", "0x1g",
    ])
  func notANumber(_ text: String) {
    #expect(BigFloat(text, in: 53) == nil, "\(text)")
  }
}
