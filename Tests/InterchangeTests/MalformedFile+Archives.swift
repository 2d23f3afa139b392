import Interchange

/// An array of three numbers, as a member `x.npy` of an archive.
private let good = ZipBuilder.Member("x.npy", npy("'<f4'", "(3,)", data: 12))

private func archive(_ members: [ZipBuilder.Member], _ change: (inout ZipBuilder) -> Void = { _ in }) -> [UInt8] {
  var builder = ZipBuilder(members)
  change(&builder)
  return builder.bytes
}

private func named(_ name: String) -> [UInt8] { archive([good.with { $0.name = Array(name.utf8) }]) }

/// An array of so many numbers, all 0, deflated; the member says what it likes.
private func zeros(_ count: Int, _ shape: String) -> ZipBuilder.Member {
  let header = npy("'<f4'", shape)
  let inflated = header + [UInt8](repeating: 0, count: 1 + 258 * count)
  return ZipBuilder.Member(
    "x.npy", ZipBuilder.deflatedZeros(after: header, zeros: 258 * count), inflated: inflated, method: 8)
}

extension MalformedFile {
  /// The archive itself.
  static let archives: [MalformedFile] = [
    .init(
      "npz: nothing but a magic", [0x50, 0x4B, 3, 4], .truncated, "the end of a zip archive's directory", "4 bytes"),
    .init(
      "npz: cut in the directory", archive([good]).dropLast(30), .truncated, "the end of a zip archive's directory"),
    .init("npz: cut by a byte", archive([good]).dropLast(1), .truncated, "the end of a zip archive's directory"),
    .init("npz: bytes after the end", archive([good]) + [0], .truncated, "the end of a zip archive's directory"),
    .init("npz: directory elsewhere", archive([good]) { $0.directoryShift = 7 }, .malformedHeader, "libzip says"),
    .init("npz: directory beyond", archive([good]) { $0.directoryShift = 1 << 30 }, .malformedHeader, "libzip says"),
    .init("npz: fewer members than said", archive([good]) { $0.count = 2 }, .malformedHeader, "libzip says"),
    .init("npz: more members than said", archive([good, good]) { $0.count = 1 }, .malformedHeader, "libzip says"),
    .init("npz: 100k members", crowd(100_000), .malformedHeader, "at most 65535 members, found 100000"),
    .init("npz: a name twice", archive([good, good]), .duplicateName, "'x.npy': expected one member"),
    .init(
      "npz: a name twice, in two forms",
      archive([good.with { $0.name = Array("\u{E9}.npy".utf8) }, good.with { $0.name = Array("e\u{301}.npy".utf8) }]),
      .duplicateName, "expected one member with this name"),
    .init(
      "npz: two names for one member", archive([good.with { $0.name = Array("y.npy".utf8) }]) { $0.local = [good] },
      .malformedHeader, "libzip says"),
    .init("npz: path upwards", named("../x.npy"), .malformedTensor, "a plain name", "'../x.npy'"),
    .init("npz: path upwards within", named("a/../x.npy"), .malformedTensor, "a plain name"),
    .init("npz: path from the root", named("/etc/x.npy"), .malformedTensor, "a plain name"),
    .init("npz: path of Windows", named("C:\\x.npy"), .malformedTensor, "a plain name"),
    .init("npz: a folder", archive([.init("a/", [])]), .malformedTensor, "a plain name", "'a/'"),
    .init("npz: no .npy", named("x.txt"), .malformedTensor, "members named NAME.npy", "'x.txt'"),
    .init("npz: a file of torch.save", named("archive/data.pkl"), .malformedTensor, "NAME.npy", "a pickle"),
    .init(
      "npz: a name that is not UTF-8", archive([good.with { $0.name = [0xFF, 0x2E, 0x6E, 0x70, 0x79] }]),
      .malformedTensor, "names in UTF-8"),
  ]

