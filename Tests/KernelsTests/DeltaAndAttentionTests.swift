import Arithmetic
import Definitions
import Kernels
import PropertyTesting
import TestSupport
import Testing

/// The kernels of linear attention and of the delta rule on sizes that straddle vectors and blocks, against their
/// definitions in 256 bits, and the laws that hold bit for bit.
@Suite struct DeltaAndAttentionTests {
  struct Instance<Scalar: KernelScalar> {
    var queries: ShapedArray<Scalar>
    var keys: ShapedArray<Scalar>
    var values: ShapedArray<Scalar>
    var logGates: ShapedArray<Scalar>
    /// Of the delta rule; nil for linear attention.
    var rates: ShapedArray<Scalar>?
    var sequences: ShapedArray<Int32>?
    var initialState: ShapedArray<Scalar>?
    var form: RecurrenceForm
    let scale: Scalar = 0.75

    init(_ draw: inout Draw, hasRates: Bool, chunk: Int?, columns: ClosedRange<Int>) throws {
      let sizes = try HeadSizes(&draw, chunk: chunk, columns: columns)
      var noise = try Noise(&draw)
      let steps = [sizes.batch, sizes.length]
      // Of length at most 1, so that the delta rule does not grow.
      let size = 1 / Double(sizes.rows).squareRoot()
      queries = try noise.array(steps + [sizes.groups, sizes.rows], in: -1...1)
      keys = try noise.array(steps + [sizes.groups, sizes.rows], in: -size...size)
      values = try noise.array(steps + [sizes.heads, sizes.columns], in: -1...1)
      logGates = try noise.array(steps + [sizes.heads], in: -1...0)
      rates = hasRates ? try noise.array(steps + [sizes.heads], in: 0...1) : nil
      sequences = try draw(.bool(), "sequences") ? noise.sequences(steps) : nil
      initialState =
        try draw(.bool(), "initial state")
        ? noise.array([sizes.batch, sizes.heads, sizes.rows, sizes.columns], in: -1...1) : nil
      form = sizes.form
    }

    func run(_ execution: Execution = Execution()) throws -> (
      output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>
    ) {
      guard let rates else {
        return try ScalarGatedAttentionKernel.run(
          queries: queries, keys: keys, values: values, logGates: logGates, scale: scale, sequences: sequences,
          initialState: initialState, form: form, execution: execution)
      }
      return try GatedDeltaRuleKernel.run(
        queries: queries, keys: keys, values: values, logGates: logGates, rates: rates, scale: scale,
        sequences: sequences, initialState: initialState, form: form, execution: execution)
    }

    /// The stretches of a row that are sequences, whose states start at 0 but for the first.
    private func stretches(of row: Int) -> [Range<Int>] {
      let length = values.shape[1]
      let starts = (1..<max(1, length)).filter { t in sequences.map { $0[row, t] != $0[row, t - 1] } ?? false }
      return zip([0] + starts, starts + [length]).map { $0..<$1 }
    }

    /// The outputs of one head of a row, step by step, and its last state, in a form of the definition.
    func head<A: RealElementaryArithmetic>(
      _ row: Int, _ head: Int, in context: A.Context, _ form: AffineForm
    ) -> (outputs: [A], state: [A]) {
      let read = Reader<A>(context: context)
      let (rows, columns) = (keys.shape[3], values.shape[3])
      let group = head / (values.shape[2] / keys.shape[2])
      var outputs: [A] = []
      var state = A.Vector(zeros: rows * columns, in: context)
      for range in stretches(of: row) {
        var start = A.Vector(zeros: rows * columns, in: context)
        if range.lowerBound == 0, let initialState {
          start = read((0..<rows * columns).map { read(initialState[row, head, $0 / columns, $0 % columns]) })
        }
        let steps = range.map { t in
          let query = read((0..<rows).map { read(scale) * read(queries[row, t, group, $0]) })
          let key = read((0..<rows).map { read(keys[row, t, group, $0]) })
          let value = read((0..<columns).map { read(values[row, t, head, $0]) })
          let gate = read(Array(repeating: read(logGates[row, t, head]), count: rows))
          guard let rates else {
            return AffineStep<A>.linearAttention(query: query, key: key, value: value, logDecay: gate)
          }
          return AffineStep<A>.deltaRule(
            query: query, key: key, value: value, rate: read(rates[row, t, head]), logDecay: gate)
        }
        let problem = AffineProblem<A>(initialState: start, columns: columns, steps: steps)
        guard let solution = problem.solve(form) else { return ([], []) }
        outputs += solution.outputs.flatMap(\.elements)
        state = solution.finalState
      }
      return (outputs, state.elements)
    }

