import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct EffectiveWindowTests {
  private typealias Mixture = DecayMixture<Rational>

  /// Gains above 0 and decays strictly between 0 and 1.
  private static func mixture() -> Generator<(gains: [Rational], decays: [Rational])> {
    Generator { draw in
      let count = try draw(.integer(in: 1...4))
      let gains = try (0..<count).map { _ in try draw(.positiveRational()) }
      let decays = try (0..<count).map { _ in
        let part = try draw(Generator<Int>.integer(in: 1...9))
        return Rational(part, part + (try draw(Generator<Int>.integer(in: 1...9))))
      }
      return (gains, decays)
    }
  }

  private static func make<A: RealArithmetic>(
    _ parts: (gains: [Rational], decays: [Rational]), in context: A.Context
  ) -> DecayMixture<A> {
    DecayMixture(
      gains: parts.gains.map { A($0, in: context) }, decays: parts.decays.map { A($0, in: context) }, in: context)
  }

  @Test("Tails are sums of values, exactly", .cases(100)) func tails() async {
    await checkProperty { draw in
      let parts = try draw(Self.mixture(), "mixture")
      let mixture: Mixture = Self.make(parts, in: Intrinsic())
      for t in 0..<12 {
        let value = zip(parts.gains, parts.decays).reduce(Rational(0, 1)) { $0 + $1.0 * Rational.pow($1.1, t) }
        try draw.verify(mixture.value(at: t) == value, "M_\(t)")
        try draw.verify(mixture.tail(from: t) - mixture.tail(from: t + 1) == value, "the tail at \(t)")
      }
      try draw.verify(
        mixture.tails(from: 1, step: 3, count: 4) == [1, 4, 7, 10].map { mixture.tail(from: $0) }, "grid")
      // sum_t t M_t = sum_(t >= 1) of the tails from t, a mixture with the gains g a/(1 - a).
      let moments = DecayMixture(
        gains: zip(parts.gains, parts.decays).map { $0 * $1 / (1 - $1) }, decays: parts.decays, in: Intrinsic())
      try draw.verify(mixture.meanAge * mixture.mass == moments.mass, "the mean age")
    }
  }

  @Test("The window is the least time, and balls enclose it", .cases(60)) func window() async {
    await checkProperty { draw in
      let parts = try draw(Self.mixture(), "mixture")
      let fraction = try draw(.element(of: [Rational(1, 2), Rational(1, 10), Rational(1, 100)]), "fraction")
      let mixture: Mixture = Self.make(parts, in: Intrinsic())
      let window = mixture.effectiveWindow(fraction: fraction)
      var least = 0
      while !mixture.tail(from: least).isAtMost(fraction * mixture.mass).isTrue { least += 1 }
      try draw.verify(window == EffectiveWindow(lower: least, upper: least), "\(window), by counting \(least)")
      for precision in [Precision(bits: 12), 64] {
        let certified = (Self.make(parts, in: precision) as DecayMixture<Ball>).effectiveWindow(fraction: fraction)
        try draw.verify(
          certified.lower <= least && least <= certified.upper ?? .max, "\(precision.bits) bits: \(certified)")
      }
    }
  }

  @Test func aStatementThatIsNeverDecidedHasNoUpperBound() {
    #expect(EffectiveWindow(limit: 100) { _ in .undecided } == EffectiveWindow(lower: 0, upper: nil))
    #expect(EffectiveWindow(limit: 100) { _ in .false } == EffectiveWindow(lower: 101, upper: nil))
    #expect(
      EffectiveWindow { $0 < 7 ? .false : $0 < 19 ? .undecided : .true } == EffectiveWindow(lower: 7, upper: 19))
  }

  @Test("The exponent of the logarithms lies between its bounds", .cases(40)) func exponent() async {
    await checkProperty { draw in
      let parts = try draw(Self.mixture(), "mixture")
      let start = try draw(.integer(in: 0...40), "start")
      let end = start + (try draw(.integer(in: 0...40), "more"))
      let mixture: DecayMixture<Ball> = Self.make(parts, in: 128)
      let rates = parts.decays.map { -Ball.log(Ball($0, in: 128)) }
      let bounds = mixture.exponent(from: start, to: end, rates: Ball.Vector(rates, in: 128))
      for t in [start, (start + end) / 2, end] {
        let terms = zip(parts.gains, parts.decays).map { Ball($0, in: 128) * Ball.pow(Ball($1, in: 128), t) }
        let zero = Ball(0, in: 128)
        let mean = zip(terms, rates).reduce(zero) { $0 + $1.0 * $1.1 } / terms.reduce(zero, +)
        let value = IntegerConstant(t) * mean
        try draw.verify(
          !value.isLess(than: bounds.lower).isTrue && !bounds.upper.isLess(than: value).isTrue, "at \(t): \(value)")
      }
    }
  }

  @Test("Ages add like independent ones, exactly", .cases(60)) func ages() async {
    await checkProperty { draw in
      // Masses at the ages 0, 1, 2, 3, the rest later than the grid.
      let masses = try (0..<2).map { _ in
        try draw(.array(of: .integer(in: 0...9), count: 5), "weights").map { Rational($0, 1) }
      }
      let totals = masses.map { $0.reduce(Rational(1, 1), +) }
      func survival(_ which: Int) -> [Rational] {
        (0..<5).map { j in 1 - masses[which].prefix(j).reduce(Rational(0, 1), +) / totals[which] }
      }
      let sum = AgeDistribution(survival: survival(0), in: Intrinsic())
        .adding(AgeDistribution(survival: survival(1), in: Intrinsic()))
      for t in 0..<5 {
        var below = Rational(0, 1)
        for i in 0..<5 { for j in 0..<5 where i + j < t { below += masses[0][i] * masses[1][j] } }
        try draw.verify(sum.survival[t] == 1 - below / (totals[0] * totals[1]), "P(age >= \(t))")
      }
    }
  }

  @Test("What the binomial bound has left is its sum, exactly", .cases(60)) func layeredTail() async {
    await checkProperty { draw in
      let layers = try draw(.integer(in: 1...5), "layers")
      let part = try draw(.integer(in: 1...9), "part")
      let radius = Rational(part, 10)
      let loss = 1 - radius
      let terms = binomialMemoryBound(layers: layers, gain: Rational.pow(loss, layers), rate: radius, length: 12)
      for t in 0...12 {
        let share = layeredTailShare(layers: layers, radius: radius, loss: loss, from: t)
        try draw.verify(share == 1 - terms.prefix(t).reduce(Rational(0, 1), +), "from \(t): \(share)")
      }
    }
  }

  @Test func theSlowestTermDecides() {
    let block = MemoryDecay(.inside, degree: 1)
    #expect(MemoryDecay.slower(MemoryDecay(.inside), block) == .polynomialTimesExponential(degree: 1))
    #expect(MemoryDecay.slower(block, MemoryDecay(.onCircle)) == .persistent)
    #expect(MemoryDecay.slower(MemoryDecay(.onCircle, degree: 1), MemoryDecay(.onCircle)) == .polynomial(degree: 1))
    #expect(MemoryDecay.slower(MemoryDecay(.undecided), MemoryDecay(.outside)) == .growing)
    #expect(MemoryDecay.slower(MemoryDecay(.zero), MemoryDecay(.zero)) == .finite)
  }
}
