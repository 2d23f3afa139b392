import Arithmetic
import Definitions
import Oracle
import PropertyTesting
import TestSupport
import Testing

@Suite struct AffineBoundTests {
  static let forms: [AffineForm] = [
    .recurrent, .chunked(size: 8), .logarithmicChunked(size: 8), .ratioChunked(size: 5), .subchunked(size: 8, sub: 3),
    .wy(size: 8), .wy(size: 16, decays: .logarithms), .wy(size: 5, decays: .ratios),
  ]

  /// Each element of a solution: its bound, and the error of the floats.
  private static func errors(
    _ data: DeltaRuleData, _ form: AffineForm, _ readTime: ReadTime, in16Bits: Bool = false
  ) throws -> [(bound: RoundingBound, error: Double)] {
    var naive = data.problem(Float.self, in: Intrinsic(), readTime)
    var bounded = data.problem(RoundingBound.self, in: .single, readTime)
    if in16Bits {
      naive.store { Float(BigFloat(Double($0), in: FloatFormat.bfloat16.precision).double()) }
      bounded.store { $0.rounded(to: .bfloat16) }
    }
    let floats = try #require(naive.solve(form))
    let exact = try #require(data.problem(BigFloat.self, in: Precision(bits: 160), readTime).solve(.recurrent))
    let bounds = try #require(ErrorModel.bound(of: bounded, form: form))
    func pairs(
      _ bound: RoundingBound.Vector, _ float: Float.Vector, _ exact: BigFloat.Vector
    ) -> [(bound: RoundingBound, error: Double)] {
      (0..<bound.count).map {
        (bound[$0], (BigFloat(Double(float[$0]), in: exact.context) - exact[$0]).magnitude.approximation)
      }
    }
    let outputs = floats.outputs.indices.flatMap { pairs(bounds.outputs[$0], floats.outputs[$0], exact.outputs[$0]) }
    return outputs + pairs(bounds.finalState, floats.finalState, exact.finalState)
  }

  @Test(
    "No error of a delta rule in floats exceeds its bound, in any form", .cases(8, deep: 40, search: 8),
    arguments: forms,
    [ReadTime.afterUpdate, .beforeUpdate])
  func boundIsNeverExceeded(form: AffineForm, readTime: ReadTime) async {
    await checkProperty("\(form), read \(readTime)") { draw in
      let data = try draw(DeltaRuleData.generator(steps: 1...40), "data")
      var worst = 0.0
      for (bound, error) in try Self.errors(data, form, readTime) {
        let limit = bound.bound()
        try draw.verify(error <= limit, "an error of \(error) exceeds \(limit)")
        if error > 0 { worst = max(worst, error / limit) }
      }
      draw.maximize(worst, "error over bound")
    }
  }

  @Test(
    "Nor where T, W, U, weights, keys and the carried state are stored in 16 bits", .cases(8, deep: 40, search: 8),
    arguments: [AffineForm.recurrent, .chunked(size: 8), .wy(size: 8, decays: .logarithms)])
  func boundOfCasts(form: AffineForm) async {
    await checkProperty("\(form) in 16 bits") { draw in
      let data = try draw(DeltaRuleData.generator(steps: 1...30), "data")
      var worst = 0.0
      for (bound, error) in try Self.errors(data, form, .afterUpdate, in16Bits: true) {
        try draw.verify(error <= bound.bound(), "an error of \(error) exceeds \(bound.bound())")
        if error > 0 { worst = max(worst, error / bound.bound()) }
      }
      draw.maximize(worst, "error over bound")
      draw.cover("above a hundredth", when: worst > 0.01, atLeast: 0.2)
    }
  }

