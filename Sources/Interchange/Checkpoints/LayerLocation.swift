/// A layer that has been found in a file, before its parameters are read.
struct LayerLocation {
  /// The family whose tensors it has.
  var family: ModelFamily

  /// The part that its tensors' names share.
  var name: String

  /// From a role's name to the tensor's.
  var tensorNames: [String: String]

  /// The name split where numbers begin and end, so that layer 10 comes after layer 9.
  private var key: [(number: Int, text: String)] {
    name.split { $0 == "." || $0 == "/" }.flatMap { component in
      Int(component).map { [($0, "")] } ?? Self.parts(component).map { (Int($0) ?? -1, Int($0) == nil ? $0 : "") }
    }
  }

  private static func parts(_ component: Substring) -> [String] {
    var parts: [String] = []
    var previous: Bool?
    for character in component {
      let digit = character.isASCII && character.isNumber
      if digit == previous { parts[parts.count - 1].append(character) } else { parts.append(String(character)) }
      previous = digit
    }
    return parts
  }

  /// The last whole number in the layer's name.
  var number: Int? { key.last { $0.number >= 0 }?.number }

  /// Orders layers by name, numbers by their value.
  static func precedes(_ left: LayerLocation, _ right: LayerLocation) -> Bool {
    for (a, b) in zip(left.key, right.key) where a != b { return a < b }
    return left.key.count < right.key.count
  }
}
