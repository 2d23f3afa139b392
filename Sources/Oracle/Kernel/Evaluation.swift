import Arithmetic
import Definitions

/// What a kernel's definition is evaluated with: a call, the numbers, and a form, a mutation and storage formats.
public struct Evaluation<N: NumberSystem>: Sendable {
  public let call: KernelCall
  /// The context of the numbers: a precision, a float model.
  public let context: N.Real.Context
  public let form: Form
  /// The identifier of the mutation; nil for the definition.
  public let mutation: String?
  public let storage: [RoundingPoint: FloatFormat]
  /// Specifications of the outputs, by name.
  private let outputs: [String: TensorSpecification]
  private let places: [String: Int]

  public init(
    of definition: some KernelDefinition, _ call: KernelCall, in context: N.Real.Context, form: Form? = nil,
    mutation: String? = nil, storage: [RoundingPoint: FloatFormat] = [:]
  ) {
    self.call = call
    self.context = context
    self.form = form ?? definition.forms[0]
    self.mutation = mutation
    self.storage = storage
    outputs = Dictionary(uniqueKeysWithValues: definition.tensors.filter(\.isOutput).map { ($0.name, $0) })
    places = Dictionary(uniqueKeysWithValues: call.names.enumerated().map { ($1, $0) })
  }

  /// The length of a dimension. Of one that no tensor of the call has, 1.
  public func length(_ dimension: String) -> Int { call.dimensions[dimension] ?? 1 }

  /// Whether this is the mutation.
  public func has<Mutation: KernelMutation>(_ mutation: Mutation) -> Bool { self.mutation == mutation.rawValue }

  /// An input tensor that the specification requires.
  public func input(_ name: String) -> InputTensor<N> {
    guard let tensor = optionalInput(name) else { preconditionFailure("\(call.kernel) requires '\(name)'") }
    return tensor
  }

  /// An input tensor, if it was given.
  public func optionalInput(_ name: String) -> InputTensor<N>? {
    guard let tensor = call.tensors[name], let place = places[name] else { return nil }
    return InputTensor(tensor, place: place, in: context)
  }

  /// An output tensor with no elements yet.
  public func output(_ name: String, isComplex: Bool = false) -> OutputPart<N> {
    guard let specification = outputs[name], let shape = call.shape(of: specification) else {
      preconditionFailure("\(call.kernel) has no output '\(name)'")
    }
    return OutputPart(name: name, shape: shape, isComplex: isComplex)
  }

  /// A flag that is true or false.
  public func flag(_ name: String) -> Bool { call.flags[name] == .bool(true) }

  /// A flag that is a number, if it has one.
  public func number(_ name: String) -> Double? {
    if case .number(let value)? = call.flags[name] { value } else { nil }
  }

  /// A flag that is one of several words.
  public func word(_ name: String) -> String {
    if case .word(let value)? = call.flags[name] { value } else { "" }
  }

  /// A constant.
  public func constant(_ value: Double) -> N.Real { N.Real(value, in: context) }

  /// A vector of zeros.
  public func zeros(_ count: Int) -> N.Real.Vector { N.Real.Vector(zeros: count, in: context) }

  /// x as it is stored at a point.
  public func stored(_ x: N.Real, at point: RoundingPoint) -> N.Real {
    guard let format = storage[point] else { return x }
    return N.rounded(x, to: format)
  }

  /// What rounds the state after each step, for an `AffineProblem`; nil where it is kept as computed.
  public var roundState: (@Sendable (inout N.Real.Vector) -> Void)? {
    guard let format = storage[.state] else { return nil }
    return { state in
      for i in 0..<state.count { state[i] = N.rounded(state[i], to: format) }
    }
  }
}

/// An input tensor in the numbers of an evaluation.
public struct InputTensor<N: NumberSystem>: Sendable {
  public let shape: [Int]
  public let isComplex: Bool
  private let values: [Double]
  private let place: Int
  public let context: N.Real.Context

  init(_ tensor: NumericTensor, place: Int, in context: N.Real.Context) {
    shape = tensor.shape
    isComplex = tensor.isComplex
    values = tensor.values
    self.place = place
    self.context = context
  }

  public var rank: Int { shape.count }

