import Arithmetic
import Oracle
import TestSupport
import Testing

/// No random call was what a test asks for.
private struct NoInstance: Error {}

@Suite struct GradientTests {
  /// Those that take more than integers.
  private static let kernels = KernelCatalogue.all.filter { kernel in
    kernel.tensors.contains { !$0.isOutput && !$0.domain.isInteger }
  }.map(\.identifier)

  /// Calls of a kernel's backward pass, in every layout of the kernel.
  private static func instances<Kernel: KernelDefinition>(
    _ kernel: Kernel, _ style: CallStyle
  ) -> Generator<GradientInstance<Kernel>> {
    Generator { draw in
      try GradientInstance(kernel, try draw(kernel.gradient().calls(style)))
    }.described { "\($0.kernel.identifier) \($0.backward.tensors)" }
  }

  @Test(
    "<grad_in, d> = <grad_out, derivative along d>, exactly, or in enclosures that overlap",
    .cases(3, deep: 8, search: 0),
    arguments: kernels)
  func forwardAndBackward(identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    await checkDerivatives(kernel)
  }

  private func checkDerivatives<Kernel: KernelDefinition>(_ kernel: Kernel) async {
    var style = CallStyle.exact
    style.lengths = [1, 2, 5]
    let instances = Self.instances(kernel, style)
    let result = await checkProperty("gradients of \(kernel.identifier)") { draw in
      let instance = try draw(instances, "call")
      if let exact = instance.pairings(ExactNumbers.self, in: Intrinsic()), exact.backward.isDefined,
        exact.forward.isDefined
      {
        draw.label("exact")
        return try draw.verify(exact.backward == exact.forward, "\(exact.backward), not \(exact.forward)")
      }
      let balls = try #require(instance.pairings(Balls.self, in: 256))
      draw.label(balls.forward.isDefined ? "enclosed" : "not differentiable")
      try draw.verify(balls.backward.overlaps(balls.forward), "\(balls.backward), not \(balls.forward)")
      try draw.verify(balls.backward.isDefined || !balls.forward.isDefined, "\(balls.forward), but no gradient")
    }
    #expect(result.labels["exact", default: 0] + result.labels["enclosed", default: 0] > 0)
  }

  @Test("The backward pass in single precision is no defect", .cases(2, deep: 6, search: 0), arguments: kernels)
  func naiveGradients(identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    await acceptNaive(kernel)
  }

  private func acceptNaive<Kernel: KernelDefinition>(_ kernel: Kernel) async {
    var style = CallStyle()
    style.lengths = [1, 2, 9]
    let instances = Self.instances(kernel, style)
    await checkProperty("backward pass of \(kernel.identifier) in single precision") { draw in
      let instance = try draw(instances, "call")
      let naive = NaiveImplementation(instance.gradient, in: Intrinsic(), over: Singles.self)
      let outputs = try naive.outputs(of: instance.backward)
      let judgement = try Judge(instance.gradient, instance.backward, candidate: outputs).run()
      let worst = judgement.headline.map { "\($0.tensor.name) \($0.element)" } ?? ""
      try draw.verify(judgement.verdict != .defect, "\(judgement.verdict.title), \(worst)")
      draw.label("accepted", when: judgement.verdict.isAccepted)
      if let ratio = judgement.headline?.element.ratio { draw.maximize(ratio, "error / bound") }
    }
  }

  /// A call of the selective scan in which every input has several uses and several parts.
  private static func scan() throws -> GradientInstance<SelectiveScan> {
    var style = CallStyle(lengths: [9], sizes: ["batch": [2], "groups": [1], "channels": [2], "state": [2]])
    style.givesOptional = true
    for index in 0... {
      var draw = Draw(seed: 0, name: "gradients", index: index)
      let instance = try instances(SelectiveScan(), style).draw(from: &draw)
      let isComplex = instance.forward.tensors["A"]?.isComplex == true
      if !isComplex && instance.forward.tensors["B"]?.shape.count == 4 { return instance }
    }
    throw NoInstance()
  }

  @Test(
    "Defects of a backward pass are found and named",
    arguments: [
      "gradient-unreduced", "gradient-single-use", "gradient-unshifted-gate", "previous-decay", "sigmoid-gate",
      "no-grad_out.last_state",
    ])
  func defects(mutation: String) throws {
    let instance = try Self.scan()
    var call = instance.backward
    if mutation.hasPrefix("no-") {
      let tensors = call.tensors.filter { $0.key != "grad_out.last_state" }
      call = try KernelCall(of: instance.gradient, tensors: tensors, flags: call.flags)
    }
    let outputs = try NaiveImplementation(instance.gradient, in: Intrinsic(), over: Singles.self, mutation: mutation)
      .outputs(of: call)
    let judgement = try Judge(instance.gradient, instance.backward, candidate: outputs).run()
    #expect(judgement.verdict == .defect)
    #expect(judgement.diagnosis?.matches.first?.identifier == mutation, "\(judgement.diagnosis?.summary ?? "")")
  }

  @Test("Gradients on several threads are the same; the catalogue knows backward passes")
  func catalogue() throws {
    let instance = try Self.scan()
    let evaluation = Evaluation<Doubles>(of: instance.gradient, instance.backward, in: Intrinsic())
    var parallel = instance.gradient
    parallel.threads = 3
    let (one, three) = (
      instance.gradient.outputs(of: instance.backward, evaluation), parallel.outputs(of: instance.backward, evaluation)
    )
    #expect(one?.values == three?.values && one?.values.isEmpty == false)
    let kernel = try #require(KernelCatalogue.kernel("mamba1.selective_scan.backward"))
    #expect(kernel.identifier == "mamba1.selective_scan.backward" && KernelCatalogue.kernel("none.backward") == nil)
    #expect(kernel.tensors.contains { $0.name == "grad_in.delta_bias" && $0.isOutput })
    // Every layout of an input is one of its gradient; a real gradient of a complex output is taken as such.
    #expect(instance.gradient.tensors.contains { $0.name == "grad_in.B" && $0.layouts.count == 3 })
    // A call without the gradient of the output is refused, as one of the kernel's own wrong calls is.
    #expect(throws: KernelCallError.self) {
      try KernelCall(of: instance.gradient, tensors: instance.forward.tensors, flags: instance.forward.flags)
    }
  }
}
