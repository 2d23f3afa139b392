import Arithmetic
import TestSupport
import Testing

@Suite struct RoundingBoundTests {
  /// A number of 2^-8 to 2^9, of either sign.
  private static let float = Generator<Float> { Float($0.double(exponents: -8...8)) }

  private static func bound(_ x: Float) -> RoundingBound { RoundingBound(Double(x), in: .single) }

  private static func pairwise(_ x: ArraySlice<Float>) -> Float {
    guard x.count > 1 else { return x.first ?? 0 }
    let middle = (x.startIndex + x.endIndex) / 2
    return pairwise(x[..<middle]) + pairwise(x[middle...])
  }

  /// Dot products in single precision: forward, backward, pairwise, fused; all explained by one bound, and an error of
  /// ten bounds is not.
  @Test(.cases(50, deep: 1000), arguments: [1, 2, 3, 10, 100, 1000])
  func dotProducts(length: Int) async {
    let bound = Self.bound
    let vector = Generator<[Float]>.array(of: Self.float, count: length)
    await checkProperty("dot products of \(length) terms") { draw in
      let (x, y) = (try draw(vector, "x"), try draw(vector, "y"))
      let products = zip(x, y).map { $0 * $1 }
      let analysis = zip(x, y).dropFirst().reduce(bound(x[0]) * bound(y[0])) { $0 + bound($1.0) * bound($1.1) }
      let exact = zip(x, y).reduce(Rational.zero) { $0 + Rational(exactly: $1.0) * Rational(exactly: $1.1) }
      let fused = zip(x, y).reduce(Float(0)) { $0.addingProduct($1.0, $1.1) }
      for sum in [products.reduce(0, +), products.reversed().reduce(0, +), Self.pairwise(products[...]), fused] {
        let error = abs((Rational(exactly: sum) - exact).double())
        try draw.verify(error <= analysis.bound(), "\(error) > \(analysis.bound())")
        try draw.verify(analysis.explains(Double(sum)), "\(sum) is not explained")
        if analysis.bound() > 0 { draw.maximize(error / analysis.bound(), "error / bound") }
      }
      try draw.verify(!analysis.explains((analysis.value + 10 * analysis.bound()).nextUp))
      try draw.verify(!analysis.explains(.nan))
      // gamma_n |x|^T |y|, n roundings a term.
      let mass = zip(x, y).reduce(0) { $0 + abs(Double($1.0) * Double($1.1)) }
      try draw.verify(analysis.bound() <= Double(length + 1) * 0x1p-24 * mass * (1 + 0x1p-10), "\(analysis.bound())")
    }
  }

  /// Diagonal scans with decay: by steps, and by a tree; the bound does not grow with the length when the state
  /// forgets.
  @Test(.cases(5, deep: 200), arguments: [0.5, 0.9, 0.99])
  func scans(decay: Double) async {
    let bound = Self.bound
    let length = 512
    let element = Generator<(a: Float, b: Float)> { draw in
      (a: Float(draw.float(FloatDomain(0.9 * decay...decay))), b: try draw(Self.float))
    }
    await checkProperty("scans with decay \(decay)") { draw in
      let elements = try draw(.array(of: element, count: length), "a, b")
      var state: Float = 0
      var exact = BigFloat(0, in: 300)
      var analysis = bound(0)
      var tree = elements
      for step in sequence(first: 1, next: { $0 < length / 2 ? 2 * $0 : nil }) {
        for t in (step..<length).reversed() {
          let (left, right) = (tree[t - step], tree[t])
          tree[t] = (right.a * left.a, right.a * left.b + right.b)
        }
      }
      for (t, (a, b)) in elements.enumerated() {
        state = a * state + b
        exact = BigFloat(exactly: a) * exact + BigFloat(exactly: b)
        analysis = bound(a) * analysis + bound(b)
        let error = abs((BigFloat(exactly: state) - exact).double())
        try draw.verify(error <= analysis.bound(), "step \(t)")
        try draw.verify(
          abs((BigFloat(exactly: tree[t].b) - exact).double()) <= analysis.bound(additionalDepth: 9), "tree, \(t)")
        try draw.verify(analysis.explains(Double(state)), "step \(t)")
        guard analysis.bound() > 0 else { continue }
        try draw.verify(!analysis.explains(Double(state) + 10 * analysis.bound()), "step \(t)")
        draw.maximize(error / analysis.bound(), "error / bound")
      }
      // Each step brings at most 3 roundings of a mass below max|b|/(1 - a), which lasts 1/(1 - a) steps.
      try draw.verify(analysis.bound() < 3 * 0x1p-24 * 512 / ((1 - decay) * (1 - decay)), "\(analysis.bound())")
    }
  }

  @Test(.cases(2000, deep: 50_000))
  func quotientsAndExponentials() async {
    let bound = Self.bound
    let small = Generator<Float> { Float($0.double(exponents: -9...3)) }
    await checkProperty { draw in
      let (x, y) = (try draw(Self.float, "x"), try draw(Self.float, "y"))
      let z = try draw(small, "z")
      func exactly(_ x: Float) -> BigFloat { BigFloat(x.isFinite ? Double(x) : .nan, in: 300) }
      let quotient = (bound(x) + bound(y)) / (bound(x) * bound(x) + bound(y) * bound(y))
      let exactQuotient = (exactly(x) + exactly(y)) / (exactly(x) * exactly(x) + exactly(y) * exactly(y))
      let computed = (x + y) / (x * x + y * y)
      let error = abs((exactly(computed) - exactQuotient).double())
      try draw.verify(error <= quotient.bound(), "(x + y)/(x^2 + y^2), error \(error), bound \(quotient.bound())")
      draw.maximize(error / quotient.bound(), "quotient: error / bound")
      let power = RoundingBound.exp(bound(z) * bound(z)) * bound(x)
      let exactPower = BigFloat.exp(exactly(z) * exactly(z)) * exactly(x)
      let rounded = Float.exp(z * z) * x
      guard rounded.isFinite else { return }
      let powerError = abs((exactly(rounded) - exactPower).double())
      try draw.verify(powerError <= power.bound(), "e^(z^2) x, error \(powerError), bound \(power.bound())")
      draw.maximize(powerError / power.bound(), "exponential: error / bound")
      try draw.verify(power.bound() < 0x1p-24 * abs(power.value) * (8 + Double(z * z)) * 2, "\(power.bound())")
    }
  }

