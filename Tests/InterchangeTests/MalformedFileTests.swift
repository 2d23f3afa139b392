import Foundation
import Interchange
import Testing

/// A file that must be refused, and the words that its error must have beside the file's name.
struct MalformedFile: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let bytes: [UInt8]
  let kind: InterchangeError.Kind
  let words: [String]

  init(_ description: String, _ bytes: some Sequence<UInt8>, _ kind: InterchangeError.Kind, _ words: String...) {
    testDescription = description
    self.bytes = Array(bytes)
    self.kind = kind
    self.words = words
  }

  /// One tensor `w` with these fields, and so many bytes of data.
  init(_ description: String, w: String, data: Int = 0, _ kind: InterchangeError.Kind, _ words: String...) {
    testDescription = description
    bytes = file(header: "{\"w\":\(w)}", data: data)
    self.kind = kind
    self.words = words
  }
}

extension MalformedFile {
  static let lengths: [MalformedFile] = [
    .init("empty", [], .truncated, "at least 8 bytes", "found 0 bytes"),
    .init("seven bytes", [1, 0, 0, 0, 0, 0, 0], .truncated, "at least 8 bytes", "found 7 bytes"),
    .init(
      "header longer than the file", littleEndian(100) + Array("{}".utf8), .truncated, "108 bytes", "found 10 bytes"),
    .init("header of 2^64 - 1 bytes", littleEndian(.max) + Array("{}".utf8), .malformedHeader, "18446744073709551615"),
    .init("header over the cap", littleEndian(100_000_001), .malformedHeader, "at most 100000000 bytes"),
    .init("no header", file(header: ""), .malformedHeader, "starts with '{'", "an empty header"),
  ]

  static let json: [MalformedFile] = [
    .init("array", file(header: "[]"), .malformedHeader, "starts with '{'", "byte 0x5B"),
    .init("space first", file(header: " {}"), .malformedHeader, "starts with '{'", "byte 0x20"),
    .init(
      "not UTF-8", file(header: Array("{\"a".utf8) + [0xC3, 0x28] + Array("\":1}".utf8)), .malformedHeader, "UTF-8"),
    .init("not closed", file(header: "{\"a\":{"), .malformedHeader, "found the end of the text"),
    .init("not JSON", file(header: "{weights}"), .malformedHeader, "a string (a tensor's name)", "'weights' at byte 9"),
    .init("single quotes", file(header: "{'a':1}"), .malformedHeader, "a string"),
    .init("trailing comma", file(header: "{\"__metadata__\":{},}"), .malformedHeader, "a string (a tensor's name)"),
    .init("text after the end", file(header: "{}x"), .malformedHeader, "only spaces after", "'x' at byte 10"),
    .init("control character", file(header: "{\"a\n\":1}"), .malformedHeader, "no control characters"),
    .init("half a surrogate pair", file(header: "{\"\\uD800x\":1}"), .malformedHeader, "surrogate pair"),
    .init("unknown escape", file(header: "{\"\\x\":1}"), .malformedHeader, "an escape that JSON knows"),
    .init("deep nesting", file(header: "{\"w\":" + String(repeating: "[", count: 100_000)), .malformedTensor, "'w'"),
    .init(
      "metadata of numbers", file(header: "{\"__metadata__\":{\"a\":1}}"), .malformedHeader, "value of __metadata__"),
    .init("metadata no object", file(header: "{\"__metadata__\":\"a\"}"), .malformedHeader, "after \"__metadata__\""),
    .init("metadata escaped", file(header: "{\"\\u005f_metadata__\":{}}"), .malformedHeader, "without escapes"),
    .init(
      "metadata twice", file(header: "{\"__metadata__\":{},\"__metadata__\":{}}"), .duplicateName, "one '__metadata__'"),
    .init(
      "metadata key twice", file(header: "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}"), .duplicateName, "__metadata__.a"
    ),
    .init(
      "tensor twice",
      file(
        header: "{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
          + "\"\\u0077\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", data: 2), .duplicateName,
      "tensor 'w': expected one entry"),
  ]