  /// A fixed pseudo-random example: the figure is known, not drawn.
  private static func example(rows: Int, count: Int, gate: Double) -> DeltaRuleData {
    var state: UInt64 = 42
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-52 - 1
    }
    func row(_ count: Int) -> [Float] { (0..<count).map { _ in Float(next()) } }
    func unit() -> [Float] {
      let key = row(rows).map(Double.init)
      let norm = key.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return key.map { Float($0 / norm) }
    }
    return DeltaRuleData(
      rows: rows, columns: 4,
      logGates: (0..<count).map { _ in Array(repeating: Float(gate * abs(next())), count: rows) },
      strengths: (0..<count).map { _ in Float(abs(next())) }, keys: (0..<count).map { _ in unit() },
      queries: (0..<count).map { _ in unit() }, values: (0..<count).map { _ in row(4) }, start: row(4 * rows))
  }

  @Test(
    "On keys of unit norm the bound is within a factor of a thousand of the worst error",
    arguments: [AffineForm.recurrent, .chunked(size: 32), .wy(size: 32, decays: .logarithms)], [-0.1, 0])
  func boundIsNotLoose(form: AffineForm, gate: Double) throws {
    let data = Self.example(rows: 16, count: 200, gate: gate)
    let ratios = try Self.errors(data, form, .afterUpdate).map { $0.error / $0.bound.bound() }
    let worst = try #require(ratios.max())
    #expect(worst > 1e-3 && worst < 1, "\(form): the worst error is \(worst) of its bound")
  }

  /// RWKV-7's corrections, D - diag(eta) k k^T, expand by up to a few per cent each; their products do not.
  @Test("Where single steps expand the bound follows their products", arguments: [(8, 400), (4, 2300)])
  func obliqueCorrections(rows: Int, count: Int) throws {
    let data = Self.example(rows: rows, count: count, gate: -0.02)
    func problem<A: ElementaryArithmetic>(_: A.Type, in context: A.Context) -> AffineProblem<A> {
      var problem = data.problem(A.self, in: context, .afterUpdate)
      for t in problem.steps.indices {
        let key = A.Vector(data.keys[t].map { A(Double($0), in: context) }, in: context)
        var target = key
        let rates = data.queries[t].map { A(-Double(abs($0)), in: context) }
        target.multiply(by: A.Vector(rates, in: context))
        problem.steps[t].correction = (target, key)
      }
      return problem
    }
    let exact = try #require(problem(BigFloat.self, in: Precision(bits: 120)).solve(.recurrent)).finalState
    let float = try #require(problem(Float.self, in: Intrinsic()).solve(.recurrent)).finalState
    let bounded = problem(RoundingBound.self, in: .single)
    let growth = bounded.steps.reduce(1.0) { product, step in
      func values(_ x: RoundingBound.Vector?) -> [Double] { x?.elements.map(\.value) ?? [] }
      let norm = ErrorModel.transitionNorm(
        diagonal: values(step.decay), values(step.correction?.target), values(step.correction?.source))
      return product * norm
    }
    #expect(growth > 100, "the norms alone would multiply an error by \(growth)")
    let bound = try #require(ErrorModel.bound(of: bounded, form: .recurrent)).finalState
    let ratios = (0..<float.count).map { i in
      (BigFloat(Double(float[i]), in: exact.context) - exact[i]).magnitude.approximation / bound[i].bound()
    }
    let worst = try #require(ratios.max())
    #expect(worst > 1e-4 && worst < 1, "the worst error is \(worst) of its bound")
  }

  @Test("Elementwise the bound of corrections explodes; this one does not") func growth() throws {
    let problem = Self.example(rows: 16, count: 200, gate: 0).problem(RoundingBound.self, in: .single, .afterUpdate)
    let majorant = try #require(problem.solve(.recurrent)).finalState.elements.map { $0.bound() }.max() ?? 0
    let bound = try #require(ErrorModel.bound(of: problem, form: .recurrent)).finalState.elements.map { $0.bound() }
    #expect(majorant > 1e6)
    #expect((bound.max() ?? .infinity) < 1e-3)
  }

  @Test("The bound of the 2-norm of D + a b^T is certain and nearly attained", .cases(200))
  func transitionNorm() async {
    await checkProperty { draw in
      let rows = draw.integer(in: 1...6)
      let row = Generator<[Double]>.array(of: .double(in: -2...2), count: rows)
      let (d, a, b) = (try draw(row, "D"), try draw(row, "a"), try draw(row, "b"))
      let bound = ErrorModel.transitionNorm(diagonal: d, a, b)
      // Power iteration on M^T M, in double precision.
      var x = try draw(.array(of: .double(in: 0.5...1), count: rows), "x")
      var estimate = 0.0
      for _ in 0..<2000 {
        let projection = zip(b, x).reduce(0) { $0 + $1.0 * $1.1 }
        let y = (0..<rows).map { d[$0] * x[$0] + a[$0] * projection }
        let back = zip(a, y).reduce(0) { $0 + $1.0 * $1.1 }
        let next = (0..<rows).map { d[$0] * y[$0] + b[$0] * back }
        let norm = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard norm > 1e-200 else { break }
        let size = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
        estimate = max(estimate, (y.reduce(0) { $0 + $1 * $1 }).squareRoot() / size)
        x = next.map { $0 / norm }
      }
      try draw.verify(bound >= estimate * (1 - 1e-14), "\(bound) is less than \(estimate)")
      draw.cover("attained", when: bound <= estimate * (1 + 1e-6), atLeast: 0.5)
    }
  }

  @Test("A delta rule with beta |k|^2 <= 2 does not expand", arguments: [0, 0.5, 1, 1.5, 2, 2.5])
  func deltaRuleNorm(beta: Double) {
    let gate = 0.75
    let key = [0.6, 0, -0.8]
    let norm = ErrorModel.transitionNorm(
      diagonal: [gate, gate, gate], key.map { -beta * $0 }, key.map { gate * $0 })
    let exact = gate * max(1, abs(1 - beta))
    #expect(norm >= exact * (1 - 1e-15) && norm <= exact * (1 + 1e-6), "\(norm)")
  }
}
