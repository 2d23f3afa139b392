import Arithmetic
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

  @Test("Every bfloat16 number goes there and back; nearest is the hardware's")
  func everyBFloat16() {
    var random = SplitMix64(seed: 16)
    for bits in UInt16.min...UInt16.max {
      let value = BFloat16(bitPattern: bits)
      let exact = BigFloat(exactly: value)
      let beside = Float(bitPattern: UInt32(bits) << 16 | UInt32(truncatingIfNeeded: random.next() & 0xFFFF))
      if value.isNaN {
        #expect(exact.isNaN && exact.bfloat16().isNaN && BFloat16(value.float).isNaN && BFloat16(beside).isNaN)
        continue
      }
      for mode in RoundingMode.allCases where exact.bfloat16(rounding: mode).bitPattern != bits {
        Issue.record("\(bits) became \(exact.bfloat16(rounding: mode)) \(mode)")
      }
      for near in [beside, Float(bitPattern: UInt32(bits) << 16 | 0x8000)] where !near.isNaN {
        if BigFloat(exactly: near).bfloat16().bitPattern != BFloat16(near).bitPattern {
          Issue.record("\(near) became \(BFloat16(near))")
        }
      }
    }
  }

  @Test("Double to Float, to nearest as the hardware does, and directed between its neighbours", arguments: [1, 2])
  func doubleToFloat(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20_000 {
      let x = Bool.random(using: &random) ? random.double(exponents: -160...130) : random.trickyDouble()
      let exact = BigFloat(exactly: x)
      let rational = Rational(exactly: x)
      guard !x.isNaN else {
        #expect(exact.float().isNaN && exact.double().isNaN && rational.float().isNaN)
        continue
      }
      #expect(exact.double().bitPattern == x.bitPattern && exact.float().bitPattern == Float(x).bitPattern, "\(x)")
      let up = exact.float(rounding: .up)
      let down = exact.float(rounding: .down)
      #expect(Double(down) <= x && x <= Double(up) && (down == up || down.nextUp == up), "\(x): \(down), \(up)")
      #expect((down == up) == (Double(Float(x)) == x), "\(x)")
      #expect(exact.float(rounding: .towardZero) == (x < 0 ? up : down), "\(x)")
      #expect(exact.float(rounding: .awayFromZero) == (x < 0 ? down : up), "\(x)")
      for mode in RoundingMode.allCases {
        let result = exact.float(rounding: mode)
        #expect(exact.rounded(to: .binary32, rounding: mode).float() == result, "\(x) \(mode)")
        if x.isFinite { #expect(rational.float(rounding: mode) == result, "\(x) \(mode)") }
      }
    }
  }

  @Test("Quotients to Double against the hardware's division, subnormal results included")
  func quotients() {
    var random = SplitMix64(seed: 9)
    for _ in 0..<20_000 {
      let x = random.double(exponents: -1022...1023)
      let y = random.double(exponents: max(-1022, x.exponent.advanced(by: -1100))...1023)
      let exact = Rational(exactly: x) / Rational(exactly: y)
      #expect(exact.double() == x / y, "\(x) / \(y)")
      #expect(exact.double(rounding: .down) <= x / y && exact.double(rounding: .up) >= x / y, "\(x) / \(y)")
      let sum = BigFloat(exactly: x) / BigFloat(exactly: y).rounded(to: 2200)
      #expect(sum.double() == x / y && sum.rounded(to: .binary64).double() == x / y, "\(x) / \(y)")
    }
  }
}
