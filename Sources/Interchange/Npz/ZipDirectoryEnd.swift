/// The record that ends a zip archive: how many members there are.
///
/// It is read before libzip sees the archive, so that a file of a few megabytes that is nothing but entries does not become
/// objects first. Layout: PKWARE's APPNOTE.TXT, 4.3.14 to 4.3.16.
struct ZipDirectoryEnd {
  /// The number of members that the archive says it has.
  let memberCount: UInt64

  private static let length = 22
  private static let longestComment = 65535

  /// Finds the record at the end of a file, before a comment that ends with the file.
  ///
  /// - Throws: `truncated` where there is none.
  init(of file: FileBytes) throws(InterchangeError) {
    let bytes = file.bytes
    let last = bytes.count - Self.length
    var start = last
    while start >= max(0, last - Self.longestComment) {
      if bytes[start] == 0x50, Self.word(bytes, start) == 0x0605_4B50,
        Int(Self.half(bytes, start + 20)) == last - start
      {
        let count = Self.half(bytes, start + 10)
        memberCount = count == .max ? Self.count64(bytes, before: start) ?? UInt64(count) : UInt64(count)
        return
      }
      start -= 1
    }
    throw InterchangeError(
      .truncated, file: file.path, expected: "the end of a zip archive's directory at the end of the file",
      found: "none in \(bytes.count) bytes (is it cut?)")
  }

  /// The number in the zip64 record to which the locator before `end` points.
  private static func count64(_ bytes: UnsafeRawBufferPointer, before end: Int) -> UInt64? {
    let locator = end - 20
    guard locator >= 0, word(bytes, locator) == 0x0706_4B50 else { return nil }
    let start = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: locator + 8, as: UInt64.self))
    guard locator >= 56, start <= UInt64(locator - 56), word(bytes, Int(start)) == 0x0606_4B50 else { return nil }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: Int(start) + 32, as: UInt64.self))
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  private static func half(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt16 {
    UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
}
