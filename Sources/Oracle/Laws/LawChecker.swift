import Arithmetic
import PropertyTesting

/// Checks the laws of one kernel on random calls.
struct LawChecker<Definition: KernelDefinition, Implementation: KernelImplementation>: Sendable {
  let definition: Definition
  let implementation: Implementation
  let style: CallStyle
  let options: JudgeOptions

  func verdict(_ draw: inout Draw) throws {
    let call = try draw(definition.calls(style), "call")
    try judge(implementation.outputs(of: call), call, &draw)
  }

  func deterministic(_ draw: inout Draw) throws {
    let call = try draw(definition.calls(style), "call")
    let (first, second) = (try implementation.outputs(of: call), try implementation.outputs(of: call))
    for (name, tensor) in first {
      try draw.verify(second[name]?.hasSameBits(as: tensor) == true, "\(name) differs from run to run")
    }
  }

  func batchRows(_ draw: inout Draw) throws {
    let call = try draw(definition.calls(style), "call")
    let rows = call.dimensions[DimensionSpecification.batch] ?? 1
    try draw.assume(rows > 1)
    let order = Array((0..<rows).reversed())
    // With more than one row each row is a sequence, and its states go with it.
    func rowAxis(_ specification: TensorSpecification, _ tensor: NumericTensor) -> Int? {
      specification.axis(DimensionSpecification.batch, of: tensor)
        ?? specification.axis(DimensionSpecification.sequences.name, of: tensor)
    }
    let permuted = try call.mapping(of: definition) { specification, tensor in
      rowAxis(specification, tensor).map { tensor.slices(order, along: $0) } ?? tensor
    }
    let (plain, other) = (try implementation.outputs(of: call), try implementation.outputs(of: permuted))
    for (name, tensor) in plain {
      guard let axis = definition.specification(of: name).flatMap({ rowAxis($0, tensor) }) else { continue }
      try draw.verify(
        other[name]?.hasSameBits(as: tensor.slices(order, along: axis)) == true, "\(name) depends on the order of rows")
    }
  }

  func causality(_ draw: inout Draw) throws {
    let call = try draw(definition.calls(style), "call")
    let length = call.dimensions[DimensionSpecification.time] ?? 0
    try draw.assume(length > 1 && !call.runsBackwards)
    let time = draw.integer(in: 1...length - 1)
    // From `time` on the values of other calls' sizes: the inputs there in reverse, twice as large where they are
    // floats.
    let altered = try call.mapping(of: definition) { specification, tensor in
      let order = Array(0..<time) + (time..<length).reversed()
      return tensor.format == .integer ? tensor : specification.times(order, of: tensor, length: length) ?? tensor
    }
    let (plain, other) = (try implementation.outputs(of: call), try implementation.outputs(of: altered))
    for (name, tensor) in plain {
      guard let axis = definition.specification(of: name)?.axis(DimensionSpecification.time, of: tensor) else {
        continue
      }
      let before = tensor.slices(0..<time, along: axis)
      try draw.verify(
        other[name]?.slices(0..<time, along: axis).hasSameBits(as: before) == true,
        "\(name) before time \(time) depends on inputs from time \(time) on")
    }
  }

  /// - Parameter pieceLength: of each piece; nil for two pieces, cut anywhere.
  func split(_ draw: inout Draw, pieceLength: Int?) throws {
    let call = try draw(definition.calls(style), "call")
    let length = call.dimensions[DimensionSpecification.time] ?? 0
    try draw.assume(length > 1 && !call.runsBackwards && definition.canSplit(call))
    let cuts = pieceLength.map { Array(stride(from: $0, to: length, by: $0)) } ?? [draw.integer(in: 1...length - 1)]
    var outputs: [String: NumericTensor] = [:]
    var states: [String: NumericTensor] = [:]
    for (start, end) in zip([0] + cuts, cuts + [length]) {
      let piece = try call.piece(start..<end, of: definition, states: start == 0 ? nil : states)
      let results = try implementation.outputs(of: piece)
      for (name, tensor) in results {
        let specification = definition.specification(of: name)
        if specification?.role == .finalState {
          outputs[name] = tensor
        } else if let axis = specification?.axis(DimensionSpecification.time, of: tensor) {
          outputs[name] = outputs[name]?.joined(with: tensor, along: axis) ?? tensor
        }
      }
      states = results
      // Without its state a piece cannot be continued.
      let pairs = definition.statePairs
      try draw.assume(pairs.allSatisfy { results[$0.final] != nil })
    }
    try judge(outputs, call, &draw)
  }

