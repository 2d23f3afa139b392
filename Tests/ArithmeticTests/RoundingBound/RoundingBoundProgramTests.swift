import Arithmetic
import TestSupport
import Testing

/// Float programs for a formula, in many orders and formats, against the bound of the formula.
@Suite struct RoundingBoundProgramTests {
  enum Kind: CaseIterable { case polynomials, quotients, cancelling }

  @Test(.cases(150, deep: 10_000), arguments: FloatPolicy.Format.allCases, Kind.allCases)
  func formulas(format: FloatPolicy.Format, kind: Kind) async {
    await checkProperty("\(kind) in \(format)") { draw in
      let policy = try draw(.accurate(format), "policy")
      let formula =
        switch kind {
        case .polynomials: try draw(.expression(depth: 3, policy, quotients: false), "formula")
        case .quotients: try draw(.expression(depth: 3, policy, quotients: true), "formula")
        case .cancelling: try draw(.cancelling(policy), "formula")
        }
      let order = Expression.Order(
        pairs: draw.array(count: 0...12) { $0.integer(in: 0...7) }, fuses: draw.bool(), distributes: draw.bool())
      let analysis: RoundingBound = formula.value(in: FloatModel(policy))
      let computed = formula.float(policy, order).value
      let exact: BigFloat = formula.value(in: 1000)
      // Overflow is not part of the analysis; quotients by what may be 0 have no bound.
      guard computed.isFinite, analysis.isDefined, exact.isFinite else { return }
      let error = (reference(computed, bits: 1000) - exact).magnitude.double()
      try draw.verify(error <= analysis.bound(), "\(computed), error \(error), bound \(analysis)")
      let valueError = (reference(analysis.value, bits: 1000) - exact).magnitude.double()
      try draw.verify(valueError <= analysis.valueError, "\(valueError) > \(analysis.valueError)")
      try draw.verify(analysis.explains(computed))
      guard analysis.bound() > 0 else { return }
      try draw.verify(!analysis.explains(computed + 10 * analysis.bound() + 10 * analysis.valueError))
      draw.maximize(error / analysis.bound(), "error / bound")
      draw.cover("a defined formula with rounding", when: true, atLeast: 0.2)
    }
  }

  /// The functions whose arguments have no bounds known beforehand.
  @Test(.cases(200, deep: 10_000), arguments: FloatPolicy.Format.allCases)
  func extrema(format: FloatPolicy.Format) async {
    await checkProperty("max(x, y) + |min(x, y)| in \(format)") { draw in
      let policy = try draw(.accurate(format), "policy")
      let part = Generator.expression(depth: 2, policy, quotients: false)
      let (x, y) = (try draw(part, "x"), try draw(part, "y"))
      func evaluate<A: RealArithmetic>(_ context: A.Context) -> A {
        let (x, y): (A, A) = (x.value(in: context), y.value(in: context))
        return A.maximum(x, y) + A.minimum(x, y).magnitude
      }
      let computed: FloatVariant = evaluate(policy)
      let (analysis, exact): (RoundingBound, BigFloat) = (evaluate(FloatModel(policy)), evaluate(1000))
      guard computed.value.isFinite else { return }
      let error = (reference(computed.value, bits: 1000) - exact).magnitude.double()
      try draw.verify(error <= analysis.bound(), "\(computed), error \(error), bound \(analysis)")
    }
  }

  /// A state in 16 bits, cast at every step from the single precision in which it is updated.
  @Test(.cases(20, deep: 1000), arguments: [FloatPolicy.Format.bfloat16, .binary16])
  func storedStates(format: FloatPolicy.Format) async {
    await checkProperty("states in \(format)") { draw in
      let storage = FloatPolicy(format)
      let policy = try draw(.accurate(.binary32), "policy")
      let decay = FloatVariant(draw.float(FloatDomain(0.3...0.97)), in: policy)
      var (state, analysis) = (FloatVariant(0, in: policy), RoundingBound(0, in: FloatModel(policy)))
      var exact = BigFloat(0, in: 2000)
      for _ in 0..<100 {
        let input = FloatVariant(draw.double(exponents: -3...1), in: policy)
        state = FloatVariant(FloatVariant((decay * state + input).value, in: storage).value, in: policy)
        analysis = RoundingBound(decay.value, in: analysis.context) * analysis
        analysis += RoundingBound(input.value, in: analysis.context)
        analysis = analysis.rounded(to: FloatModel(storage))
        exact = reference(decay.value, bits: 2000) * exact + reference(input.value, bits: 2000)
        let error = (reference(state.value, bits: 2000) - exact).magnitude.double()
        try draw.verify(error <= analysis.bound(), "\(state), error \(error), bound \(analysis)")
      }
      // One rounding a step of a state that lasts 1/(1 - a) steps, and the rest in single precision.
      let unit = FloatModel(storage).unitRoundoff
      let steps = 1 / (1 - decay.value)
      try draw.verify(analysis.bound() < 2 * unit * analysis.magnitudeSum * steps + 4 * unit * steps, "\(analysis)")
    }
  }
}
