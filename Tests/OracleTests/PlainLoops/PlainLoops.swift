import Arithmetic
import Foundation
import Oracle
import Testing

/// A kernel written down from its paper in plain loops over `Double`, apart from the definitions: what they are checked
/// against.
struct PlainLoops: Sendable, CustomTestStringConvertible {
  let identifier: String
  /// Sizes of dimensions that replace the kernel's.
  var sizes: [String: [Int]] = [:]
  let outputs: @Sendable (LoopCall) -> [String: LoopTensor]
  var testDescription: String { identifier }
}

/// A tensor of doubles; complex elements are pairs.
struct LoopTensor: Sendable {
  private(set) var tensor: NumericTensor

  init(_ tensor: NumericTensor) { self.tensor = tensor }

  init(_ shape: Int..., isComplex: Bool = false) {
    tensor = NumericTensor(zeros: shape, format: .float(.binary64), isComplex: isComplex)
  }

  subscript(indices: Int...) -> Double {
    get { tensor.values[tensor.position(indices)] }
    set { tensor.values[tensor.position(indices)] = newValue }
  }

  /// The complex number at the indices; a real tensor's has the imaginary part 0.
  subscript(complex indices: Int...) -> Complex<Double> {
    get {
      let position = tensor.position(indices)
      guard tensor.isComplex else { return Complex(tensor.values[position], 0) }
      return Complex(tensor.values[2 * position], tensor.values[2 * position + 1])
    }
    set {
      let position = tensor.position(indices)
      tensor.values[2 * position] = newValue.real
      tensor.values[2 * position + 1] = newValue.imaginary
    }
  }
}

/// A call as the loops read it.
struct LoopCall: Sendable {
  let call: KernelCall

  var tensors: [String: NumericTensor] { call.tensors }
  func size(_ dimension: String) -> Int { call.dimensions[dimension] ?? 1 }
  func plain(_ name: String) -> LoopTensor? { tensors[name].map { LoopTensor($0) } }
  func number(_ flag: String) -> Double? {
    if case .number(let value)? = call.flags[flag] { value } else { nil }
  }
  func isTrue(_ flag: String) -> Bool { call.flags[flag] == .bool(true) }
  func word(_ flag: String) -> String { call.flags[flag]?.description ?? "" }
}

/// The functions of the formulas.
extension PlainLoops {
  static func softplus(_ x: Double) -> Double { x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)) }
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  static func silu(_ x: Double) -> Double { x * sigmoid(x) }
  /// e^z.
  static func exponential(_ z: Complex<Double>) -> Complex<Double> {
    Complex(exp(z.real) * cos(z.imaginary), exp(z.real) * sin(z.imaginary))
  }
}
