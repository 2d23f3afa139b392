import Arithmetic
import Definitions
import Kernels
import PropertyTesting
import TestSupport
import Testing

/// The decoding step of Mamba and Mamba-2 against one step of the definition in 256 bits.
@Suite struct SelectiveUpdateTests {
  struct Instance<Scalar: KernelScalar> {
    let kernel: SelectiveUpdateKernel<Scalar>
    let state: ShapedArray<Scalar>
    let input: ShapedArray<Scalar>
    let steps: ShapedArray<Scalar>
    let inputGains: ShapedArray<Scalar>
    let outputGains: ShapedArray<Scalar>
    let gate: ShapedArray<Scalar>?

    func run(_ execution: Execution = Execution()) throws -> (
      output: ShapedArray<Scalar>, state: ShapedArray<Scalar>
    ) {
      try kernel.run(
        state: state, input: input, steps: steps, inputGains: inputGains, outputGains: outputGains, gate: gate,
        execution: execution)
    }

    /// Every combination of shared numbers and of those that each row or mode has for itself; modes around `modes`.
    init(_ draw: inout Draw, modes: ClosedRange<Int>) throws {
      let groups = try draw(.integer(in: 1...2), "groups")
      let heads = groups * (try draw(.integer(in: 1...2), "heads of a group"))
      let (batch, rows) = (try draw(.integer(in: 1...2), "batch"), try draw(.integer(in: 1...3), "rows"))
      let modes = try draw(.integer(in: modes), "modes")
      var noise = try Noise(&draw)
      func shared(_ draw: inout Draw, _ name: String) throws -> [Int] {
        try draw(.bool(), "\(name) of each row") ? [heads, rows] : [heads]
      }
      let ofModes = try draw(.bool(), "eigenvalues of each mode") ? [heads, rows, modes] : [heads]
      let ofFeedthrough = try shared(&draw, "feedthrough")
      let ofBias = try shared(&draw, "bias")
      let ofSteps = [batch] + (try shared(&draw, "steps"))
      kernel = try SelectiveUpdateKernel(
        eigenvalues: noise.array(ofModes, in: -2 ... -0.125),
        feedthrough: try draw(.bool(), "feedthrough") ? noise.array(ofFeedthrough, in: -1...1) : nil,
        stepBias: try draw(.bool(), "bias") ? noise.array(ofBias, in: 0...1) : nil,
        appliesSoftplus: try draw(.bool(), "softplus"))
      state = try noise.array([batch, heads, rows, modes], in: -1...1)
      input = try noise.array([batch, heads, rows], in: -1...1)
      steps = try noise.array(ofSteps, in: 0...2)
      inputGains = try noise.array([batch, groups, modes], in: -1...1)
      outputGains = try noise.array([batch, groups, modes], in: -1...1)
      gate = try draw(.bool(), "gate") ? noise.array([batch, heads, rows], in: -4...4) : nil
    }

    /// y and the state of row p of one head: a step of the affine recurrence.
    func row<A: RealElementaryArithmetic>(_ batch: Int, _ head: Int, _ p: Int, in context: A.Context) -> (A, [A]) {
      let read = Reader<A>(context: context)
      let group = head / (input.shape[1] / inputGains.shape[1])
      let modes = 0..<state.shape[3]
      var delta = read(steps.shape.count == 3 ? steps[batch, head, p] : steps[batch, head])
      if let bias = kernel.stepBias { delta = delta + read(bias.shape.count == 2 ? bias[head, p] : bias[head]) }
      if kernel.appliesSoftplus { delta = A.softplus(delta) }
      let x = read(input[batch, head, p])
      let a = kernel.eigenvalues
      let step = AffineStep<A>(
        decay: read(modes.map { A.exp(delta * read(a.shape.count == 3 ? a[head, p, $0] : a[head])) }),
        key: read(modes.map { delta * x * read(inputGains[batch, group, $0]) }), value: read([A(1, in: context)]),
        query: read(modes.map { read(outputGains[batch, group, $0]) }))
      var recurrence = AffineRecurrence<A>(
        initialState: read(modes.map { read(state[batch, head, p, $0]) }), columns: 1)
      var y = A.Vector(zeros: 1, in: context)
      recurrence.advance(step, output: &y)
      var result = y[0]
      if let d = kernel.feedthrough { result = result + x * read(d.shape.count == 2 ? d[head, p] : d[head]) }
      if let gate {
        let z = read(gate[batch, head, p])
        result = result * (z * A.sigmoid(z))
      }
      return (result, recurrence.state.elements)
    }
  }

  private static func check<Scalar: KernelScalar>(
    _ format: Scalar.Type, modes: ClosedRange<Int>, _ draw: inout Draw
  ) throws {
    let instance = try Instance<Scalar>(&draw, modes: modes)
    let result = try instance.run()
    var agreement = Agreement()
    let shape = instance.state.shape
    for batch in 0..<shape[0] {
      for head in 0..<shape[1] {
        for p in 0..<shape[2] {
          let exact: (BigFloat, [BigFloat]) = instance.row(batch, head, p, in: referencePrecision)
          let bound: (RoundingBound, [RoundingBound]) = instance.row(batch, head, p, in: .kernels(format))
          agreement.add([result.output[batch, head, p]], [exact.0], [bound.0])
          agreement.add((0..<shape[3]).map { result.state[batch, head, p, $0] }, exact.1, bound.1, part: .state)
        }
      }
    }
    try draw.verify(agreement, count: result.output.elements.count + result.state.elements.count)
    try draw.verifySame(as: result, in: nil, { try instance.run($0) }, ==)
  }

  @Test("Shared and own steps, eigenvalues, biases; modes around a vector", .cases(120, search: 60))
  func everyElementIsWithinTheBound() async {
    await checkProperty("selective update, Float") { try Self.check(Float.self, modes: 1...35, &$0) }
    await checkProperty("selective update, Double") { try Self.check(Double.self, modes: 1...19, &$0) }
  }
}