  /// The element at a row-major position of the values.
  public func element(_ position: Int) -> N.Real {
    N.input(values[position], tensor: place, position: position, in: context)
  }

  /// The element as stored: for integers and for decisions, never for arithmetic.
  public func stored(_ indices: Int...) -> Double { values[position(indices)] }

  public subscript(i: Int) -> N.Real { element(i) }
  public subscript(i: Int, j: Int) -> N.Real { element(i * shape[1] + j) }
  public subscript(i: Int, j: Int, k: Int) -> N.Real { element((i * shape[1] + j) * shape[2] + k) }
  public subscript(i: Int, j: Int, k: Int, l: Int) -> N.Real {
    element(((i * shape[1] + j) * shape[2] + k) * shape[3] + l)
  }

  /// The number at the indices of a real tensor.
  public func real(_ indices: [Int]) -> N.Real { element(position(indices)) }

  /// The complex number at the indices; a real tensor's has the imaginary part 0.
  public func complex(_ indices: [Int]) -> N.ComplexNumber {
    let position = position(indices)
    if isComplex { return N.ComplexNumber(element(2 * position), element(2 * position + 1)) }
    return N.ComplexNumber(element(position))
  }

  /// The vector along the last axis.
  public func vector(_ indices: Int...) -> N.Real.Vector {
    let count = shape[shape.count - 1]
    let start = position(indices) * count
    return N.Real.Vector((start..<start + count).map { element($0) }, in: context)
  }

  /// The elements at the indices of the first axes, in row-major order of the others.
  public func block(_ indices: Int...) -> N.Real.Vector {
    let count = shape[indices.count...].reduce(1, *)
    let start = position(indices) * count
    return N.Real.Vector((start..<start + count).map { element($0) }, in: context)
  }

  /// The vector along an axis, of the numbers at the indices given for the other axes.
  ///
  /// - Parameter indices: one for each axis; that of `axis` is where the vector starts.
  public func vector(along axis: Int, from indices: [Int]) -> N.Real.Vector {
    let stride = shape[(axis + 1)...].reduce(1, *)
    let start = position(indices)
    var vector = N.Real.Vector(zeros: shape[axis] - indices[axis], in: context)
    for i in 0..<vector.count { vector[i] = element(start + i * stride) }
    return vector
  }

  /// The row-major position of the indices, which may leave out last axes.
  private func position(_ indices: [Int]) -> Int {
    var position = 0
    for (index, length) in zip(indices, shape) { position = position * length + index }
    return position
  }
}

/// Part of an output tensor: the elements that one part of a call gives.
public struct OutputPart<N: NumberSystem>: Sendable {
  public let name: String
  public let shape: [Int]
  public let isComplex: Bool
  /// Row-major positions of the values; of a complex tensor 2 p and 2 p + 1 are the components of element p.
  public private(set) var positions: [Int] = []
  public private(set) var values: [N.Real] = []

  init(name: String, shape: [Int], isComplex: Bool) {
    self.name = name
    self.shape = shape
    self.isComplex = isComplex
  }

  /// Adds an element.
  public mutating func append(_ value: N.Real, at indices: Int...) { append(value, at: indices) }

  /// Adds an element.
  public mutating func append(_ value: N.Real, at indices: [Int]) {
    positions.append(position(indices))
    values.append(value)
  }

  /// Adds the element at a row-major position of the values, or the component of one.
  mutating func append(_ value: N.Real, atPosition position: Int) {
    positions.append(position)
    values.append(value)
  }

  /// Adds a complex element.
  public mutating func append(_ value: N.ComplexNumber, at indices: [Int]) {
    let position = position(indices)
    positions += [2 * position, 2 * position + 1]
    values += [value.real, value.imaginary]
  }

  /// Adds the elements of a vector along the last axis.
  public mutating func append(_ vector: N.Real.Vector, at indices: Int...) {
    let start = position(indices) * shape[shape.count - 1]
    for i in 0..<vector.count {
      positions.append(start + i)
      values.append(vector[i])
    }
  }

  private func position(_ indices: [Int]) -> Int {
    var position = 0
    for (index, length) in zip(indices, shape) { position = position * length + index }
    return position
  }
}
