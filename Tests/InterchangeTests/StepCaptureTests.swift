import Foundation
import Interchange
import Testing

@Suite("Captured steps")
struct StepCaptureTests {
  /// The bfloat16 capture of the bundled model; the expected numbers were read from it by a separate program.
  @Test func aCaptureOfATrainedModel() throws {
    let capture = try StepCapture(path: try fixture("mamba-bytes/kernel-L64-continued-bfloat16.safetensors"))
    #expect(capture.batch == 1 && capture.channels == 128 && capture.length == 64)
    #expect(capture.origin == .stored && capture.elementType == .bfloat16)
    #expect(capture.values.min() == 0.0001583099365234375 && capture.values.max() == 0.4453125)
    #expect(capture[0, 5, 7] == 0.03857421875)
    #expect(capture.values(ofChannel: 5)[7] == 0.03857421875)
  }

  @Test func stepsFromWhatIsUnderTheSoftplus() throws {
    var contents = TensorContents()
    try contents.append("dt_raw", shape: [2, 2, 2], .float64, [0, 0, 1, 1, 0, -800, 1e300, 1])
    try contents.append("dt_bias", shape: [2], .float64, [0, -1])
    let capture = try StepCapture(file: SafetensorsFile(bytes: contents.safetensors, path: "c"))
    let ln2 = log1p(1.0)
    #expect(capture.origin == .computed && capture.batch == 2)
    #expect(capture.values == [ln2, ln2, ln2, ln2, ln2, 0, 1e300, ln2])
    #expect(capture.values(ofChannel: 1) == [ln2, ln2, 1e300, ln2])
  }

  @Test func capturesThatCannotBeUsed() throws {
    let other = try checkpointFile([("u", [1])])
    #expect(try errorText { _ = try StepCapture(file: other) }.contains("expected steps: a tensor 'dt' or 'dt_raw'"))
    let flat = try checkpointFile([("dt", [4])])
    #expect(try errorText { _ = try StepCapture(file: flat) }.contains("expected shape [batch, channels, length]"))
    var contents = TensorContents()
    try contents.append("dt", shape: [1, 1, 2], .float32, [1, -1])
    let negative = try SafetensorsFile(bytes: contents.safetensors, path: "c")
    #expect(try errorText { _ = try StepCapture(file: negative) }.contains("at least 0, found -1.0 at index [0, 0, 1]"))
  }

  /// A capture holds the parameters of its layer too, so it can be read as a checkpoint of one layer.
  @Test func aCaptureIsACheckpointOfOneLayer() throws {
    let file = try SafetensorsFile(path: try fixture("mamba-bytes/kernel-L64-continued-bfloat16.safetensors"))
    let model = try Checkpoint(file: file)
    #expect(model.family == .mamba && model.layers.map(\.name) == [""])
    guard case .selective(let parameters) = model.layers[0].parameters else { throw WrongCase() }
    #expect(parameters.channels == 128 && parameters.aLog.elementType == .bfloat16)
  }
}
