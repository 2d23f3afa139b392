import Arithmetic
import TestSupport
import Testing

@Suite("Rational: exact arithmetic")
struct RationalTests {
  /// Numbers small and large, with 0, 1 and -1 among them, and powers.
  static let numbers = Generator<Rational>.oneOf(
    weights: (2, .rational(size: 12)), (2, .rational(size: 1 << 40)),
    (1, .rational(size: 1000).map { Rational.pow($0, 7) }))

  @Test("Field laws", .cases(12_500, deep: 100_000))
  func field() async {
    let result = await checkProperty { draw in
      let (a, b, c) = (try draw(Self.numbers, "a"), try draw(Self.numbers, "b"), try draw(Self.numbers, "c"))
      try draw.verify(a + 0 == a && a * 1 == a && a - a == 0 && -(-a) == a && a + -a == 0)
      if a != 0 { try draw.verify(a / a == 1 && a * (1 / a) == 1 && 1 / (1 / a) == a) }
      try draw.verify(a + b == b + a && a * b == b * a && a - b == -(b - a))
      try draw.verify((a < b) == (b - a > 0) && (a < b || a == b || a > b) && (a <= b) != (b < a))
      try draw.verify((a + b) + c == a + (b + c) && (a * b) * c == a * (b * c) && a * (b + c) == a * b + a * c)
      draw.label("zero", when: a.isZero)
      draw.label("equal", when: a == b)
    }
    for label in ["zero", "equal"] { #expect(result.labels[label, default: 0] > 10, "\(label)") }
  }

  @Test func lowestTerms() {
    let x = Rational(6, -4)
    #expect(x.numerator == -3 && x.denominator == 2 && x.description == "-3/2")
    #expect(Rational(0, -5).description == "0" && Rational(0, 7).denominator == 1)
    #expect(Rational(.min, .min) == 1 && Rational(.min, 1).description == "\(Int.min)")
    #expect(Rational(1, .min).description == "-1/9223372036854775808" && Rational(1, .min).denominator == nil)
    #expect(Rational(3, 4).bitWidth == 5 && Rational(0).bitWidth == 1)
    #expect(Set([Rational(1, 2), Rational(2, 4), Rational("0.5")!]).count == 1)
  }

  @Test("The undefined value propagates, and nothing traps")
  func undefined() {
    let none = Rational.undefined
    let results = [
      none, Rational(1, 0), Rational(0, 0), Rational(1) / 0, Rational(0) / 0, none + 1, 1 - none, none * 0, 0 / none,
      none / none, -none, none.magnitude, none.floor, none.ceiling, none.rounded, .pow(none, 0), .pow(0, -1),
      .pow(2, .max), .pow(3, .min), Rational(exactly: Double.nan), Rational(exactly: Double.infinity),
      Rational(exactly: -Float.infinity), (1 as Rational).addingProduct(none, 0),
    ]
    for result in results {
      #expect(!result.isDefined && result.description == "undefined" && result.double().isNaN && result.float().isNaN)
      #expect(result != result && !(result < 1) && !(result >= 1) && result.isLess(than: 1) == .undecided)
      #expect(result.isEqual(to: result) == .undecided && result.signum == 0 && !result.isZero && result.int == nil)
      #expect(BigFloat(result, in: 64).isNaN && Double(result, in: Intrinsic()).isNaN)
    }
  }

  @Test(.cases(200, deep: 5000))
  func powers() async {
    await checkProperty { draw in
      let x = try draw(.rational(size: 50), "x")
      var power: Rational = 1
      for n in 0..<8 {
        try draw.verify(Rational.pow(x, n) == power, "x^\(n)")
        if x != 0 {
          try draw.verify(Rational.pow(x, -n) * power == 1 && Rational.pow(x, -n) == Rational.pow(1 / x, n), "x^-\(n)")
        }
        power = power * x
      }
    }
  }

  @Test func powersOfZeroAndOne() {
    #expect(Rational.pow(0, 0) == 1 && Rational.pow(1, .min) == 1)
    #expect(Rational.pow(-1, .max) == -1 && Rational.pow(-1, .min) == 1)
  }

  @Test("Integer parts")
  func integerParts() {
    for (text, floor, ceiling, rounded) in [
      ("7/2", 3, 4, 4), ("5/2", 2, 3, 2), ("-5/2", -3, -2, -2), ("-7/2", -4, -3, -4), ("1/3", 0, 1, 0),
      ("2/3", 0, 1, 1),
      ("-1/3", -1, 0, 0), ("4", 4, 4, 4), ("-1/2", -1, 0, 0), ("1/2", 0, 1, 0),
    ] {
      let x = Rational(text)!
      #expect(x.floor.int == floor && x.ceiling.int == ceiling && x.rounded.int == rounded, "\(text)")
    }
  }

  @Test(
    "Texts",
    arguments: [
      ("3", 3, 1), ("-12", -12, 1), ("+7", 7, 1), ("3/7", 3, 7), ("-6/4", -3, 2), ("6/-4", -3, 2), ("1.25", 5, 4),
      (".5", 1, 2), ("5.", 5, 1), ("-1.25e-3", -1, 800), ("1e3", 1000, 1), ("1E+2", 100, 1), ("0x10", 16, 1),
      ("0x1.8p-3", 3, 16), ("-0X.8P1", -1, 1), ("0e99999999999999999999", 0, 1), ("007", 7, 1), ("1.5/0.25", 6, 1),
    ] as [(String, Int, Int)])
  func text(_ text: String, _ numerator: Int, _ denominator: Int) throws {
    let x = try #require(Rational(text))
    #expect(x == Rational(numerator, denominator))
    #expect(Rational(x.description) == x)
  }

  @Test(
    "Not numbers",
    arguments: [
      "", " ", "1 ", " 1", "x", "1/0", "0/0", "1/", "/2", "1/2/3", ".", "e5", "1e", "1e+", "0x", "0x.p1", "1p3", "--1",
      "1e5.", "nan", "inf", "1_000", "٣", "1e99999999999999999999", "1e999999999", "0x1p99999999999", "0b1", "1\0",
    ])
  func notANumber(_ text: String) {
    #expect(Rational(text) == nil, "\(text)")
  }
}
