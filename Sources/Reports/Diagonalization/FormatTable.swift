import Arithmetic
import Foundation

/// How many digits of a transfer function each format can keep.
struct FormatTable {
  let rows: [DiagonalizationReport.FormatDigits]

  /// Unit roundoffs, from the coarsest; the wider ones are those of double-double and of MPFR at a precision.
  static let formats: [(name: String, bits: Int)] = [
    ("bfloat16", 8), ("float16", 11), ("float32", 24), ("float64", 53), ("double-double", 104), ("128 bits", 128),
    ("256 bits", 256), ("512 bits", 512), ("1024 bits", 1024),
  ]

  /// Diagonalizing costs n u kappa: kappa is at least max kappa_j for A as it is, and as measured for A + E.
  init(
    _ matrix: StateMatrix, _ spectrum: CertifiedSpectrum, _ perturbations: [DiagonalizationReport.Perturbation]
  ) {
    let least = spectrum.conditionBounds?.lowerBound ?? .infinity
    rows = Self.formats.map { name, bits in
      let u = Foundation.pow(2, -Double(bits))
      func digits(_ error: Double) -> Double { error.isNaN ? 0 : max(0, -log10(error)) }
      let scale = Double(matrix.order) * u
      let best =
        bits > 53
        ? nil
        : perturbations.min {
          $0.firstOrderDeviation + scale * $0.condition < $1.firstOrderDeviation + scale * $1.condition
        }
      return DiagonalizationReport.FormatDigits(
        format: name, unitRoundoff: u, direct: digits(scale * least),
        perturbed: best.map { digits($0.firstOrderDeviation + scale * $0.condition) }, relativeSize: best?.relativeSize)
    }
  }
}
