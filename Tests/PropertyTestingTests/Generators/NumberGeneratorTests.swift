import PropertyTesting
import Testing

@Suite("A generator of numbers")
struct NumberGeneratorTests {
  static let promises: [Promise] = [
    Promise("double in a range", Generator<Double>.double(in: -1...3)) { -1...3 ~= $0 },
    Promise("double in a half-open range", Generator<Double>.double(in: 0..<1)) { 0..<1 ~= $0 },
    Promise("double", Generator<Double>.double()) { $0.isFinite },
    Promise("positive", Generator<Double>.positive()) { $0 > 0 && $0.isFinite },
    Promise("normal", Generator<Double>.normal()) { $0.isNormal },
    Promise("normal of binary32", Generator<Double>.normal(of: .binary32)) { Float($0).isNormal },
    Promise("subnormal", Generator<Double>.subnormal()) { $0.isSubnormal },
    Promise("subnormal of binary32", Generator<Double>.subnormal(of: .binary32)) {
      Float($0).isSubnormal && Double(Float($0)) == $0
    },
    Promise("any double", Generator<Double>.anyDouble()) { _ in true },
    Promise("float", Generator<Float>.float(in: 0.1...0.2)) { 0.1...0.2 ~= $0 },
    Promise("any float", Generator<Float>.anyFloat()) { _ in true },
    Promise("binary16 in a range", Generator<Double>.double(in: 0.1...0.3, of: .binary16)) {
      0.1...0.3 ~= $0 && FloatDomain.Format.binary16.round($0) == $0
    },
    Promise("uniform", Generator<Double>.double(uniformIn: -2...5)) { -2...5 ~= $0 },
    Promise("uniform by bits", Generator<Double>.double(uniformByBitsIn: -2...5)) { -2...5 ~= $0 },
    Promise("tie of binary32", Generator<Double>.tie(rounding: .binary32, in: -4...4)) {
      -4...4 ~= $0 && isTie($0, .binary32)
    },
    Promise("tie of any binary16", Generator<Double>.tie(rounding: .binary16)) { isTie($0, .binary16) },
    Promise("tie of any bfloat16", Generator<Double>.tie(rounding: .bfloat16)) { isTie($0, .bfloat16) },
    Promise("power of two", Generator<Double>.powerOfTwo()) { $0 > 0 && $0.significand == 1 },
    Promise("few bits", Generator<Double>.fewBits(5)) { abs($0) < 0x1p13 && $0 * 256 == ($0 * 256).rounded() },
    Promise("neighbour", Generator<Double>.neighbour(of: .powerOfTwo(exponents: -3...3), within: 1)) {
      [$0.nextUp, $0, $0.nextDown].contains { $0.significand == 1 }
    },
    Promise("fraction", Generator<Fraction>.fraction(in: -3...4, denominatorsUpTo: 9)) {
      $0.denominator <= 9 && $0 >= Fraction(-3) && $0 <= Fraction(4)
    },
    Promise("fraction of a height", Generator<Fraction>.fraction(heightUpTo: 20)) { $0.height <= 20 },
  ]

  @Test("keeps its promise, replays, and keeps it when its choices are edited", arguments: promises)
  func keepsPromise(_ promise: Promise) throws {
    try promise.verify(cases: 2000)
  }

  static let simplest: [(Generator<Double>, Double)] = [
    (.double(), 0), (.anyDouble(), 0), (.positive(), 1), (.normal(), 1), (.subnormal(), 0x1p-1023), (.powerOfTwo(), 1),
    (.fewBits(4), 0), (.neighbour(of: .double(in: 2...3)), 2), (.double(uniformIn: 4...5), 4),
    (.double(uniformByBitsIn: -4...5), 0), (.tie(rounding: .binary16, in: 1...2), 1 + 0x1p-11),
  ]

  @Test("is simplest where all choices are", arguments: simplest)
  func isSimplest(_ generator: Generator<Double>, value: Double) throws {
    var draw = Draw(replaying: [])
    #expect(try draw(generator) == value)
  }

  @Test("uniform numbers are uniform, those by bits have all exponents")
  func uniformity() throws {
    var uniform = 0
    var tiny = 0
    for index in 0..<10_000 {
      var draw = Draw(seed: 3, name: "uniform", index: index)
      if try draw(.double(uniformIn: 0...1)) < 0.25 { uniform += 1 }
      if try draw(.double(uniformByBitsIn: 0...1)) < 0x1p-511 { tiny += 1 }
    }
    #expect(abs(uniform - 2500) < 220 && abs(tiny - 5000) < 250)
  }

  @Test("fractions are in lowest terms and in order")
  func fractions() throws {
    for index in 0..<3000 {
      var draw = Draw(seed: 5, name: "fractions", index: index)
      let x = try draw(.fraction(heightUpTo: 1000))
      let y = try draw(.fraction(in: -5...5, denominatorsUpTo: 40))
      #expect((x < y) == (x.numerator * y.denominator < y.numerator * x.denominator))
      #expect(!(2...1000).contains { x.numerator.isMultiple(of: $0) && x.denominator.isMultiple(of: $0) })
      #expect(Fraction(-3 * x.numerator, -3 * x.denominator) == x)
    }
    #expect(Fraction(6, -4).description == "-3/2" && Fraction(4, 2).description == "2")
  }

  /// Whether both neighbours in the format are equally near and differ.
  static func isTie(_ value: Double, _ format: FloatDomain.Format) -> Bool {
    let rounded = format.round(value)
    // Past the greatest finite number there is no second neighbour; the generator does not go there.
    guard rounded.isFinite, rounded != value else { return false }
    let other = format.number(atOrdinal: format.ordinal(of: rounded) + (rounded < value ? 1 : -1))
    return abs(value - rounded) == abs(other - value)
  }
}
