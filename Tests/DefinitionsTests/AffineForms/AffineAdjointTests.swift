import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct AffineAdjointTests {
  struct Instance: Sendable {
    var problem: AffineProblem<Exact>
    /// c_t.
    var outputs: [[Exact]]
    /// C.
    var finalState: [Exact]

    var entries: [Exact] { AffineEntries<Exact>.list(problem.initialState, problem.steps) }

    var cotangents: AffineCotangents<Exact> {
      let outputs = AffineEntries<Exact>.vectors(outputs, in: Intrinsic())
      return problem.cotangents(ofOutputs: outputs, finalState: .init(finalState, in: Intrinsic()))
    }

    /// The loss as a function of the entries.
    func loss<A: Arithmetic>(_ entries: [A], in context: A.Context) -> A {
      AffineEntries<A>.loss(
        AffineEntries<A>.problem(problem, of: entries, in: context), AffineEntries<A>.vectors(outputs, in: context),
        AffineEntries<A>.vectors([finalState], in: context)[0])
    }
  }

  private static func instance(
    _ gates: Gates, _ corrections: Corrections, _ readTime: ReadTime, lossOfState: Bool = true
  ) -> Generator<Instance> {
    let problems = Generator.affineProblem(gates, corrections, readTime: readTime, chunk: 2)
    let number = Generator<Exact>.rationals(-2...2)
    return Generator { draw in
      let problem = try draw(problems, "problem")
      return Instance(
        problem: problem,
        outputs: try draw(.array(of: .array(of: number, count: problem.columns), count: problem.steps.count), "c"),
        finalState: lossOfState
          ? try draw(.array(of: number, count: problem.initialState.count), "C")
          : Array(repeating: 0, count: problem.initialState.count))
    }
  }

  private static let readTimes = [ReadTime.beforeUpdate, .afterUpdate]

  @Test("The adjoint recurrence is the gradient, exactly, gates of 0 included", .cases(60), arguments: readTimes)
  func gradients(readTime: ReadTime) async {
    await checkProperty("adjoint, read \(readTime)") { draw in
      let instance = try draw(Self.instance(.withZeros, .some, readTime), "instance")
      let entries = instance.entries
      let cotangents = instance.cotangents
      let gradient = AffineEntries<Exact>.list(cotangents.initialState, cotangents.steps)
      // By reverse differentiation.
      let tape = AdjointTape<Exact>(in: Intrinsic())
      let loss = instance.loss(entries.map { tape.variable($0) }, in: tape.context)
      try draw.verify(gradient == tape.gradient(of: [loss], cotangents: [1]), "not the reverse gradient")
      // By forward differentiation along a direction.
      let direction = try draw(
        .array(of: Generator<Exact>.rationals(-2...2), count: entries.count), "direction")
      let along = instance.loss(zip(entries, direction).map { Dual($0, tangent: $1) }, in: Intrinsic()).tangent
      try draw.verify(along == zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }, "along a direction")
      // The loss is affine in each entry: the unit difference is the derivative.
      let place = draw.integer(in: 0...entries.count - 1)
      var moved = entries
      moved[place] = moved[place] + 1
      let difference = instance.loss(moved, in: Intrinsic()) - instance.loss(entries, in: Intrinsic())
      try draw.verify(gradient[place] == difference, "entry \(place): \(gradient[place]), not \(difference)")
      draw.cover("a gate of 0", when: instance.problem.steps.contains { $0.decay.elements.contains(0) }, atLeast: 0.2)
      draw.cover("several segments", when: instance.problem.steps.count > 3, atLeast: 0.2)
    }
  }

  /// lambda_t = c_t + a_(t+1) lambda_(t+1) on scalars, beside the same with a_t, which is a common mistake.
  @Test("The reverse scan uses the next gate", .cases(100))
  func nextGate() async {
    let result = await checkProperty { draw in
      let number = Generator<Exact>.rationals(-3...3)
      let count = draw.integer(in: 1...6)
      let gates = try draw(.array(of: number, count: count), "a")
      let outputs = try draw(.array(of: number, count: count), "c")
      func vector(_ x: Exact) -> Exact.Vector { .init([x], in: Intrinsic()) }
      let problem = AffineProblem<Exact>(
        initialState: vector(0), columns: 1,
        steps: gates.map { AffineStep(decay: vector($0), key: vector(0), value: vector(1), query: vector(1)) })
      let cotangents = problem.cotangents(ofOutputs: outputs.map(vector)).steps.map { $0.key[0] }
      var (right, wrong): ([Exact], [Exact]) = ([], [])
      for t in (0..<count).reversed() {
        right.insert(outputs[t] + (t + 1 < count ? gates[t + 1] * right[0] : 0), at: 0)
        wrong.insert(outputs[t] + (t + 1 < count ? gates[t] * wrong[0] : 0), at: 0)
      }
      try draw.verify(cotangents == right, "\(cotangents), not \(right)")
      draw.label("the gate of the same step fails", when: cotangents != wrong)
    }
    #expect(result.labels["the gate of the same step fails", default: 0] > 20)
  }

  /// D_t dl/dD_t = sum over the steps s >= t of q_s dl/dq_s - k_s dl/dk_s, plus S_n dl/dS_n summed along rows: each
  /// step of scaling moves from the gates to the queries and the keys. Read before the update, q_t meets only the gates
  /// before.
  @Test("The gradient of log-gates from queries and keys", .cases(60), arguments: readTimes)
  func gateGradient(readTime: ReadTime) async {
    await checkProperty("gate gradient, read \(readTime)") { draw in
      let lossOfState = draw.bool()
      let instance = try draw(Self.instance(.logarithmic, .none, readTime, lossOfState: lossOfState), "instance")
      let (problem, cotangents) = (instance.problem, instance.cotangents)
      guard let solution = problem.solve(.recurrent) else { return }
      func rowSums(_ state: Exact.Vector, _ cotangent: [Exact]) -> [Exact] {
        (0..<problem.rows).map { i in
          (i * problem.columns..<(i + 1) * problem.columns).reduce(0) { $0 + state[$1] * cotangent[$1] }
        }
      }
      var sums = rowSums(solution.finalState, instance.finalState)
      for (step, gradient) in zip(problem.steps, cotangents.steps).reversed() {
        let fromQuery = (0..<problem.rows).map { step.query[$0] * gradient.query[$0] }
        let fromKey = (0..<problem.rows).map { step.key[$0] * gradient.key[$0] }
        if readTime == .afterUpdate { sums = zip(sums, fromQuery).map { $0 + $1 } }
        sums = zip(sums, fromKey).map { $0 - $1 }
        try draw.verify(gradient.logDecay?.elements == sums, "\(gradient.logDecay?.elements ?? []), not \(sums)")
        try draw.verify(zip(step.decay.elements, gradient.decay.elements).map { $0 * $1 } == sums)
        if readTime == .beforeUpdate { sums = zip(sums, fromQuery).map { $0 + $1 } }
      }
      // What is left after all steps is the initial state's: 0 from the zero state.
      try draw.verify(sums == rowSums(problem.initialState, cotangents.initialState.elements))
    }
  }

  /// dl/dv is the output of a recurrence with keys and queries, values and cotangents, sources and targets exchanged.
  @Test("The adjoint is an affine recurrence itself, run backwards", .cases(60))
  func transposed() async {
    await checkProperty { draw in
      let instance = try draw(Self.instance(.withZeros, .some, .afterUpdate, lossOfState: false), "instance")
      let steps = instance.problem.steps
      let one = Exact.Vector(Array(repeating: Exact(1), count: instance.problem.rows), in: Intrinsic())
      let outputs: [Exact.Vector] = AffineEntries<Exact>.vectors(instance.outputs, in: Intrinsic())
      let reversed = steps.indices.reversed().map { t in
        let next = t + 1 < steps.count ? steps[t + 1] : nil
        return AffineStep<Exact>(
          decay: next?.decay ?? one, key: steps[t].query, value: outputs[t], query: steps[t].key,
          correction: next?.correction.map { ($0.source, $0.target) })
      }
      let adjoint = AffineProblem<Exact>(
        initialState: .init(zeros: instance.finalState.count, in: Intrinsic()), columns: instance.problem.columns,
        steps: reversed)
      let values = adjoint.solve(.chunked(size: 2))?.outputs.reversed().map(\.elements)
      try draw.verify(values == instance.cotangents.steps.map(\.value.elements))
    }
  }

  @Test func emptyProblem() {
    let state = Exact.Vector([1, 2], in: Intrinsic())
    let problem = AffineProblem<Exact>(initialState: state, columns: 1, steps: [])
    #expect(problem.cotangents(ofOutputs: [], finalState: state).initialState.elements == [1, 2])
    #expect(problem.cotangents(ofOutputs: []).initialState.elements == [0, 0])
  }
}

extension Generator where Value == Exact {
  /// Fractions of a range.
  fileprivate static func rationals(_ range: ClosedRange<Int>) -> Generator {
    Generator<Rational>.rational(in: range).map { Exact($0) }
  }
}
