import Foundation
import Oracle

extension ComparisonReport {
  /// The report as JSON with sorted keys; numbers that are not finite are words.
  public var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      return String(decoding: try encoder.encode(Record(self)), as: UTF8.self) + "\n"
    }
  }

  /// The report as JUnit XML: one test for each output, which fails where it is not accepted.
  public var junit: String {
    let failing = judgement.tensors.filter { !Self.failures($0).isEmpty }
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuite name=\"ssmcheck compare \(Self.escaped(call.kernel))\" tests=\"\(judgement.tensors.count)\" "
        + "failures=\"\(failing.count)\">",
    ]
    for tensor in judgement.tensors {
      let name = "name=\"\(Self.escaped(tensor.name))\" classname=\"\(Self.escaped(call.kernel))\""
      guard !Self.failures(tensor).isEmpty else {
        lines.append("  <testcase \(name)/>")
        continue
      }
      lines.append("  <testcase \(name)>")
      lines.append(
        "    <failure message=\"\(Self.escaped(judgement.verdict.title))\">\(Self.escaped(summary))</failure>")
      lines.append("  </testcase>")
    }
    return (lines + ["</testsuite>", ""]).joined(separator: "\n")
  }

  /// The verdicts of a tensor's elements for which it is not accepted.
  private static func failures(_ tensor: Judgement.Tensor) -> [ElementVerdict] {
    [.defect, .vacuous, .undecided].filter { tensor.count($0) > 0 }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}

/// What is written as JSON.
private struct Record: Encodable {
  struct Tensor: Encodable {
    let name: String
    let shape: [Int]
    let format: String
    let counts: [String: Int]
    let worst: Worst?
  }
  struct Worst: Encodable {
    let index: [Int]
    let candidate, reference, error, bound, magnitude, ratio: Double
  }
  struct Match: Encodable {
    let identifier, statement: String
  }
  struct Parts: Encodable {
    let judged, all: Int
  }

  let kernel: String
  let verdict: String
  let exitCode: Int32
  let algorithm: String
  let arithmetic: String
  let dimensions: [String: Int]
  let flags: [String: String]
  let parts: Parts
  let seed: UInt64
  let tensors: [Tensor]
  let diagnosis: [Match]?
  let observations: [String]?

  init(_ report: ComparisonReport) {
    let judgement = report.judgement
    kernel = report.call.kernel
    verdict = judgement.verdict.title
    exitCode = report.exitCode
    algorithm = judgement.form.name
    arithmetic = judgement.plan.arithmetic.description
    dimensions = report.call.dimensions
    flags = report.call.flags.mapValues(\.description)
    parts = Parts(judged: judgement.parts.judged, all: judgement.parts.all)
    seed = report.seed
    tensors = judgement.tensors.map { tensor in
      Tensor(
        name: tensor.name, shape: tensor.shape, format: tensor.format.description,
        counts: Dictionary(
          uniqueKeysWithValues: ElementVerdict.allCases.map { ("\($0)", tensor.count($0)) }.filter { $0.1 > 0 }),
        worst: tensor.worst.map {
          Worst(
            index: tensor.indices(at: $0.position), candidate: $0.candidate, reference: $0.reference, error: $0.error,
            bound: $0.bound, magnitude: $0.magnitude, ratio: $0.ratio)
        })
    }
    diagnosis = judgement.diagnosis?.matches.map { Match(identifier: $0.identifier, statement: $0.statement) }
    observations = judgement.diagnosis?.observations
  }
}
