import Arithmetic
import Foundation
import Interchange
import Oracle
import Testing

/// What PyTorch computed in trained layers agrees with the definitions within rounding.
@Suite struct CaptureTests {
  /// transformers keeps numerator and denominator over a running exponent.
  @Test func wkv() throws {
    let file = try fixture("rwkv-L257-float32")
    let state = try ["final_numerator", "final_denominator", "final_max"].flatMap { try numbers(file, $0).values }
    try judge(
      WKV4Scan(),
      [
        "w": numbers(file, "time_decay"), "u": numbers(file, "time_first"), "k": numbers(file, "key"),
        "v": numbers(file, "value"),
      ],
      flags: ["gate_domain": .word("loglog")],
      candidate: ["y": numbers(file, "y"), "final_state": NumericTensor(state, shape: [1, 3, 64])], parts: 8)
  }

  /// transformers forms 1 - a^2 as 1 - exp(2 log a).
  @Test func realGatedLRU() throws {
    let file = try fixture("recurrent-gemma-L257-float32")
    var tensors = try ["x": numbers(file, "x"), "a_param": numbers(file, "recurrent_param")]
    for gate in ["input_gate", "recurrent_gate"] {
      for part in ["_weight", "_bias"] { tensors[gate + part] = try numbers(file, gate + part) }
    }
    let positions = try file.tensor("position_ids")
    tensors["segment_pos"] = try NumericTensor(positions.doubles(), shape: positions.shape, format: .integer)
    try judge(
      RealGatedLRUScan(), tensors, candidate: ["y": numbers(file, "y"), "last_h": numbers(file, "final_state")],
      parts: 8)
  }

  @Test(arguments: ["", "_continued"])
  func lru(_ part: String) throws {
    let (model, file) = try (fixture("lru-model"), fixture("lru-io-float64"))
    var tensors = try ["u": numbers(file, "u" + part)]
    for name in ["nu_log", "theta_log", "gamma_log", "B_re", "B_im", "C_re", "C_im", "D"] {
      tensors[name] = try numbers(model, "layer." + name)
    }
    let initial = part.isEmpty ? "initial_state" : "final_state"
    tensors["initial_state"] = try numbers(file, initial, isComplex: true)
    let final = try numbers(file, "final_state" + part, isComplex: true)
    try judge(
      LRUScan(), tensors, candidate: ["y": numbers(file, "y" + part), "final_state": final], plan: .double, parts: 1)
  }

  /// PyTorch forms e^z - 1 by a subtraction.
  @Test(arguments: ["", "_continued"])
  func s4d(_ part: String) throws {
    let file = try fixture("s4d-lin-io-float64")
    var tensors = try parameters()
    tensors["u"] = try swapped(numbers(file, "u" + part))
    tensors["D"] = try numbers(fixture("s4d-lin-model"), "layer.D")
    let initial = part.isEmpty ? "initial_state" : "final_state"
    tensors["initial_state"] = try numbers(file, initial, isComplex: true)
    let final = try numbers(file, "final_state" + part, isComplex: true)
    try judge(
      S4DScan(), tensors, candidate: ["y": swapped(numbers(file, "y" + part)), "final_state": final], plan: .double,
      parts: 3)
  }

  @Test func s4dKernel() throws {
    let file = try fixture("s4d-lin-io-float64")
    try judge(
      S4DKernel(), parameters(), flags: ["length": .number(257)], candidate: ["K": numbers(file, "K")], plan: .double,
      parts: 3)
  }

  /// The parameters of the S4D layer.
  private func parameters() throws -> [String: NumericTensor] {
    let model = try fixture("s4d-lin-model")
    var tensors = try ["C": numbers(model, "layer.C", isComplex: true)]
    for name in ["log_dt", "log_A_real", "A_imag"] { tensors[name] = try numbers(model, "layer." + name) }
    return tensors
  }

  private func judge(
    _ kernel: some KernelDefinition, _ tensors: [String: NumericTensor], flags: [String: FlagValue] = [:],
    candidate: [String: NumericTensor], plan: FloatModel = .single, parts: Int
  ) throws {
    let call = try KernelCall(of: kernel, tensors: tensors, flags: flags)
    let options = JudgeOptions(plan: PrecisionPlan(arithmetic: plan), sampledParts: parts)
    let judgement = try Judge(kernel, call, candidate: candidate, options: options).run()
    let worst = judgement.headline.map { "\($0.tensor.name) \($0.element)" } ?? ""
    #expect(judgement.verdict.isAccepted, "\(judgement.verdict.title), \(worst)")
  }

  /// The axes of channels and length exchanged.
  private func swapped(_ tensor: NumericTensor) -> NumericTensor {
    let (rows, length, channels) = (tensor.shape[0], tensor.shape[1], tensor.shape[2])
    var result = NumericTensor(zeros: [rows, channels, length], format: tensor.format)
    for position in 0..<tensor.count {
      let indices = tensor.indices(at: position)
      result.values[result.position([indices[0], indices[2], indices[1]])] = tensor.values[position]
    }
    return result
  }

  private func numbers(_ file: SafetensorsFile, _ name: String, isComplex: Bool = false) throws -> NumericTensor {
    let tensor = try file.tensor(name)
    let format: FloatFormat = tensor.elementType == .float64 ? .binary64 : .binary32
    return try NumericTensor(
      tensor.doubles(), shape: isComplex ? tensor.shape.dropLast() : tensor.shape, format: .float(format),
      isComplex: isComplex)
  }

  private func fixture(_ name: String) throws -> SafetensorsFile {
    let folder = try #require(Bundle.module.resourceURL)
    return try SafetensorsFile(path: folder.appendingPathComponent("Fixtures/\(name).safetensors").path)
  }
}
