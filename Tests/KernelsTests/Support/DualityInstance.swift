import Arithmetic
import Definitions
import Kernels
import PropertyTesting

/// The inputs of Mamba-2's state-space duality, and its definition row by row of the state.
struct DualityInstance<Scalar: KernelScalar> {
  var kernel: StateSpaceDualityKernel<Scalar>
  var input: ShapedArray<Scalar>
  var steps: ShapedArray<Scalar>
  var inputGains: ShapedArray<Scalar>
  var outputGains: ShapedArray<Scalar>
  var gate: ShapedArray<Scalar>?
  var sequences: ShapedArray<Int32>?
  var initialState: ShapedArray<Scalar>?
  var form: RecurrenceForm

  /// What the reference gets wrong on purpose, to see the bound violated.
  enum Mutation: CaseIterable {
    case none, groupsInTurn, noInitialState, sequencesIgnored, feedthroughAfterGate, biasAfterSoftplus, stepTwice
    case decayBeforeUpdate, limitsIgnored
  }

  func run(_ execution: Execution = Execution()) throws -> (
    output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>
  ) {
    try kernel.run(
      input: input, steps: steps, inputGains: inputGains, outputGains: outputGains, gate: gate, sequences: sequences,
      initialState: initialState, form: form, execution: execution)
  }

  /// y of one row p of one head, and its state after the last step.
  func row<A: RealElementaryArithmetic>(
    _ batch: Int, head: Int, _ p: Int, in context: A.Context, mutation: Mutation = .none
  ) -> (output: [A], state: [A]) {
    let read = Reader<A>(context: context)
    let (length, heads) = (input.shape[1], input.shape[2])
    let (groups, state) = (inputGains.shape[2], inputGains.shape[3])
    let group = mutation == .groupsInTurn ? head % groups : head / (heads / groups)
    let a = read(kernel.eigenvalues[head])
    var start = A.Vector(zeros: state, in: context)
    if let initialState, mutation != .noInitialState {
      start = read((0..<state).map { read(initialState[batch, head, p, $0]) })
    }
    var recurrence = AffineRecurrence<A>(initialState: start, columns: 1)
    var y = A.Vector(zeros: 1, in: context)
    let one = read([A(1, in: context)])
    var outputs: [A] = []
    for t in 0..<length {
      let delta: A = self.delta(batch, t, head, in: context, mutation)
      var decay = A.exp(delta * a)
      if t > 0, let sequences, sequences[batch, t] != sequences[batch, t - 1], mutation != .sequencesIgnored {
        decay = A(0, in: context)
      }
      var x = delta * read(input[batch, t, head, p])
      if mutation == .stepTwice { x = x * delta }
      if mutation == .decayBeforeUpdate { x = x * decay }
      let b = read((0..<state).map { read(inputGains[batch, t, group, $0]) * x })
      let c = read((0..<state).map { read(outputGains[batch, t, group, $0]) })
      var decays = A.Vector(zeros: state, in: context)
      decays.fill(with: decay)
      recurrence.advance(AffineStep(decay: decays, key: b, value: one, query: c), output: &y)
      outputs.append(finished(y[0], batch, t, head, p, read, mutation))
    }
    return (outputs, recurrence.state.elements)
  }

  private func delta<A: RealElementaryArithmetic>(
    _ batch: Int, _ t: Int, _ head: Int, in context: A.Context, _ mutation: Mutation
  ) -> A {
    let read = Reader<A>(context: context)
    var delta = read(steps[batch, t, head])
    let bias = kernel.stepBias.map { read($0[head]) }
    if let bias, mutation != .biasAfterSoftplus { delta = delta + bias }
    if kernel.appliesSoftplus { delta = A.softplus(delta) }
    if let bias, mutation == .biasAfterSoftplus { delta = delta + bias }
    if let limits = kernel.stepLimits, mutation != .limitsIgnored {
      delta = A.minimum(A.maximum(delta, read(limits.lowerBound)), read(limits.upperBound))
    }
    return delta
  }

