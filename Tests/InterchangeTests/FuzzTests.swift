import Interchange
import PropertyTesting
import TestSupport
import Testing

/// What damages a file: bytes changed, put in, taken out, moved; words of the header's language put in; the end cut off.
enum Damage: CustomStringConvertible {
  case set(position: Int, UInt8)
  case flip(position: Int, bit: Int)
  case delete(position: Int, count: Int)
  case insert(position: Int, String)
  case copy(from: Int, count: Int, to: Int)
  case cut(length: Int)

  var description: String {
    switch self {
    case .set(let position, let byte): "byte \(position) becomes \(byte)"
    case .flip(let position, let bit): "bit \(bit) of byte \(position) flips"
    case .delete(let position, let count): "\(count) bytes from \(position) on go"
    case .insert(let position, let word): "\(word.debugDescription) comes before byte \(position)"
    case .copy(let from, let count, let to): "\(count) bytes from \(from) on come again before byte \(to)"
    case .cut(let length): "only the first \(length) bytes stay"
    }
  }

  /// What the header's language is made of, and what readers of it trip over.
  static let words = [
    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\uD800", " ", "\n", "\0", "-1", "1e9", "0.5", "NaN", "null",
    "true",
    "9223372036854775807", "18446744073709551616", "\"__metadata__\":{}", "\"dtype\"", "\"shape\":[0]", "\"F4\"", "é",
  ]

  static func any(in count: Int) -> Generator<Damage> {
    let position = Generator<Int>.integer(in: 0...max(0, count - 1))
    let length = Generator<Int>.integer(in: 1...16)
    let printable = Generator<UInt8>.integer(in: 0x20...0x7E)
    return .oneOf(
      Generator { .set(position: try $0(position), try $0(.oneOf(printable, .integer()))) },
      Generator { .flip(position: try $0(position), bit: $0.integer(in: 0...7)) },
      Generator { .delete(position: try $0(position), count: try $0(length)) },
      Generator { .insert(position: try $0(position), try $0(.element(of: words))) },
      Generator { .copy(from: try $0(position), count: try $0(length), to: try $0(position)) },
      Generator { .cut(length: try $0(position)) })
  }

  /// Positions that an earlier damage took away count from the start again.
  func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    func place(_ position: Int) -> Int { position % bytes.count }
    func piece(_ position: Int, _ count: Int) -> Range<Int> {
      place(position)..<min(bytes.count, place(position) + count)
    }
    switch self {
    case .set(let position, let byte): bytes[place(position)] = byte
    case .flip(let position, let bit): bytes[place(position)] ^= 1 << UInt8(bit)
    case .delete(let position, let count): bytes.removeSubrange(piece(position, count))
    case .insert(let position, let word): bytes.insert(contentsOf: Array(word.utf8), at: place(position))
    case .copy(let from, let count, let to): bytes.insert(contentsOf: Array(bytes[piece(from, count)]), at: place(to))
    case .cut(let length): bytes.removeSubrange(place(length)...)
    }
  }
}

@Suite("Whatever becomes of a file, it is read or refused in one clear line")
struct FuzzTests {
  /// What a file that is accepted promises: every tensor has its place, and no byte belongs to none or to two.
  private static func readAll(_ file: SafetensorsFile, _ draw: inout Draw) throws {
    for name in file.names {
      let tensor = try file.tensor(name)
      try draw.verify(tensor.shape.reduce(1, *) == tensor.count, "\(tensor.count) elements of shape \(tensor.shape)")
      guard tensor.elementType.isReadable else { continue }
      do {
        let count = try tensor.complexDoubles().count
        try draw.verify(count == 2 * tensor.count, "not all elements of \(name) are read")
      } catch let error as InterchangeError {
        // Integers that a double cannot hold, booleans that are neither true nor false.
        let kind: InterchangeError.Kind = tensor.elementType == .bool ? .malformedTensor : .notRepresentable
        try draw.verify(error.kind == kind, "\(error)")
      }
    }
  }

  private static func verifyRefusal(_ error: InterchangeError, _ draw: inout Draw) throws {
    let kinds: [InterchangeError.Kind] = [.truncated, .malformedHeader, .duplicateName, .malformedTensor]
    try draw.verify(kinds.contains(error.kind), "an error of kind \(error.kind)")
    try draw.verify(error.description.hasPrefix("damaged: "), "\(error)")
    try draw.verify(!error.description.contains { $0.isNewline }, "more than one line: \(error)")
    try draw.verify(error.description.utf8.count < 2000, "\(error.description.utf8.count) bytes of message")
  }

