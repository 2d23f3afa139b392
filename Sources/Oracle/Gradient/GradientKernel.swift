import Arithmetic

/// The backward pass of a kernel, as a kernel: from the inputs and the gradients of outputs, `grad_out.NAME`, to the
/// gradients of all real and complex inputs, `grad_in.NAME`.
///
///     grad_in.x = d/dx sum <grad_out.y, y(x)>     over all outputs y whose gradient is given
///
/// There is no second formula: the definition is evaluated over ``Adjoints`` of the number system. So a candidate's
/// gradients are judged as its outputs are, with a reference that is an enclosure, the a-priori rounding error of a
/// backward pass, and the gradients of the kernel's known defects. Where an input is not differentiable (|x| at 0) the
/// reference is undefined there, and the element undecided; where rounding decides which of two numbers is the larger,
/// the bound allows for either derivative.
///
/// A call is one part: parts of the kernel share inputs, over which their gradients are summed.
public struct GradientKernel<Base: KernelDefinition>: KernelDefinition {
  public typealias Mutation = GradientMutation<Base.Mutation>

  /// The kernel that is differentiated.
  public let base: Base
  /// How many parts of the kernel are evaluated at a time.
  public var threads: Int
  public let tensors: [TensorSpecification]

  public init(of base: Base, threads: Int = 1) {
    self.base = base
    self.threads = threads
    let inputs = base.tensors.filter { !$0.isOutput }
    let outputs = base.tensors.filter(\.isOutput)
    let gradientsOfOutputs = outputs.map { output in
      TensorSpecification(
        Self.gradientOfOutput(output.name), layouts: output.layouts, isOptional: output.name != outputs[0].name,
        isComplex: output.isComplex, transposedBy: output.transposedBy,
        summary: "the gradient of \(output.name)" + (output.name == outputs[0].name ? "" : "; zeros where absent"))
    }
    let gradientsOfInputs = inputs.filter { !$0.domain.isInteger }.map { input in
      TensorSpecification(
        Self.gradientOfInput(input.name), layouts: input.layouts, role: .output, isOptional: true,
        isComplex: input.isComplex, shapedAs: input.name, summary: "the gradient of \(input.name)")
    }
    tensors = inputs + gradientsOfOutputs + gradientsOfInputs
  }

  /// The name of the gradient of an output: `grad_out.NAME`.
  public static func gradientOfOutput(_ name: String) -> String { "grad_out.\(name)" }
  /// The name of the gradient of an input: `grad_in.NAME`.
  public static func gradientOfInput(_ name: String) -> String { "grad_in.\(name)" }

  public var identifier: String { "\(base.identifier)\(KernelCatalogue.gradientSuffix)" }
  public var title: String { "\(base.title), backward" }
  public var formula: String {
    base.formula + "\ngrad_in.x = d/dx sum <grad_out.y, y(x)>        over the outputs y whose gradient is given"
  }
  public var source: String { base.source }
  public var dimensions: [DimensionSpecification] { base.dimensions }
  public var flags: [FlagSpecification] { base.flags }
  public var forms: [Form] { base.forms }

  public func check(_ call: KernelCall) throws(KernelCallError) { _ = try forwardCall(call) }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    base.adjust(&tensors, &flags, style)
    // What the kernel changes in its own tensors may change the shapes of its outputs.
    let inputs = tensors.filter { name, _ in base.tensors.contains { $0.name == name } }
    guard let call = try? KernelCall(of: base, tensors: inputs, flags: flags) else { return }
    for output in base.tensors where output.isOutput {
      let name = Self.gradientOfOutput(output.name)
      guard let given = tensors[name], let shape = call.shape(of: output), shape != given.shape else { continue }
      var gradient = NumericTensor(zeros: shape, format: given.format, isComplex: given.isComplex)
      for position in gradient.values.indices { gradient.values[position] = Double((position * 5 + 2) % 7 - 3) / 4 }
      tensors[name] = gradient
    }
  }

  /// The call of the kernel itself.
  func forwardCall(_ call: KernelCall) throws(KernelCallError) -> KernelCall {
    let names = Set(base.tensors.map(\.name))
    return try KernelCall(of: base, tensors: call.tensors.filter { names.contains($0.key) }, flags: call.flags)
  }
}

extension KernelDefinition {
  /// The backward pass of this kernel.
  public func gradient(threads: Int = 1) -> GradientKernel<Self> { GradientKernel(of: self, threads: threads) }
}
