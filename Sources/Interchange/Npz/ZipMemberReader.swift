internal import CZip

/// Reads a member of an archive from its first byte to its last.
struct ZipMemberReader {
  private let handle: OpaquePointer
  private let member: ZipArchive.Member
  private let path: String

  /// The bytes that have been read.
  private var position = 0

  /// Starts at the first byte.
  init(_ handle: OpaquePointer, of member: ZipArchive.Member, in path: String) {
    self.handle = handle
    self.member = member
    self.path = path
  }

  /// Reads as many bytes as `room` has.
  ///
  /// - Throws: `malformedTensor` where the member has fewer, or where its compressed data are damaged.
  mutating func fill(_ room: UnsafeMutableRawBufferPointer) throws(InterchangeError) {
    var filled = 0
    while filled < room.count {
      let count = zip_fread(handle, room.baseAddress.map { $0 + filled }, UInt64(room.count - filled))
      guard count > 0 else { throw count < 0 ? damaged() : ended() }
      filled += Int(count)
      position += Int(count)
    }
  }

  /// Makes sure that the member ends here; libzip compares its size and checksum at its end.
  ///
  /// - Throws: `malformedTensor`.
  mutating func finish() throws(InterchangeError) {
    var byte: UInt8 = 0
    let count = zip_fread(handle, &byte, 1)
    if count < 0 { throw damaged() }
    guard count == 0 else {
      throw InterchangeError(
        .malformedTensor, file: path, tensor: member.name, expected: "\(member.size) bytes, as the archive declares",
        found: "more when it is inflated")
    }
  }

  private func ended() -> InterchangeError {
    InterchangeError(
      .malformedTensor, file: path, tensor: member.name, expected: "\(member.size) bytes, as the archive declares",
      found: "\(position) bytes")
  }

  private func damaged() -> InterchangeError {
    InterchangeError(
      .malformedTensor, file: path, tensor: member.name, expected: "compressed data that are intact",
      found: "after \(position) of \(member.size) bytes: \(String(cString: zip_file_strerror(handle)))")
  }
}

extension ZipMemberReader {
  /// Reads the next bytes into memory of their own.
  ///
  /// - Throws: as `fill(_:)`.
  mutating func bytes(_ count: Int) throws(InterchangeError) -> FileBytes {
    var reader = self
    let bytes = try FileBytes(count: count, path: path) { (room) throws(InterchangeError) in try reader.fill(room) }
    self = reader
    return bytes
  }

  /// Passes bytes, which are few.
  ///
  /// - Throws: as `fill(_:)`.
  mutating func skip(_ count: Int) throws(InterchangeError) { _ = try bytes(count) }
}