  /// (y + D x) silu(z).
  private func finished<A: RealElementaryArithmetic>(
    _ y: A, _ batch: Int, _ t: Int, _ head: Int, _ p: Int, _ read: Reader<A>, _ mutation: Mutation
  ) -> A {
    let x = read(input[batch, t, head, p])
    let through = kernel.feedthrough.map { x * read($0.shape.count == 2 ? $0[head, p] : $0[head]) }
    let z = gate.map { read($0[batch, t, head, p]) }
    if mutation == .feedthroughAfterGate, let z, let through { return y * (z * A.sigmoid(z)) + through }
    let sum = through.map { y + $0 } ?? y
    return z.map { sum * ($0 * A.sigmoid($0)) } ?? sum
  }

  func agreement(
    _ result: (output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>), mutation: Mutation = .none
  ) -> Agreement {
    var agreement = Agreement()
    let (length, state) = (input.shape[1], inputGains.shape[3])
    for batch in 0..<input.shape[0] {
      for head in 0..<input.shape[2] {
        for p in 0..<input.shape[3] {
          let exact: (output: [BigFloat], state: [BigFloat]) = row(
            batch, head: head, p, in: referencePrecision, mutation: mutation)
          let bound: (output: [RoundingBound], state: [RoundingBound]) = row(
            batch, head: head, p, in: .kernels(Scalar.self), mutation: mutation)
          agreement.add((0..<length).map { result.output[batch, $0, head, p] }, exact.output, bound.output)
          agreement.add(
            (0..<state).map { result.finalState[batch, head, p, $0] }, exact.state, bound.state, part: .state)
        }
      }
    }
    return agreement
  }
}

/// The sizes of a call with heads in groups, drawn.
struct HeadSizes {
  let batch: Int
  let length: Int
  let groups: Int
  let heads: Int
  /// Of a key or a query, and of a value.
  let rows: Int
  let columns: Int
  let form: RecurrenceForm

  /// - Parameters:
  ///   - chunk: of the form, if not drawn.
  ///   - columns: values, around the lanes of a vector.
  init(_ draw: inout Draw, chunk: Int? = nil, columns: ClosedRange<Int> = 1...3, rows: ClosedRange<Int> = 1...6) throws
  {
    batch = try draw(.integer(in: 1...2), "batch")
    groups = try draw(.integer(in: 1...2), "groups")
    heads = groups * (try draw(.integer(in: 1...2), "heads of a group"))
    self.rows = try draw(.integer(in: rows), "keys")
    self.columns = try draw(.integer(in: columns), "values")
    let chunk = try chunk ?? draw(.integer(in: 1...9), "chunk")
    form = chunk == 1 ? .recurrent : .chunked(length: chunk)
    length = draw.length(in: 0...(3 * chunk + 2), around: chunk).count
  }
}

extension DualityInstance {
  init(_ sizes: HeadSizes, _ draw: inout Draw) throws {
    let (batch, length, heads) = (sizes.batch, sizes.length, sizes.heads)
    let values = [batch, length, heads, sizes.columns]
    var noise = try Noise(&draw)
    let softplus = try draw(.bool(), "softplus")
    let feedthrough = try draw(.element(of: [nil, [heads], [heads, sizes.columns]] as [[Int]?]), "feedthrough")
    kernel = try StateSpaceDualityKernel(
      eigenvalues: noise.array([heads], in: -2 ... -0.125),
      feedthrough: feedthrough.map { try noise.array($0, in: -1...1) },
      stepBias: try draw(.bool(), "bias") ? noise.array([heads], in: 0...1) : nil, appliesSoftplus: softplus,
      stepLimits: try draw(.bool(), "limits") ? 0.25...0.75 : nil)
    input = try noise.array(values, in: -1...1)
    steps = try noise.array([batch, length, heads], in: softplus ? -3...2 : 0...1)
    inputGains = try noise.array([batch, length, sizes.groups, sizes.rows], in: -1...1)
    outputGains = try noise.array([batch, length, sizes.groups, sizes.rows], in: -1...1)
    gate = try draw(.bool(), "gate") ? noise.array(values, in: -4...4) : nil
    sequences = try draw(.bool(), "sequences") ? noise.sequences([batch, length]) : nil
    initialState =
      try draw(.bool(), "initial state") ? noise.array([batch, heads, sizes.columns, sizes.rows], in: -1...1) : nil
    form = sizes.form
  }
}