  /// A 16-bit scan that forgets has a bound for any length, of a part of the state; one that does not has a useless
  /// one.
  @Test(arguments: [FloatModel.bfloat16, .half])
  func longScansInSixteenBits(model: FloatModel) {
    let decay = RoundingBound(0.875, in: model)
    let input = RoundingBound(1, in: model)
    let one = RoundingBound(1, in: model)
    var (state, total) = (RoundingBound(0, in: model), RoundingBound(0, in: model))
    for _ in 0..<5000 {
      state = decay * state + input
      total = one * total + input
    }
    // The rounded decay a (1 + u)^2 is 1 - (1 - a)(1 - 14 u - ...): the error is 14 u/(1 - 14 u) of the state.
    #expect(abs(state.value - 8) < 1e-9 && state.bound() < 8 * 15 * model.unitRoundoff / (1 - 15 * model.unitRoundoff))
    #expect(total.value == 5000 && total.bound() > 5000)
  }

  /// Quotients whose bound is nearly reached by a real one.
  @Test(.cases(300, deep: 10_000)) func realQuotients() async {
    var model = FloatModel.single
    model.functions = .correctlyRounded
    await checkProperty("x / y") { [model] draw in
      let policy = FloatPolicy(.binary32)
      let x = FloatVariant(draw.double(exponents: 0...0), in: policy).value
      let y = FloatVariant(draw.double(exponents: 0...0), in: policy).value
      let analysis = RoundingBound(x, in: model) / RoundingBound(y, in: model)
      let computed = FloatVariant(x, in: policy) / FloatVariant(y, in: policy)
      let error = (reference(computed.value) - reference(x) / reference(y)).magnitude.double()
      try draw.verify(error <= analysis.bound(), "\(x) / \(y): \(error) > \(analysis.bound())")
      draw.maximize(error / analysis.bound(), "error / bound")
    }
  }

  @Test func edges() {
    let bound = Self.bound
    #expect(!(bound(1) / (bound(1) - bound(1))).isDefined)
    #expect((bound(1) / (bound(1) - bound(1))).bound() == .infinity)
    #expect(bound(0.5).bound() == 0 && RoundingBound(0.1, in: .single).bound() > 0)
    #expect(RoundingBound(Rational(1, 3), in: .single).bound() >= 0x1p-26 / 3)
    // The sum of n ones, exact in `Double`, is off by n ((1 + u)^(n-1) - 1) at most.
    let ones = (0..<300).reduce(RoundingBound(0, in: .bfloat16)) { sum, _ in sum + RoundingBound(1, in: .bfloat16) }
    let growth = 300 * Double.expMinusOne(299 * Double.log(onePlus: 0x1p-8))
    #expect(ones.value == 300 && ones.valueError == 0 && ones.terms == 300)
    #expect(ones.bound() >= growth && ones.bound() < growth * (1 + 300 * 0x1p-16))
    // The exact 0 is no term, and a product with it is exact.
    let zero = bound(0)
    #expect((zero + bound(1)).terms == 1 && (zero * bound(3)).bound() == 0 && (zero / bound(3)).bound() == 0)
    // A bound can be had for a number of which the error is known.
    let normwise = RoundingBound(1, magnitude: 5, error: 0.25, in: .single)
    #expect(normwise.bound() == 0.25 && normwise.magnitudeSum == 5)
    #expect(!RoundingBound(1, error: .nan, in: .single).isDefined && !RoundingBound(1e39, in: .single).isDefined)
  }

  /// Casts: exact where the format holds the number, else one rounding; undefined beyond its range.
  @Test func casts() {
    let x = RoundingBound(1.5, in: .single)
    #expect(x.rounded(to: .bfloat16).bound() == 0 && x.rounded(to: .double).bound() == 0)
    let sum = x + RoundingBound(0x1p-20, in: .single)
    let stored = sum.rounded(to: .bfloat16)
    #expect(sum.rounded(to: .single).bound() == sum.bound() && stored.terms == 1 && stored.context == .single)
    #expect(stored.bound() > 1.5 * 0x1p-8 && stored.bound() < 1.5 * 0x1p-8 * (1 + 0x1p-10))
    #expect(stored.explains(1.5) && stored.explains(1.5 + 0x1p-8) && !stored.explains(1.5 + 0x1p-6))
    #expect(RoundingBound(65504, in: .single).rounded(to: .half).isDefined)
    #expect(!RoundingBound(65505, in: .single).rounded(to: .half).isDefined)
    #expect(RoundingBound(stored, in: .half).context == .half && RoundingBound(sum, in: .double).terms == 1)
    #expect(RoundingBound(0x1p-30, in: .single).rounded(to: .half).bound() >= 0x1p-30)
    #expect(RoundingBound(448, in: .float8E4M3).isDefined && !RoundingBound(449, in: .float8E4M3).isDefined)
  }
}
