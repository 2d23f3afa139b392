import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct AffineFormTests {
  /// A form for a chunk size, and which problems it is for.
  struct Family: Sendable, CustomStringConvertible {
    let description: String
    let gates: Gates
    let corrections: Corrections
    let form: @Sendable (_ size: Int) -> AffineForm

    init(
      _ description: String, _ gates: Gates, _ corrections: Corrections,
      _ form: @escaping @Sendable (_ size: Int) -> AffineForm
    ) {
      self.description = description
      self.gates = gates
      self.corrections = corrections
      self.form = form
    }
  }

  static let families: [Family] = [
    Family("parallel", .withZeros, .none) { _ in .parallel },
    Family("logarithmic parallel", .logarithmic, .none) { _ in .logarithmicParallel },
    Family("chunked", .withZeros, .none) { .chunked(size: $0) },
    Family("chunked, corrected", .withZeros, .some) { .chunked(size: $0) },
    Family("logarithmic chunks", .logarithmic, .some) { .logarithmicChunked(size: $0) },
    Family("ratio chunks", .logarithmic, .some) { .ratioChunked(size: $0) },
    Family("secondary chunks", .logarithmic, .some) { .subchunked(size: 2 * $0, sub: $0) },
    Family("uneven secondary chunks", .logarithmic, .none) { .subchunked(size: 2 * $0 + 1, sub: $0) },
    Family("WY", .withZeros, .some) { .wy(size: $0) },
    Family("WY with ratios", .logarithmic, .some) { .wy(size: $0, decays: .ratios) },
    Family("WY with logarithms", .logarithmic, .some) { .wy(size: $0, decays: .logarithms) },
    Family("WY with secondary chunks", .logarithmic, .some) { .wy(size: 3 * $0, decays: .subchunks(of: $0)) },
    Family("sequential scan", .withZeros, .some) { _ in .scan(.sequential) },
    Family("Hillis-Steele", .withZeros, .some) { _ in .scan(.hillisSteele) },
    Family("Blelloch", .withZeros, .some) { _ in .scan(.blelloch) },
    Family("Brent-Kung", .withZeros, .none) { _ in .scan(.brentKung) },
    Family("Brent-Kung, dense", .withZeros, .some) { _ in .scan(.brentKung) },
    Family("blocks", .withZeros, .some) { .scan(.sequentialBlocks($0)) },
  ]

  @Test(
    "Every form gives the outputs and the final state of the recurrence, exactly", .cases(25),
    arguments: families, [ReadTime.afterUpdate, .beforeUpdate])
  func formsAreEqual(family: Family, readTime: ReadTime) async {
    await checkProperty("\(family), read \(readTime)") { draw in
      let size = draw.integer(in: 1...4)
      let problem = try draw(
        .affineProblem(family.gates, family.corrections, readTime: readTime, chunk: size), "problem")
      let expected = try #require(problem.solve(.recurrent))
      let solution = try #require(problem.solve(family.form(size)))
      draw.cover("more than two chunks", when: problem.steps.count > 2 * size, atLeast: 0.2)
      for (t, (found, expected)) in zip(solution.outputs, expected.outputs).enumerated() {
        try draw.verify(found.rationals == expected.rationals, "y_\(t) is \(found), not \(expected)")
      }
      try draw.verify(solution.outputs.count == problem.steps.count, "one output for each step")
      try draw.verify(
        solution.finalState.rationals == expected.finalState.rationals,
        "the final state is \(solution.finalState), not \(expected.finalState)")
    }
  }

  @Test("Every defect of a chunked form shows", arguments: ChunkDefect.allCases) func defectsShow(defect: ChunkDefect)
    throws
  {
    let (two, one, third) = (Exact.Vector([2]), Exact.Vector([1]), Exact.Vector([Rational(1, 3)]))
    let step = AffineStep<Exact>(decay: two, key: one, value: one, query: one, correction: (third, one))
    let problem = AffineProblem<Exact>(initialState: one, columns: 1, steps: Array(repeating: step, count: 5))
    let expected = try #require(problem.solve(.recurrent)).outputs.map(\.rationals)
    for form in [AffineForm.chunked(size: 2), .chunked(size: 3), .wy(size: 3)] {
      #expect(try #require(problem.solve(form, with: nil)).outputs.map(\.rationals) == expected)
      #expect(try #require(problem.solve(form, with: defect)).outputs.map(\.rationals) != expected, "\(form)")
    }
  }

  @Test("A form that does not apply gives nil") func inapplicable() {
    func problem(decay: Rational, logDecay: Rational?, corrected: Bool = false) -> AffineProblem<Exact> {
      let one = Exact.Vector([1])
      let step = AffineStep<Exact>(
        decay: .init([decay]), key: one, value: one, query: one, correction: corrected ? (one, one) : nil,
        logDecay: logDecay.map { .init([$0]) })
      return AffineProblem(initialState: one, columns: 1, steps: [step])
    }
    let logarithmic: [AffineForm] = [
      .logarithmicParallel, .logarithmicChunked(size: 2), .subchunked(size: 4, sub: 2),
      .wy(size: 2, decays: .logarithms),
    ]
    for form in logarithmic {
      #expect(problem(decay: 2, logDecay: nil).solve(form) == nil)
      #expect(problem(decay: 2, logDecay: 1).solve(form) != nil)
    }
    for form in [AffineForm.ratioChunked(size: 2), .wy(size: 2, decays: .ratios)] {
      #expect(problem(decay: 0, logDecay: nil).solve(form) == nil)
      #expect(problem(decay: 2, logDecay: nil).solve(form) != nil)
    }
    #expect(problem(decay: 2, logDecay: 1, corrected: true).solve(.parallel) == nil)
    #expect(problem(decay: 2, logDecay: 1, corrected: true).solve(.logarithmicParallel) == nil)
    // Without exp there are no logarithms.
    func solvedGenerically<A: Arithmetic>(_ problem: AffineProblem<A>) -> Bool { problem.solve(.recurrent) != nil }
    #expect(solvedGenerically(problem(decay: 2, logDecay: 1)))
  }

  @Test("No steps: no outputs, and the initial state", arguments: families) func empty(family: Family) {
    let problem = AffineProblem<Exact>(initialState: .init([1, 2, 3, 4]), columns: 2, steps: [])
    let solution = problem.solve(family.form(2))
    #expect(solution?.outputs.isEmpty == true && solution?.finalState.rationals == [1, 2, 3, 4])
  }

  @Test("A chunked form rounds the state that it carries, once a chunk; the recurrence at every step")
  func roundedStates() throws {
    let one = Exact.Vector([1])
    let step = AffineStep<Exact>(decay: one, key: one, value: one, query: one)
    let halved: @Sendable (inout Exact.Vector) -> Void = { $0.multiply(by: Exact(Rational(1, 2))) }
    let problem = AffineProblem<Exact>(
      initialState: .init([0]), columns: 1, steps: Array(repeating: step, count: 4), roundState: halved)
    let recurrent = try #require(problem.solve(.recurrent))
    let chunked = try #require(problem.solve(.chunked(size: 2)))
    let halves = [Rational(1, 2), Rational(3, 4), Rational(7, 8), Rational(15, 16)]
    #expect(recurrent.outputs.map { $0[0].rational } == halves)
    #expect(chunked.outputs.map { $0[0].rational } == [1, 2, 2, 3])
    #expect(chunked.finalState[0].rational == Rational(3, 2))
  }
}