  @Test("Bytes and words anywhere, with the header's length as it is or mended", .cases(3000))
  func anyDamageIsReadOrRefused() async {
    await checkProperty { draw in
      let tensors = try draw(.tensors(count: 1...3), "tensors")
      let metadata = try draw(.optional(.string(of: .unicode(), count: 0...4)), "metadata")
      var bytes = TensorContents(tensors, metadata: metadata.map { ["k": $0] } ?? [:]).safetensors
      let dataCount = tensors.reduce(0) { $0 + $1.bytes.count }
      let mends = try draw(.bool(probability: 0.8), "the header's length is mended")
      let damage = Damage.any(in: bytes.count - dataCount)
      let damages = try draw(.oneOf(.array(of: damage, count: 1), .array(of: damage, count: 1...4)), "damage")
      if mends {
        // Only the header is damaged, and the length before it is what it has then.
        var header = Array(bytes[8..<bytes.count - dataCount])
        for damage in damages { damage.damage(&header) }
        bytes = littleEndian(UInt64(header.count)) + header + bytes.suffix(dataCount)
      } else {
        for damage in damages { damage.damage(&bytes) }
      }
      do {
        let file = try SafetensorsFile(bytes: bytes, path: "damaged")
        draw.cover("read", when: true, atLeast: 0.01)
        draw.cover("refused", when: false, atLeast: 0.5)
        try Self.readAll(file, &draw)
      } catch let error as InterchangeError {
        draw.cover("read", when: false, atLeast: 0.01)
        draw.cover("refused", when: true, atLeast: 0.5)
        draw.label("\(error.kind)")
        try Self.verifyRefusal(error, &draw)
      }
    }
  }

  @Test("Every file that is cut short is refused", .cases(500))
  func anyCutIsRefused() async {
    await checkProperty { draw in
      let tensors = try draw(.tensors(), "tensors")
      let bytes = TensorContents(tensors).safetensors
      let length = try draw(.integer(in: 0...bytes.count - 1), "bytes that stay")
      do {
        _ = try SafetensorsFile(bytes: Array(bytes[..<length]), path: "damaged")
        try draw.verify(false, "it is read")
      } catch let error as InterchangeError {
        try Self.verifyRefusal(error, &draw)
      }
    }
  }

  @Test("Bytes that never were a file", .cases(1000))
  func anyBytesAreReadOrRefused() async {
    await checkProperty { draw in
      let words = Generator<[String]>.array(of: .element(of: Damage.words), count: 0...24)
      let header = try draw(.optional(words, nilProbability: 0.1), "words").map { Array($0.joined().utf8) }
      let bytes =
        try header.map { littleEndian(UInt64($0.count + 1)) + Array("{".utf8) + $0 }
        ?? draw(.array(of: .integer(in: 0...UInt8.max), count: 0...64), "bytes")
      do {
        try Self.readAll(try SafetensorsFile(bytes: bytes, path: "damaged"), &draw)
      } catch let error as InterchangeError {
        try Self.verifyRefusal(error, &draw)
      }
    }
  }

  @Test("A file written is the file read", .cases(500))
  func anyFileIsReadBack() async {
    await checkProperty { draw in
      let tensors = try draw(.tensors(), "tensors")
      let text = Generator<String>.string(of: .unicode(), count: 0...4)
      let metadata = try draw(.dictionary(keys: text, values: text, count: 0...3), "metadata")
      let file = try SafetensorsFile(bytes: TensorContents(tensors, metadata: metadata).safetensors, path: "written")
      try draw.verify(file.metadata == metadata, "the metadata are \(file.metadata)")
      try draw.verify(file.names == tensors.map(\.name).sorted(), "the names are \(file.names)")
      for tensor in tensors {
        let found = try file.tensor(tensor.name)
        try draw.verify(found.shape == tensor.shape && found.elementType == tensor.type, "\(found)")
        // Alone in a file: nothing but its own bytes decides what it holds.
        var alone = tensor
        alone.name = "x"
        let again = try SafetensorsFile(bytes: TensorContents([alone]).safetensors, path: "alone").tensor("x")
        guard ![.int64, .uint64, .bool].contains(tensor.type) else { continue }
        try draw.verify(try found.patterns() == again.patterns(), "\(tensor.name) holds other numbers")
      }
    }
  }
}
