/// The names of a file's tensors, arranged to find layers by.
struct TensorNames {
  /// From names with `.` between their parts to the names as they are; flattened JAX trees have `/` there.
  private var originals: [String: String] = [:]

  /// From the last part of a name to the names that end in it.
  private var byLeaf: [String: [String]] = [:]

  init(of file: SafetensorsFile) {
    for name in file.names {
      let dotted = String(name.map { $0 == "/" ? "." : $0 })
      originals[dotted] = name
      let leaf = dotted.split(separator: ".").last.map(String.init) ?? ""
      byLeaf[leaf, default: []].append(dotted)
    }
  }

  /// All layers that have the first parameter of a family, in any order, with the tensors that were found for them.
  func layers(of family: ModelFamily, in file: SafetensorsFile) throws(InterchangeError) -> [LayerLocation] {
    let roles = family.roles
    var layers: [LayerLocation] = []
    for leaf in roles[0].names {
      for anchor in byLeaf[leaf] ?? [] {
        guard let original = originals[anchor] else { continue }
        if let rank = family.layerType.anchorRank, try file.tensor(original).shape.count != rank { continue }
        let prefix = String(anchor.dropLast(leaf.count))
        var found: [String: String] = [:]
        for role in roles {
          found[role.name] = role.names.lazy.compactMap { originals[path(prefix, $0)] }.first
        }
        found[roles[0].name] = original
        let name = trimmed(String(original.dropLast(leaf.count)))
        layers.append(LayerLocation(family: family, name: name, tensorNames: found))
      }
    }
    return layers
  }

  /// The name of a tensor relative to a layer's prefix, which ends in a dot or is empty.
  private func path(_ prefix: String, _ relative: String) -> String {
    guard relative.hasPrefix("../") else { return prefix + relative }
    let parent = prefix.dropLast().lastIndex(of: ".").map { prefix[...$0] } ?? ""
    return String(parent + relative.dropFirst(3))
  }
}

/// A layer's name without the dot or slash at its end.
private func trimmed(_ prefix: String) -> String {
  prefix.hasSuffix(".") || prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
}

extension CheckpointMapping {
  /// The layers that a mapping with assignments finds in a file.
  ///
  /// - Throws: `missingTensor` where a tensor that the mapping names is not there.
  func layers(in file: SafetensorsFile) throws(InterchangeError) -> [LayerLocation] {
    let anchorRole = kind.roles[0].name
    guard let anchor = assignments[anchorRole] else { return [] }
    var layers: [LayerLocation] = []
    for stem in stems(of: anchor, in: file) {
      var found: [String: String] = [:]
      for (role, pattern) in assignments.sorted(by: { $0.key < $1.key }) {
        let name = String(pattern.flatMap { $0 == "*" ? Array(stem) : [$0] })
        found[role] = try file.tensor(name).name
      }
      let tensor = found[anchorRole] ?? anchor
      let cut = tensor.lastIndex { $0 == "." || $0 == "/" }
      layers.append(LayerLocation(family: kind, name: cut.map { String(tensor[..<$0]) } ?? "", tensorNames: found))
    }
    guard !layers.isEmpty else {
      throw InterchangeError(
        .missingTensor, file: file.path, tensor: anchor, expected: "tensors that fit this pattern",
        found: file.abbreviatedNames)
    }
    return layers
  }

  /// What the `*` of a pattern stands for in the names that fit it; one empty text for a pattern without one.
  private func stems(of pattern: String, in file: SafetensorsFile) -> [String] {
    guard let star = pattern.firstIndex(of: "*") else { return [""] }
    let before = pattern[..<star]
    let after = pattern[pattern.index(after: star)...]
    return file.names.compactMap { name in
      guard name.count > before.count + after.count, name.hasPrefix(before), name.hasSuffix(after) else { return nil }
      return String(name.dropFirst(before.count).dropLast(after.count))
    }
  }
}
