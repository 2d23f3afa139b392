import Oracle
import Testing

@Suite struct KillMatrixTests {
  /// The oracle rejects every wrong kernel whose effect exceeds rounding, and names most of them.
  @Test func everyVisibleDefectIsKilled() {
    let matrix = KillMatrix(calls: 20, threads: 2)
    #expect(!matrix.visible.isEmpty)
    for row in matrix.visible {
      #expect(row.isKilled, "\(row.kernel) \(row.defect): \(row.verdict?.title ?? "")")
    }
  }
}
