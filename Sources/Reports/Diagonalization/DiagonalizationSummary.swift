import Arithmetic
import Foundation

/// The report in a few plain sentences.
struct DiagonalizationSummary {
  let text: String

  init(
    _ matrix: StateMatrix, _ spectrum: CertifiedSpectrum, _ losses: [DiagonalizationReport.Loss],
    _ perturbations: [DiagonalizationReport.Perturbation], _ formats: [DiagonalizationReport.FormatDigits],
    digits: Double
  ) {
    guard let bounds = spectrum.conditionBounds else {
      text =
        "\(matrix.title): the eigenvalues are not told apart with \(spectrum.precision.bits) bits: the matrix is "
        + "defective, or too near to one that is, and is not diagonalized in any format here."
      return
    }
    var sentences = [
      "\(matrix.title): diagonalizing it costs a factor between \(significant(bounds.lowerBound)) and "
        + "\(significant(bounds.upperBound)) in accuracy (certified), \(Int(log2(bounds.lowerBound).rounded(.up))) bits or "
        + "more."
    ]
    for loss in losses.prefix(2) {
      sentences.append(
        "In \(loss.format) the eigenvalues come out wrong by \(significant(loss.eigenvalueError)) |A|"
          + (loss.transferError.map { ", the transfer function by \(significant($0)) of its largest value" } ?? "")
          + ".")
    }
    for format in ["float32", "float64"] {
      guard let best = perturbations.min(by: { $0.error(in: format) < $1.error(in: format) }) else { continue }
      sentences.append(
        "A random perturbation of \(significant(best.relativeSize)) |A| first leaves an error of "
          + "\(significant(best.error(in: format))) in \(format)"
          + (best.spectralAbscissa < 0 ? "." : ", but the perturbed matrix is not stable."))
    }
    let direct = formats.first { $0.direct >= digits }?.format ?? "a wider format than 1024 bits"
    let perturbed = formats.first { $0.perturbed ?? 0 >= digits }?.format
    sentences.append(
      "To keep \(shortestDecimal(digits)) digits of the transfer function it takes \(direct) directly, "
        + (perturbed.map { "\($0) after a perturbation." } ?? "and no perturbation tried keeps them in float64."))
    text = sentences.joined(separator: " ")
  }
}
