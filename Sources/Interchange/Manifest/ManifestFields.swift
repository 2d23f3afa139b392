/// The fields of an object of a manifest, taken out one by one with their types checked; what is left over is unknown.
struct ManifestFields {
  /// Where the object is, such as `$.accum`.
  let path: String
  private let file: String
  private var fields: [String: ManifestValue]

  /// The fields of a value that has to be an object.
  ///
  /// - Throws: `malformedManifest`.
  init(_ value: ManifestValue, path: String, file: String) throws(InterchangeError) {
    guard case .object(let fields) = value else {
      throw Self.failure(file, path, expected: "an object", found: value.summary)
    }
    self.path = path
    self.file = file
    // Python writes None as null: the same as nothing.
    self.fields = fields.filter { $0.value != .null }
  }

  /// Takes a value of any kind.
  mutating func value(_ key: String) -> ManifestValue? { fields.removeValue(forKey: key) }

  mutating func string(_ key: String) throws(InterchangeError) -> String? {
    switch value(key) {
    case nil: return nil
    case .string(let text): return text
    case .some(let other): throw failure(key, expected: "a string", found: other)
    }
  }

  mutating func bool(_ key: String) throws(InterchangeError) -> Bool? {
    switch value(key) {
    case nil: return nil
    case .bool(let truth): return truth
    case .some(let other): throw failure(key, expected: "true or false", found: other)
    }
  }

  /// A whole number of at least `least`.
  mutating func integer(_ key: String, atLeast least: Int = .min) throws(InterchangeError) -> Int? {
    guard let found = value(key) else { return nil }
    guard let number = found.integerValue, number >= least else {
      throw failure(key, expected: "a whole number\(least == .min ? "" : " of at least \(least)")", found: found)
    }
    return number
  }

  mutating func number(_ key: String) throws(InterchangeError) -> Double? {
    guard let found = value(key) else { return nil }
    guard let number = found.double else { throw failure(key, expected: "a number", found: found) }
    return number
  }

  /// One of the words of an enumeration.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Word.Type
  ) throws(InterchangeError) -> Word? where Word.RawValue == String {
    guard let found = value(key) else { return nil }
    guard case .string(let text) = found, let word = Word(rawValue: text) else {
      let words = Word.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      throw failure(key, expected: "one of \(words)", found: found)
    }
    return word
  }

  mutating func strings(_ key: String) throws(InterchangeError) -> [String]? {
    guard let found = value(key) else { return nil }
    guard case .array(let values) = found else { throw failure(key, expected: "an array of strings", found: found) }
    var strings: [String] = []
    for (place, value) in values.enumerated() {
      guard case .string(let text) = value else {
        throw failure("\(key)[\(place)]", expected: "a string", found: value)
      }
      strings.append(text)
    }
    return strings
  }

  mutating func object(_ key: String) throws(InterchangeError) -> ManifestFields? {
    guard let found = value(key) else { return nil }
    return try ManifestFields(found, path: "\(path).\(key)", file: file)
  }

  /// All fields that are left, by name.
  mutating func rest() -> [(key: String, value: ManifestValue)] {
    defer { fields = [:] }
    return fields.sorted { $0.key < $1.key }
  }

  /// Checks that nothing is left over, but for fields that start with `x_`, which are given back.
  mutating func finish() throws(InterchangeError) -> [String: ManifestValue] {
    if let unknown = fields.keys.filter({ !$0.hasPrefix("x_") }).min() {
      throw InterchangeError(
        .malformedManifest, file: file, expected: "fields of \(Manifest.schemaName), or x_...",
        found: "'\(unknown)' at \(path)")
    }
    return fields
  }

  /// Checks that nothing is left over.
  func finishStrictly() throws(InterchangeError) {
    guard let unknown = fields.keys.min() else { return }
    throw InterchangeError(
      .malformedManifest, file: file, expected: "fields of \(Manifest.schemaName)", found: "'\(unknown)' at \(path)")
  }

  /// The error for a field.
  func failure(_ key: String, expected: String, found: ManifestValue) -> InterchangeError {
    Self.failure(file, "\(path).\(key)", expected: expected, found: found.summary)
  }

  private static func failure(_ file: String, _ path: String, expected: String, found: String) -> InterchangeError {
    InterchangeError(.malformedManifest, file: file, expected: "\(expected) at \(path)", found: found)
  }
}

extension ManifestValue {
  /// The value as a whole number, where it is one: 64, or 64.0.
  var integerValue: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }
}