  static let entries: [MalformedFile] = [
    .init("entry no object", w: "7", .malformedTensor, "tensor 'w'", "an object with dtype", "'7'"),
    .init("no dtype", w: "{\"shape\":[],\"data_offsets\":[0,1]}", data: 1, .malformedTensor, "'w'", "a field dtype"),
    .init(
      "no shape", w: "{\"dtype\":\"U8\",\"data_offsets\":[0,1]}", data: 1, .malformedTensor, "'w'", "a field shape"),
    .init("no offsets", w: "{\"dtype\":\"U8\",\"shape\":[]}", .malformedTensor, "'w'", "a field data_offsets"),
    .init("other field", w: "{\"dtype\":\"U8\",\"stride\":[]}", .malformedTensor, "'w'", "a field 'stride'"),
    .init("field twice", w: "{\"dtype\":\"U8\",\"dtype\":\"U8\"}", .duplicateName, "'w'", "one 'dtype', found two"),
    .init("unknown dtype", w: "{\"dtype\":\"F99\"}", .malformedTensor, "'w'", "a dtype out of F64", "'F99'"),
    .init("dtype a number", w: "{\"dtype\":32}", .malformedHeader, "tensor 'w'", "(the dtype)", "'32'"),
    .init("shape null", w: "{\"shape\":null}", .malformedHeader, "tensor 'w'", "shape", "'null'"),
    .init("shape with NaN", w: "{\"shape\":[2,NaN]}", .malformedHeader, "a whole number", "tensor 'w'", "'NaN'"),
    .init("negative shape", w: "{\"shape\":[-1]}", .malformedHeader, "a whole number", "tensor 'w'", "'-1'"),
    .init("fractional shape", w: "{\"shape\":[2.5]}", .malformedHeader, "a whole number", "tensor 'w'", "'2.5'"),
    .init("shape with exponent", w: "{\"shape\":[1e3]}", .malformedHeader, "a whole number", "tensor 'w'", "'1e3'"),
    .init("leading zero", w: "{\"shape\":[007]}", .malformedHeader, "a whole number", "tensor 'w'", "'007'"),
    .init("shape in quotes", w: "{\"shape\":[\"2\"]}", .malformedHeader, "a whole number", "tensor 'w'"),
    .init("shape over 2^63", w: "{\"shape\":[9223372036854775808]}", .malformedHeader, "below 2^63", "'w'"),
    .init("shape not closed", w: "{\"shape\":[1", .malformedHeader, "',' or ']'", "tensor 'w'", "shape"),
    .init(
      "product overflows", w: "{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}",
      .malformedTensor, "'w'", "below 2^63", "[4294967296, 4294967296] of F32"),
    .init(
      "size overflows", w: "{\"dtype\":\"F64\",\"shape\":[2305843009213693952],\"data_offsets\":[0,0]}",
      .malformedTensor, "'w'", "below 2^63"),
    .init(
      "half a byte", w: "{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}", data: 2, .malformedTensor, "'w'",
      "a whole number of bytes"),
  ]

  static let places: [MalformedFile] = [
    .init(
      "three offsets", w: "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1,1]}", data: 1, .malformedHeader, "'w'",
      "']' after the two data_offsets", "',1'"),
    .init(
      "reversed offsets", w: "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,0]}", data: 1, .malformedTensor,
      "'w'",
      "ascending order", "[1, 0]"),
    .init(
      "beyond the file", w: "{\"dtype\":\"F32\",\"shape\":[1000000000],\"data_offsets\":[0,4000000000]}", data: 4,
      .malformedTensor, "'w'", "within the file's 4 bytes of data", "[0, 4000000000]"),
    .init(
      "size too small", w: "{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,20]}", data: 20, .malformedTensor,
      "'w'", "24 bytes for shape [2, 3] of F32", "20 bytes"),
    .init(
      "size too large", w: "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,12]}", data: 12, .malformedTensor,
      "'w'", "8 bytes for shape [2] of F32", "12 bytes"),
    .init(
      "size of another type", w: "{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}", data: 8, .malformedTensor,
      "'w'", "16 bytes for shape [2] of F64", "8 bytes"),
    .init(
      "bytes after the tensors", w: "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}", data: 3,
      .malformedHeader,
      "3 bytes of data in tensors", "2 that belong to none"),
    .init(
      "bytes before the tensors", w: "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,3]}", data: 3,
      .malformedTensor, "'w'", "starts at offset 0", "offset 2 (hole before it)"),
    .init("cut in the data", Array(two(0, 4, 4, 8, data: 8).dropLast()), .malformedTensor, "'b'", "7 bytes of data"),
    .init("overlap", two(0, 4, 2, 6, data: 6), .malformedTensor, "'b'", "[0, 4]", "[2, 6] (overlap)"),
    .init("same place", two(0, 4, 0, 4, data: 4), .malformedTensor, "'b'", "[0, 4] (overlap)"),
    .init("overlap, two tensors apart", three(0..<4, 8..<12, 2..<6, data: 12), .malformedTensor, "'c'", "overlap"),
    .init("hole", two(0, 4, 6, 10, data: 10), .malformedTensor, "'b'", "starts at offset 4", "hole before it"),
    .init("hole, header in the other order", two(6, 10, 0, 4, data: 10), .malformedTensor, "'a'", "hole before it"),
  ]

  /// 100 000 entries in a small file: all of them promise data, or all share it, or one stands twice.
  static let many: [MalformedFile] = [
    .init(
      "100k tensors without data", crowd(elements: { _ in 1000 }, data: 0), .malformedTensor, "'layer.0'", "0 bytes"),
    .init("100k tensors in one place", crowd(elements: { _ in 4 }, data: 16), .malformedTensor, "overlap"),
    .init(
      "100k tensors, one of them twice", crowd(elements: { _ in 0 }, data: 0, last: 7), .duplicateName, "'layer.7'"),
    .init(
      "100k tensors, the header cut", Array(crowd(elements: { _ in 0 }, data: 0).prefix(1000)), .truncated, "1000 bytes"
    ),
  ]

  static let all = lengths + json + entries + places + many

