import Arithmetic
import TestSupport
import Testing

@Suite("FloatFormat: rounding to the hardware's formats")
struct FloatFormatTests {
  @Test("Constants of the formats")
  func constants() {
    #expect(FloatFormat.binary64.largestFinite.double() == .greatestFiniteMagnitude)
    #expect(FloatFormat.binary64.leastNonzero.double() == .leastNonzeroMagnitude)
    #expect(FloatFormat.binary64.leastNormal.double() == .leastNormalMagnitude)
    #expect(FloatFormat.binary32.largestFinite.float() == .greatestFiniteMagnitude)
    #expect(FloatFormat.binary32.leastNonzero.float() == .leastNonzeroMagnitude)
    #expect(FloatFormat.binary32.leastNormal.float() == .leastNormalMagnitude)
    #expect(FloatFormat.bfloat16.largestFinite.bfloat16().bitPattern == 0x7F7F)
    #expect(FloatFormat.bfloat16.leastNonzero.bfloat16().bitPattern == 1)
    #expect(FloatFormat.binary16.unitRoundoff == Rational(1, 2048))
    #if !(os(macOS) && arch(x86_64))
      #expect(FloatFormat.binary16.largestFinite.float16() == .greatestFiniteMagnitude)
      #expect(FloatFormat.binary16.leastNonzero.float16() == .leastNonzeroMagnitude)
    #endif
  }

  #if !(os(macOS) && arch(x86_64))
    @Test("Every binary16 number goes there and back, in every mode")
    func everyBinary16() {
      for bits in UInt16.min...UInt16.max {
        let value = Float16(bitPattern: bits)
        let exact = BigFloat(exactly: value)
        if value.isNaN {
          #expect(exact.isNaN && exact.float16().isNaN && !Rational(exactly: value).isDefined)
          continue
        }
        #expect(exact.double() == Double(value))
        for mode in RoundingMode.allCases where exact.float16(rounding: mode).bitPattern != bits {
          Issue.record("\(bits) became \(exact.float16(rounding: mode)) \(mode)")
        }
        if value.isFinite && bits != 0x8000 && Rational(exactly: value).float16().bitPattern != bits {
          Issue.record("\(bits) became \(Rational(exactly: value).float16())")
        }
      }
    }

    /// Between neighbours a < b: the middle, and a hair to either side.
    @Test("Between any two neighbouring binary16 numbers", arguments: [FloatingPointSign.plus, .minus])
    func betweenBinary16(sign: FloatingPointSign) {
      let hair = BigFloat.powerOfTwo(-200, in: 300)
      for bits in 0..<Float16.infinity.bitPattern {
        let a = Float16(bitPattern: bits)
        let b = a.nextUp
        let low = BigFloat(exactly: a).rounded(to: 300)
        // Beyond the largest number, as if the next one had the next exponent.
        let high = b.isInfinite ? BigFloat.powerOfTwo(16, in: 300) : BigFloat(exactly: b).rounded(to: 300)
        let middle = (low + high) / 2
        for (x, nearest) in [(middle, bits & 1 == 0 ? a : b), (middle + hair, b), (middle - hair, a)] {
          let expected: [RoundingMode: Float16] = [
            .toNearestEven: nearest, .towardZero: a, .awayFromZero: b,
            .up: sign == .plus ? b : a, .down: sign == .plus ? a : b,
          ]
          for (mode, expected) in expected {
            let signed = sign == .plus ? x : -x
            let wanted = sign == .plus ? expected : -expected
            if signed.float16(rounding: mode).bitPattern != wanted.bitPattern {
              Issue.record("\(signed) \(mode): \(signed.float16(rounding: mode)), not \(wanted)")
            }
            if bits % 64 == 0 || bits < 8, signed.rational!.float16(rounding: mode).bitPattern != wanted.bitPattern {
              Issue.record("\(signed.rational!) \(mode)")
            }
          }
        }
      }
    }
  #endif

  @Test("Every bfloat16 number goes there and back, and those half way between two to the even one")
  func everyBFloat16() {
    for bits in UInt16.min...UInt16.max {
      let value = BFloat16(bitPattern: bits)
      let exact = BigFloat(exactly: value)
      if value.isNaN {
        #expect(exact.isNaN && exact.bfloat16().isNaN && BFloat16(value.float).isNaN)
        continue
      }
      for mode in RoundingMode.allCases where exact.bfloat16(rounding: mode).bitPattern != bits {
        Issue.record("\(bits) became \(exact.bfloat16(rounding: mode)) \(mode)")
      }
      let middle = Float(bitPattern: UInt32(bits) << 16 | 0x8000)
      if !middle.isNaN, BigFloat(exactly: middle).bfloat16().bitPattern != BFloat16(middle).bitPattern {
        Issue.record("\(middle) became \(BFloat16(middle))")
      }
    }
  }

