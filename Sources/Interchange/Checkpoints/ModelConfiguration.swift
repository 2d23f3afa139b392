import Foundation

/// What a `config.json` says: its values that are strings, numbers, or arrays of numbers.
///
/// Other values are passed over. `NaN` and `Infinity` are read, as Python's `json` writes them.
public struct ModelConfiguration: Equatable, Sendable {
  /// The file.
  public let path: String

  /// The values that are strings.
  public private(set) var strings: [String: String] = [:]

  /// The values that are numbers, and true and false as 1 and 0, each as an array of one; and the arrays of numbers.
  public private(set) var numbers: [String: [Double]] = [:]

  /// `model_type`, by which Hugging Face tells models apart.
  public var modelType: String? { strings["model_type"] }

  /// The largest configuration that is read, in bytes.
  static let longest = 1 << 20

  /// Reads a configuration.
  ///
  /// - Throws: `cannotOpen`, or `malformedConfiguration` where it is no JSON object, repeats a key, or is over 1 MiB.
  public init(path: String) throws(InterchangeError) {
    self.path = path
    let file = try FileBytes(mapping: path)
    guard file.bytes.count <= Self.longest else {
      throw InterchangeError(
        .malformedConfiguration, file: path, expected: "at most \(Self.longest) bytes",
        found: "\(file.bytes.count) bytes")
    }
    try parse(JSONScanner(file.bytes, origin: 0, file: path, kind: .malformedConfiguration))
    withExtendedLifetime(file) {}
  }

  private mutating func parse(_ start: JSONScanner) throws(InterchangeError) {
    var scanner = start
    var keys: Set<String> = []
    try scanner.expect(0x7B, in: "at the start of a configuration")
    if !scanner.skip(0x7D) {
      repeat {
        let key = try scanner.string("(a key)")
        guard keys.insert(key).inserted else {
          throw InterchangeError(.malformedConfiguration, file: path, expected: "one '\(key)'", found: "two")
        }
        try scanner.expect(0x3A, in: "after a key")
        try parseValue(of: key, &scanner)
      } while try scanner.another(before: 0x7D, in: "after a value")
    }
    scanner.skipSpace()
    guard scanner.next == nil else { throw scanner.failure("nothing after the closing '}'") }
  }

  /// Reads a value and keeps it where it is of a kind that is kept.
  private mutating func parseValue(of key: String, _ scanner: inout JSONScanner) throws(InterchangeError) {
    scanner.skipSpace()
    switch scanner.next {
    case 0x22:
      strings[key] = try scanner.string("")
    case 0x5B:
      let values = scanner.numbers()
      if let values { numbers[key] = values } else { try scanner.skipValue() }
    case 0x74, 0x66:
      numbers[key] = [scanner.next == 0x74 ? 1 : 0]
      try scanner.skipValue()
    case 0x7B, 0x6E:
      try scanner.skipValue()
    default:
      numbers[key] = [try scanner.number()]
    }
  }
}

extension JSONScanner {
  /// Reads an array of numbers; or reads nothing and returns nil where something else comes next.
  fileprivate mutating func numbers() -> [Double]? {
    var ahead = self
    guard ahead.skip(0x5B) else { return nil }
    var values: [Double] = []
    if ahead.skip(0x5D) {
      self = ahead
      return values
    }
    repeat {
      guard let value = try? ahead.number() else { return nil }
      values.append(value)
    } while ahead.skip(0x2C)
    guard ahead.skip(0x5D) else { return nil }
    self = ahead
    return values
  }
}
