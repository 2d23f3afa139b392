import Arithmetic

/// One call of a kernel: the tensors and flags that it was given, checked against the kernel's specification.
public struct KernelCall: Sendable {
  /// The kernel's identifier.
  public let kernel: String
  /// The lengths of the kernel's dimensions.
  public let dimensions: [String: Int]
  /// The input tensors by name. An optional one that was not given is absent.
  public let tensors: [String: NumericTensor]
  /// Every flag of the kernel, given or by default; a number without a default that was not given is absent.
  public let flags: [String: FlagValue]
  /// The names of the input tensors, in order.
  public let names: [String]

  /// A flag with the name of a dimension says its length, where no tensor does.
  ///
  /// - Throws: ``KernelCallError`` where a tensor is missing, unknown, of the wrong shape or kind, or not finite, or a
  ///   flag is unknown or of the wrong kind.
  public init(
    of definition: some KernelDefinition, tensors: [String: NumericTensor], flags: [String: FlagValue] = [:]
  ) throws(KernelCallError) {
    kernel = definition.identifier
    self.tensors = tensors
    names = tensors.keys.sorted()
    let shapes = try bindDimensions(of: definition, tensors, orientedBy: flags)
    self.flags = try checkFlags(of: definition, flags)
    dimensions = try bindDimensions(of: definition, shapes, self.flags)
    try definition.check(self)
  }

  /// The shape that an output tensor of the kernel has in this call; nil where its dimensions are unknown.
  public func shape(of specification: TensorSpecification) -> [Int]? {
    if let input = specification.shapedAs { return tensors[input]?.shape }
    for layout in specification.oriented(by: flags).layouts {
      let lengths = layout.compactMap { $0.length(in: dimensions) }
      if lengths.count == layout.count { return lengths }
    }
    return nil
  }

  /// The call with other tensors of the same shapes: what a diagnosis tries.
  func replacing(_ tensors: [String: NumericTensor], of definition: some KernelDefinition) -> KernelCall? {
    try? KernelCall(of: definition, tensors: tensors, flags: flags)
  }
}

/// The lengths of the dimensions that the shapes of `tensors` say.
private func bindDimensions(
  of definition: some KernelDefinition, _ tensors: [String: NumericTensor], orientedBy flags: [String: FlagValue]
) throws(KernelCallError) -> [String: Int] {
  func error(_ subject: String, _ expected: String, _ found: String) -> KernelCallError {
    KernelCallError(kernel: definition.identifier, subject: subject, expected: expected, found: found)
  }
  let inputs = definition.tensors.filter { !$0.isOutput }.map { $0.oriented(by: flags) }
  let known = Set(inputs.map(\.name))
  if let unknown = tensors.keys.filter({ !known.contains($0) }).min() {
    throw error("'\(unknown)'", "one of \(known.sorted().joined(separator: ", "))", "a tensor with this name")
  }
  var dimensions: [String: Int] = [:]
  for specification in inputs {
    guard let tensor = tensors[specification.name] else {
      if specification.isOptional { continue }
      throw error("'\(specification.name)'", "a tensor \(layoutText(specification))", "none")
    }
    try checkElements(tensor, specification, error)
    guard let bound = specification.layouts.lazy.compactMap({ bind($0, tensor.shape, dimensions) }).first else {
      let sizes = dimensions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      let known = sizes.isEmpty ? "" : " with \(sizes)"
      throw error("'\(specification.name)'", "shape \(layoutText(specification))\(known)", "shape \(tensor.shape)")
    }
    dimensions = bound
  }
  for dimension in definition.dimensions {
    guard let length = dimensions[dimension.name] else { continue }
    if let other = dimension.multipleOf, let factor = dimensions[other], factor == 0 || length % factor != 0 {
      throw error(dimension.name, "a multiple of \(other), \(factor)", "\(length)")
    }
  }
  return dimensions
}

