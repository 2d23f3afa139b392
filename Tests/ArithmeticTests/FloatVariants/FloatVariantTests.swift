import Arithmetic
import TestSupport
import Testing

@Suite struct FloatVariantTests {
  typealias Format = FloatPolicy.Format

  /// Doubles over the whole range of a format and beyond it, one in four with few bits, so that ties come up.
  private static func number(_ format: Format) -> Generator<Double> {
    let top = format.floatFormat.maximumExponent + 2
    let (full, near) = (max(-1022, -top - 30)...min(top, 1023), -3...3)
    return Generator { draw in
      let value = draw.double(exponents: draw.bool() ? full : near)
      let isShort = draw.integer(in: 0...3) == 0
      let scale = Double(sign: .plus, exponent: Int(value.exponent) / 2, significand: 1)
      return isShort && value != 0 ? (value / scale / scale * 8192).rounded() / 8192 * scale * scale : value
    }
  }

  private static func rounded(_ x: Rational, _ format: Format) -> Double {
    x.rounded(to: format.floatFormat).double()
  }

  @Test("Numbers, sums, products, quotients and roots are rounded once", .cases(400), arguments: Format.allCases)
  func rounding(_ format: Format) async {
    await checkProperty("rounding to \(format)") { draw in
      let fused = FloatPolicy(format, fusesProducts: true)
      let (a, b, c) = (
        try draw(Self.number(format), "a"), try draw(Self.number(format), "b"), try draw(Self.number(format), "c")
      )
      let (x, y, z) = (FloatVariant(a, in: fused), FloatVariant(b, in: fused), FloatVariant(c, in: fused))
      try draw.verify(x.value == Self.rounded(Rational(exactly: a), format), "\(a) becomes \(x)")
      let operands = [x, y, z]
      guard operands.allSatisfy(\.value.isFinite) else { return }
      let (p, q, r) = (Rational(exactly: x.value), Rational(exactly: y.value), Rational(exactly: z.value))
      try draw.verify((x + y).value == Self.rounded(p + q, format) && (x - y).value == Self.rounded(p - q, format))
      try draw.verify((x * y).value == Self.rounded(p * q, format), "\(x) \(y)")
      if q != 0 { try draw.verify((x / y).value == Self.rounded(p / q, format), "\(x) / \(y)") }
      let root = BigFloat.sqrt(BigFloat(p.magnitude, in: 300)).rounded(to: format.floatFormat).double()
      try draw.verify(FloatVariant.sqrt(x.magnitude).value == root, "the root of \(x)")
      let sum = x.addingProduct(y, z).value
      try draw.verify(sum == Self.rounded(p + q * r, format), "\(x) + \(y) \(z) = \(sum)")
      // Not fused: the product is rounded too.
      let plain = FloatPolicy(format)
      let unfused = FloatVariant(x.value, in: plain).addingProduct(
        FloatVariant(y.value, in: plain), FloatVariant(z.value, in: plain))
      try draw.verify(unfused.value == (x + y * z).value)
      draw.cover("a fused sum that differs", when: sum != unfused.value, atLeast: 0.01)
    }
  }

  @Test("Overflow, subnormal numbers, flushing, integers beyond the significand", arguments: Format.allCases)
  func edges(_ format: Format) {
    let (policy, size) = (FloatPolicy(format), format.floatFormat)
    let (largest, normal) = (size.largestFinite.double(), size.leastNormal.double())
    let number = { FloatVariant($0 as Double, in: policy) }
    #expect((number(largest) + number(largest)).value == .infinity && number(largest).value == largest)
    #expect((number(-largest) * number(largest)).value == -.infinity && number(.nan).isDefined == false)
    #expect((number(normal) / 2).value == normal / 2 && number(size.leastNonzero.double()).value > 0)
    var flushing = policy
    flushing.flushesSubnormals = true
    #expect((FloatVariant(normal, in: flushing) / 2).value == 0 && FloatVariant(normal, in: flushing).value == normal)
    for integer in [1 << 53 + 1, (1 << 55) + (1 << 30) + 1, -(1 << 62) - 1, .max, .min, 2049, -257] {
      #expect(FloatVariant(integer, in: policy).value == Rational(integer).rounded(to: size).double())
    }
  }

  private static func tree(_ terms: ArraySlice<Float>) -> Float {
    if terms.count <= 2 { return terms.reduce(0, +) }
    let middle = (terms.startIndex + terms.endIndex) / 2
    return tree(terms[..<middle]) + tree(terms[middle...])
  }

  /// The sum in each order, written out in `Float`.
  private static func expected(_ terms: [Float], _ order: FloatPolicy.Summation) -> Float {
    switch order {
    case .forward: return terms.reduce(0, +)
    case .backward: return terms.reversed().reduce(0, +)
    case .pairwise: return tree(terms[...])
    case .interleaved:
      let lanes = (0..<8).map { lane in
        stride(from: lane, to: terms.count, by: 8).reduce(Float(0)) { $0 + terms[$1] }
      }
      let halves = (0..<4).map { lanes[$0] + lanes[$0 + 4] }
      return (halves[0] + halves[2]) + (halves[1] + halves[3])
    }
  }

  @Test("Dot products in every order, and in binary32 for 16-bit numbers", .cases(100))
  func orders() async {
    let number = Generator<Float> { Float($0.double(exponents: -4...4)) }
    await checkProperty { draw in
      let count = draw.integer(in: 0...40)
      let (x, y) = (try draw(.array(of: number, count: count), "x"), try draw(.array(of: number, count: count), "y"))
      var sums: Set<Float> = []
      for order in FloatPolicy.Summation.allCases {
        let policy = FloatPolicy(.binary32, summation: order)
        func vector(_ x: [Float]) -> FloatVariantVector {
          FloatVariantVector(x.map { FloatVariant(Double($0), in: policy) }, in: policy)
        }
        let dot = vector(x).dot(vector(y))
        let sum = Self.expected(zip(x, y).map { $0 * $1 }, order)
        try draw.verify(dot.value == Double(sum), "\(order): \(dot), not \(sum)")
        // A matrix of one column, and of two.
        var product = FloatVariantVector(zeros: 2, in: policy)
        product.formProduct(vector(x), matrix: vector(y.flatMap { [$0, 2 * $0] }))
        try draw.verify(product.elements.map(\.value) == [Double(sum), 2 * Double(sum)])
        sums.insert(sum)
      }
      draw.cover("orders that differ", when: sums.count >= 3, atLeast: 0.3)
      // Sixteen-bit numbers whose sums are kept in binary32.
      var policy = FloatPolicy(.bfloat16, accumulatesInSingle: true)
      policy.fusesProducts = draw.bool()
      let short = x.map { FloatVariant(Double($0), in: policy) }
      let exact = short.reduce(Rational.zero) { $0 + Rational(exactly: $1.value) }
      let ones = FloatVariantVector(short.map { _ in FloatVariant(1, in: policy) }, in: policy)
      let sum = FloatVariantVector(short, in: policy).dot(ones).value
      let nearest = exact.bfloat16().double
      try draw.verify(abs(sum - nearest) <= 0x1p-7 * abs(nearest) + 0x1p-12, "\(sum) for \(nearest)")
    }
  }
}
