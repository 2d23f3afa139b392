import Foundation
import Interchange
import PropertyTesting
import TestSupport
import Testing

/// NumPy, where it is installed.
private enum NumPy {
  /// Runs a program, and gives what it prints.
  static func run(_ program: String, _ arguments: [String]) throws -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? text : nil
  }

  /// Whether it can be asked. Under the address sanitizer it is not: Foundation's `Process` leaks 32 bytes.
  static let isInstalled = !isSanitized && (try? run("import numpy", [])) ?? nil != nil

  /// Prints name, type, shape and bytes of each array of some files, a line each, sorted; pickles are refused.
  static let lister = """
    import os, sys, numpy as np
    lines = []
    for path in sys.argv[1:]:
        file = np.load(path, allow_pickle=False)
        arrays = {os.path.basename(path)[:-4]: file} if isinstance(file, np.ndarray) else file
        for name, a in arrays.items():
            lines.append("|".join([name, a.dtype.str, str(list(a.shape)), np.ascontiguousarray(a).tobytes().hex()]))
    print(*sorted(lines), sep="\\n")
    """
}

@Suite("Files written are the files read")
struct NumPyRoundTripTests {
  private static let written: [(type: ElementType, code: String)] = [
    (.float64, "<f8"), (.float32, "<f4"), (.float16, "<f2"), (.bfloat16, "<u2"), (.complex64, "<c8"),
    (.complex128, "<c16"), (.int64, "<i8"), (.int32, "<i4"), (.int16, "<i2"), (.int8, "|i1"), (.uint64, "<u8"),
    (.uint32, "<u4"), (.uint16, "<u2"), (.uint8, "|u1"), (.bool, "|b1"), (.float8E4M3, "|u1"), (.float8E5M2, "|u1"),
    (.float8E4M3FNUZ, "|u1"), (.float8E5M2FNUZ, "|u1"),
  ]

  @Test(
    "NumPy reads what is written here",
    .enabled(if: NumPy.isInstalled, "python3 with NumPy is not installed, or the address sanitizer is at work"))
  func numPyReadsThem() throws {
    var contents = TensorContents()
    var lines: [String] = []
    let shapes = [[], [1], [0, 3], [5], [2, 3], [2, 1, 2]]
    for (place, (type, code)) in Self.written.enumerated() {
      let shape = shapes[place % shapes.count]
      let count = shape.reduce(1, *) * type.bytes
      let bytes = (0..<count).map { type == .bool ? UInt8($0 % 2) : UInt8(truncatingIfNeeded: 37 * $0 + place) }
      contents.append("in.\(type.name)", shape: shape, type, bytes: bytes)
      let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      lines.append("in.\(type.name)|\(code)|\(shape)|\(digits)")
    }
    try withTemporaryFolder { folder in
      try contents.write(to: folder + "/stored.npz", as: .npz)
      try Data(contents.npz(deflated: true)).write(to: URL(fileURLWithPath: folder + "/deflated.npz"))
      for name in ["stored", "deflated"] {
        let text = try #require(try NumPy.run(NumPy.lister, ["\(folder)/\(name).npz"]))
        #expect(text == lines.sorted().joined(separator: "\n") + "\n")
      }
      try contents.write(to: folder + "/arrays", as: .folder)
      let files = Self.written.map { "\(folder)/arrays/in.\($0.type.name).npy" }
      let text = try #require(try NumPy.run(NumPy.lister, files))
      #expect(text == lines.sorted().joined(separator: "\n") + "\n")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
          "arrays", "deflated.npz", "stored.npz",
        ])
    }
  }

  /// Any tensors, in each format: names, shapes, types as far as the format has them, and every byte.
  @Test("Any tensors come back from any format", .cases(300), arguments: TensorFile.Format.allCases)
  func anyTensors(format: TensorFile.Format) async {
    await checkProperty("tensors in \(format)") { draw in
      let name = Generator<String>.string(of: .element(of: Array("abé_.δ/ ")), count: 1...4)
      let type = Generator<ElementType>.element(of: ElementType.allCases.filter { $0.bits >= 8 })
      let count = format == .npy ? 1...1 : 0...4
      var tensors = try draw(.array(of: .tensor(named: name, of: type), count: count), "tensors")
      for place in tensors.indices {
        // A name of its own, that is one of a file: neither a path to elsewhere nor hidden.
        let plain = tensors[place].name.replacing("/", with: format == .folder ? "-" : "/")
        tensors[place].name = "t\(place)" + plain.replacing("//", with: "/").replacing("/.", with: "/")
        if tensors[place].name.hasSuffix("/") { tensors[place].name += "t" }
        tensors[place].name = tensors[place].name.replacing("/.", with: "/t").replacing("//", with: "/")
      }
      if format == .npy { tensors[0].name = "x" }
      try draw.assume(format != .folder || !tensors.isEmpty)
      let contents = TensorContents(tensors)
      let file = try Self.file(of: contents, in: format, deflated: draw(.bool(), "deflated"))
      try draw.verify(file.format == format, "it is read as \(file.format)")
      try draw.verify(file.names == tensors.map(\.name).sorted(), "the names are \(file.names)")
      let tags = contents.storageTags(in: format)
      for tensor in tensors {
        var found = try file.tensor(tensor.name)
        if let tag = tags[tensor.name] { found = try found.understood(as: try #require(StorageTags(tag))) }
        try draw.verify(found.shape == tensor.shape && found.elementType == tensor.type, "\(found)")
        try draw.verify(try found.withUnsafeBytes { Array($0) } == tensor.bytes, "\(tensor.name) has other bytes")
      }
    }
  }

  /// The same contents make the same bytes, in whatever order they were added.
  @Test func equalContentsMakeEqualBytes() throws {
    let names = ["b", "a", "é", "c/d"]
    func contents(_ names: [String]) throws -> TensorContents {
      var contents = TensorContents(metadata: ["z": "1", "a": "2"], manifest: Manifest())
      for name in names { try contents.append(name, shape: [40], .float64, (0..<40).map { Double($0 / 7) }) }
      return contents
    }
    let (one, other) = (try contents(names), try contents(names.reversed()))
    #expect(one.safetensors == other.safetensors)
    for deflated in [false, true] {
      let bytes = try one.npz(deflated: deflated)
      #expect(try bytes == other.npz(deflated: deflated))
      // The time of every member is 1980-01-01 00:00: 0 and 0x21 behind the signature, version, flags and method.
      #expect(bytes.starts(with: [0x50, 0x4B, 3, 4]) && Array(bytes[10..<14]) == [0, 0, 0x21, 0])
    }
    #expect(try one.npz(deflated: true).count < one.npz().count)
  }

  private static func file(
    of contents: TensorContents, in format: TensorFile.Format, deflated: Bool
  ) throws -> TensorFile {
    switch format {
    case .safetensors: try TensorFile(bytes: contents.safetensors, path: "x")
    case .npz: try TensorFile(bytes: contents.npz(deflated: deflated), path: "x")
    case .npy: try TensorFile(bytes: #require(contents.npy("x")), path: "x")
    case .folder:
      try withTemporaryFolder { folder in
        try contents.write(to: folder + "/f", as: .folder)
        // The mapping outlives the names of the files.
        return try TensorFile(path: folder + "/f")
      }
    }
  }
}
