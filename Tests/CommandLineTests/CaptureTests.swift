import Foundation
import Testing

/// What the oracle says of the scan of a trained model that PyTorch and transformers computed, in three precisions.
@Suite struct CaptureTests {
  struct Capture: Sendable, CustomTestStringConvertible {
    let precision: String
    let arguments: [String]
    let exitCode: Int32
    let says: [String]
    var testDescription: String { ([precision] + arguments).joined(separator: " ") }
  }

  static let captures = [
    Capture(precision: "float32", arguments: [], exitCode: 0, says: ["explained by rounding."]),
    // In float64 the library takes the step, the input and B in float32: no kernel in double precision, and a right one
    // in single precision.
    Capture(precision: "float64", arguments: [], exitCode: 1, says: ["defect.", "rounded to binary32"]),
    Capture(
      precision: "float64", arguments: ["--accumulate", "fp32"], exitCode: 0, says: ["explained by rounding."]),
    // In bfloat16 the step is rounded to bfloat16, and so are the state as it is read, the sum over it and D u.
    Capture(precision: "bfloat16", arguments: [], exitCode: 1, says: ["defect."]),
    Capture(
      precision: "bfloat16", arguments: ["--store", "step=bf16", "--store", "readout=bf16"], exitCode: 0,
      says: ["explained by rounding."]),
  ]

  @Test(arguments: captures) func verdict(_ capture: Capture) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/mamba-continued-\(capture.precision).safetensors")
    let names = ["delta=dt_raw", "delta_bias=dt_bias", "out=y", "last_state=final_state"].flatMap { ["--map", $0] }
    let run = try ProgramRun(
      ["compare", "mamba1.selective_scan", "--inputs", file.path] + names + capture.arguments)
    #expect(run.exitCode == capture.exitCode, "\(run.output)\(run.errors)")
    for words in capture.says { #expect(run.output.contains(words), "\(run.output)") }
  }
}
