import Arithmetic
import Kernels

extension FloatModel {
  /// What the kernels assume of a format, with the errors of their own functions.
  static func kernels<Scalar: KernelScalar>(_ format: Scalar.Type) -> FloatModel {
    var model = format == Float.self ? FloatModel.single : .double
    model.functions[.exp] = FunctionError(relative: VectorFunctions.expErrorBound)
    model.functions[.softplus] = FunctionError(relative: VectorFunctions.softplusErrorBound)
    // x sigmoid(x) has a product of its own, which silu's bound includes.
    model.functions[.sigmoid] = FunctionError(relative: VectorFunctions.siluErrorBound - 1)
    return model
  }
}

/// Numbers of a kernel in an arithmetic: exactly those that the kernel was given.
struct Reader<A: RealElementaryArithmetic> {
  let context: A.Context

  func callAsFunction(_ x: some KernelScalar) -> A { A(Double(x), in: context) }
  func callAsFunction(_ x: [A]) -> A.Vector { A.Vector(x, in: context) }
}

extension Agreement {
  /// Compares elements with the definition in 256 bits, each within the a-priori bound of the same definition.
  mutating func add<Scalar: KernelScalar>(
    _ values: [Scalar], _ reference: [BigFloat], _ bounds: [RoundingBound], part: Part = .output
  ) {
    for i in values.indices { add(values[i], reference[i], bound: bounds[i].bound(), depth: 0, part: part) }
  }
}
