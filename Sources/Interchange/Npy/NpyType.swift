/// The element type of an `.npy` array, with its order of bytes.
struct NpyType: Equatable, Sendable {
  /// The type.
  var elementType: ElementType

  /// Whether the first byte is the highest.
  var isBigEndian = false

  /// The types and how NumPy writes them, the order of bytes left out.
  private static let codes: [(code: String, type: ElementType)] = [
    ("f8", .float64), ("f4", .float32), ("f2", .float16), ("c8", .complex64), ("c16", .complex128), ("i8", .int64),
    ("i4", .int32), ("i2", .int16), ("i1", .int8), ("u8", .uint64), ("u4", .uint32), ("u2", .uint16), ("u1", .uint8),
    ("b1", .bool),
  ]

  init(_ elementType: ElementType) {
    self.elementType = elementType
  }

  /// Reads a `descr`, such as `<f8`: `<` little-endian, `>` big-endian, and `|` for types of a byte, which have no order.
  ///
  /// - Throws: `wrongElementType`.
  init(_ descriptor: String, _ place: NpyPlace) throws(InterchangeError) {
    let order = descriptor.first
    guard let type = Self.codes.first(where: { $0.code == descriptor.dropFirst() })?.type else {
      throw place.error(
        .wrongElementType, expected: "an element type out of f8 f4 f2 c8 c16 i1 to i8 u1 to u8 b1",
        found: "'\(descriptor)'\(Self.explanation(of: descriptor))")
    }
    let isOrderless = type.bits == 8
    guard isOrderless ? order == "|" : order == "<" || order == ">" else {
      throw place.error(
        .wrongElementType, expected: "\(isOrderless ? "'|'" : "'<' or '>'") before '\(descriptor.dropFirst())'",
        found: "'\(descriptor)'")
    }
    elementType = type
    isBigEndian = order == ">"
  }

  /// The `descr` under which an element type is written; types that NumPy has not are written as their raw bits.
  static func descriptor(of type: ElementType) -> String {
    let code = codes.first { $0.type == type }?.code ?? "u\(type.bytes)"
    return (type.bits == 8 ? "|" : "<") + code
  }

  /// Whether NumPy has the type itself.
  static func isNative(_ type: ElementType) -> Bool { codes.contains { $0.type == type } }

  /// What a type that is not read is, in words.
  private static func explanation(of descriptor: String) -> String {
    switch descriptor.drop(while: { "<>|=".contains($0) }).first {
    case "O": " (Python objects, a pickle: nothing is unpickled here)"
    case "U": " (Unicode text)"
    case "S", "a": " (byte strings)"
    case "M", "m": " (dates or times)"
    case "V": " (raw bytes; store bfloat16 as uint16 with the tag bits:bf16)"
    case "f", "g": " (long double: no format that is the same everywhere)"
    default: ""
    }
  }
}