  @Test("Float to bfloat16, to nearest as the hardware does", .cases(65_536, deep: 1_000_000))
  func floatToBFloat16() async {
    let bits = Generator<UInt32>.integer(uniformIn: 0...UInt32.max).map(Float.init(bitPattern:))
    await checkProperty { draw in
      let x = try draw(.oneOf(.anyFloat(), bits), "x")
      if x.isNaN { return try draw.verify(BFloat16(x).isNaN && BigFloat(exactly: x).bfloat16().isNaN) }
      let (ours, hardware) = (BigFloat(exactly: x).bfloat16(), BFloat16(x))
      try draw.verify(ours.bitPattern == hardware.bitPattern, "\(ours) instead of \(hardware)")
    }
  }

  @Test(
    "Double to Float, to nearest as the hardware does, and directed between its neighbours",
    .cases(40_000, deep: 200_000))
  func doubleToFloat() async {
    let numbers = Generator<Double>.oneOf(
      .anyDouble(), .double(in: -0x1p130...0x1p130), .tie(rounding: .binary32),
      .neighbour(of: .tie(rounding: .binary32)), .double(in: -0x1p-126...0x1p-126))
    await checkProperty { draw in
      let x = try draw(numbers, "x")
      let exact = BigFloat(exactly: x)
      let rational = Rational(exactly: x)
      guard !x.isNaN else {
        return try draw.verify(exact.float().isNaN && exact.double().isNaN && rational.float().isNaN)
      }
      let nearest = Float(x)
      draw.cover("subnormal", when: nearest.isSubnormal, atLeast: 0.02)
      // Half of a last place of 24 bits, and nothing after it.
      draw.cover("tie", when: nearest.isNormal && x.significandBitPattern & 0x1FFF_FFFF == 0x1000_0000, atLeast: 0.05)
      draw.cover("overflow", when: x.isFinite && nearest.isInfinite, atLeast: 0.02)
      try draw.verify(exact.double().bitPattern == x.bitPattern && exact.float().bitPattern == nearest.bitPattern)
      let up = exact.float(rounding: .up)
      let down = exact.float(rounding: .down)
      try draw.verify(
        Double(down) <= x && x <= Double(up) && (down == up || down.nextUp == up), "\(down), \(up)")
      try draw.verify((down == up) == (Double(nearest) == x), "\(down), \(up)")
      try draw.verify(exact.float(rounding: .towardZero) == (x < 0 ? up : down))
      try draw.verify(exact.float(rounding: .awayFromZero) == (x < 0 ? down : up))
      for mode in RoundingMode.allCases {
        let result = exact.float(rounding: mode)
        try draw.verify(exact.rounded(to: .binary32, rounding: mode).float() == result, "\(mode)")
        if x.isFinite { try draw.verify(rational.float(rounding: mode) == result, "\(mode)") }
      }
    }
  }

  @Test(
    "Quotients to Double against the hardware's division, subnormal results included", .cases(20_000, deep: 100_000))
  func quotients() async {
    await checkProperty { draw in
      let x = try draw(Generator<Double>.normal(), "x")
      // Half of the quotients are of about the least numbers, where x is small enough.
      let e = Int(x.exponent)
      let y = try draw(.oneOf(.normal(), .scaledFloat(exponents: min(1023, e + 1020)...min(1023, e + 1080))), "y")
      let quotient = x / y
      draw.cover("subnormal", when: quotient.isSubnormal, atLeast: 0.02)
      let exact = Rational(exactly: x) / Rational(exactly: y)
      try draw.verify(exact.double() == quotient, "\(exact.double()) instead of \(quotient)")
      try draw.verify(exact.double(rounding: .down) <= quotient && exact.double(rounding: .up) >= quotient)
      let wide = BigFloat(exactly: x) / BigFloat(exactly: y).rounded(to: 2200)
      try draw.verify(wide.double() == quotient && wide.rounded(to: .binary64).double() == quotient, "\(wide.double())")
    }
  }
}
