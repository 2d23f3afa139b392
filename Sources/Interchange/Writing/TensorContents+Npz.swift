internal import CZip
import Foundation

extension TensorContents {
  /// The whole `.npz` file: the tensors by name, each as `npy(_:)` writes it, stored or deflated, and the manifest as the
  /// bytes of its text. Other metadata the format has no place for.
  ///
  /// All times are 1980-01-01, the first that zip archives know, so that equal contents make equal bytes (deflated ones
  /// with the same libzip and zlib).
  ///
  /// - Throws: `cannotWrite`.
  public func npz(deflated: Bool = false) throws(InterchangeError) -> [UInt8] {
    var members = entries
    if let manifest {
      let text = Array(manifest.json.utf8)
      members.append(Entry(name: Manifest.key, shape: [text.count], elementType: .uint8, bytes: text))
    }
    // libzip writes no archive without members: this is one, the record that ends a directory of none.
    if members.isEmpty { return [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18) }
    members.sort { $0.name < $1.name }
    let headers = members.map(Self.npyHeader)
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw Self.unwritten(&error) }
    defer { zip_source_free(target) }
    guard let archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error) else {
      throw Self.unwritten(&error)
    }
    // The archive lets go of its source when it is closed, and the bytes are read after that.
    zip_source_keep(target)
    for (member, header) in zip(members, headers) {
      guard Self.add(member, header, to: archive, deflated: deflated) else {
        defer { zip_discard(archive) }
        throw Self.unwritten(zip_get_error(archive))
      }
    }
    guard zip_close(archive) == 0 else {
      defer { zip_discard(archive) }
      throw Self.unwritten(zip_get_error(archive))
    }
    return try Self.contents(of: target)
  }

  /// Adds a member whose bytes are copied into memory that libzip frees.
  private static func add(_ member: Entry, _ header: [UInt8], to archive: OpaquePointer, deflated: Bool) -> Bool {
    let count = header.count + member.bytes.count
    let copy = UnsafeMutableRawBufferPointer(start: malloc(count), count: count)
    copy.copyBytes(from: header)
    UnsafeMutableRawBufferPointer(rebasing: copy[header.count...]).copyBytes(from: member.bytes)
    guard let source = zip_source_buffer(archive, copy.baseAddress, UInt64(count), 1) else {
      free(copy.baseAddress)
      return false
    }
    let index = zip_file_add(archive, member.name + ".npy", source, UInt32(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      return false
    }
    let method = deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE
    let firstDay: UInt16 = 1 << 5 | 1
    // A plain file that all may read, on every system.
    return zip_set_file_compression(archive, UInt64(index), method, 9) == 0
      && zip_file_set_dostime(archive, UInt64(index), 0, firstDay, 0) == 0
      && zip_file_set_external_attributes(archive, UInt64(index), 0, UInt8(ZIP_OPSYS_UNIX), 0o100644 << 16) == 0
  }

  private static func contents(of source: OpaquePointer) throws(InterchangeError) -> [UInt8] {
    var facts = zip_stat_t()
    zip_stat_init(&facts)
    guard zip_source_stat(source, &facts) == 0, zip_source_open(source) == 0 else {
      throw unwritten(zip_source_error(source))
    }
    defer { zip_source_close(source) }
    let count = Int(facts.size)
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, initialized in
      while initialized < count {
        let read = zip_source_read(source, room.baseAddress.map { $0 + initialized }, UInt64(count - initialized))
        guard read > 0 else { return }
        initialized += Int(read)
      }
    }
    guard bytes.count == count else { throw unwritten(zip_source_error(source)) }
    return bytes
  }

  private static func unwritten(_ error: UnsafeMutablePointer<zip_error_t>) -> InterchangeError {
    InterchangeError(
      .cannotWrite, file: "new file", expected: "an archive that libzip can write",
      found: String(cString: zip_error_strerror(error)))
  }
}
