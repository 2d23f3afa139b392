import Arithmetic

/// A defect that the oracle can name: the definition altered, or called with something else than was asked for.
public struct KnownDefect: Sendable {
  /// What is altered.
  public enum Kind: Hashable, Sendable {
    /// The definition: one of the kernel's own mutations.
    case definition
    /// What the kernel was called with: a tensor that it ignores, reads late, or of the wrong row; a flag that it
    /// ignores.
    case call
    /// A format in which values are stored.
    case storage
  }

  /// The identifier: a mutation's, or one made of the tensor or flag and what happens to it.
  public let identifier: String
  /// What completes "the output equals the definition with ...".
  public let statement: String
  public let kind: Kind
  /// The call as the defective kernel takes it.
  public let call: KernelCall
  /// The identifier of a mutation; nil where only the call is altered.
  public let mutation: String?
  public let storage: [RoundingPoint: FloatFormat]

  init(
    _ identifier: String, _ statement: String, _ kind: Kind, _ call: KernelCall, mutation: String? = nil,
    storage: [RoundingPoint: FloatFormat] = [:]
  ) {
    self.identifier = identifier
    self.statement = statement
    self.kind = kind
    self.call = call
    self.mutation = mutation
    self.storage = storage
  }

  /// The kernel's own mutations, and what goes wrong with any kernel: every optional tensor ignored, every input late
  /// by a step or taken from the first batch row, every flag at another value, and the state stored in 16 bits.
  public static func all<Definition: KernelDefinition>(
    of definition: Definition, _ call: KernelCall, _ plan: PrecisionPlan = PrecisionPlan()
  ) -> [KnownDefect] {
    let own = Definition.Mutation.allCases.map {
      KnownDefect($0.rawValue, $0.statement, .definition, call, mutation: $0.rawValue)
    }
    return own + flagDefects(definition, call) + tensorDefects(definition, call)
      + storageDefects(definition, call, plan)
  }
}

private func flagDefects(_ definition: some KernelDefinition, _ call: KernelCall) -> [KnownDefect] {
  definition.flags.flatMap { flag -> [KnownDefect] in
    let others: [FlagValue?] =
      switch flag.kind {
      case .bool: [.bool(call.flags[flag.name] != .bool(true))]
      case .number(let standard): [standard.map { .number($0) }]
      case .choice(let words): words.map { .word($0) }
      }
    return others.filter { $0 != call.flags[flag.name] }.compactMap { other in
      var flags = call.flags
      flags[flag.name] = other
      guard let altered = try? KernelCall(of: definition, tensors: call.tensors, flags: flags) else { return nil }
      let value = other.map { "\($0)" } ?? "its default"
      return KnownDefect("\(flag.name)=\(value)", "the flag \(flag.name) at \(value)", .call, altered)
    }
  }
}

private func tensorDefects(_ definition: some KernelDefinition, _ call: KernelCall) -> [KnownDefect] {
  var defects: [KnownDefect] = []
  func add(_ identifier: String, _ statement: String, _ name: String, _ tensor: NumericTensor?) {
    guard tensor != call.tensors[name] else { return }
    var tensors = call.tensors
    tensors[name] = tensor
    guard let altered = try? KernelCall(of: definition, tensors: tensors, flags: call.flags) else { return }
    defects.append(KnownDefect(identifier, statement, .call, altered))
  }
  for specification in definition.tensors where !specification.isOutput {
    guard let tensor = call.tensors[specification.name] else { continue }
    let name = specification.name
    if specification.isOptional { add("no-\(name)", "\(name) ignored", name, nil) }
    guard let layout = specification.layouts.first(where: { $0.count == tensor.shape.count }), tensor.count > 0 else {
      continue
    }
    if let time = layout.firstIndex(where: { $0.name == DimensionSpecification.time && $0.factor.isEmpty }) {
      add("late-\(name)", "\(name) of the previous step (the first repeated)", name, tensor.delayed(along: time))
      add("reversed-\(name)", "\(name) in the reverse order of time", name, tensor.reversed(along: time))
    }
    if let batch = layout.firstIndex(where: { $0.name == DimensionSpecification.batch && $0.factor.isEmpty }) {
      add("first-row-\(name)", "\(name) of the first batch row in every row", name, tensor.repeatingFirst(along: batch))
    }
  }
  return defects
}

private func storageDefects(
  _ definition: some KernelDefinition, _ call: KernelCall, _ plan: PrecisionPlan
) -> [KnownDefect] {
  let narrower = [FloatFormat.binary32, .binary16, .bfloat16].filter {
    $0.unitRoundoffDouble > plan.arithmetic.unitRoundoff
  }
  return narrower.flatMap { format in
    RoundingPoint.customary.map { point in
      KnownDefect(
        "\(format.name)-\(point.name.replacing(" ", with: "-"))", "the \(point) rounded to \(format)", .storage, call,
        storage: [point: format])
    } + [
      KnownDefect(
        "\(format.name)-everywhere", "every intermediate value rounded to \(format)", .storage, call,
        storage: Dictionary(uniqueKeysWithValues: RoundingPoint.customary.map { ($0, format) }))
    ]
  }
}

extension NumericTensor {
  /// The tensor whose slice i along an axis is slice `source(i)` of this one.
  private func gathering(along axis: Int, _ source: (Int) -> Int) -> NumericTensor {
    let inner = shape[(axis + 1)...].reduce(isComplex ? 2 : 1, *)
    let length = shape[axis]
    var result = self
    for position in values.indices {
      let index = position / inner % length
      result.values[position] = values[position + (source(index) - index) * inner]
    }
    return result
  }

  fileprivate func delayed(along axis: Int) -> NumericTensor { gathering(along: axis) { max($0 - 1, 0) } }
  fileprivate func reversed(along axis: Int) -> NumericTensor {
    gathering(along: axis) { [last = shape[axis] - 1] in last - $0 }
  }
  fileprivate func repeatingFirst(along axis: Int) -> NumericTensor { gathering(along: axis) { _ in 0 } }
}
