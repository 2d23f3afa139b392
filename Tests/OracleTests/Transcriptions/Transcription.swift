import Foundation
import Oracle

/// A kernel written out a second time, in loops over doubles: the paper's equation, for one step of one head.
struct Transcription: KernelImplementation {
  /// The tensors and flags of a call, by index.
  struct Inputs {
    let call: KernelCall

    func has(_ name: String) -> Bool { call.tensors[name] != nil }

    /// The element of a tensor at indices; 0 where the tensor is absent.
    func callAsFunction(_ name: String, _ indices: Int...) -> Double {
      guard let tensor = call.tensors[name] else { return 0 }
      return tensor.values[tensor.position(indices)]
    }

    /// The vector of a tensor at indices but the last.
    func vector(_ name: String, _ indices: Int...) -> [Double] {
      guard let tensor = call.tensors[name], let count = tensor.shape.last else { return [] }
      let start = tensor.position(indices + [0])
      return Array(tensor.values[start..<start + count])
    }

    func flag(_ name: String) -> Bool { call.flags[name] == .bool(true) }
    func number(_ name: String) -> Double? { if case .number(let x)? = call.flags[name] { x } else { nil } }
    func word(_ name: String) -> String { if case .word(let x)? = call.flags[name] { x } else { "" } }
    var scale: Double { number("scale") ?? 1 / Double(size("keys")).squareRoot() }
    func size(_ dimension: String) -> Int { call.dimensions[dimension] ?? 1 }
  }

  /// Where a step is: its batch row, time and head.
  struct Place {
    let row: Int
    let time: Int
    let head: Int
  }

  /// The identifier of the kernel.
  let kernel: String
  /// The dimension that counts the states.
  var heads = "heads"
  /// Updates the state, rows being keys, and returns the output.
  let step: @Sendable (_ state: inout [[Double]], _ inputs: Inputs, _ place: Place) -> [Double]

  func outputs(of call: KernelCall) -> [String: NumericTensor] {
    let inputs = Inputs(call: call)
    let (rows, length) = (inputs.size("batch"), inputs.size("length"))
    let (heads, keys, values) = (inputs.size(heads), inputs.size("keys"), inputs.size("values"))
    let offsets = call.tensors["cu_seqlens"]?.values.map { Int($0) }
    let sequences =
      offsets.map { zip($0, $0.dropFirst()).map { (row: 0, times: $0..<$1) } }
      ?? (0..<rows).map { (row: $0, times: 0..<length) }
    var o = NumericTensor(zeros: [rows, length, heads, values])
    var final = NumericTensor(zeros: [sequences.count, heads, keys, values])
    for (n, sequence) in sequences.enumerated() {
      for head in 0..<heads {
        var state = (0..<keys).map { inputs.vector("initial_state", n, head, $0) }
        if !inputs.has("initial_state") { state = state.map { _ in [Double](repeating: 0, count: values) } }
        for t in inputs.flag("reverse") ? sequence.times.reversed() : Array(sequence.times) {
          let output = step(&state, inputs, Place(row: sequence.row, time: t, head: head))
          for (j, y) in output.enumerated() { o.values[o.position([sequence.row, t, head, j])] = y }
        }
        for i in 0..<keys {
          for j in 0..<values { final.values[final.position([n, head, i, j])] = state[i][j] }
        }
      }
    }
    return ["o": o.rounded(to: .binary32), "final_state": final.rounded(to: .binary32)]
  }
}

/// Sums and products of arrays, as formulas write them.
func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
func softplus(_ x: Double) -> Double { log1p(exp(-abs(x))) + max(x, 0) }
func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

/// S^T q, where the rows of S are keys.
func read(_ state: [[Double]], _ query: [Double]) -> [Double] {
  state[0].indices.map { j in query.indices.reduce(0) { $0 + query[$1] * state[$1][j] } }
}