    func agreement(_ result: (output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>)) -> Agreement {
      var agreement = Agreement()
      let (rows, columns) = (keys.shape[3], values.shape[3])
      // Without corrections the definition's own bound; with them that of the same chunks.
      var boundForm = AffineForm.recurrent
      if rates != nil, case .chunked(let size) = form { boundForm = .chunked(size: size) }
      for row in 0..<values.shape[0] {
        for head in 0..<values.shape[2] {
          let exact: (outputs: [BigFloat], state: [BigFloat]) = self.head(
            row, head, in: referencePrecision, .recurrent)
          let bound: (outputs: [RoundingBound], state: [RoundingBound]) = self.head(
            row, head, in: .kernels(Scalar.self), boundForm)
          let outputs = (0..<values.shape[1] * columns).map { result.output[row, $0 / columns, head, $0 % columns] }
          let state = (0..<rows * columns).map { result.finalState[row, head, $0 / columns, $0 % columns] }
          agreement.add(outputs, exact.outputs, bound.outputs)
          agreement.add(state, exact.state, bound.state, part: .state)
        }
      }
      return agreement
    }
  }

  private static func check<Scalar: KernelScalar>(
    _ format: Scalar.Type, hasRates: Bool, chunk: Int? = nil, columns: ClosedRange<Int> = 1...3, _ draw: inout Draw
  ) throws {
    let instance = try Instance<Scalar>(&draw, hasRates: hasRates, chunk: chunk, columns: columns)
    let result = try instance.run()
    let count = result.output.elements.count + result.finalState.elements.count
    try draw.verify(instance.agreement(result), count: count)
    try draw.verifySame(as: result, in: nil, { try instance.run($0) }, ==)
  }

  @Test("Any chunk, any sizes", .cases(40, search: 20), arguments: [false, true]) func small(hasRates: Bool) async {
    await checkProperty("delta rule \(hasRates), Float") { try Self.check(Float.self, hasRates: hasRates, &$0) }
    await checkProperty("delta rule \(hasRates), Double") { try Self.check(Double.self, hasRates: hasRates, &$0) }
  }

  @Test("Values that straddle vectors, chunks that straddle blocks", .cases(2, search: 0), arguments: [false, true])
  func long(hasRates: Bool) async {
    await checkProperty("wide delta rule \(hasRates), Float") {
      try Self.check(Float.self, hasRates: hasRates, chunk: 21, columns: 31...49, &$0)
    }
    await checkProperty("wide delta rule \(hasRates), Double") {
      try Self.check(Double.self, hasRates: hasRates, chunk: 18, columns: 7...19, &$0)
    }
  }

  /// Later steps that are not numbers leave the outputs before them alone, bit for bit.
  @Test(.cases(40), arguments: [false, true]) func theFutureDoesNotMatter(hasRates: Bool) async {
    await checkProperty("causality \(hasRates)") { draw in
      var instance = try Instance<Float>(&draw, hasRates: hasRates, chunk: nil, columns: 1...3)
      let length = instance.values.shape[1]
      guard length > 0 else { return }
      let before = try instance.run().output
      let t = try draw(.integer(in: 0...length - 1), "step")
      func spoiled(_ x: ShapedArray<Float>) throws -> ShapedArray<Float> {
        let inner = x.shape.dropFirst(2).reduce(1, *)
        return try ShapedArray(
          x.elements.indices.map { $0 / inner % length >= t ? .nan : x.elements[$0] }, shape: x.shape)
      }
      instance.queries = try spoiled(instance.queries)
      instance.keys = try spoiled(instance.keys)
      instance.values = try spoiled(instance.values)
      instance.logGates = try spoiled(instance.logGates)
      instance.rates = try instance.rates.map { try spoiled($0) }
      try draw.verify(try before.steps(0..<t) == instance.run().output.steps(0..<t))
    }
  }
}
