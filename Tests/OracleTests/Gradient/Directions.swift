import Arithmetic
import Oracle

/// Derivatives along one direction, by forward differentiation: each element of an input has a slope of its own, small
/// integers that its place determines.
enum Directions<Base: NumberSystem>: NumberSystem {
  typealias Real = Dual<Base.Real>
  typealias ComplexNumber = Complex<Dual<Base.Real>>

  static func slope(tensor: Int, position: Int) -> Int { (tensor * 5 + position * 3 + position / 7) % 7 - 3 }

  static func input(_ value: Double, tensor: Int, position: Int, in context: Base.Real.Context) -> Dual<Base.Real> {
    Dual(
      Base.input(value, tensor: tensor, position: position, in: context),
      tangent: Base.Real(slope(tensor: tensor, position: position), in: context))
  }
}

/// A call of a kernel and of its backward pass.
struct GradientInstance<Kernel: KernelDefinition>: Sendable {
  let kernel: Kernel
  let gradient: GradientKernel<Kernel>
  let forward: KernelCall
  let backward: KernelCall

  init(_ kernel: Kernel, _ backward: KernelCall) throws {
    self.kernel = kernel
    gradient = kernel.gradient()
    let names = Set(kernel.tensors.map(\.name))
    forward = try KernelCall(
      of: kernel, tensors: backward.tensors.filter { names.contains($0.key) }, flags: backward.flags)
    self.backward = backward
  }

  /// sum <grad_in, direction> and sum <grad_out, derivative of the outputs along the direction>, which are equal.
  func pairings<N: NumberSystem>(_ system: N.Type, in context: N.Real.Context) -> (backward: N.Real, forward: N.Real)? {
    let zero = N.Real(0, in: context)
    let gradients = gradient.outputs(of: backward, Evaluation<N>(of: gradient, backward, in: context))
    let outputs = kernel.outputs(of: forward, Evaluation<Directions<N>>(of: kernel, forward, in: context))
    guard let gradients, let outputs else { return nil }
    var (left, right) = (zero, zero)
    for (place, name) in forward.names.enumerated() {
      for (position, value) in gradients.values["grad_in.\(name)"] ?? [:] {
        left = left + value * N.Real(Directions<N>.slope(tensor: place, position: position), in: context)
      }
    }
    for (name, values) in outputs.values {
      guard let cotangent = backward.tensors["grad_out.\(name)"] else { continue }
      for (position, value) in values {
        right = right + value.tangent * N.Real(cotangent.values[position], in: context)
      }
    }
    return (left, right)
  }
}
