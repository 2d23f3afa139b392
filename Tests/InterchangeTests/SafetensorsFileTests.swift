import Foundation
import Interchange
import Testing

@Suite("Safetensors files")
struct SafetensorsFileTests {
  @Test func aFileWrittenIsTheFileRead() throws {
    var contents = TensorContents(metadata: ["format": "pt", "note": "a \"quoted\"\n line, é, \u{1}"])
    try contents.append("b.weight", shape: [2, 3], .float32, [1, 2, 3, 4, 5, 6])
    try contents.append("a", shape: [], .float64, [0.1])
    try contents.append("empty", shape: [0, 7], .bfloat16, [])
    try contents.append("naïve \\ \"name\"/😀", shape: [1], .uint8, integers: [7])
    try withTemporaryFolder { folder in
      let path = folder + "/x.safetensors"
      try contents.write(to: path)
      let file = try SafetensorsFile(path: path)
      #expect(file.path == path)
      #expect(file.names == ["a", "b.weight", "empty", "naïve \\ \"name\"/😀"])
      #expect(file.metadata == contents.metadata)
      #expect(file.contains("a") && !file.contains("b"))
      let tensor = try file.tensor("b.weight")
      #expect(tensor.shape == [2, 3] && tensor.count == 6 && tensor.elementType == .float32)
      #expect(try tensor.doubles() == [1, 2, 3, 4, 5, 6])
      #expect(tensor.position(1, 0) == 3 && tensor.indices(at: 3) == [1, 0])
      #expect(try file.tensor("a").doubles() == [0.1])
      #expect(try file.tensor("a").shape == [])
      #expect(try file.tensor("empty").doubles() == [])
      #expect(try file.tensor("naïve \\ \"name\"/😀").integers() == [7])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["x.safetensors"])
    }
  }

  @Test func tensorsAreAlignedAndTheHeaderIsPadded() throws {
    var contents = TensorContents()
    try contents.append("a", shape: [1], .uint8, integers: [1])
    try contents.append("b", shape: [1], .float64, [2])
    let bytes = contents.safetensors
    let header = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(header % 8 == 0 && bytes.count == 8 + header + 9)
    #expect(try SafetensorsFile(bytes: bytes, path: "x").tensor("b").doubles() == [2])
  }

  /// The order of the header is free; only the data must be without holes.
  @Test func theHeadersOrderIsFree() throws {
    let header = """
      {"b":{"data_offsets":[1,3],"shape":[2],"dtype":"U8"} ,
       "a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}, "z":{"dtype":"F64","shape":[0],"data_offsets":[1,1]}}
      """
    let bytes = file(header: header + "   ") + [5, 6, 7]
    let opened = try SafetensorsFile(bytes: bytes, path: "x")
    #expect(try opened.tensor("a").integers() == [5])
    #expect(try opened.tensor("b").integers() == [6, 7])
    #expect(try opened.tensor("z").doubles() == [])
  }

  @Test func escapesInNames() throws {
    let header = #"{"\u0041\n\uD83D\uDE00\/":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}"#
    #expect(try SafetensorsFile(bytes: file(header: header, data: 1), path: "x").names == ["A\n😀/"])
  }

  @Test func aFileWithoutTensors() throws {
    #expect(try SafetensorsFile(bytes: file(header: "{}"), path: "x").count == 0)
  }

  @Test func aMissingTensorIsNamed() throws {
    let file = try checkpointFile((0..<10).map { ("t\($0)", [1]) })
    let text = try errorText { _ = try file.tensor("u") }
    #expect(
      text == "made.safetensors: tensor 'u': expected a tensor with this name, "
        + "found 10 tensors: t0, t1, t2, t3, t4, t5, t6, t7, ...")
  }

  @Test func valuesThatAreNotFiniteAreNamed() throws {
    var contents = TensorContents()
    try contents.append("w", shape: [2, 2], .float16, [0, 1, -.infinity, .nan])
    try contents.append("v", shape: [2], .float16, [0, 1])
    let file = try SafetensorsFile(bytes: contents.safetensors, path: "w.safetensors")
    let text = try errorText { _ = try file.tensor("w").finiteDoubles() }
    #expect(text == "w.safetensors: tensor 'w': expected finite numbers, found -inf at index [1, 0]")
    let first = try #require(try file.tensor("w").firstNonFinite())
    #expect(first.indices == [1, 0] && first.value == -.infinity)
    #expect(try file.tensor("v").firstNonFinite() == nil)
  }

  @Test func filesThatCannotBeOpened() throws {
    try withTemporaryFolder { folder in
      #expect(try errorText { _ = try SafetensorsFile(path: folder + "/none") }.contains("No such file"))
      #expect(try errorText { _ = try SafetensorsFile(path: folder) }.contains("expected a regular file"))
      try Data().write(to: URL(fileURLWithPath: folder + "/empty"))
      let text = try errorText { _ = try SafetensorsFile(path: folder + "/empty") }
      #expect(text == "\(folder)/empty: expected at least 8 bytes (the header's length), found 0 bytes")
    }
  }

  /// Reading a mapping beyond the end of its file ends a process; a file that was cut must be an error instead.
  @Test func aFileThatIsCutAfterItWasOpened() throws {
    var contents = TensorContents()
    try contents.append("x", shape: [4096], .float64, [Double](repeating: 1, count: 4096))
    try withTemporaryFolder { folder in
      let path = folder + "/x.safetensors"
      try contents.write(to: path)
      let file = try SafetensorsFile(path: path)
      #expect(truncate(path, 100) == 0)
      let text = try errorText { _ = try file.tensor("x").doubles() }
      let length = contents.safetensors.count
      #expect(text.hasSuffix("expected the \(length) bytes it had when it was opened, found 100 bytes"))
    }
  }

  @Test func writingWhereThereIsNoPlace() throws {
    let text = try errorText { try TensorContents().write(to: "/nonexistent/folder/x.safetensors") }
    #expect(text.hasPrefix("/nonexistent/folder/x.safetensors: expected a place to write a file"))
  }
}
