/// A value of a manifest: JSON, with integers told from other numbers.
public enum ManifestValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A number written in digits only that fits.
  case integer(Int)
  /// Any other number; infinities and NaN are written as Python writes them, `Infinity` and `NaN`.
  case number(Double)
  case string(String)
  case array([ManifestValue])
  case object([String: ManifestValue])

  /// The value as a number, where it is one.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The value as JSON on one line without spaces, keys sorted; equal values give equal text.
  public var json: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): "\(value)"
    case .number(let value):
      value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)"
    case .string(let text): quotedJSON(text)
    case .array(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
    case .object(let fields):
      "{"
        + fields.sorted { $0.key < $1.key }.map { "\(quotedJSON($0.key)):\($0.value.json)" }.joined(separator: ",")
        + "}"
    }
  }

  /// What kind of value it is, and its beginning, for messages.
  var summary: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer, .number: json
    case .string(let text): "'\(text.onOneLine(limit: 60))'"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// A JSON string.
func quotedJSON(_ text: String) -> String {
  var json = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": json += "\\\""
    case "\\": json += "\\\\"
    case "\0"..<" ": json += "\\u" + String(0x10000 + scalar.value, radix: 16).dropFirst()
    default: json.unicodeScalars.append(scalar)
    }
  }
  return json + "\""
}

extension JSONScanner {
  /// Reads a value of any kind, after any space; keys stand once.
  mutating func value(depth: Int = 0) throws(InterchangeError) -> ManifestValue {
    guard depth < Self.depthLimit else { throw failure("values nested at most \(Self.depthLimit) deep") }
    skipSpace()
    switch next {
    case 0x22:
      return .string(try string(""))
    case 0x7B:
      position += 1
      var fields: [String: ManifestValue] = [:]
      if skip(0x7D) { return .object(fields) }
      repeat {
        let key = try string("(a key)")
        try expect(0x3A, in: "after a key")
        guard fields.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
          throw InterchangeError(.duplicateName, file: file, expected: "one '\(key)' in an object", found: "two")
        }
      } while try another(before: 0x7D, in: "in an object")
      return .object(fields)
    case 0x5B:
      position += 1
      var values: [ManifestValue] = []
      if skip(0x5D) { return .array(values) }
      repeat { values.append(try value(depth: depth + 1)) } while try another(before: 0x5D, in: "in an array")
      return .array(values)
    default:
      if skip(literal: "true") { return .bool(true) }
      if skip(literal: "false") { return .bool(false) }
      if skip(literal: "null") { return .null }
      let start = position
      let number = try number()
      let digits = String(decoding: bytes[start..<position], as: UTF8.self)
      return Int(digits).map { .integer($0) } ?? .number(number)
    }
  }
}
