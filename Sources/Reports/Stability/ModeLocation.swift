/// Which mode: its layer, and its indices there.
public struct ModeLocation: Sendable, Equatable, Encodable, CustomStringConvertible {
  /// The layer's number in the model.
  public let layer: Int
  /// The name that the layer's tensors share; may be empty.
  public let layerName: String
  /// The axes of the layer's modes, such as channel and state.
  public let axes: [String]
  /// The index on each axis, from 0.
  public let indices: [Int]

  /// "layer 3, channel 17, state 0".
  public var description: String {
    "layer \(layer), " + zip(axes, indices).map { "\($0) \($1)" }.joined(separator: ", ")
  }

  /// "17:0", the indices alone.
  var shortIndices: String { indices.map(String.init).joined(separator: ":") }
}

/// A mode and a number that says something about it.
public struct NamedMode: Sendable, Equatable, Encodable {
  public let location: ModeLocation
  /// What the number is, is said where the mode is listed.
  public let value: Double
}
