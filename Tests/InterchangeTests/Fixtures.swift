import Foundation
import Interchange
import Testing

/// The path of a file that comes with the tests.
func fixture(_ name: String) throws -> String {
  let folder = try #require(Bundle.module.resourceURL)
  return folder.appendingPathComponent("Fixtures").appendingPathComponent(name).path
}

/// Whether the address sanitizer is at work.
let isSanitized = dlsym(dlopen(nil, RTLD_NOW), "__asan_init") != nil

/// Calls `body` with the path of an empty folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("interchange-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

/// A safetensors file with this header, as it stands, and this many bytes of data, all zero.
func file(header: String, data: Int = 0) -> [UInt8] { file(header: Array(header.utf8), data: data) }

/// A safetensors file with this header, as it stands, and this many bytes of data, all zero.
func file(header: [UInt8], data: Int = 0) -> [UInt8] {
  littleEndian(UInt64(header.count)) + header + [UInt8](repeating: 0, count: data)
}

/// The eight bytes of a number, lowest first.
func littleEndian(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

/// The text of the error that `body` throws, which must be one of ours and stand on one line.
func errorText(_ body: () throws -> Void) throws -> String {
  let error = try #require(throws: InterchangeError.self) { try body() }
  #expect(!error.description.contains { $0.isNewline })
  return error.description
}

/// An in-memory checkpoint with the given tensors, all of ones, or of the values 0, 1, 2, ... where `counting`.
func checkpointFile(
  _ shapes: [(String, [Int])], counting: Bool = false, type: ElementType = .float32
) throws -> SafetensorsFile {
  var contents = TensorContents()
  for (name, shape) in shapes {
    let values = (0..<shape.reduce(1, *)).map { counting ? Double($0) : 1 }
    try contents.append(name, shape: shape, type, values)
  }
  return try SafetensorsFile(bytes: contents.safetensors, path: "made.safetensors")
}
