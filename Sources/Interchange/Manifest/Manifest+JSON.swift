extension Manifest {
  /// The longest text that is read, in bytes.
  static let longest = 1 << 20

  /// Reads a manifest from JSON; `file` is what messages call it.
  ///
  /// - Throws: `malformedManifest`, which names the place of a wrong value as `$.accum.dot`, or `duplicateName`.
  public init(json: String, file: String) throws(InterchangeError) {
    try self.init(FileBytes(copying: Array(json.utf8), path: file))
  }

  /// Reads a manifest from a text in memory or in a mapped file.
  init(_ text: FileBytes) throws(InterchangeError) {
    let file = text.path
    guard text.bytes.count <= Self.longest else {
      throw InterchangeError(
        .malformedManifest, file: file, expected: "at most \(Self.longest) bytes", found: "\(text.bytes.count)")
    }
    try text.checkLength()
    guard String(validating: text.bytes, as: UTF8.self) != nil else {
      throw InterchangeError(.malformedManifest, file: file, expected: "UTF-8", found: "bytes that are not")
    }
    var scanner = JSONScanner(text.bytes, origin: 0, file: file, kind: .malformedManifest)
    let value = try scanner.value()
    scanner.skipSpace()
    guard scanner.next == nil else { throw scanner.failure("nothing after the manifest") }
    withExtendedLifetime(text) {}
    var fields = try ManifestFields(value, path: "$", file: file)
    try self.init(&fields)
  }

  private init(_ fields: inout ManifestFields) throws(InterchangeError) {
    if let schema = fields.value("schema") {
      guard schema == .string(Self.schemaName) else {
        throw fields.failure("schema", expected: "'\(Self.schemaName)'", found: schema)
      }
      namesSchema = true
    }
    kernel = try fields.string("kernel")
    upstream = try Upstream(fields.object("upstream"))
    layout = try fields.string("layout")
    dtypes = try fields.tags("dtypes")
    accumulation = try Accumulation(fields.object("accum"))
    mathematics = try Mathematics(fields.object("math"))
    scale = try Scale(fields.object("scale"))
    gateDomain = try fields.word("gate_domain", GateDomain.self)
    flags = try fields.flags("flags")
    chunkSize = try fields.integer("chunk_size", atLeast: 1)
    subchunk = try fields.integer("subchunk", atLeast: 1)
    stateHasValuesFirst = try fields.bool("state_v_first")
    readTime = try fields.word("read_time", ReadTime.self)
    if var object = try fields.object("varlen") {
      variableLength = try object.word("kind", VariableLength.self)
      try object.finishStrictly()
    }
    device = try fields.string("device")
    seed = try fields.integer("seed")
    declaredAlgorithm = try fields.string("declared_algorithm")
    if var object = try fields.object("tolerance_claim") {
      toleranceClaim = [:]
      for (name, value) in object.rest() {
        guard let number = value.double else { throw object.failure(name, expected: "a number", found: value) }
        toleranceClaim?[name] = number
      }
    }
    extensions = try fields.finish()
  }

  /// The manifest as JSON on one line, keys sorted, missing fields left out: what reads back as the same manifest.
  public var json: String {
    var fields = extensions
    fields["schema"] = namesSchema ? .string(Self.schemaName) : nil
    fields["kernel"] = kernel.map { .string($0) }
    fields["upstream"] = upstream?.json
    fields["layout"] = layout.map { .string($0) }
    fields["dtypes"] = dtypes.map { .object($0.mapValues { .string($0) }) }
    fields["accum"] = accumulation?.json
    fields["math"] = mathematics?.json
    fields["scale"] = scale?.json
    fields["gate_domain"] = gateDomain.map { .string($0.rawValue) }
    fields["flags"] = flags.map { .object($0) }
    fields["chunk_size"] = chunkSize.map { .integer($0) }
    fields["subchunk"] = subchunk.map { .integer($0) }
    fields["state_v_first"] = stateHasValuesFirst.map { .bool($0) }
    fields["read_time"] = readTime.map { .string($0.rawValue) }
    fields["varlen"] = variableLength.map { .object(["kind": .string($0.rawValue)]) }
    fields["device"] = device.map { .string($0) }
    fields["seed"] = seed.map { .integer($0) }
    fields["declared_algorithm"] = declaredAlgorithm.map { .string($0) }
    fields["tolerance_claim"] = toleranceClaim.map { .object($0.mapValues { .number($0) }) }
    return ManifestValue.object(fields).json
  }
}

