import Foundation
import Kernels
import Oracle

extension OracleCandidate {
  /// The kernels of linear attention: sequences with their own states are run one by one.
  ///
  /// - Parameters:
  ///   - reverseFlag: the flag that says whether time goes backwards.
  ///   - run: on the steps of some batch rows from their initial state.
  private static func heads(
    reverseFlag: String? = nil,
    _ run:
      @escaping @Sendable (Arguments, Part) throws -> (output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>)
  ) -> OracleCandidate {
    OracleCandidate { arguments in
      let reversed = reverseFlag.map { arguments.flag($0) } ?? false
      let offsets = arguments.call.tensors["cu_seqlens"]?.values.map { Int($0) }
      let length = try arguments("v").shape[1]
      let ranges = offsets.map { zip($0, $0.dropFirst()).map { $0..<$1 } } ?? [0..<length]
      let initial = try arguments.optional("initial_state")
      var output: ShapedArray<Scalar>?
      var states: [Scalar] = []
      var stateShape: [Int] = []
      for (index, range) in ranges.enumerated() {
        let start = offsets == nil ? initial : try initial?.row(index)
        let part = Part(range: range, isReversed: reversed, initialState: start)
        let result = try run(arguments, part)
        let steps = try reversed ? result.output.reversedSteps() : result.output
        output = try output?.appending(steps) ?? steps
        states += result.finalState.elements
        stateShape = result.finalState.shape
      }
      stateShape[0] = offsets == nil ? stateShape[0] : ranges.count
      guard let output else { return [:] }
      return ["o": tensor(output), "final_state": tensor(try ShapedArray(states, shape: stateShape))]
    }
  }

  /// The steps of one sequence, in the order in which they are taken.
  struct Part {
    let range: Range<Int>
    let isReversed: Bool
    let initialState: ShapedArray<Scalar>?

    func callAsFunction(_ x: ShapedArray<Scalar>) throws -> ShapedArray<Scalar> {
      let part = try x.steps(range)
      return isReversed ? try part.reversedSteps() : part
    }
  }

  static func scalarGated(_ form: RecurrenceForm) -> OracleCandidate {
    heads(reverseFlag: "reverse") { arguments, part in
      let v = try arguments("v")
      let heads = v.shape[2]
      var gates =
        try arguments.optional("g")
        ?? ShapedArray(
          Array(repeating: 0, count: v.shape.dropLast().reduce(1, *)), shape: Array(v.shape.dropLast()))
      if let constant = try arguments.optional("g_gamma") {
        gates = try ShapedArray(
          gates.elements.indices.map { gates.elements[$0] + constant.elements[$0 % heads] }, shape: gates.shape)
      }
      return try ScalarGatedAttentionKernel.run(
        queries: part(arguments("q")), keys: part(arguments("k")), values: part(v), logGates: part(gates),
        scale: arguments.number("scale").map { Scalar($0) }, initialState: part.initialState, form: form)
    }
  }

  static func gatedDelta(_ form: RecurrenceForm) -> OracleCandidate {
    heads { arguments, part in
      func map(_ x: ShapedArray<Scalar>, _ body: (Scalar) -> Scalar) throws -> ShapedArray<Scalar> {
        try ShapedArray(x.elements.map(body), shape: x.shape)
      }
      var g = try arguments("g")
      let heads = g.shape[2]
      if arguments.flag("use_gate_in_kernel"), let rate = try arguments.optional("A_log") {
        let bias = try arguments.optional("dt_bias")
        let projections = g.elements.indices.map { g.elements[$0] + (bias?.elements[$0 % heads] ?? 0) }
        let (steps, rates) = (try VectorFunctions.softplus(projections), try VectorFunctions.exp(rate.elements))
        g = try ShapedArray(steps.indices.map { -(rates[$0 % heads] * steps[$0]) }, shape: g.shape)
      }
      var beta = try arguments("beta")
      if arguments.flag("use_beta_sigmoid_in_kernel") {
        let inverses = try VectorFunctions.exp(beta.elements.map { -$0 })
        beta = try ShapedArray(inverses.map { 1 / (1 + $0) }, shape: beta.shape)
        if arguments.flag("allow_neg_eigval") { beta = try map(beta) { 2 * $0 } }
      }
      return try GatedDeltaRuleKernel.run(
        queries: part(arguments("q")), keys: part(arguments("k")), values: part(arguments("v")), logGates: part(g),
        rates: part(beta), scale: arguments.number("scale").map { Scalar($0) },
        epsilon: arguments.flag("use_qk_l2norm_in_kernel") ? 1e-6 : nil, initialState: part.initialState, form: form)
    }
  }
}

extension ShapedArray where Scalar: Sendable {
  /// Row `index` of axis 0, as the only one.
  func row(_ index: Int) throws -> ShapedArray {
    let size = shape.dropFirst().reduce(1, *)
    return try ShapedArray(Array(elements[index * size..<(index + 1) * size]), shape: [1] + shape.dropFirst())
  }

  /// Axis 1 (time) backwards.
  func reversedSteps() throws -> ShapedArray {
    let inner = shape.dropFirst(2).reduce(1, *)
    var reversed: [Scalar] = []
    for row in 0..<shape[0] {
      for t in (0..<shape[1]).reversed() {
        let start = (row * shape[1] + t) * inner
        reversed += elements[start..<start + inner]
      }
    }
    return try ShapedArray(reversed, shape: shape)
  }

  /// With the steps of `other` after its own, where there is one row.
  func appending(_ other: ShapedArray) throws -> ShapedArray {
    try ShapedArray(
      elements + other.elements, shape: [1, shape[1] + other.shape[1]] + shape.dropFirst(2))
  }
}
