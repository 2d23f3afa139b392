extension Checkpoint {
  /// Tells the family of a file and finds its layers.
  ///
  /// - Throws: `unrecognisedModel` where no family, or more than one, has layers in the file.
  static func find(
    in file: SafetensorsFile, configuration: ModelConfiguration?, mapping: CheckpointMapping?
  ) throws(InterchangeError) -> (family: ModelFamily, layers: [LayerLocation]) {
    if let mapping, !mapping.assignments.isEmpty { return (mapping.kind, try mapping.layers(in: file)) }
    let names = TensorNames(of: file)
    var candidates: [(family: ModelFamily, layers: [LayerLocation])] = []
    for family in mapping.map({ [$0.kind] }) ?? ModelFamily.recognisable {
      let layers = try names.layers(of: family, in: file)
      if !layers.isEmpty { candidates.append((family, layers)) }
    }
    guard let first = candidates.first else {
      throw InterchangeError(
        .unrecognisedModel, file: file.path, expected: expectation(mapping?.kind), found: file.abbreviatedNames)
    }
    guard candidates.count == 1 else {
      let found = candidates.map { "\($0.layers.count) of \($0.family.rawValue)" }.joined(separator: " and ")
      throw InterchangeError(
        .unrecognisedModel, file: file.path, expected: "layers of one family, or a mapping that names the family",
        found: "layers \(found)")
    }
    if first.family == .mamba, configuration?.modelType == "falcon_mamba" { return (.falconMamba, first.layers) }
    return first
  }

  /// What would have been recognised.
  private static func expectation(_ kind: ModelFamily?) -> String {
    if let kind { return "layers of \(kind.rawValue), with tensors \(signature(kind))" }
    let known = ModelFamily.recognisable.map { "\($0.rawValue) (\(signature($0)))" }.joined(separator: ", ")
    return "a model of a known family: \(known); or a mapping"
  }

  /// The names of a family's first two parameters.
  private static func signature(_ family: ModelFamily) -> String {
    family.roles.filter(\.isRequired).prefix(2).map { $0.names[0] }.joined(separator: " ")
  }

  /// What a reader should know about how the file was understood.
  static func notes(
    on family: ModelFamily, _ layers: [RecurrentLayer], _ configuration: ModelConfiguration?,
    _ mapping: CheckpointMapping?
  ) -> [String] {
    var notes: [String] = []
    if let mapping {
      let how = mapping.assignments.isEmpty ? "usual" : "given"
      notes.append("Read as \(family.rawValue) with the \(how) tensor names, as asked.")
    }
    switch family {
    case .mamba where mapping == nil && configuration?.modelType == nil:
      notes.append("No config.json names the model; read as Mamba. Falcon Mamba stores the same tensors.")
    case .s5:
      notes.append(
        "The file does not tell the discretization, whether modes are halves of conjugate pairs, or whether the real "
          + "parts are clipped.")
    case .linOSS:
      notes.append("The file does not tell the discretization (IM or IMEX).")
    default:
      break
    }
    if let type = configuration?.modelType, mapping == nil, !usualModelTypes(of: family).contains(type) {
      let name = type.onOneLine(limit: 60)
      notes.append("config.json calls the model '\(name)'; its layers were read as \(family.rawValue).")
    }
    if let total = configuration?.numbers["num_hidden_layers"]?.first, total != Double(layers.count) {
      notes.append("config.json has \(Int(exactly: total) ?? -1) layers; \(layers.count) recurrent ones were found.")
    }
    return notes
  }

  /// What `config.json` calls the models of a family; empty where such files are not usual.
  private static func usualModelTypes(of family: ModelFamily) -> [String] {
    switch family {
    case .mamba: ["mamba"]
    case .falconMamba: ["falcon_mamba"]
    case .mamba2: ["mamba2"]
    case .rwkv4: ["rwkv"]
    case .rgLRU: ["recurrent_gemma"]
    case .s4d: ["s4d"]
    case .s5: ["s5"]
    case .lru: ["lru"]
    case .linOSS: ["linoss"]
    }
  }
}