extension ManifestFields {
  /// For each tensor its tags.
  fileprivate mutating func tags(_ key: String) throws(InterchangeError) -> [String: String]? {
    guard var object = try object(key) else { return nil }
    var tags: [String: String] = [:]
    for (name, value) in object.rest() {
      guard case .string(let text) = value, StorageTags(text) != nil else {
        throw object.failure(
          name, expected: "a type such as 'bf16', or tags such as 'bits:bf16' or 'complex:last2'", found: value)
      }
      tags[name] = text
    }
    return tags
  }

  /// Options; null is one of their values.
  fileprivate mutating func flags(_ key: String) throws(InterchangeError) -> [String: ManifestValue]? {
    guard let found = value(key) else { return nil }
    guard case .object(let flags) = found else { throw failure(key, expected: "an object", found: found) }
    for (name, value) in flags.sorted(by: { $0.key < $1.key }) {
      let items = if case .array(let items) = value { items } else { [value] }
      for item in items {
        switch item {
        case .array, .object:
          throw failure(
            "\(key).\(name)", expected: "true, false, a number, a string, null or an array of those", found: item)
        default: continue
        }
      }
    }
    return flags
  }
}

extension Manifest.Upstream {
  fileprivate init?(_ fields: ManifestFields?) throws(InterchangeError) {
    guard var fields else { return nil }
    package = try fields.string("package")
    function = try fields.string("function")
    version = try fields.string("version")
    commit = try fields.string("commit")
    try fields.finishStrictly()
  }

  fileprivate var json: ManifestValue {
    object(["package": package, "function": function, "version": version, "commit": commit].mapValues(text))
  }
}

extension Manifest.Accumulation {
  fileprivate init?(_ fields: ManifestFields?) throws(InterchangeError) {
    guard var fields else { return nil }
    dot = try fields.string("dot")
    state = try fields.string("state")
    casts = try fields.strings("casts")
    try fields.finishStrictly()
  }

  fileprivate var json: ManifestValue {
    object(["dot": text(dot), "state": text(state), "casts": casts.map { .array($0.map { .string($0) }) }])
  }
}

extension Manifest.Mathematics {
  fileprivate init?(_ fields: ManifestFields?) throws(InterchangeError) {
    guard var fields else { return nil }
    exp = try fields.string("exp")
    fast = try fields.bool("fast")
    flushesSubnormals = try fields.bool("ftz")
    try fields.finishStrictly()
  }

  fileprivate var json: ManifestValue {
    object(["exp": text(exp), "fast": fast.map { .bool($0) }, "ftz": flushesSubnormals.map { .bool($0) }])
  }
}

extension Manifest.Scale {
  fileprivate init?(_ fields: ManifestFields?) throws(InterchangeError) {
    guard var fields else { return nil }
    value = try fields.number("value")
    appliedTo = try fields.word("applied_to", Operand.self)
    try fields.finishStrictly()
  }

  fileprivate var json: ManifestValue {
    object(["value": value.map { .number($0) }, "applied_to": text(appliedTo?.rawValue)])
  }
}

private func text(_ string: String?) -> ManifestValue? { string.map { .string($0) } }

/// An object of the fields that are there.
private func object(_ fields: [String: ManifestValue?]) -> ManifestValue { .object(fields.compactMapValues { $0 }) }
