import Arithmetic
import Foundation
import Oracle

/// The report of a comparison: the verdict, where the worst element is, the diagnosis, and how errors lie.
public struct ComparisonReport: Sendable {
  public let definition: any KernelDefinition
  public let call: KernelCall
  public let judgement: Judgement
  public let seed: UInt64

  /// The exit code of a command that made this report.
  public var exitCode: Int32 { judgement.verdict.exitCode }

  /// The verdict and what is behind it, in a few lines for a terminal.
  public var summary: String {
    var lines = ["\(call.kernel): \(judgement.verdict.title)."]
    if let (tensor, worst) = judgement.headline { lines.append(Self.words(worst, of: tensor)) }
    if let diagnosis = judgement.diagnosis {
      lines.append(diagnosis.summary)
      if diagnosis.matches.count > 1 {
        let others = diagnosis.matches.dropFirst().map { "\($0.statement) (\($0.identifier))" }
        lines.append("On this call that cannot be told from \(others.joined(separator: "; ")).")
      }
      if !diagnosis.matches.isEmpty || diagnosis.observations.count > 1 {
        lines.append(diagnosis.observations.dropFirst(diagnosis.matches.isEmpty ? 1 : 0).joined(separator: " "))
      }
    }
    lines.append(counts)
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// How many elements got which verdict.
  var counts: String {
    let total = judgement.tensors.reduce(0) { $0 + $1.judgedCount }
    let kinds: [(ElementVerdict, String)] = [
      (.correctlyRounded, "correctly rounded"), (.explained, "explained by rounding"),
      (.lessAccurate, "explained by a less accurate algorithm"), (.defect, "defects"), (.vacuous, "vacuous"),
      (.undecided, "undecided"),
    ]
    let words = kinds.compactMap { verdict, words -> String? in
      let count = judgement.tensors.reduce(0) { $0 + $1.count(verdict) }
      return count == 0 ? nil : "\(grouped(count)) \(words)"
    }
    let sample =
      judgement.parts.judged < judgement.parts.all
      ? " in a sample of \(grouped(judgement.parts.judged)) of \(grouped(judgement.parts.all)) parts, seed \(seed)" : ""
    return "\(counted(total, "element")) judged\(sample): \(words.joined(separator: ", "))."
  }

  static func words(_ worst: WorstElement, of tensor: Judgement.Tensor) -> String {
    let place = tensor.indices(at: worst.position).map(String.init).joined(separator: ", ")
    let ulps = tensor.format.float.map { worst.error / $0.unitInTheLastPlace(worst.reference) }
    let size = ulps.map { ", \(significant($0)) units in the last place" } ?? ""
    return "Worst: \(tensor.name)[\(place)] = \(shortestDecimal(worst.candidate)), exact "
      + "\(shortestDecimal(worst.reference)); error \(significant(worst.error))\(size), bound "
      + "\(significant(worst.bound)), error/bound \(significant(worst.ratio))."
  }
}
