import Foundation
import Oracle
import TestSupport
import Testing

@Suite struct KillMatrixTests {
  /// The oracle rejects every wrong kernel whose effect exceeds rounding, at least 150 of them, and names nine in ten.
  @Test func everyVisibleDefectIsRejected() {
    let matrix = KillMatrix(calls: isDeepRun ? 25 : 12, threads: ProcessInfo.processInfo.activeProcessorCount)
    #expect(matrix.visible.count >= 150)
    for row in matrix.visible {
      #expect(row.isKilled, "\(row.kernel) \(row.defect): \(row.verdict?.title ?? "")")
    }
    #expect(10 * matrix.visible.count { $0.isNamed } >= 9 * matrix.visible.count)
    // No customary tolerance rejects them all.
    for place in matrix.rules.indices {
      #expect(matrix.visible.contains { $0.accepted[place] }, "\(matrix.rules[place].name)")
    }
  }

  /// No right kernel is called a defect, whatever its form, order of sums, functions and formats.
  @Test func noRightKernelIsRejected() {
    let ways =
      isDeepRun ? BenignMatrix.Way.all : BenignMatrix.Way.all.enumerated().filter { $0.offset % 9 == 0 }.map(\.element)
    let matrix = BenignMatrix(
      ways: ways, calls: 1, threads: ProcessInfo.processInfo.activeProcessorCount)
    #expect(matrix.count >= 60)
    for row in matrix.flagged { Issue.record("\(row.kernel) \(row.form), \(row.way): error/bound \(row.ratio)") }
  }
}
