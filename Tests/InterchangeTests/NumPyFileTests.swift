import Foundation
import Interchange
import Testing

/// What NumPy says about the arrays that it wrote: `Fixtures/numpy/make.py`.
private struct Expected: Decodable {
  struct Array: Decodable {
    var shape: [Int]
    var type: String
    var bytes: String
  }
  var arrays: [String: Array]

  static func read() throws -> Expected {
    let data = try Data(contentsOf: URL(fileURLWithPath: fixture("numpy/expected.json")))
    return try JSONDecoder().decode(Expected.self, from: data)
  }
}

extension Tensor {
  /// Its bytes in hexadecimal digits.
  fileprivate var hexadecimal: String {
    get throws {
      try withUnsafeBytes { bytes in
        let digits = Swift.Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
      }
    }
  }
}

@Suite("Files that NumPy wrote are read as what NumPy has in them")
struct NumPyFileTests {
  /// Every type, in C and in Fortran order, little- and big-endian, deflated; every kind of shape, stored; every version.
  @Test(arguments: [
    ("orders.npz", TensorFile.Format.npz, 50), ("stored.npz", .npz, 9), ("folder", .folder, 7),
  ])
  func everyBit(file: String, format: TensorFile.Format, count: Int) throws {
    let expected = try Expected.read().arrays
    let opened = try TensorFile(path: fixture("numpy/" + file))
    #expect(opened.format == format && opened.names.count == count && opened.names == opened.names.sorted())
    for name in opened.names {
      let array = try #require(expected[name], "\(name)")
      let tensor = try opened.tensor(name)
      #expect(tensor.name == name && opened.contains(name))
      #expect(tensor.shape == array.shape && tensor.elementType.rawValue == array.type, "\(name)")
      #expect(tensor.count == array.shape.reduce(1, *))
      #expect(try tensor.hexadecimal == array.bytes, "\(name)")
    }
    let text = try errorText { _ = try opened.tensor("none") }
    #expect(text.contains("tensor 'none': expected a tensor with this name, found \(count) tensors: "))
  }

  /// The same values whatever the order of elements and bytes, as numbers.
  @Test func theOrderDoesNotMatter() throws {
    let file = try TensorFile(path: fixture("numpy/orders.npz"))
    for name in file.names where name.hasSuffix(".fortran") {
      let (turned, plain) = (try file.tensor(name), try file.tensor(name.prefix { $0 != "." } + ".c"))
      if plain.elementType.isComplex {
        let values = try plain.complexDoubles()
        #expect(try turned.complexDoubles().map(\.bitPattern) == values.map(\.bitPattern) && values.count == 48)
      } else if plain.elementType.significandBits == nil {
        #expect(try turned.integersOrNil() == plain.integersOrNil())
      } else {
        #expect(try turned.doubles().map(\.bitPattern) == plain.doubles().map(\.bitPattern))
      }
    }
  }

  /// A lone array is named as its file, and told by its bytes, whatever the file is called.
  @Test func formatsAreToldByTheirBytes() throws {
    let array = try Data(contentsOf: URL(fileURLWithPath: fixture("numpy/folder/big.npy")))
    let archive = try Data(contentsOf: URL(fileURLWithPath: fixture("numpy/stored.npz")))
    try withTemporaryFolder { folder in
      try array.write(to: URL(fileURLWithPath: folder + "/y.safetensors"))
      try archive.write(to: URL(fileURLWithPath: folder + "/a.npy"))
      let lone = try TensorFile(path: folder + "/y.safetensors")
      #expect(lone.format == .npy && lone.names == ["y"] && lone.metadata == [:])
      #expect(try lone.tensor("y").shape == [2, 3])
      #expect(try TensorFile(path: folder + "/a.npy").format == .npz)
      // Now an archive is called `a.npy`, and the folder is one of arrays no more.
      let text = try errorText { _ = try TensorFile(path: folder) }
      #expect(text.contains("a.npy: tensor 'a': expected the bytes 93 4E 55 4D 50 59 of .npy first, found 50 4B 03 04"))
    }
    let tensors = try TensorFile(path: fixture("mamba-bytes/model.safetensors"))
    #expect(tensors.format == .safetensors && tensors.names.count == 42)
    #expect(tensors.metadata == ["format": "pt"])
  }

  /// Reading a mapping beyond the end of its file ends a process; a file that was cut must be an error instead.
  @Test(arguments: ["stored.npz", "folder/version 1 C.npy", "folder/big.npy"])
  func aFileThatIsCutAfterItWasOpened(name: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture("numpy/" + name)))
    try withTemporaryFolder { folder in
      let path = folder + "/x"
      try bytes.write(to: URL(fileURLWithPath: path))
      let file = try TensorFile(path: path)
      #expect(truncate(path, 100) == 0)
      let text = try errorText { _ = try file.tensor(file.names[0]).complexDoubles() }
      #expect(text.hasSuffix("expected the \(bytes.count) bytes it had when it was opened, found 100 bytes"))
    }
  }

  /// One archive, read by many at once.
  @Test func threadsMayReadOneArchive() async throws {
    let file = try TensorFile(path: fixture("numpy/orders.npz"))
    let expected = try Expected.read().arrays
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for name in file.names + file.names {
        group.addTask { try file.tensor(name).hexadecimal == expected[name]?.bytes }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }
}

extension Tensor {
  /// Its integers, or nil where they are too large.
  fileprivate func integersOrNil() throws -> [Int64]? {
    do {
      return try integers()
    } catch  where error.kind == .notRepresentable {
      return nil
    }
  }
}
