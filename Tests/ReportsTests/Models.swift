import Foundation
import Interchange
import Reports
import Testing

/// The models that come with the project, and models made in memory.
enum Models {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder of a trained model.
  static func path(_ name: String) -> String {
    name == "bundled"
      ? root.appendingPathComponent("Sources/ssmcheck/Resources/mamba-bytes").path
      : root.appendingPathComponent("Tests/InterchangeTests/Fixtures/\(name)").path
  }

  static let trained = [
    "bundled", "falcon-mamba-bytes", "rwkv-bytes", "recurrent-gemma-bytes", "lru", "s4d-lin", "s4d-inv",
  ]
  static let made = ["mamba2", "s5", "linoss", "linoss-damped"]

  static func checkpoint(_ name: String) throws -> Checkpoint {
    switch name {
    case "mamba2": try mamba2()
    case "s5": try s5()
    case "linoss": try linOSS(stiffness: [0.5, 1, 2], damping: nil)
    case "linoss-damped": try linOSS(stiffness: [0.5, 1, 2], damping: [0.1, 0.2, 3])
    default: try Checkpoint(path: path(name))
    }
  }

  /// A trained model with some numbers changed.
  ///
  /// - Parameter changes: for a tensor, the new number at a position.
  static func mutated(_ name: String, _ changes: [String: [Int: Double]]) throws -> Checkpoint {
    let file = try SafetensorsFile(path: path(name) + "/model.safetensors")
    var contents = TensorContents()
    for name in file.names {
      let tensor = try file.tensor(name)
      var values = try tensor.doubles()
      for (position, value) in changes[name] ?? [:] { values[position] = Double(Float(value)) }
      try contents.append(name, shape: tensor.shape, tensor.elementType, values)
    }
    return try Checkpoint(file: SafetensorsFile(bytes: contents.safetensors, path: "mutated/model.safetensors"))
  }

  private static func file(_ tensors: [(String, [Int], [Double])], _ name: String) throws -> SafetensorsFile {
    var contents = TensorContents()
    for (name, shape, values) in tensors { try contents.append(name, shape: shape, .float64, values) }
    return try SafetensorsFile(bytes: contents.safetensors, path: "\(name)/model.safetensors")
  }

  /// Two layers of three heads, or of those given.
  static func mamba2(aLog: [Double] = [0, 0.5, 2], stepBias: [Double] = [-3, -4, -5]) throws -> Checkpoint {
    let heads = aLog.count
    let tensors = (0..<2).flatMap { layer -> [(String, [Int], [Double])] in
      let name = "backbone.layers.\(layer).mixer."
      return [
        (name + "A_log", [heads], aLog), (name + "dt_bias", [heads], stepBias),
        (name + "D", [heads], aLog.map { _ in 1 }),
      ]
    }
    return try Checkpoint(
      file: file(tensors, "mamba2"), mapping: CheckpointMapping(kind: .mamba2, assignments: [:]))
  }

  /// One layer of four modes.
  static func s5(real: [Double] = [-0.5, -0.25, -1e-9, -2]) throws -> Checkpoint {
    let count = real.count
    return try Checkpoint(
      file: file(
        [
          ("Lambda_re", [count], real), ("Lambda_im", [count], (0..<count).map { Double($0) * 3 }),
          ("log_step", [count, 1], (0..<count).map { -3 - Double($0) }),
          ("B", [count, 1, 2], [Double](repeating: 1, count: 2 * count)),
          ("C", [1, count, 2], [Double](repeating: 1, count: 2 * count)), ("D", [1], [1]),
        ], "s5"), mapping: CheckpointMapping(kind: .s5, assignments: [:]))
  }

  /// One layer of oscillators with steps sigma(0) = 1/2.
  ///
  /// - Parameter output: the real and the imaginary part of every C.
  static func linOSS(
    stiffness: [Double], damping: [Double]?, output: [Double] = [1, 0]
  ) throws -> Checkpoint {
    let count = stiffness.count
    var tensors: [(String, [Int], [Double])] = [
      ("A_diag", [count], stiffness), ("steps", [count], [Double](repeating: 0, count: count)),
      ("B", [count, 1, 2], [Double](repeating: 1, count: 2 * count)),
      ("C", [1, count, 2], (0..<count).flatMap { _ in output }),
    ]
    if let damping { tensors.append(("G_diag", [count], damping)) }
    return try Checkpoint(
      file: file(tensors, "linoss"), mapping: CheckpointMapping(kind: .linOSS, assignments: [:]))
  }
}

/// The report of a checkpoint.
func report(_ checkpoint: Checkpoint, threads: Int = 2) throws -> StabilityReport {
  try StabilityAnalysis(checkpoint: checkpoint, options: .init(threads: threads)).run()
}

/// Calls `body` with the path of an empty folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("reports-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

/// The files under a folder, by relative path.
func contents(_ folder: String) throws -> [String: Data] {
  var files: [String: Data] = [:]
  for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
    var isFolder: ObjCBool = false
    let path = folder + "/" + name
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard !isFolder.boolValue else { continue }
    let data = try #require(FileManager.default.contents(atPath: path))
    files[name] = data
  }
  return files
}

/// x > 0 rounded to `bits` bits, to nearest even, for x in the normal range of the format.
func rounded(_ x: Double, bits: Int) -> Double {
  let unit = Double(sign: .plus, exponent: x.exponent - (bits - 1), significand: 1)
  return (x / unit).rounded(.toNearestOrEven) * unit
}
