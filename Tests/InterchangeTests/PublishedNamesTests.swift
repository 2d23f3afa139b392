import Interchange
import Testing

/// Families that no trained file is at hand for: files made with the names and shapes of the authors' code.
@Suite("Published tensor names are recognised")
struct PublishedNamesTests {
  @Test func mamba2() throws {
    let shapes: [(String, [Int])] = (0..<12).flatMap { layer in
      let mixer = "backbone.layers.\(layer).mixer."
      return [
        (mixer + "A_log", [4]), (mixer + "dt_bias", [4]), (mixer + "D", [4]), (mixer + "norm.weight", [8]),
        (mixer + "in_proj.weight", [3, 5]), (mixer + "conv1d.weight", [3, 1, 4]),
      ]
    }
    let model = try Checkpoint(file: try checkpointFile(shapes, type: .bfloat16))
    #expect(model.family == .mamba2)
    #expect(model.layers.map(\.index) == Array(0..<12))
    guard case .multiheadSelective(let parameters) = model.layers[11].parameters else { throw WrongCase() }
    #expect(parameters.heads == 4 && parameters.aLog.elementType == .bfloat16 && parameters.skip.shape == [4])
    #expect(model.layers[11].tensorNames["norm"] == "backbone.layers.11.mixer.norm.weight")
  }

  @Test func mambaOfTheAuthors() throws {
    let file = try checkpointFile([
      ("layers.0.mixer.A_log", [6, 4]), ("layers.0.mixer.dt_proj.bias", [6]), ("layers.0.mixer.D", [6]),
    ])
    let model = try Checkpoint(file: file)
    #expect(model.family == .mamba && model.layers[0].name == "layers.0.mixer")
  }

  @Test func rgLRUOfTheAuthors() throws {
    let layer = "blocks.1.recurrent_block.rg_lru."
    let model = try Checkpoint(
      file: try checkpointFile([
        (layer + "a_param", [6]), (layer + "input_gate.w", [2, 3, 3]), (layer + "input_gate.b", [2, 3]),
        (layer + "a_gate.w", [2, 3, 3]), (layer + "a_gate.b", [2, 3]),
      ]))
    #expect(model.family == .rgLRU && model.layers[0].index == 1)
  }

  /// The stand-alone S4D keeps D outside the kernel.
  @Test func s4dOfTheAuthors() throws {
    let model = try Checkpoint(
      file: try checkpointFile(
        [
          ("s4_layers.0.kernel.log_A_real", [2, 3]), ("s4_layers.0.kernel.A_imag", [2, 3]),
          ("s4_layers.0.kernel.C", [2, 3, 2]), ("s4_layers.0.kernel.log_dt", [2]), ("s4_layers.0.D", [2]),
        ], counting: true))
    guard case .s4d(let parameters) = model.layers[0].parameters else { throw WrongCase() }
    #expect(parameters.skip?.tensorName == "s4_layers.0.D")
    #expect(parameters.c.shape == [2, 3] && parameters.c[1, 2] == (real: 10, imaginary: 11))
  }

  /// A flattened tree of the JAX code, with slashes.
  @Test func s5() throws {
    let layer = "encoder/layers_3/seq/"
    let shapes: [(String, [Int])] = [
      (layer + "Lambda_re", [4]), (layer + "Lambda_im", [4]), (layer + "log_step", [4, 1]), (layer + "B", [4, 3, 2]),
      (layer + "D", [3]),
    ]
    let model = try Checkpoint(file: try checkpointFile(shapes + [(layer + "C", [3, 4, 2])], counting: true))
    #expect(model.family == .s5 && model.layers[0].name == "encoder/layers_3/seq" && model.layers[0].index == 3)
    guard case .s5(let parameters) = model.layers[0].parameters else { throw WrongCase() }
    #expect(parameters.logStep.shape == [4] && parameters.cBackward == nil && parameters.c.shape == [3, 4])

    let wide = try Checkpoint(file: try checkpointFile(shapes + [(layer + "C", [3, 8, 2])], counting: true))
    guard case .s5(let both) = wide.layers[0].parameters else { throw WrongCase() }
    #expect(both.c[1, 0].real == 16 && both.cBackward?[1, 0].real == 24 && both.cBackward?.shape == [3, 4])

    let split = try Checkpoint(
      file: try checkpointFile(shapes + [(layer + "C1", [3, 4, 2]), (layer + "C2", [3, 4, 2])]))
    guard case .s5(let two) = split.layers[0].parameters else { throw WrongCase() }
    #expect(two.cBackward?.tensorNames == [layer + "C2"])
  }

  @Test(arguments: [false, true])
  func linOSS(damped: Bool) throws {
    var shapes: [(String, [Int])] = [
      ("blocks.0.ssm.A_diag", [4]), ("blocks.0.ssm.steps", [4]), ("blocks.0.ssm.B", [4, 3, 2]),
      ("blocks.0.ssm.C", [3, 4, 2]), ("blocks.0.ssm.D", [3]),
    ]
    if damped { shapes.append(("blocks.0.ssm.G_diag", [4])) }
    let model = try Checkpoint(file: try checkpointFile(shapes))
    #expect(model.family == .linOSS && model.notes.count == 1)
    guard case .linOSS(let parameters) = model.layers[0].parameters else { throw WrongCase() }
    #expect(parameters.oscillators == 4 && parameters.channels == 3)
    #expect((parameters.dampingDiagonal != nil) == damped)
  }
}
