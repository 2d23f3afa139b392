import Foundation
import Interchange
import Testing

/// The expected numbers were read from the files by a separate program.
@Suite("Trained checkpoints are recognised")
struct CheckpointTests {
  @Test func mamba() throws {
    let model = try Checkpoint(path: try fixture("mamba-bytes/model.safetensors"))
    #expect(model.family == .mamba && model.notes.isEmpty)
    #expect(model.layers.map(\.index) == [0, 1, 2, 3])
    #expect(model.layers[2].name == "backbone.layers.2.mixer")
    #expect(model.layers[2].tensorNames["in_proj"] == "backbone.layers.2.mixer.in_proj.weight")
    for layer in model.layers {
      guard case .selective(let parameters) = layer.parameters else { throw WrongCase() }
      #expect(parameters.channels == 128 && parameters.states == 16)
      #expect(parameters.aLog.shape == [128, 16] && parameters.aLog.elementType == .float32)
      #expect(parameters.stepBias.shape == [128] && parameters.skip?.shape == [128])
    }
    guard case .selective(let second) = model.layers[2].parameters else { throw WrongCase() }
    #expect(second.aLog.tensorName == "backbone.layers.2.mixer.A_log")
    #expect(second.aLog[5, 3] == 1.2423458099365234)
    #expect(second.stepBias[7] == -3.3299872875213623)
    guard case .selective(let third) = model.layers[3].parameters else { throw WrongCase() }
    #expect(third.skip?[127] == 1.0377185344696045)
    #expect(model.configuration?.numbers["time_step_min"] == [0.001])
    #expect(model.configuration?.strings["model_type"] == "mamba")
  }

  @Test func aFolderIsAsGoodAsItsFile() throws {
    let model = try Checkpoint(path: try fixture("mamba-bytes"))
    #expect(model.family == .mamba && model.layers.count == 4)
    #expect(model.file.path.hasSuffix("mamba-bytes/model.safetensors"))
  }

  @Test func falconMamba() throws {
    let model = try Checkpoint(path: try fixture("falcon-mamba-bytes/model.safetensors"))
    #expect(model.family == .falconMamba && model.layers.count == 2 && model.notes.isEmpty)
    guard case .selective(let parameters) = model.layers[1].parameters else { throw WrongCase() }
    #expect(parameters.channels == 96 && parameters.states == 16)
    #expect(parameters.aLog[95, 15] == 2.594080924987793)
  }

  /// The tensors of Falcon Mamba are those of Mamba; without its `config.json` a note says so.
  @Test func falconMambaWithoutItsConfiguration() throws {
    let file = try SafetensorsFile(path: try fixture("falcon-mamba-bytes/model.safetensors"))
    let model = try Checkpoint(file: file)
    #expect(model.family == .mamba)
    #expect(model.notes.count == 1 && model.notes[0].contains("Falcon Mamba stores the same tensors"))
  }

  @Test func rwkv4() throws {
    let model = try Checkpoint(path: try fixture("rwkv-bytes/model.safetensors"))
    #expect(model.family == .rwkv4 && model.layers.count == 3 && model.notes.isEmpty)
    #expect(model.layers[1].name == "rwkv.blocks.1.attention")
    guard case .rwkv4(let parameters) = model.layers[2].parameters else { throw WrongCase() }
    #expect(parameters.channels == 64)
    #expect(parameters.timeDecay[10] == -4.60324764251709 && parameters.timeFirst[63] == 1.0205085277557373)
  }

  @Test func recurrentGemma() throws {
    let model = try Checkpoint(path: try fixture("recurrent-gemma-bytes/model.safetensors"))
    #expect(model.family == .rgLRU && model.layers.count == 2)
    #expect(model.notes == ["config.json has 3 layers; 2 recurrent ones were found."])
    guard case .rgLRU(let parameters) = model.layers[1].parameters else { throw WrongCase() }
    #expect(parameters.channels == 64 && parameters.blocks == 4)
    #expect(parameters.recurrentParameter[0] == -3.1708383560180664)
    #expect(parameters.recurrentGateWeight[2, 3, 4] == 0.11979173123836517)
    #expect(parameters.inputGateBias[0, 0] == -0.046175748109817505)
  }

  @Test func lru() throws {
    let model = try Checkpoint(path: try fixture("lru/model.safetensors"))
    #expect(model.family == .lru && model.layers.count == 1)
    guard case .lru(let parameters) = model.layers[0].parameters else { throw WrongCase() }
    #expect(parameters.modes == 32 && parameters.channels == 8)
    #expect(parameters.nuLog[0] == -2.4506356716156006 && parameters.thetaLog[31] == -1.7750672101974487)
    #expect(parameters.gammaLog[4] == -1.0170621871948242)
    #expect(parameters.b[30, 2].imaginary == -0.1466677337884903)
    #expect(parameters.c[7, 31].real == -0.14491243660449982)
    #expect(parameters.b.tensorNames == ["layer.B_re", "layer.B_im"])
    #expect(parameters.skip?[7] == -0.9131415486335754)
  }

  @Test(arguments: [
    ("s4d-lin", 28.1965389251709, -0.08268808573484421, -3.6712634563446045, -0.689880907535553),
    ("s4d-inv", 6.9763569831848145, 0.030381396412849426, -4.639857769012451, 0.3593066930770874),
  ])
  func s4d(name: String, aImaginary: Double, c: Double, logStep: Double, logAReal: Double) throws {
    let model = try Checkpoint(path: try fixture("\(name)/model.safetensors"))
    #expect(model.family == .s4d && model.layers.count == 1 && model.layers[0].name == "layer")
    guard case .s4d(let parameters) = model.layers[0].parameters else { throw WrongCase() }
    #expect(parameters.channels == 8 && parameters.modes == 16 && parameters.c.shape == [8, 16])
    #expect(parameters.aImaginary[2, 9] == aImaginary)
    #expect(parameters.c[3, 5].imaginary == c)
    #expect(parameters.logStep[0] == logStep && parameters.logAReal[0, 0] == logAReal)
    #expect(parameters.skip?.shape == [8])
  }
}

/// A layer was not of the case it should be.
struct WrongCase: Error {}
