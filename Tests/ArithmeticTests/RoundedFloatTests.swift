import Arithmetic
import TestSupport
import Testing

@Suite struct RoundedFloatTests {
  static let functions: [(name: String, rounded: @Sendable (RoundedFloat) -> RoundedFloat, f: BigFloat.UnaryFunction)] =
    [
      ("exp", { .exp($0) }, .exp), ("expm1", { .expMinusOne($0) }, .expMinusOne), ("log", { .log($0) }, .log),
      ("log1p", { .log(onePlus: $0) }, .logOnePlus), ("sqrt", { .sqrt($0) }, .sqrt), ("tanh", { .tanh($0) }, .tanh),
      ("sigmoid", { .sigmoid($0) }, .sigmoid), ("softplus", { .softplus($0) }, .softplus),
    ]

  /// A number rounded once from 400 bits, which no double rounding can have met: the value is not that near to a tie.
  static func reference(_ f: BigFloat.UnaryFunction, _ x: Double, _ format: FloatFormat) -> Double {
    BigFloat.withTernary(f, BigFloat(exactly: x), in: 400).value.rounded(to: format).double()
  }

  @Test("functions are rounded once, subnormal results and overflow included", .cases(200, deep: 5000))
  func functions() async {
    await checkProperty { draw in
      let format = try draw(.element(of: FloatFormat.all), "format")
      let x = try draw(.oneOf(.double(in: -120...120), .positive(), .double(in: -1...1)), "x")
      let argument = RoundedFloat(x, in: format)
      for function in Self.functions {
        let expected = Self.reference(function.f, argument.value, format)
        let found = function.rounded(argument).value
        #expect(found == expected || found.isNaN && expected.isNaN, "\(function.name)(\(argument)) in \(format)")
      }
    }
  }

  @Test("binary32 is the hardware's", .cases(500, deep: 20_000)) func single() async {
    await checkProperty { draw in
      let (x, y) = (try draw(.anyFloat(), "x"), try draw(.anyFloat(), "y"))
      let (a, b) = (RoundedFloat(Double(x), in: .binary32), RoundedFloat(Double(y), in: .binary32))
      for (found, expected) in [(a + b, x + y), (a - b, x - y), (a * b, x * y), (a / b, x / y)] {
        #expect(found.value == Double(expected) || found.value.isNaN && expected.isNaN)
      }
      #expect(a.isLess(than: b) == (x.isNaN || y.isNaN ? .undecided : Truth(x < y)))
    }
  }

  @Test("16-bit results are the exact ones rounded once", .cases(500, deep: 20_000)) func half() async {
    await checkProperty { draw in
      let format = try draw(.element(of: [FloatFormat.binary16, .bfloat16]), "format")
      let number = Generator<Double>.oneOf(.double(in: -70000...70000), .double(in: -1e-4...1e-4), .positive())
      let x = RoundedFloat(try draw(number, "x"), in: format)
      let y = RoundedFloat(try draw(number, "y"), in: format)
      guard x.isFinite, y.isFinite else { return }
      let (p, q) = (Rational(exactly: x.value), Rational(exactly: y.value))
      for (found, exact) in [(x + y, p + q), (x - y, p - q), (x * y, p * q), (x / y, p / q)] where exact.isDefined {
        #expect(found.value == exact.rounded(to: format).double(), "\(found) against \(exact)")
      }
    }
  }

  @Test func edges() {
    let least = RoundedFloat(0x1p-149, in: .binary32)
    #expect((least / RoundedFloat(2, in: .binary32)).value == 0)
    #expect(RoundedFloat.exp(RoundedFloat(-103.9, in: .binary32)).value == 0x1p-149)
    #expect(RoundedFloat.exp(RoundedFloat(-104, in: .binary32)).value == 0)
    #expect(RoundedFloat.exp(RoundedFloat(11.1, in: .binary16)).value == .infinity)
    #expect(RoundedFloat.exp(RoundedFloat(88.7, in: .binary32)).isFinite)
    #expect(RoundedFloat(-1e38, in: .binary16).value == -.infinity)
    #expect(!(RoundedFloat(-1e38, in: .binary16) - RoundedFloat(-1e38, in: .binary16)).isDefined)
    #expect(RoundedFloat.exp(RoundedFloat(-Double.infinity, in: .bfloat16)).value == 0)
    #expect(RoundedFloat.pi(in: .binary32).value == Double(Float(3.14159265)))
    #expect(RoundedFloat.pow(RoundedFloat(2, in: .binary16), RoundedFloat(-24.5, in: .binary16)).value == 0x1p-24)
  }
}
