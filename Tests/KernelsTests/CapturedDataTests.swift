import Arithmetic
import Foundation
import Interchange
import Kernels
import Testing

/// The kernels against what PyTorch computed in a trained layer, float32.
@Suite struct CapturedDataTests {
  /// The scan of the bundled Mamba model, `y` with the feedthrough and before the gate: 128 channels, 257 steps. Our
  /// kernel and the captured output are each within their own bound of the definition on the same inputs.
  @Test func mambaSelectiveScan() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = "Sources/ssmcheck/Resources/mamba-bytes/kernel-L257-float32.safetensors"
    let file = try SafetensorsFile(path: root.appendingPathComponent(path).path)
    let kernel = try SelectiveScanKernel(
      eigenvalues: array(file, "A"), feedthrough: array(file, "D"), stepBias: array(file, "dt_bias"),
      appliesSoftplus: true)
    let all = try SelectiveInstance(
      kernel: kernel, input: array(file, "u"), steps: array(file, "dt_raw"), inputGains: array(file, "B"),
      outputGains: array(file, "C"), gate: nil, initialState: array(file, "initial_state"))
    let whole = try all.run()

    // The reference takes every sixteenth channel.
    let channels = Array(stride(from: 0, to: 128, by: 16))
    var instance = all
    instance.kernel = try SelectiveScanKernel(
      eigenvalues: kernel.eigenvalues.taking(channels, axis: 0),
      feedthrough: kernel.feedthrough?.taking(channels, axis: 0),
      stepBias: kernel.stepBias?.taking(channels, axis: 0), appliesSoftplus: true)
    instance.input = try all.input.taking(channels, axis: 1)
    instance.steps = try all.steps.taking(channels, axis: 1)
    instance.initialState = try all.initialState?.taking(channels, axis: 1)
    let ours = try instance.agreement(
      output: whole.output.taking(channels, axis: 1), finalState: whole.finalState.taking(channels, axis: 1))
    #expect(ours.holds, "\(ours)")
    #expect(ours.count == channels.count * (257 + 16))

    // PyTorch: exp and log1p within an ulp, 2 roundoffs, so that softplus is within 4; Delta B u two products, a h + b
    // and D u + y a product and a sum each, and a dot product in some order.
    let model = SelectiveErrorModel(exp: 2, softplus: 4, silu: 4, drive: 2, step: 2, feedthrough: 2)
    let theirs = try instance.agreement(
      output: array(file, "y").taking(channels, axis: 1),
      finalState: array(file, "final_state").taking(channels, axis: 1), model: model)
    #expect(theirs.holds, "\(theirs)")
  }

  /// A layer of S4D-Lin: 8 channels of 16 conjugate pairs, two rows of 257 steps. The reference takes the parameters
  /// discretized in 256 bits; our kernel takes them rounded once, PyTorch discretized them in float32.
  @Test func s4dLayer() throws {
    let layer = try SafetensorsFile(path: fixture("s4d-lin-model.safetensors"))
    let io = try SafetensorsFile(path: fixture("s4d-lin-io-float32.safetensors"))
    let discretized = try DiscretizedS4D(layer)
    let exact = try discretized.kernel(Double.self)
    let input = try array(io, "u")
    let inputInDouble = try ShapedArray(input.elements.map { Double($0) }, shape: input.shape)
    func compare(
      _ output: ShapedArray<Float>, _ final: ComplexShapedArray<Float>, _ model: DiagonalModelTests.ErrorModel
    ) throws -> Agreement {
      func inDouble(_ x: ShapedArray<Float>) throws -> ShapedArray<Double> {
        try ShapedArray(x.elements.map { Double($0) }, shape: x.shape)
      }
      let finalState = try ComplexShapedArray(real: inDouble(final.real), imaginary: inDouble(final.imaginary))
      return DiagonalModelTests.agreement(
        (try inDouble(output), finalState), kernel: exact, input: inputInDouble, initialState: nil, errorModel: model)
    }

    let result = try discretized.kernel(Float.self).run(input: input)
    let roundoff = Roundoff(Float.self)
    let ours = try compare(
      result.output, result.finalState,
      DiagonalModelTests.ErrorModel(
        roundoff: roundoff, transition: discretized.modes.map { roundoff.unit * $0.transition + roundoff.tiny },
        inputGain: discretized.modes.map { roundoff.unit * $0.gain + roundoff.tiny }))
    #expect(ours.holds, "\(ours)")
    #expect(ours.count == 2 * 8 * (257 + 2 * 16))

    // PyTorch, functions within 2 roundoffs: dt and Re A 2 each, dt A one more; e^x, the cosine and the product 5, and
    // both parts sqrt(2) at most. b = (a - 1)/A: the error of a, a rounding of a - 1, A and a complex division.
    let transitionErrors = discretized.modes.map { roundoff.unit * $0.transition * (5 * $0.exponent + 5 * 2) }
    let gainErrors = zip(discretized.modes, transitionErrors).map { mode, error in
      (error + roundoff.unit * mode.difference) / mode.rate + 10 * roundoff.unit * mode.gain
    }
    let states = try array(io, "final_state")
    let captured = try ComplexShapedArray(
      real: ShapedArray(stride(from: 0, to: 512, by: 2).map { states.elements[$0] }, shape: [2, 8, 16]),
      imaginary: ShapedArray(stride(from: 1, to: 512, by: 2).map { states.elements[$0] }, shape: [2, 8, 16]))
    let theirs = try compare(
      array(io, "y"), captured,
      DiagonalModelTests.ErrorModel(
        roundoff: roundoff, step: 4, readout: 3, feedthrough: 2, transition: transitionErrors, inputGain: gainErrors))
    #expect(theirs.holds, "\(theirs)")
  }

  private func array(_ file: SafetensorsFile, _ name: String) throws -> ShapedArray<Float> {
    let tensor = try file.tensor(name)
    return try ShapedArray(tensor.doubles().map { Float($0) }, shape: tensor.shape)
  }

  private func fixture(_ name: String) throws -> String {
    let folder = try #require(Bundle.module.resourceURL)
    return folder.appendingPathComponent("Fixtures").appendingPathComponent(name).path
  }
}
