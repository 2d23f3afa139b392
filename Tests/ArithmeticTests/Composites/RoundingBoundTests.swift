import Arithmetic
import Testing

@Suite struct RoundingBoundTests {
  private func float(_ draws: inout Draws) -> Float { Float(draws.double(exponents: -8...8)) }

  private func bound(_ x: Float) -> RoundingBound { RoundingBound(Double(x), in: .single) }

  private func pairwise(_ x: ArraySlice<Float>) -> Float {
    guard x.count > 1 else { return x.first ?? 0 }
    let middle = (x.startIndex + x.endIndex) / 2
    return pairwise(x[..<middle]) + pairwise(x[middle...])
  }

  /// Dot products in single precision: forward, backward, pairwise, fused; all explained by one bound, and an error of
  /// ten bounds is not.
  @Test(arguments: [1, 2, 3, 10, 100, 1000])
  func dotProducts(length: Int) {
    var draws = Draws(seed: 80)
    for _ in 0..<50 {
      let x = (0..<length).map { _ in float(&draws) }
      let y = (0..<length).map { _ in float(&draws) }
      let products = zip(x, y).map { $0 * $1 }
      let analysis = zip(x, y).dropFirst().reduce(bound(x[0]) * bound(y[0])) { $0 + bound($1.0) * bound($1.1) }
      let exact = zip(x, y).reduce(Rational.zero) { $0 + Rational(exactly: $1.0) * Rational(exactly: $1.1) }
      let fused = zip(x, y).reduce(Float(0)) { $0.addingProduct($1.0, $1.1) }
      for sum in [products.reduce(0, +), products.reversed().reduce(0, +), pairwise(products[...]), fused] {
        #expect(abs((Rational(exactly: sum) - exact).double()) <= analysis.bound())
        #expect(analysis.explains(Double(sum)))
      }
      #expect(!analysis.explains(analysis.value + 10 * analysis.bound()))
      #expect(!analysis.explains(.nan))
      // gamma_n |x|^T |y|, n roundings a term.
      let mass = zip(x, y).reduce(0) { $0 + abs(Double($1.0) * Double($1.1)) }
      #expect(analysis.bound() <= Double(length + 1) * 0x1p-24 * mass * (1 + 0x1p-10))
    }
  }

  /// Diagonal scans with decay: by steps, and by a tree; the bound does not grow with the length when the state forgets.
  @Test(arguments: [0.5, 0.9, 0.99])
  func scans(decay: Double) {
    var draws = Draws(seed: 81)
    let length = 512
    let a = (0..<length).map { _ in Float(Double.random(in: 0.9 * decay...decay, using: &draws)) }
    let b = (0..<length).map { _ in float(&draws) }
    var state: Float = 0
    var exact = BigFloat(0, in: 300)
    var analysis = bound(0)
    var tree = zip(a, b).map { ($0, $1) }
    for step in sequence(first: 1, next: { $0 < length / 2 ? 2 * $0 : nil }) {
      for t in (step..<length).reversed() {
        let (left, right) = (tree[t - step], tree[t])
        tree[t] = (right.0 * left.0, right.0 * left.1 + right.1)
      }
    }
    var mass = 0.0
    for t in 0..<length {
      state = a[t] * state + b[t]
      exact = BigFloat(exactly: a[t]) * exact + BigFloat(exactly: b[t])
      analysis = bound(a[t]) * analysis + bound(b[t])
      mass = Double(a[t]) * mass + abs(Double(b[t]))
      #expect(abs((BigFloat(exactly: state) - exact).double()) <= analysis.bound())
      #expect(abs((BigFloat(exactly: tree[t].1) - exact).double()) <= analysis.bound(additionalDepth: 9))
      #expect(analysis.explains(Double(state)) && !analysis.explains(Double(state) + 10 * analysis.bound()))
    }
    // Each step brings at most 3 roundings of a mass below max|b|/(1 - a), which lasts 1/(1 - a) steps.
    #expect(analysis.bound() < 3 * 0x1p-24 * 512 / ((1 - decay) * (1 - decay)))
  }

  @Test func quotientsAndExponentials() {
    var draws = Draws(seed: 82)
    for _ in 0..<2000 {
      let (x, y) = (float(&draws), float(&draws))
      let small = Float(draws.double(exponents: -9...3))
      func exactly(_ x: Float) -> BigFloat { BigFloat(x.isFinite ? Double(x) : .nan, in: 300) }
      let quotient = (bound(x) + bound(y)) / (bound(x) * bound(x) + bound(y) * bound(y))
      let exactQuotient = (exactly(x) + exactly(y)) / (exactly(x) * exactly(x) + exactly(y) * exactly(y))
      let computed = (x + y) / (x * x + y * y)
      #expect(abs((exactly(computed) - exactQuotient).double()) <= quotient.bound())
      let power = RoundingBound.exp(bound(small) * bound(small)) * bound(x)
      let exactPower = BigFloat.exp(exactly(small) * exactly(small)) * exactly(x)
      let rounded = Float.exp(small * small) * x
      guard rounded.isFinite else { continue }
      #expect(abs((exactly(rounded) - exactPower).double()) <= power.bound(), "\(small), \(x)")
      #expect(power.bound() < 0x1p-24 * abs(power.value) * (8 + Double(small * small)) * 2)
    }
    #expect(!(bound(1) / (bound(1) - bound(1))).isDefined)
    #expect((bound(1) / (bound(1) - bound(1))).bound() == .infinity)
    #expect(bound(0.5).bound() < 0x1p-1000 && RoundingBound(0.1, in: .single).bound() > 0)
    #expect(RoundingBound(Rational(1, 3), in: .single).bound() >= 0x1p-26 / 3)
    let vacuous = (0..<300).reduce(RoundingBound(1, in: .bfloat16)) { sum, _ in sum + RoundingBound(1, in: .bfloat16) }
    #expect(vacuous.bound() == .infinity)
  }
}
