import Interchange
import Testing

@Suite("Checkpoints with tensor names given by hand")
struct CheckpointMappingTests {
  private func net() throws -> SafetensorsFile {
    try checkpointFile(
      [0, 2, 10].flatMap { [("net.\($0).ssm.decay", [2, 3]), ("net.\($0).bias_of_step", [2])] } + [("net.decay", [1])],
      counting: true)
  }

  @Test func aStarStandsForTheLayer() throws {
    let mapping = try CheckpointMapping(
      kind: "mamba", assignments: ["A_log=net.*.ssm.decay", "dt_bias=net.*.bias_of_step"])
    let model = try Checkpoint(file: try net(), mapping: mapping)
    #expect(model.family == .mamba && model.layers.map(\.index) == [0, 2, 10])
    #expect(model.layers.map(\.name) == ["net.0.ssm", "net.2.ssm", "net.10.ssm"])
    #expect(model.layers[2].tensorNames == ["A_log": "net.10.ssm.decay", "dt_bias": "net.10.bias_of_step"])
    guard case .selective(let parameters) = model.layers[2].parameters else { throw WrongCase() }
    #expect(parameters.aLog[1, 2] == 5)
    #expect(model.notes == ["Read as mamba with the given tensor names, as asked."])
  }

  @Test func oneLayerWithoutAStar() throws {
    let mapping = try CheckpointMapping(
      kind: .falconMamba, assignments: ["A_log": "net.2.ssm.decay", "dt_bias": "net.0.bias_of_step"])
    let model = try Checkpoint(file: try net(), mapping: mapping)
    #expect(model.family == .falconMamba && model.layers.map(\.name) == ["net.2.ssm"])
  }

  @Test(arguments: [
    ("mamba3", ["A_log=a"], "expected a kind out of mamba, falcon-mamba, mamba2, rwkv4, rg-lru, s4d, s5, lru, linoss"),
    ("mamba", ["A_log"], "expected ROLE=TENSOR, found 'A_log'"),
    ("mamba", ["A_log=a", "A_log=b"], "expected one tensor for A_log, found two"),
    ("mamba", ["decay=a"], "expected parameters of mamba: A_log, dt_bias, D, "),
    ("mamba", ["A_log=a"], "expected all of A_log, dt_bias for mamba, found no 'dt_bias'"),
    ("mamba", ["A_log=*.*", "dt_bias=b"], "expected a tensor's name with at most one '*' for A_log, found '*.*'"),
    ("mamba", ["A_log=", "dt_bias=b"], "expected a tensor's name with at most one '*' for A_log, found ''"),
    ("mamba", ["A_log=a", "dt_bias=*.b"], "expected a '*' in A_log too, found one in dt_bias only"),
  ])
  func mappingsThatMakeNoSense(kind: String, assignments: [String], words: String) throws {
    let text = try errorText { _ = try CheckpointMapping(kind: kind, assignments: assignments) }
    #expect(text.hasPrefix("mapping: ") && text.contains(words))
  }

  @Test(arguments: [
    (
      ["A_log=net.*.ssm.A", "dt_bias=net.*.bias_of_step"],
      "tensor 'net.*.ssm.A': expected tensors that fit this pattern"
    ),
    (["A_log=net.*.ssm.decay", "dt_bias=net.*.none"], "tensor 'net.0.none': expected a tensor with this name"),
    (["A_log=net.decay", "dt_bias=net.0.bias_of_step"], "tensor 'net.decay': expected shape [channels, states]"),
  ])
  func mappingsThatDoNotFitTheFile(assignments: [String], words: String) throws {
    let mapping = try CheckpointMapping(kind: "mamba", assignments: assignments)
    let file = try net()
    #expect(try errorText { _ = try Checkpoint(file: file, mapping: mapping) }.contains(words))
  }

  @Test func aKindAloneLooksForItsUsualNames() throws {
    let mapping = try CheckpointMapping(kind: "s5", assignments: [])
    let file = try net()
    let text = try errorText { _ = try Checkpoint(file: file, mapping: mapping) }
    #expect(
      text.contains("expected layers of s5, with tensors Lambda_re Lambda_im, found 7 tensors: net.0.bias_of_step"))
  }
}
