import Arithmetic
import Foundation
import Oracle
import TestSupport
import Testing

/// Kernels that are special cases of others, exactly: claim lattice.T-specialise.
@Suite struct LatticeTests {
  /// A kernel, and what makes a call of it a call of a more general one.
  struct Edge: Sendable, CustomStringConvertible {
    let special: any KernelDefinition
    let general: any KernelDefinition
    var sizes: [String: [Int]] = [:]
    /// Flags of the special kernel's calls.
    var flags: [String: FlagValue] = [:]
    /// Makes the special kernel's tensors and flags the general one's.
    let change: @Sendable (_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue]) -> Void

    var description: String { "\(special.identifier) in \(general.identifier)" }
  }

  static let edges: [Edge] = [
    Edge(special: Retention(), general: SimpleGatedLinearAttention()) { _, _ in },
    Edge(special: LightningAttention(), general: SimpleGatedLinearAttention()) { _, flags in
      flags = flags.filter { $0.key == "scale" }
    },
    Edge(special: LinearAttentionKernel(), general: SimpleGatedLinearAttention(), flags: ["normalize": .bool(false)]) {
      $0["z_state"] = nil
      $1["normalize"] = nil
    },
    Edge(special: SimpleGatedLinearAttention(), general: GatedLinearAttention()) { tensors, _ in
      let keys = tensors["k"]!
      let gates = (0..<keys.count).map { place -> Double in
        let head = keys.indices(at: place)[2]
        return (tensors["g"]?.values[place / keys.shape[3]] ?? 0) + (tensors["g_gamma"]?.values[head] ?? 0)
      }
      tensors["g"] = NumericTensor(gates, shape: keys.shape, format: keys.format)
      tensors["g_gamma"] = nil
    },
    Edge(special: RWKV5(), general: RWKV6()) { tensors, flags in
      tensors["w"] = tensors["k"]!.filled { tensors["w"]!.values[$0[2] * tensors["w"]!.shape[1] + $0[3]] }
      flags["gate_domain"] = .word("loglog")
    },
    Edge(special: DeltaNet(), general: GatedDeltaRule()) { tensors, _ in
      tensors["g"] = tensors["beta"]!.filled { _ in 0 }
    },
    Edge(special: GatedDeltaRule(), general: KimiDeltaAttention()) { tensors, _ in
      let gates = tensors["g"]!
      let keys = tensors["k"]!.shape[3]
      tensors["g"] = NumericTensor(
        gates.values.flatMap { [Double](repeating: $0, count: keys) }, shape: gates.shape + [keys], format: gates.format
      )
    },
    Edge(special: DeltaProduct(), general: GatedDeltaRule(), sizes: ["householders": [1]]) { tensors, _ in
      tensors["g"] = tensors["g"] ?? tensors["beta"]!.filled { _ in 0 }
    },
    Edge(special: GatedDeltaRule(), general: Comba(), sizes: ["value heads": [1]]) { tensors, flags in
      tensors["p"] = tensors["k"]
      flags = flags.filter { $0.key == "scale" }
    },
    // States in the layout (values, keys).
    Edge(special: DeltaNet(), general: GatedDeltaRule()) { tensors, flags in
      tensors["g"] = tensors["beta"]!.filled { _ in 0 }
      flags["state_v_first"] = .bool(true)
      guard let state = tensors["initial_state"] else { return }
      let shape = Array(state.shape.dropLast(2) + state.shape.suffix(2).reversed())
      tensors["initial_state"] = NumericTensor(zeros: shape, format: state.format).filled {
        state.values[state.position([$0[0], $0[1], $0[3], $0[2]])]
      }
    },
    // w = e^g, a = e^g . k, b = -beta k, and beta k as the key.
    Edge(special: KimiDeltaAttention(), general: RWKV7(), sizes: ["value heads": [1]]) { tensors, flags in
      let (key, gate, rate) = (tensors["k"]!, tensors["g"]!, tensors["beta"]!)
      tensors["a"] = key.filled { exp2(gate.values[key.position($0)]) * key.values[key.position($0)] }
      tensors["b"] = key.filled { -rate.values[rate.position(Array($0[..<3]))] * key.values[key.position($0)] }
      tensors["k"] = key.filled { rate.values[rate.position(Array($0[..<3]))] * key.values[key.position($0)] }
      (tensors["r"], tensors["w"]) = (tensors["q"], gate)
      for name in ["q", "g", "beta"] { tensors[name] = nil }
      flags = flags.filter { $0.key == "scale" }
    },
  ]

  @Test("A special case is the general kernel, exactly", .cases(10, deep: 60, search: 0), arguments: edges)
  func holds(_ edge: Edge) async { await check(edge, edge.special, edge.general) }

  private func check(_ edge: Edge, _ special: some KernelDefinition, _ general: some KernelDefinition) async {
    var style = CallStyle.exact
    style.lengths = [1, 2, 3, 5]
    style.sizes = edge.sizes
    let calls = special.calls(style)
    await checkProperty("\(edge)") { draw in
      let drawn = try draw(calls, "call")
      let call = try KernelCall(
        of: special, tensors: drawn.tensors, flags: drawn.flags.merging(edge.flags) { $1 })
      var (tensors, flags) = (call.tensors, call.flags)
      edge.change(&tensors, &flags)
      let other = try KernelCall(of: general, tensors: tensors, flags: flags)
      let own = try #require(
        special.outputs(of: call, Evaluation<ExactNumbers>(of: special, call, in: Intrinsic())))
      let others = try #require(
        general.outputs(of: other, Evaluation<ExactNumbers>(of: general, other, in: Intrinsic())))
      let states = try #require(special.specification(of: "final_state"))
      let shape = try #require(call.shape(of: states))
      let (keys, values) = (shape[2], shape[3])
      for (name, output) in others.values {
        for (position, value) in output {
          var place = position
          if name == "final_state", flags["state_v_first"] == .bool(true) {
            place += position % keys * values + position / keys % values - position % (keys * values)
          }
          let expected = try #require(own.values[name]?[place])
          try draw.verify(value.isDefined && value == expected, "\(name)[\(position)]: \(expected), general \(value)")
        }
      }
    }
  }
}

extension NumericTensor {
  /// A tensor of the same shape, by a function of the indices.
  fileprivate func filled(_ value: ([Int]) -> Double) -> NumericTensor {
    NumericTensor((0..<count).map { value(indices(at: $0)) }, shape: shape, format: format)
  }
}
