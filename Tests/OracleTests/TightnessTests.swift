import Arithmetic
import Foundation
import Oracle
import TestSupport
import Testing

@Suite struct TightnessTests {
  /// The bounds are not loose: on random calls the worst error of a naive kernel in single precision reaches a
  /// hundredth of its bound, a thousandth where the kernel is made by a Fourier transform.
  @Test func worstErrorsComeNearTheirBounds() {
    let matrix = BenignMatrix(
      ways: [BenignMatrix.Way.all[0]], calls: isDeepRun ? 12 : 4, threads: ProcessInfo.processInfo.activeProcessorCount)
    // Permutations copy and add integers: they have no errors.
    for row in matrix.rows where row.verdict != nil && !row.kernel.hasPrefix("cross") {
      #expect(row.ratio >= (row.form == "cauchy" ? 0.001 : 0.01), "\(row.kernel) \(row.form): \(row.ratio)")
    }
  }
}
