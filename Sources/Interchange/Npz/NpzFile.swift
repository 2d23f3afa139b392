/// An `.npz` file: a zip archive of arrays, the array `x` as a member `x.npy`, stored or deflated.
///
/// Opening reads the directory and the header of every array; a member must be exactly as long as its header and its
/// elements. Elements are read, and checked against the archive's checksum, when a tensor is asked for.
struct NpzFile: Sendable {
  /// An array of the archive.
  struct Entry: Sendable {
    var name: String
    var member: ZipArchive.Member
    var header: NpyHeader
  }

  /// All arrays, in the order of the archive.
  private(set) var entries: [Entry] = []

  /// The places of the names.
  private var places: [String: Int] = [:]

  /// The member `manifest.json`, where there is one.
  private(set) var manifestMember: ZipArchive.Member?

  private let archive: ZipArchive

  /// The longest `manifest.json` that is read, in bytes.
  static let longestManifest = 1 << 20

  /// The member that is no array.
  static let manifestName = "manifest.json"

  /// Reads the directory and all headers.
  ///
  /// - Throws: what `ZipArchive` and `NpyHeader` throw.
  init(_ file: FileBytes) throws(InterchangeError) {
    archive = try ZipArchive(file)
    for member in archive.members {
      if member.name == Self.manifestName {
        manifestMember = member
        continue
      }
      guard member.name.hasSuffix(".npy") else {
        let hint = member.name.hasSuffix(".pkl") ? " (a pickle, as torch.save makes it: nothing is unpickled here)" : ""
        throw InterchangeError(
          .malformedTensor, file: file.path, tensor: member.name, expected: "members named NAME.npy",
          found: "'\(member.name)'\(hint)")
      }
      let name = String(member.name.dropLast(4))
      places[name] = entries.count
      entries.append(Entry(name: name, member: member, header: try header(of: member, name)))
    }
  }

  /// Whether there is an array with this name.
  func contains(_ name: String) -> Bool { places[name] != nil }

  /// The array with this name, read and checked; nil where there is none.
  ///
  /// - Throws: `malformedTensor`, `truncated`, and `cannotOpen` where there is no room for it.
  func tensor(_ name: String) throws(InterchangeError) -> Tensor? {
    guard let place = places[name] else { return nil }
    let entry = entries[place]
    let (header, path) = (entry.header, archive.file.path)
    let memory = try archive.read(entry.member) { (reader) throws(InterchangeError) in
      try reader.skip(header.dataStart)
      return try FileBytes(count: header.dataCount, path: path) { (room) throws(InterchangeError) in
        try Self.read(header, from: &reader, into: room)
      }
    }
    return Tensor(
      name: name, shape: header.shape, elementType: header.type.elementType, file: memory,
      byteRange: 0..<header.dataCount)
  }

  /// The bytes of `manifest.json`.
  ///
  /// - Throws: as `tensor(_:)`, and `malformedManifest` where it is too long.
  func manifestBytes() throws(InterchangeError) -> FileBytes? {
    guard let member = manifestMember else { return nil }
    guard member.size <= Self.longestManifest else {
      throw InterchangeError(
        .malformedManifest, file: archive.file.path, tensor: member.name,
        expected: "at most \(Self.longestManifest) bytes", found: "\(member.size)")
    }
    return try archive.read(member) { (reader) throws(InterchangeError) in
      try FileBytes(count: member.size, path: archive.file.path) { (room) throws(InterchangeError) in
        try reader.fill(room)
        try reader.finish()
      }
    }
  }

  private func header(of member: ZipArchive.Member, _ name: String) throws(InterchangeError) -> NpyHeader {
    let place = NpyPlace(file: archive.file.path, tensor: name)
    return try archive.read(member) { (reader) throws(InterchangeError) in
      let prefix = try reader.bytes(min(NpyHeader.prefixCount, member.size))
      let text = try NpyHeader.textRange(prefix.bytes, of: member.size, place)
      let rest = try reader.bytes(max(0, text.upperBound - prefix.bytes.count))
      let all = FileBytes(copying: Array(prefix.bytes) + Array(rest.bytes), path: archive.file.path)
      return try NpyHeader(all.bytes, of: member.size, place)
    }
  }

  /// Reads all elements, bringing them into the order of a tensor.
  private static func read(
    _ header: NpyHeader, from reader: inout ZipMemberReader, into room: UnsafeMutableRawBufferPointer
  ) throws(InterchangeError) {
    guard header.isTransposed else {
      // As they come, and the bytes of each element turned round in place.
      try reader.fill(room)
      try reader.finish()
      return RowMajorCopy(header, into: room).finish()
    }
    var copy = RowMajorCopy(header, into: room)
    var missing = room.count
    while missing > 0 {
      let piece = try reader.bytes(min(missing, pieceCount))
      copy.append(piece.bytes)
      missing -= piece.bytes.count
    }
    try reader.finish()
    copy.finish()
  }

  /// The size of the pieces in which an array is inflated that has to be transposed: a multiple of every element's.
  private static let pieceCount = 1 << 16
}
