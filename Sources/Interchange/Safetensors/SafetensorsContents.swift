import Foundation

/// Tensors to be written to a safetensors file.
///
///     var contents = SafetensorsContents(metadata: ["format": "pt"])
///     try contents.append("y", shape: [2, 3], .float32, values)
///     try contents.write(to: "y.safetensors")
public struct SafetensorsContents: Sendable {
  /// One tensor, encoded.
  private struct Entry: Sendable {
    var name: String
    var shape: [Int]
    var elementType: ElementType
    var bytes: [UInt8]
  }

  /// Strings to be stored under `__metadata__`.
  public var metadata: [String: String]

  private var entries: [Entry] = []
  private var names: Set<String> = []

  /// Starts with no tensors.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// Adds a tensor of floating-point numbers, each of which `elementType` must hold exactly.
  ///
  /// - Precondition: the product of `shape` is the number of values; no tensor has this name; `elementType` is one of
  ///   F64, F32, F16, BF16.
  /// - Throws: `notRepresentable`, naming the index and value.
  public mutating func append(
    _ name: String, shape: [Int], _ elementType: ElementType, _ values: [Double]
  ) throws(InterchangeError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * elementType.bytes)
    for (position, value) in values.enumerated() {
      let bits = elementType == .float64 ? value.bitPattern : elementType.encoding?.encode(value)
      guard let bits else {
        throw unrepresentable(name, "\(value) at \(rowMajorIndices(of: position, in: shape))", elementType)
      }
      bytes.appendLittleEndian(bits, count: elementType.bytes)
    }
    append(name, shape: shape, elementType, bytes: bytes)
  }

  /// Adds a tensor of integers, each of which `elementType` must hold.
  ///
  /// - Precondition: the product of `shape` is the number of values; no tensor has this name; `elementType` is one of
  ///   I64, I32, U8.
  /// - Throws: `notRepresentable`, naming the index and value.
  public mutating func append(
    _ name: String, shape: [Int], _ elementType: ElementType, integers values: [Int64]
  ) throws(InterchangeError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * elementType.bytes)
    for (position, value) in values.enumerated() {
      let fits =
        switch elementType {
        case .int64: true
        case .int32: Int32(exactly: value) != nil
        case .uint8: UInt8(exactly: value) != nil
        default: false
        }
      guard fits else {
        throw unrepresentable(name, "\(value) at \(rowMajorIndices(of: position, in: shape))", elementType)
      }
      bytes.appendLittleEndian(UInt64(bitPattern: value), count: elementType.bytes)
    }
    append(name, shape: shape, elementType, bytes: bytes)
  }

  /// Adds a tensor of any type that is encoded already, little-endian and row-major.
  ///
  /// - Precondition: `bytes` has the size that `shape` and `elementType` ask for; no tensor has this name.
  public mutating func append(_ name: String, shape: [Int], _ elementType: ElementType, bytes: [UInt8]) {
    precondition(shape.allSatisfy { $0 >= 0 } && name != "__metadata__")
    precondition(elementType.byteCount(of: shape.reduce(1, *)) == bytes.count, "\(name): shape and size differ")
    precondition(names.insert(name).inserted, "\(name) is there already")
    entries.append(Entry(name: name, shape: shape, elementType: elementType, bytes: bytes))
  }

  /// The whole file.
  ///
  /// Tensors lie in order of falling element size, then of name, so that each starts at a multiple of its element
  /// size; the header is padded with spaces to a multiple of 8 bytes. Equal contents make equal bytes.
  public var encoded: [UInt8] {
    let ordered = entries.sorted { ($1.elementType.bits, $0.name) < ($0.elementType.bits, $1.name) }
    var fields: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
      fields.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var end = 0
    for entry in ordered {
      let start = end
      end += entry.bytes.count
      let shape = entry.shape.map(String.init).joined(separator: ",")
      fields.append(
        "\(quoted(entry.name)):{\"dtype\":\"\(entry.elementType.name)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(end)]}")
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    header.append(contentsOf: repeatElement(0x20, count: -header.count & 7))
    var file: [UInt8] = []
    file.reserveCapacity(8 + header.count + end)
    file.appendLittleEndian(UInt64(header.count), count: 8)
    file.append(contentsOf: header)
    for entry in ordered { file.append(contentsOf: entry.bytes) }
    return file
  }

  /// Writes the file: aside first, then renamed, so that no half-written file is ever seen under its name.
  ///
  /// - Throws: `cannotWrite`.
  public func write(to path: String) throws(InterchangeError) {
    do {
      try Data(encoded).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw InterchangeError(
        .cannotWrite, file: path, expected: "a place to write a file", found: error.localizedDescription)
    }
  }

  private func unrepresentable(_ name: String, _ found: String, _ type: ElementType) -> InterchangeError {
    InterchangeError(
      .notRepresentable, file: "new file", tensor: name, expected: "values that \(type.name) holds exactly",
      found: found)
  }
}

extension [UInt8] {
  /// Appends the lowest `count` bytes of `bits`, lowest first.
  fileprivate mutating func appendLittleEndian(_ bits: UInt64, count: Int) {
    for byte in 0..<count { append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * byte))) }
  }
}

/// A JSON string.
private func quoted(_ text: String) -> String {
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
