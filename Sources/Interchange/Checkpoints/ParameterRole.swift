/// What a tensor is to a layer: one named parameter of a model family.
public struct ParameterRole: Equatable, Sendable {
  /// The name that mappings use, such as `A_log`.
  public let name: String

  /// The names under which checkpoints keep it, relative to the layer; `../` leads to the module around the layer.
  public let names: [String]

  /// Whether a layer cannot do without it.
  public let isRequired: Bool

  /// A role whose tensor must be there.
  static func required(_ name: String, _ names: String...) -> ParameterRole {
    ParameterRole(name: name, names: names.isEmpty ? [name] : names, isRequired: true)
  }

  /// A role whose tensor may be missing.
  static func optional(_ name: String, _ names: String...) -> ParameterRole {
    ParameterRole(name: name, names: names.isEmpty ? [name] : names, isRequired: false)
  }
}
