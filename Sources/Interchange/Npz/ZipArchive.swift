internal import CZip
import Foundation

/// A zip archive that is read from mapped bytes, through libzip, and never unpacked onto a disk.
///
/// Archives may lie. What is declared is believed only where it can be so: a member's size is at most what deflate can make
/// of its compressed bytes, those are within the file, names stand once, and a member that is read has to have exactly its
/// declared size and checksum. Format: PKWARE's APPNOTE.TXT, 6.3.
final class ZipArchive: @unchecked Sendable {
  /// A member, as the archive's directory has it.
  struct Member: Sendable {
    /// Its place in the directory.
    var index: UInt64
    /// Its name.
    var name: String
    /// Its size when it is read.
    var size: Int
  }

  /// The archive's bytes.
  let file: FileBytes

  /// All members, in the order of the directory.
  private(set) var members: [Member] = []

  /// libzip's archive, which one thread at a time may use.
  private let archive: OpaquePointer
  private let lock = NSLock()

  /// The most members that are read: what a directory without zip64 can hold.
  static let mostMembers = 65535

  /// The most bytes that deflate makes of one: two bits for 258 bytes, in RFC 1951.
  static let largestRatio = 1032

  /// Whether bytes start as those of an archive do, be it an empty one.
  static func isMagic(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
  }

  /// Opens an archive and checks its directory.
  ///
  /// - Throws: `truncated`, `malformedHeader`, `duplicateName` or `malformedTensor`.
  init(_ file: FileBytes) throws(InterchangeError) {
    self.file = file
    // libzip makes an object of each entry; how many there are is asked before.
    let count = try ZipDirectoryEnd(of: file).memberCount
    guard count <= Self.mostMembers else {
      throw InterchangeError(
        .malformedHeader, file: file.path, expected: "at most \(Self.mostMembers) members", found: "\(count)")
    }
    switch Self.open(file, flags: ZIP_RDONLY | ZIP_CHECKCONS) {
    case .success(let archive):
      self.archive = archive
    case .failure(let failure):
      throw Self.explain(failure, in: file)
    }
    for index in 0..<UInt64(max(0, zip_get_num_entries(archive, 0))) { members.append(try member(at: index)) }
    try checkNames()
  }

  deinit { zip_discard(archive) }

  /// Reads one member: `body` gets a reader at its first byte, and has to read all of it.
  ///
  /// - Throws: `truncated` where the file was cut after it was opened, `malformedTensor`, and what `body` throws.
  func read<Result>(
    _ member: Member, _ body: (inout ZipMemberReader) throws(InterchangeError) -> Result
  ) throws(InterchangeError) -> Result {
    try file.checkLength()
    lock.lock()
    defer { lock.unlock() }
    guard let handle = zip_fopen_index(archive, member.index, 0) else {
      throw problem(member.name, expected: "a member that can be read", found: String(cString: zip_strerror(archive)))
    }
    defer { zip_fclose(handle) }
    var reader = ZipMemberReader(handle, of: member, in: file.path)
    return try body(&reader)
  }

  /// What the directory says about a member, checked.
  private func member(at index: UInt64) throws(InterchangeError) -> Member {
    guard let raw = zip_get_name(archive, index, UInt32(ZIP_FL_ENC_RAW)) else {
      throw problem(nil, expected: "a name for member \(index)", found: String(cString: zip_strerror(archive)))
    }
    guard let name = String(validatingCString: raw) else {
      throw problem(nil, expected: "names in UTF-8", found: "'\(String(cString: raw))'")
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), !name.contains("\\"), !name.contains(":")
    else {
      throw problem(name, expected: "a plain name, not a path to somewhere else", found: "'\(name)'")
    }
    var facts = zip_stat_t()
    zip_stat_init(&facts)
    guard zip_stat_index(archive, index, 0, &facts) == 0 else {
      throw problem(name, expected: "an entry of the directory", found: String(cString: zip_strerror(archive)))
    }
    guard Int32(facts.encryption_method) == ZIP_EM_NONE else {
      throw problem(name, expected: "a member that is not encrypted", found: "an encrypted one")
    }
    guard Int32(facts.comp_method) == ZIP_CM_STORE || Int32(facts.comp_method) == ZIP_CM_DEFLATE else {
      throw problem(
        name, expected: "a stored or a deflated member (method 0 or 8)", found: "method \(facts.comp_method)")
    }
    guard facts.comp_size <= UInt64(file.bytes.count) else {
      throw problem(
        name, expected: "at most the file's \(file.bytes.count) bytes, compressed", found: "\(facts.comp_size) bytes")
    }
    let isStored = Int32(facts.comp_method) == ZIP_CM_STORE
    let most = isStored ? facts.comp_size : facts.comp_size * UInt64(Self.largestRatio)
    guard facts.size <= most, !isStored || facts.size == most, let size = Int(exactly: facts.size) else {
      throw problem(
        name, expected: "\(isStored ? "" : "at most ")\(most) bytes out of \(facts.comp_size)",
        found: "a declared size of \(facts.size) bytes")
    }
    return Member(index: index, name: name, size: size)
  }

  private func checkNames() throws(InterchangeError) {
    var names: Set<String> = []
    names.reserveCapacity(members.count)
    for member in members where !names.insert(member.name).inserted {
      throw InterchangeError(
        .duplicateName, file: file.path, tensor: member.name, expected: "one member with this name", found: "two")
    }
  }

  private func problem(_ name: String?, expected: String, found: String) -> InterchangeError {
    InterchangeError(.malformedTensor, file: file.path, tensor: name, expected: expected, found: found)
  }
}

extension ZipArchive {
  /// What libzip says about an archive that it does not open.
  private struct Failure: Error {
    var code: Int32
    var text: String
  }

  private static func open(_ file: FileBytes, flags: Int32) -> Result<OpaquePointer, Failure> {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    func failure() -> Result<OpaquePointer, Failure> {
      .failure(Failure(code: zip_error_code_zip(&error), text: String(cString: zip_error_strerror(&error))))
    }
    // The bytes are not copied, and not freed.
    guard let source = zip_source_buffer_create(file.bytes.baseAddress, UInt64(file.bytes.count), 0, &error) else {
      return failure()
    }
    guard let archive = zip_open_from_source(source, flags, &error) else {
      defer { zip_source_free(source) }
      return failure()
    }
    return .success(archive)
  }

  /// The error for an archive that is not opened; which name stands twice, libzip does not tell.
  private static func explain(_ failure: Failure, in file: FileBytes) -> InterchangeError {
    if failure.code == ZIP_ER_EXISTS, case .success(let archive) = open(file, flags: ZIP_RDONLY) {
      defer { zip_discard(archive) }
      var names: Set<String> = []
      for index in 0..<UInt64(max(0, zip_get_num_entries(archive, 0))) {
        guard let raw = zip_get_name(archive, index, UInt32(ZIP_FL_ENC_RAW)) else { continue }
        let name = String(cString: raw)
        guard names.insert(name).inserted else {
          return InterchangeError(
            .duplicateName, file: file.path, tensor: name, expected: "one member with this name", found: "two")
        }
      }
    }
    return InterchangeError(
      .malformedHeader, file: file.path, expected: "a zip archive in which all is consistent",
      found: "\(file.bytes.count) bytes of which libzip says: \(failure.text)")
  }
}
