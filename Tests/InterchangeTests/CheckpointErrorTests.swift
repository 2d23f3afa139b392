import Foundation
import Interchange
import Testing

@Suite("Checkpoints that are not understood give one clear line")
struct CheckpointErrorTests {
  @Test func anUnknownModelListsWhatIsThere() throws {
    let file = try checkpointFile((0..<10).map { ("h.\($0).attn.weight", [2, 2]) })
    let text = try errorText { _ = try Checkpoint(file: file) }
    #expect(text.hasPrefix("made.safetensors: expected a model of a known family: mamba (A_log dt_proj.bias), "))
    #expect(text.contains("linoss (A_diag steps)"))
    #expect(text.contains("found 10 tensors: h.0.attn.weight, h.1.attn.weight") && text.hasSuffix(", ..."))
  }

  @Test func aFileWithoutTensors() throws {
    #expect(try errorText { _ = try Checkpoint(file: try checkpointFile([])) }.hasSuffix("found no tensors"))
  }

  @Test func twoFamiliesInOneFile() throws {
    let shapes: [(String, [Int])] = [
      ("a.A_log", [2, 2]), ("a.dt_bias", [2]), ("b.time_decay", [2]), ("b.time_first", [2]),
    ]
    let file = try checkpointFile(shapes)
    let text = try errorText { _ = try Checkpoint(file: file) }
    #expect(text.contains("expected layers of one family") && text.hasSuffix("found layers 1 of mamba and 1 of rwkv4"))
    let mapping = try CheckpointMapping(kind: .rwkv4, assignments: [:])
    #expect(try Checkpoint(file: file, mapping: mapping).layers.map(\.name) == ["b"])
  }

  @Test func aMissingTensor() throws {
    let file = try checkpointFile([("m.0.A_log", [2, 2]), ("m.0.D", [2])])
    let text = try errorText { _ = try Checkpoint(file: file) }
    #expect(
      text
        == "made.safetensors: tensor 'm.0.dt_proj.bias': expected this tensor beside 'm.0.A_log', found none")
  }

  @Test func aShapeThatDoesNotFit() throws {
    let file = try checkpointFile([("m.A_log", [2, 3]), ("m.dt_bias", [3])])
    let text = try errorText { _ = try Checkpoint(file: file) }
    #expect(text == "made.safetensors: tensor 'm.dt_bias': expected shape [channels 2], found [3]")
  }

  @Test func anEmptyParameter() throws {
    let file = try checkpointFile([("m.A_log", [0, 3]), ("m.dt_bias", [0])])
    let text = try errorText { _ = try Checkpoint(file: file) }
    #expect(text.hasSuffix("tensor 'm.A_log': expected shape [channels, states], found [0, 3]"))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func aValueThatIsNotFinite(value: Double) throws {
    var contents = TensorContents()
    try contents.append("m.A_log", shape: [2, 2], .float32, [0, 1, value, 3])
    try contents.append("m.dt_bias", shape: [2], .float32, [0, 1])
    let file = try SafetensorsFile(bytes: contents.safetensors, path: "bad.safetensors")
    let text = try errorText { _ = try Checkpoint(file: file) }
    #expect(text == "bad.safetensors: tensor 'm.A_log': expected finite numbers, found \(value) at index [1, 0]")
  }

  @Test func weightsOfAnotherType() throws {
    var contents = TensorContents()
    contents.append("m.A_log", shape: [1, 1], .float8E8M0, bytes: [0])
    contents.append("m.dt_bias", shape: [1], .float8E8M0, bytes: [0])
    let file = try SafetensorsFile(bytes: contents.safetensors, path: "scales.safetensors")
    let text = try errorText { _ = try Checkpoint(file: file) }
    #expect(text.contains("tensor 'm.A_log': expected elements of type") && text.hasSuffix("found F8_E8M0"))
  }

  @Test func aBrokenConfiguration() throws {
    try withTemporaryFolder { folder in
      var contents = TensorContents()
      try contents.append("m.A_log", shape: [1, 1], .float32, [0])
      try contents.append("m.dt_bias", shape: [1], .float32, [0])
      try contents.write(to: folder + "/model.safetensors")
      for (json, words) in [
        ("{\"a\": }", "expected a number, found '}' at byte 6"), ("[1]", "expected '{' at the start"),
        ("{\"a\":1,\"a\":2}", "expected one 'a', found two"), ("{\"a\":1", "found the end of the text"),
        ("{\"a\":\(String(repeating: "[", count: 1000))", "nested at most 64 deep"),
      ] {
        try Data(json.utf8).write(to: URL(fileURLWithPath: folder + "/config.json"))
        let text = try errorText { _ = try Checkpoint(path: folder) }
        #expect(text.hasPrefix(folder + "/config.json: ") && text.contains(words))
      }
    }
  }

  /// Python writes an infinity that is no JSON; such files are on model hubs.
  @Test func aConfigurationWithAnInfinity() throws {
    try withTemporaryFolder { folder in
      let json =
        "{\"time_step_limit\": [0.0, Infinity], \"model_type\": \"mamba2\", \"x\": {\"y\": [null]}, \"b\": true}"
      try Data(json.utf8).write(to: URL(fileURLWithPath: folder + "/config.json"))
      let configuration = try ModelConfiguration(path: folder + "/config.json")
      #expect(configuration.numbers == ["time_step_limit": [0, .infinity], "b": [1]])
      #expect(configuration.modelType == "mamba2")
    }
  }
}