/// The lengths of the dimensions with those that flags say.
private func bindDimensions(
  of definition: some KernelDefinition, _ shapes: [String: Int], _ flags: [String: FlagValue]
) throws(KernelCallError) -> [String: Int] {
  var dimensions = shapes
  for flag in definition.flags where definition.dimensions.contains(where: { $0.name == flag.name }) {
    guard dimensions[flag.name] == nil else { continue }
    guard case .number(let value)? = flags[flag.name], let length = Int(exactly: value), length > 0 else {
      throw KernelCallError(
        kernel: definition.identifier, subject: "flag '\(flag.name)'", expected: "a whole number above 0",
        found: flags[flag.name]?.description ?? "none")
    }
    dimensions[flag.name] = length
  }
  return dimensions
}

private func checkElements(
  _ tensor: NumericTensor, _ specification: TensorSpecification,
  _ error: (String, String, String) -> KernelCallError
) throws(KernelCallError) {
  let subject = "'\(specification.name)'"
  if let isComplex = specification.isComplex, isComplex != tensor.isComplex {
    throw error(
      subject, isComplex ? "complex numbers" : "real numbers", tensor.isComplex ? "complex ones" : "real ones")
  }
  if specification.domain.isInteger != (tensor.format == .integer) {
    let found = "\(tensor.format) elements"
    throw error(subject, specification.domain.isInteger ? "integers" : "floating-point numbers", found)
  }
  if let bad = tensor.values.firstIndex(where: { !$0.isFinite }) {
    let place = tensor.indices(at: tensor.isComplex ? bad / 2 : bad)
    throw error(subject, "finite numbers", "\(tensor.values[bad]) at index \(place)")
  }
}

/// The dimensions with those that a shape adds; nil where it contradicts them.
private func bind(_ layout: [Axis], _ shape: [Int], _ known: [String: Int]) -> [String: Int]? {
  guard layout.count == shape.count else { return nil }
  var dimensions = known
  for (axis, length) in zip(layout, shape) {
    if let expected = axis.length(in: dimensions) {
      if expected != length { return nil }
    } else if dimensions[axis.name] == nil {
      let times = axis.factor.isEmpty ? 1 : dimensions[axis.factor] ?? 0
      guard times > 0, length % times == 0, length / times >= axis.offset else { return nil }
      dimensions[axis.name] = length / times - axis.offset
    } else {
      // The factor is what is unknown.
      let base = (dimensions[axis.name] ?? 0) + axis.offset
      guard base > 0, length % base == 0 else { return nil }
      dimensions[axis.factor] = length / base
    }
  }
  return dimensions
}

private func layoutText(_ specification: TensorSpecification) -> String {
  specification.layouts.map { "(\($0.map(\.description).joined(separator: ", ")))" }.joined(separator: " or ")
}

private func checkFlags(
  of definition: some KernelDefinition, _ given: [String: FlagValue]
) throws(KernelCallError) -> [String: FlagValue] {
  let specifications = definition.flags
  let known = Set(specifications.map(\.name))
  func error(_ name: String, _ expected: String, _ found: String) -> KernelCallError {
    KernelCallError(kernel: definition.identifier, subject: "flag '\(name)'", expected: expected, found: found)
  }
  if let unknown = given.keys.filter({ !known.contains($0) }).min() {
    let names = known.isEmpty ? "no flags" : "one of \(known.sorted().joined(separator: ", "))"
    throw error(unknown, names, "a flag with this name")
  }
  var flags: [String: FlagValue] = [:]
  for specification in specifications {
    let value = given[specification.name]
    switch (specification.kind, value) {
    case (.bool(let standard), nil): flags[specification.name] = .bool(standard)
    case (.number(let standard), nil): flags[specification.name] = standard.map { .number($0) }
    case (.choice(let words), nil): flags[specification.name] = words.first.map { .word($0) }
    case (.bool, .bool): flags[specification.name] = value
    case (.number, .number(let number)):
      guard !number.isNaN else { throw error(specification.name, "a number", "NaN") }
      flags[specification.name] = value
    case (.choice(let words), .word(let word)):
      guard words.contains(word) else {
        throw error(specification.name, "one of \(words.joined(separator: ", "))", word)
      }
      flags[specification.name] = value
    case (.bool, .some(let value)): throw error(specification.name, "true or false", "\(value)")
    case (.number, .some(let value)): throw error(specification.name, "a number", "\(value)")
    case (.choice(let words), .some(let value)):
      throw error(specification.name, "one of \(words.joined(separator: ", "))", "\(value)")
    }
  }
  return flags
}
