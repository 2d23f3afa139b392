import Arithmetic

extension GradientKernel {
  public func partCount(of call: KernelCall) -> Int {
    (try? forwardCall(call)).map { base.partCount(of: $0) > 0 ? 1 : 0 } ?? 0
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    guard let call = try? forwardCall(evaluation.call) else { return nil }
    var sums = call.names.map { [N.Real?](repeating: nil, count: call.tensors[$0]?.values.count ?? 0) }
    let count = base.partCount(of: call)
    // In slices, so that no more than a few tapes are in memory, added up in the order of the parts.
    for start in stride(from: 0, to: count, by: max(1, threads)) {
      let gradients = concurrentMap(min(max(1, threads), count - start), threads: threads) { index in
        evaluation.has(Mutation.unshiftedGate)
          ? gradient(part: start + index, of: call, in: evaluation, over: UnshiftedGates<N>.self)
          : gradient(part: start + index, of: call, in: evaluation, over: Adjoints<N>.self)
      }
      for gradient in gradients {
        guard let gradient else { return nil }
        for (place, value) in gradient {
          let sum = evaluation.has(Mutation.unreduced) ? nil : sums[place.tensor][place.position]
          sums[place.tensor][place.position] = sum.map { $0 + value } ?? value
        }
      }
    }
    return base.tensors.compactMap { input in
      guard let tensor = call.tensors[input.name], !input.domain.isInteger else { return nil }
      guard let place = call.names.firstIndex(of: input.name) else { return nil }
      var output = OutputPart<N>(
        name: Self.gradientOfInput(input.name), shape: tensor.shape, isComplex: tensor.isComplex)
      for (position, sum) in sums[place].enumerated() {
        output.append(sum ?? N.Real(0, in: evaluation.context), atPosition: position)
      }
      return output
    }
  }

  /// What one part of the kernel contributes, one number an element that it reads; nil where the form does not apply.
  private func gradient<N: NumberSystem, System: NumberSystem>(
    part: Int, of call: KernelCall, in evaluation: Evaluation<N>, over system: System.Type
  ) -> [(place: AdjointTape<N.Real>.Place, value: N.Real)]? where System.Real == Adjoint<N.Real> {
    let tape = AdjointTape<N.Real>(in: evaluation.context)
    let forward = Evaluation<System>(
      of: base, call, in: tape.context, form: evaluation.form, mutation: evaluation.mutation,
      storage: evaluation.storage)
    guard let outputs = base.evaluate(part: part, in: forward) else { return nil }
    var (results, cotangents): ([Adjoint<N.Real>], [N.Real]) = ([], [])
    for output in outputs {
      guard let gradient = evaluation.optionalInput(Self.gradientOfOutput(output.name)) else { continue }
      results += output.values
      cotangents += output.positions.map { position in
        // A real gradient of a complex output has the imaginary part 0; of a complex one of a real output that is
        // nothing.
        switch (gradient.isComplex, output.isComplex) {
        case (false, true): position % 2 == 0 ? gradient.element(position / 2) : N.Real(0, in: evaluation.context)
        case (true, false): gradient.element(2 * position)
        default: gradient.element(position)
        }
      }
    }
    let gradient = zip(tape.places, tape.gradient(of: results, cotangents: cotangents))
    var sums: [AdjointTape<N.Real>.Place: N.Real] = [:]
    for (place, value) in gradient {
      let sum = evaluation.has(Mutation.singleUse) ? nil : sums[place]
      sums[place] = sum.map { $0 + value } ?? value
    }
    return sums.map { (place: $0.key, value: $0.value) }
  }
}
