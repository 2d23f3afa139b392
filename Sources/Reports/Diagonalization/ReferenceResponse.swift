import Arithmetic
import Definitions
import Foundation
import LinearAlgebra

/// The transfer function G(i w) = C (i w I - A)^-1 B of a simple spectrum on a grid of frequencies, enclosed.
struct ReferenceResponse: Sendable {
  /// w, in units of 1/time.
  let frequencies: [Double]
  /// G(i w).
  let values: [Disc]
  /// (i w I - A)^-1 B and the row C (i w I - A)^-1, to double precision: the directions to which a perturbation
  /// couples.
  let states: [[Complex<Double>]]
  let costates: [[Complex<Double>]]

  /// nil where the eigenvectors are not enclosed.
  init?(_ matrix: StateMatrix, _ spectrum: CertifiedSpectrum) {
    guard spectrum.isSimple, let right = spectrum.enclosed.right, let left = spectrum.enclosed.left else { return nil }
    let system = spectrum.system
    let frequencies = Self.grid(spectrum)
    self.frequencies = frequencies
    let n = matrix.order
    let weights = (0..<n).map { left.elements.dot(left.rowStrip($0), right.elements, right.columnStrip($0)) }
    // C v_j and (w_j B)/(w_j v_j).
    let outputs = (system.output * right).row(0)
    let inputs = zip((left * system.input).column(0), weights).map { $0 / $1 }
    let context = system.context
    values = frequencies.map { w in
      let s = Disc(Ball(0, in: context), Ball(w, in: context))
      return (0..<n).reduce(Disc(0, in: context)) { $0 + outputs[$1] * inputs[$1] / (s - spectrum.enclosed.values[$1]) }
    }
    func vectors(_ element: (Int, Int) -> Disc, _ residue: (Int) -> Disc) -> [[Complex<Double>]] {
      let parts = (0..<n).map { i in (0..<n).map { j in element(i, j) * residue(j) } }
      return frequencies.map { w in
        let s = Disc(Ball(0, in: context), Ball(w, in: context))
        let factors = spectrum.enclosed.values.map { 1 / (s - $0) }
        return parts.map { row in
          let sum = zip(row, factors).reduce(Disc(0, in: context)) { $0.addingProduct($1.0, $1.1) }
          return Complex(sum.real.approximation, sum.imaginary.approximation)
        }
      }
    }
    states = vectors({ right[$0, $1] }, { inputs[$0] })
    costates = vectors({ left[$1, $0] }, { outputs[$0] / weights[$0] })
  }

  /// max |G|, to double precision.
  var largest: Double { values.map { $0.magnitude.approximation }.max() ?? 0 }

  /// 128 frequencies, evenly on a logarithmic scale, from a tenth of the least modulus of an eigenvalue to thrice
  /// ||A||_F.
  private static func grid(_ spectrum: CertifiedSpectrum) -> [Double] {
    let sizes = spectrum.enclosed.values.map { $0.magnitude.approximation }.filter { $0 > 0 }
    let low = (sizes.min() ?? 1) / 10
    let high = 3 * max(spectrum.system.matrix.frobeniusNormBound.double, low)
    let count = 128
    // Rounded, so that no platform's logarithm is seen.
    return (0..<count).map { roundedToDigits(low * Foundation.pow(high / low, Double($0) / Double(count - 1)), 6) }
  }
}
