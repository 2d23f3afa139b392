import Foundation
import Interchange
import Testing

@Suite("Checkpoints in several files")
struct ShardedCheckpointTests {
  /// A model's tensors dealt out to three files, as libraries save large models; `change` may damage the index.
  private func withShards<Result>(
    _ change: (inout [String: String]) -> Void = { _ in }, _ body: (String) throws -> Result
  ) throws -> Result {
    let whole = try SafetensorsFile(path: fixture("mamba-bytes/model.safetensors"))
    return try withTemporaryFolder { folder in
      var map: [String: String] = [:]
      for shard in 0..<3 {
        var contents = TensorContents(metadata: ["format": "pt"])
        let file = "model-0000\(shard + 1)-of-00003.safetensors"
        for (place, name) in whole.names.enumerated() where place % 3 == shard {
          let tensor = try whole.tensor(name)
          contents.append(
            name, shape: tensor.shape, tensor.elementType, bytes: try tensor.withUnsafeBytes { Array($0) })
          map[name] = file
        }
        try contents.write(to: folder + "/" + file)
      }
      change(&map)
      let index = try JSONSerialization.data(withJSONObject: ["metadata": ["total_size": 1], "weight_map": map])
      try index.write(to: URL(fileURLWithPath: folder + "/model.safetensors.index.json"))
      return try body(folder)
    }
  }

  @Test func severalFilesAreAsOne() throws {
    let whole = try Checkpoint(path: fixture("mamba-bytes/model.safetensors"))
    try withShards { folder in
      for path in [folder, folder + "/model.safetensors.index.json"] {
        let model = try Checkpoint(path: path)
        #expect(model.family == whole.family && model.layers.map(\.name) == whole.layers.map(\.name))
        #expect(model.file.names == whole.file.names && model.file.count == whole.file.count)
        #expect(model.file.metadata == ["format": "pt"] && !model.file.contains("none"))
        for name in whole.file.names {
          #expect(try model.file.tensor(name).doubles() == whole.file.tensor(name).doubles())
        }
      }
    }
  }

  private static let someName = "backbone.norm_f.weight"

  private static let damages: [(String, @Sendable (inout [String: String]) -> Void, String)] = [
    ("missing", { $0["z"] = "model-00001-of-00003.safetensors" }, "'z': expected this tensor in model-00001-of-00003"),
    ("unknown", { $0[someName] = nil }, "says is here, found that it is nowhere"),
    (
      "elsewhere",
      { map in
        let place = map[someName]
        map[someName] = map.values.sorted().first { $0 != place }
      }, "says is here, found that it is in model-0000"
    ),
    ("no file", { $0["z"] = "model.safetensors" }, "model.safetensors: expected a readable file"),
    ("a path", { $0["z"] = "../model.safetensors" }, "'z': expected the name of a .safetensors file beside the index"),
    ("a pickle", { $0["z"] = "model.bin" }, "'z': expected the name of a .safetensors file beside the index"),
    ("nothing", { $0 = [:] }, "expected tensors in 'weight_map', found none"),
  ]

  @Test(arguments: damages.indices)
  func anIndexThatLies(place: Int) throws {
    let (_, change, words) = Self.damages[place]
    try withShards(change) { folder in
      let text = try errorText { _ = try Checkpoint(path: folder) }
      #expect(text.contains(words), "\(text)")
    }
  }
}