  /// Two tensors of 4 bytes, with these offsets.
  private static func two(_ a: Int, _ b: Int, _ c: Int, _ d: Int, data: Int) -> [UInt8] {
    file(
      header: "{\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[\(a),\(b)]},"
        + "\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[\(c),\(d)]}}", data: data)
  }

  /// Three tensors of 4 bytes, at these places.
  private static func three(_ a: Range<Int>, _ b: Range<Int>, _ c: Range<Int>, data: Int) -> [UInt8] {
    let entries = zip(["a", "b", "c"], [a, b, c]).map { name, place in
      "\"\(name)\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[\(place.lowerBound),\(place.upperBound)]}"
    }
    return file(header: "{\(entries.joined(separator: ","))}", data: data)
  }

  private static func crowd(elements: (Int) -> Int, data: Int, last: Int = 99_999) -> [UInt8] {
    let entries = (0..<100_000).map { number in
      let count = elements(number)
      return "\"layer.\(number == 99_999 ? last : number)\":"
        + "{\"dtype\":\"F32\",\"shape\":[\(count)],\"data_offsets\":[0,\(4 * count)]}"
    }
    return file(header: "{\(entries.joined(separator: ","))}", data: data)
  }
}

@Suite("Malformed files give one clear line")
struct MalformedFileTests {
  @Test(arguments: MalformedFile.all)
  func isRefused(_ malformed: MalformedFile) throws {
    let error = try #require(throws: InterchangeError.self) {
      _ = try SafetensorsFile(bytes: malformed.bytes, path: "bad.safetensors")
    }
    #expect(error.kind == malformed.kind)
    #expect(error.description.hasPrefix("bad.safetensors: "))
    #expect(!error.description.contains { $0.isNewline })
    #expect(error.description.utf8.count < 600)
    for word in malformed.words { #expect(error.description.contains(word)) }
  }

  /// Files of NumPy, opened and read to the end.
  @Test(arguments: MalformedFile.arrays + MalformedFile.archives + MalformedFile.members)
  func isRefusedWhateverItsFormat(_ malformed: MalformedFile) throws {
    let error = try #require(throws: InterchangeError.self) {
      let file = try TensorFile(bytes: malformed.bytes, path: "bad.npz")
      for name in file.names { _ = try file.tensor(name) }
    }
    #expect(error.kind == malformed.kind, "\(error)")
    #expect(error.description.hasPrefix("bad.npz: "))
    #expect(!error.description.contains { $0.isNewline })
    #expect(error.description.utf8.count < 600)
    for word in malformed.words { #expect(error.description.contains(word)) }
  }

  /// The same through a file on disk, which is mapped.
  @Test(arguments: MalformedFile.lengths + MalformedFile.places)
  func isRefusedFromDisk(_ malformed: MalformedFile) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/bad.safetensors"
      try Data(malformed.bytes).write(to: URL(fileURLWithPath: path))
      let error = try #require(throws: InterchangeError.self) { _ = try SafetensorsFile(path: path) }
      #expect(error.kind == malformed.kind)
      for word in malformed.words { #expect(error.description.contains(word)) }
    }
  }

  /// Whatever one byte of the header becomes, the file is read or refused; and what is read lies within the file.
  @Test func anyChangedByteIsReadOrRefused() throws {
    let header =
      #"{"__metadata__":{"k":"é"},"w":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}, "#
      + #""n\u00e9":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}  "#
    let valid = file(header: header, data: 16)
    _ = try SafetensorsFile(bytes: valid, path: "valid")
    var accepted = 0
    for position in 0..<valid.count - 16 {
      for value in [
        0, 9, 0x20, 0x22, 0x2C, 0x2D, 0x30, 0x39, 0x41, 0x5B, 0x5C, 0x5D, 0x65, 0x7B, 0x7D, 0x80, 0xC3, 0xFF,
      ] {
        var bytes = valid
        bytes[position] = UInt8(value)
        guard let opened = try? SafetensorsFile(bytes: bytes, path: "changed") else { continue }
        accepted += 1
        for name in opened.names { _ = try? opened.tensor(name).doubles() }
      }
    }
    #expect(accepted > 0)
  }

  /// Every file that is cut short is refused.
  @Test func anyCutIsRefused() throws {
    var contents = TensorContents(metadata: ["a": "b"])
    try contents.append("w", shape: [2, 2], .float16, [1, 2, 3, 4])
    let valid = contents.safetensors
    for length in 0..<valid.count {
      #expect(throws: InterchangeError.self) { try SafetensorsFile(bytes: Array(valid[..<length]), path: "cut") }
    }
  }

  /// A name cannot write a second line into a message, nor flood it.
  @Test func namesFromFilesAreEscaped() throws {
    let name = "w\\n\\u0000\\u2028" + String(repeating: "x", count: 100_000)
    let bytes = file(header: "{\"\(name)\":{\"dtype\":\"F99\"}}")
    let text = try errorText { _ = try SafetensorsFile(bytes: bytes, path: "a\nb") }
    #expect(text.hasPrefix("a\\u{a}b: tensor 'w\\u{a}\\u{0}\\u{2028}xxx") && text.utf8.count < 700)
  }
}
