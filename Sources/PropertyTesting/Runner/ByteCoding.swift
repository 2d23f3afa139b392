/// Writes numbers and texts as bytes: integers in base 128, the low digits first.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(byte: UInt8) { bytes.append(byte) }

  mutating func write(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A signed integer, such that those near zero are short.
  mutating func write(signed value: Int64) { write(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

  /// A float, such that those with few bits are short: its bits, the last one first.
  mutating func write(float bits: UInt64) {
    var reversed: UInt64 = 0
    for position in 0..<64 where bits >> UInt64(position) & 1 == 1 { reversed |= 1 << UInt64(63 - position) }
    write(reversed)
  }

  mutating func write(_ text: String) {
    write(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }
}

/// Reads what a ``ByteWriter`` wrote; every read past the end or of too large a number gives `nil`.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - position }

  mutating func readByte() -> UInt8? {
    guard position < bytes.endIndex else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func read() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      guard let byte = readByte() else { return nil }
      if shift == 63 && byte > 1 { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  mutating func readSigned() -> Int64? {
    read().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
  }

  mutating func readFloat() -> UInt64? {
    guard let reversed = read() else { return nil }
    var bits: UInt64 = 0
    for position in 0..<64 where reversed >> UInt64(position) & 1 == 1 { bits |= 1 << UInt64(63 - position) }
    return bits
  }

  mutating func readText() -> String? {
    guard let count = read(), count <= UInt64(remaining) else { return nil }
    defer { position += Int(count) }
    return String(decoding: bytes[position..<position + Int(count)], as: UTF8.self)
  }
}