  func homogeneity(_ draw: inout Draw) throws {
    // Products of very small numbers may underflow, and are then rounded differently: such inputs are set to 0.
    let call = try draw(definition.calls(style), "call").mapping(of: definition) { _, tensor in
      guard tensor.format != .integer else { return tensor }
      var tensor = tensor
      tensor.values = tensor.values.map { abs($0) < 0x1p-12 ? 0 : $0 }
      return tensor
    }
    let scale = Double(sign: .plus, exponent: draw.integer(in: -3...3), significand: 1)
    let scaled = try call.mapping(of: definition) { specification, tensor in
      guard definition.linearInputs.contains(specification.name) else { return tensor }
      var tensor = tensor
      for i in tensor.values.indices { tensor.values[i] *= scale }
      return tensor
    }
    let (plain, other) = (try implementation.outputs(of: call), try implementation.outputs(of: scaled))
    for (name, tensor) in plain {
      var expected = tensor
      // Products that underflow may be rounded differently.
      let least =
        tensor.format.float.map { Double(sign: .plus, exponent: $0.minimumExponent + 24, significand: 1) } ?? 0
      guard tensor.values.allSatisfy({ $0 == 0 || abs($0) > least }) else { continue }
      for i in expected.values.indices { expected.values[i] *= scale }
      try draw.verify(other[name]?.values == expected.values, "\(name) is not scaled by \(scale)")
    }
  }

  private func judge(_ outputs: [String: NumericTensor], _ call: KernelCall, _ draw: inout Draw) throws {
    let judgement = try Judge(definition, call, candidate: outputs, options: options).run()
    if let worst = judgement.headline?.element.ratio, worst.isFinite { draw.maximize(worst, "error / bound") }
    try draw.verify(
      judgement.verdict.isAccepted, "\(judgement.verdict.title): \(judgement.diagnosis?.summary ?? "no diagnosis")")
  }
}

extension NumericTensor {
  /// Whether the values are the same, a NaN being one and 0 differing from -0.
  func hasSameBits(as other: NumericTensor) -> Bool {
    shape == other.shape && zip(values, other.values).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}

extension KernelDefinition {
  /// The tensors of the state before the first step and after the last one.
  var statePairs: [(initial: String, final: String)] {
    tensors.compactMap { tensor in
      if case .initialState(let final) = tensor.role { (tensor.name, final) } else { nil }
    }
  }

  /// Whether a call can be cut in time: every tensor with the time axis is a float tensor without offsets in it.
  func canSplit(_ call: KernelCall) -> Bool {
    tensors.allSatisfy { specification in
      guard call.tensors[specification.name] != nil else { return true }
      switch specification.domain {
      case .offsets, .sequenceIdentifiers: return false
      default: return true
      }
    }
  }
}

extension KernelCall {
  /// Whether it goes from the last time to the first.
  fileprivate var runsBackwards: Bool { flags["reverse"] == .bool(true) }

  /// The call with each input tensor transformed.
  func mapping(
    of definition: some KernelDefinition, _ transform: (TensorSpecification, NumericTensor) -> NumericTensor
  ) throws -> KernelCall {
    var tensors = tensors
    for specification in definition.tensors {
      if let tensor = tensors[specification.name] { tensors[specification.name] = transform(specification, tensor) }
    }
    return try KernelCall(of: definition, tensors: tensors, flags: flags)
  }

  /// The times `range` of the call, from the states given, by the names of the final states; from its own where nil.
  func piece(
    _ range: Range<Int>, of definition: some KernelDefinition, states: [String: NumericTensor]?
  ) throws -> KernelCall {
    var tensors = tensors
    for specification in definition.tensors {
      guard let tensor = tensors[specification.name] else { continue }
      let length = dimensions[DimensionSpecification.time] ?? 0
      if let piece = specification.times(range, of: tensor, length: length) { tensors[specification.name] = piece }
    }
    if let states {
      for pair in definition.statePairs { tensors[pair.initial] = states[pair.final] }
    }
    return try KernelCall(of: definition, tensors: tensors, flags: flags)
  }
}
