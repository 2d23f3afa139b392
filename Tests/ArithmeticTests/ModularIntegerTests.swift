import Arithmetic
import PropertyTesting
import TestSupport
import Testing

@Suite struct ModularIntegerTests {
  @Test(arguments: [2, 3, 5, 97, 65_537, 4_294_967_291, (1 << 61) - 1] as [UInt64])
  func aPrimeIsAModulus(p: UInt64) { #expect(PrimeModulus(p)?.value == p) }

  // Carmichael numbers, a strong pseudoprime to the first nine primes, and what is no prime for other reasons.
  @Test(arguments: [0, 1, 4, 561, 41_041, 3_825_123_056_546_413_051, (1 << 61) + 1, (1 << 62) + 57] as [UInt64])
  func whatIsNoPrimeIsNoModulus(n: UInt64) { #expect(PrimeModulus(n) == nil) }

  @Test func itIsAField() {
    for p in [2, 3, 5, 7, 13] as [UInt64] {
      guard let field = PrimeModulus(p) else { continue }
      let elements = (0..<Int(p)).map { ModularInteger($0, in: field) }
      for x in elements {
        #expect((x + -x).residue == 0)
        #expect(x.residue == 0 ? !(x / x).isDefined : (x / x).residue == 1)
        for y in elements {
          #expect((x + y).residue.map { Int($0) } == (Int(x.residue ?? 0) + Int(y.residue ?? 0)) % Int(p))
          #expect((x * y).residue.map { Int($0) } == (Int(x.residue ?? 0) * Int(y.residue ?? 0)) % Int(p))
          #expect((x - y + y).isEqual(to: x).isTrue)
        }
      }
    }
  }

  @Test(.cases(60, deep: 2000)) func rationalsMapToTheField() async {
    await checkProperty { draw in
      let bound = draw.bool() ? UInt64(1) << 61 : 1 << 20
      let field = PrimeModulus(withRootsOfOrder: draw.integer(in: 1...64), atLeast: bound)
      func number(_ draw: inout Draw) -> Rational {
        Rational(draw.integer(in: -1_000_000...1_000_000), draw.integer(in: 1...1_000_000))
      }
      let (x, y) = (number(&draw), number(&draw))
      func image(_ x: Rational) -> ModularInteger { ModularInteger(x, in: field) }
      try draw.verify(image(x + y) == image(x) + image(y))
      try draw.verify(image(x - y) == image(x) - image(y))
      try draw.verify(image(x * y) == image(x) * image(y))
      if y != 0 { try draw.verify(image(x / y) == image(x) / image(y)) }
      try draw.verify(image(Rational.pow(x, 5)) == ModularInteger.pow(image(x), 5))
      try draw.verify(ModularInteger(draw.integer(in: Int.min...Int.max), in: field).isDefined)
    }
  }

  @Test(arguments: [1, 2, 3, 8, 12, 30, 64, 105, 1024]) func aRootOfUnityHasItsOrder(order: Int) throws {
    for bound in [2, 1 << 20, 1 << 60] as [UInt64] {
      let field = PrimeModulus(withRootsOfOrder: order, atLeast: bound)
      #expect(field.value >= bound && field.value % UInt64(order) == 1 % UInt64(order))
      let root = try #require(field.rootOfUnity(order: order))
      var (power, least) = (root, 1)
      while power.residue != 1 { (power, least) = (power * root, least + 1) }
      #expect(least == order)
    }
    #expect(PrimeModulus(7)?.rootOfUnity(order: 4) == nil)
  }

  @Test func edges() throws {
    let field = try #require(PrimeModulus(97))
    let undefined = ModularInteger(Double.nan, in: field)
    #expect(!undefined.isDefined && undefined.residue == nil && !(undefined + 1).isDefined)
    #expect(undefined.isEqual(to: undefined) == .undecided)
    #expect(!ModularInteger(Rational(1, 97), in: field).isDefined)
    #expect(ModularInteger(Int.min, in: field) == ModularInteger(Rational(Int.min), in: field))
    #expect(ModularInteger(0.5, in: field) * 2 == ModularInteger(1, in: field))
    #expect(ModularInteger(0, in: field).lowerMagnitude.isZero && !ModularInteger(3, in: field).lowerMagnitude.isZero)
    #expect("\(ModularInteger(-1, in: field))" == "96 mod 97")
  }
}
