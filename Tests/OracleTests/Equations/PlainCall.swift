import Foundation
import Oracle

/// The tensors of a call, read with indices: what a paper's equation is transcribed with, in plain loops of doubles.
struct PlainCall {
  let call: KernelCall

  /// The element of a real tensor, or the component of a complex one (the last index).
  subscript(_ name: String, _ indices: Int...) -> Double {
    let tensor = call.tensors[name]!
    let shape = tensor.shape + (tensor.isComplex ? [2] : [])
    return tensor.values[zip(indices, shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }

  func has(_ name: String) -> Bool { call.tensors[name] != nil }
  /// The length of a dimension.
  func count(_ dimension: String) -> Int { call.dimensions[dimension]! }
  func number(_ flag: String) -> Double? { if case .number(let value)? = call.flags[flag] { value } else { nil } }
  func word(_ flag: String) -> String { if case .word(let value)? = call.flags[flag] { value } else { "" } }
  /// The sequences: batch row, place of the state, and steps.
  var sequences: [(row: Int, index: Int, steps: Range<Int>)] {
    guard let offsets = call.tensors["cu_seqlens"]?.values.map({ Int($0) }) else {
      return (0..<count("batch")).map { ($0, $0, 0..<count("length")) }
    }
    return offsets.indices.dropLast().map { (0, $0, offsets[$0]..<offsets[$0 + 1]) }
  }
}

/// One output of a kernel by its paper's equation.
struct Equation: Sendable, CustomStringConvertible {
  let kernel: String
  let output: String
  /// The elements by their indices.
  let body: @Sendable (PlainCall, _ set: (_ value: Double, _ indices: Int...) -> Void) -> Void
  var description: String { kernel }

  init(
    _ kernel: String, _ output: String,
    _ body: @escaping @Sendable (PlainCall, _ set: (_ value: Double, _ indices: Int...) -> Void) -> Void
  ) {
    self.kernel = kernel
    self.output = output
    self.body = body
  }

  /// The output of a call.
  func outputs(of call: KernelCall, shape: [Int]) -> [String: NumericTensor] {
    var tensor = NumericTensor(zeros: shape, format: .float(.binary64))
    body(PlainCall(call: call)) { value, indices in tensor.values[tensor.position(indices)] = value }
    return [output: tensor]
  }
}