  /// Its members.
  static let members: [MalformedFile] = [
    .init("npz: encrypted", archive([good.with { $0.flags = 1 }]), .malformedTensor, "'x.npy'", "not encrypted"),
    .init("npz: bzip2", archive([good.with { $0.method = 12 }]), .malformedTensor, "'x.npy'", "method 12"),
    .init("npz: LZMA", archive([good.with { $0.method = 14 }]), .malformedTensor, "'x.npy'", "method 14"),
    .init("npz: no array", archive([.init("x.npy", [])]), .truncated, "'x'", "at least 10 bytes", "0 bytes"),
    .init("npz: a pickle", archive([.init("x.npy", npy("'|O'", "()", data: 9))]), .wrongElementType, "'x'", "a pickle"),
    .init(
      "npz: asks for 32 GiB", archive([.init("x.npy", npy("'<f8'", "(65536, 65536)", data: 8))]), .truncated, "'x'",
      "34359738368 bytes"),
    .init(
      "npz: data left over", archive([.init("x.npy", npy("'<f4'", "(3,)", data: 16))]), .malformedTensor, "12 bytes"),
    .init("npz: wrong checksum", archive([good.with { $0.checksum ^= 1 }]), .malformedTensor, "'x.npy'", "CRC"),
    .init("npz: stored size too large", archive([good.with { $0.size += 1 }]), .malformedTensor, "'x.npy'", "declared"),
    .init("npz: stored size too small", archive([good.with { $0.size -= 1 }]), .malformedTensor, "'x.npy'", "declared"),
    .init(
      "npz: compressed size beyond the file", archive([good.with { $0.compressedSize = 1 << 20 }]), .malformedHeader,
      "libzip says"),
    .init(
      "npz: more than deflate can make", archive([zeros(4, "(3,)").with { $0.size = 0xFFFF_FFF0 }]), .malformedTensor,
      "'x.npy'", "a declared size of 4294967280 bytes"),
    .init("npz: a bomb of 16 MB", archive([zeros(65536, "(3,)")]), .malformedTensor, "'x'", "12 bytes for shape [3]"),
    .init(
      "npz: a bomb that declares its header's size",
      archive([zeros(65536, "(3,)").with { $0.size = UInt32(npy("'<f4'", "(3,)", data: 12).count) }]), .malformedTensor,
      "'x.npy'", "more when it is inflated"),
    .init(
      "npz: inflates to less than declared", archive([zeros(0, "(3,)").with { $0.size += 11 }]), .malformedTensor,
      "'x.npy'", "bytes, as the archive declares"),
    .init(
      "npz: truncated deflate",
      archive([
        zeros(4, "(1033,)").with {
          $0.data.removeLast(4)
          $0.compressedSize -= 4
          $0.size = UInt32(npy("'<f4'", "(1033,)", data: 4132).count)
        }
      ]), .malformedTensor, "'x"),
    .init(
      "npz: deflate of a wrong kind of block", archive([zeros(4, "(3,)").with { $0.data[0] = 7 }]), .malformedTensor,
      "'x.npy'", "intact"),
    .init(
      "npz: a distance before the beginning",
      archive([zeros(4, "(3,)").with { $0.data = [0x1B, 5, 0, 0] + $0.data.dropFirst(4) }]), .malformedTensor,
      "'x.npy'", "intact"),
  ]

  /// So many members that say nothing, or nothing but entries of a directory.
  private static func crowd(_ count: Int) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let start = ZipBuilder([good]).bytes.dropLast(22)
    // The record of zip64, its locator, and an end that points to them.
    var file = Array(start) + [UInt8](repeating: 0x50, count: 46 * count)
    let record = file.count
    file += number(0x0606_4B50, 4) + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8)
    file += number(count, 8) + number(count, 8) + number(46 * count, 8) + number(0, 8)
    file += number(0x0706_4B50, 4) + number(0, 4) + number(record, 8) + number(1, 4)
    file += number(0x0605_4B50, 4) + number(0, 4) + number(-1, 4) + number(-1, 4) + number(-1, 4)
    return file + number(0, 2)
  }
}
