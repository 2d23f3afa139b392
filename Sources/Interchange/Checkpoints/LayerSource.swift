/// Where one layer's parameters are, and how to read them with their shapes checked.
///
/// Shapes are given as names of axes, such as `["channels", "states"]`. The first parameter that has an axis fixes its
/// length; the others must agree. A number instead of a name stands for itself.
struct LayerSource {
  /// The checkpoint.
  let file: SafetensorsFile

  /// The layer's name, for messages.
  let name: String

  /// From a role's name to the tensor's.
  let tensorNames: [String: String]

  /// The axes whose lengths are known.
  private(set) var lengths: [String: Int] = [:]

  init(file: SafetensorsFile, name: String, tensorNames: [String: String]) {
    self.file = file
    self.name = name
    self.tensorNames = tensorNames
  }

  /// The length of an axis that a parameter read before has.
  func length(_ axis: String) -> Int { lengths[axis] ?? 0 }

  /// Reads a parameter that must be there.
  ///
  /// - Parameters:
  ///   - role: the role's name.
  ///   - layouts: the shapes it may have, as names of axes; axes "1" are dropped from the result's shape.
  /// - Throws: `missingTensor`, `wrongShape`, `wrongElementType`, `notFinite`, `truncated`.
  mutating func parameter(_ role: String, _ layouts: [String]...) throws(InterchangeError) -> Parameter {
    guard let parameter = try read(role, layouts) else {
      throw InterchangeError(
        .missingTensor, file: file.path, expected: "a tensor for '\(role)' of layer '\(name)'", found: "none")
    }
    return parameter
  }

  /// Reads a parameter that may be missing; else as `parameter`.
  mutating func optional(_ role: String, _ layouts: [String]...) throws(InterchangeError) -> Parameter? {
    try read(role, layouts)
  }

  /// Reads a complex parameter with its parts in a last axis of length 2.
  ///
  /// - Parameter layouts: as for `parameter`, without the last axis.
  mutating func complex(_ role: String, _ layouts: [String]...) throws(InterchangeError) -> ComplexParameter? {
    try read(role, layouts.map { $0 + ["2"] }).map { ComplexParameter(interleaved: $0) }
  }

  private mutating func read(_ role: String, _ layouts: [[String]]) throws(InterchangeError) -> Parameter? {
    guard let tensorName = tensorNames[role] else { return nil }
    let tensor = try file.tensor(tensorName)
    guard let layout = layouts.first(where: { fits(tensor.shape, $0) }) else {
      let expected = layouts.map(describe).joined(separator: " or ")
      throw InterchangeError(
        .wrongShape, file: file.path, tensor: tensorName, expected: "shape \(expected)", found: "\(tensor.shape)")
    }
    for (axis, length) in zip(layout, tensor.shape) where Int(axis) == nil { lengths[axis] = length }
    let shape = zip(layout, tensor.shape).filter { $0.0 != "1" }.map(\.1)
    return Parameter(
      tensorName: tensorName, shape: shape, elementType: tensor.elementType, values: try tensor.finiteDoubles())
  }

  /// Whether a shape has the axes of a layout, none of them empty.
  private func fits(_ shape: [Int], _ layout: [String]) -> Bool {
    guard shape.count == layout.count else { return false }
    return zip(shape, layout).allSatisfy { length, axis in
      length > 0 && (Int(axis) ?? lengths[axis] ?? length) == length
    }
  }

  /// A layout for a message: names of axes, with the lengths that are fixed already.
  private func describe(_ layout: [String]) -> String {
    let axes = layout.map { axis in lengths[axis].map { "\(axis) \($0)" } ?? axis }
    return "[\(axes.joined(separator: ", "))]"
  }
}
