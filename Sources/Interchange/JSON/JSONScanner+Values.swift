extension JSONScanner {
  /// Reads a string, after any space.
  mutating func string(_ context: @autoclosure () -> String) throws(InterchangeError) -> String {
    guard skip(0x22) else { throw failure("a string \(context())") }
    let start = position
    // The usual string has no escapes and is taken as it is.
    while let byte = next, byte != 0x22, byte != 0x5C {
      guard byte >= 0x20 else { throw failure("no control characters in a string") }
      position += 1
    }
    let plain = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    guard next != 0x22 else {
      position += 1
      return String(decoding: plain, as: UTF8.self)
    }
    var decoded = [UInt8](plain)
    while let byte = next {
      position += 1
      switch byte {
      case 0x22:
        return String(decoding: decoded, as: UTF8.self)
      case 0x5C:
        let scalar = try escape()
        decoded.append(contentsOf: Character(scalar).utf8)
      case 0..<0x20:
        position -= 1
        throw failure("no control characters in a string")
      default:
        decoded.append(byte)
      }
    }
    throw failure("'\"' at the end of a string")
  }

  /// Reads what follows a backslash.
  private mutating func escape() throws(InterchangeError) -> UnicodeScalar {
    let simple: [UInt8: UnicodeScalar] = [
      0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r", 0x74: "\t",
    ]
    guard let letter = next else { throw failure("a character after '\\'") }
    if let scalar = simple[letter] {
      position += 1
      return scalar
    }
    guard letter == 0x75 else { throw failure("an escape that JSON knows after '\\'") }
    position += 1
    let high = try hexadecimal()
    if let scalar = UnicodeScalar(high) { return scalar }
    guard high < 0xDC00, skip(literal: "\\u") else { throw failure("the second half of a surrogate pair") }
    let low = try hexadecimal()
    guard 0xDC00..<0xE000 ~= low, let scalar = UnicodeScalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) else {
      throw failure("the second half of a surrogate pair")
    }
    return scalar
  }

  /// Reads four hexadecimal digits.
  private mutating func hexadecimal() throws(InterchangeError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw failure("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  /// Reads a whole number that is at least 0, written in digits only, after any space.
  mutating func wholeNumber(_ context: @autoclosure () -> String) throws(InterchangeError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    var overflow = false
    while let byte = next, 0x30...0x39 ~= byte {
      let (product, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, above) = product.addingReportingOverflow(Int(byte - 0x30))
      value = sum
      overflow = overflow || over || above
      position += 1
    }
    let digits = position - start
    var follower = next
    if digits > 1, bytes[start] == 0x30 { follower = 0x2E }
    switch follower {
    case nil, 0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x5D, 0x7D:
      guard digits > 0, !overflow else { fallthrough }
      return value
    default:
      position = start
      let size = overflow ? " below 2^63" : ""
      throw failure("a whole number\(size) \(context())")
    }
  }

  /// Reads a number as a double, after any space; `NaN`, `Infinity` and `-Infinity` are read as Python writes them.
  mutating func number() throws(InterchangeError) -> Double {
    skipSpace()
    if skip(literal: "NaN") { return .nan }
    if skip(literal: "Infinity") { return .infinity }
    if skip(literal: "-Infinity") { return -.infinity }
    let start = position
    while let byte = next, 0x30...0x39 ~= byte || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let first = text.first, first.isNumber || first == "-", let value = Double(text) else {
      position = start
      throw failure("a number")
    }
    return value
  }

  /// Passes a value of any kind, checking its grammar.
  mutating func skipValue(depth: Int = 0) throws(InterchangeError) {
    guard depth < Self.depthLimit else { throw failure("values nested at most \(Self.depthLimit) deep") }
    skipSpace()
    switch next {
    case 0x22:
      _ = try string("")
    case 0x7B:
      position += 1
      if skip(0x7D) { return }
      repeat {
        _ = try string("as a key")
        try expect(0x3A, in: "after a key")
        try skipValue(depth: depth + 1)
      } while try another(before: 0x7D, in: "in an object")
    case 0x5B:
      position += 1
      if skip(0x5D) { return }
      repeat { try skipValue(depth: depth + 1) } while try another(before: 0x5D, in: "in an array")
    default:
      if skip(literal: "true") || skip(literal: "false") || skip(literal: "null") { return }
      _ = try number()
    }
  }
}
