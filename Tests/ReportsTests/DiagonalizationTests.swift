import Arithmetic
import Definitions
import Foundation
import Interchange
import Reports
import Testing

/// The report of a state matrix: what is certified is so, and what is measured is what conditioning allows.
@Suite struct DiagonalizationTests {
  private static func file(_ tensors: [(String, [Int], [Double])]) throws -> TensorFile {
    var contents = TensorContents()
    for (name, shape, values) in tensors { try contents.append(name, shape: shape, .float64, values) }
    return TensorFile(try SafetensorsFile(bytes: contents.safetensors, path: "made.safetensors"))
  }

  private static func report(
    _ values: [Double], order: Int, options: DiagonalizationAnalysis.Options = .init()
  ) throws -> DiagonalizationReport {
    let matrix = try StateMatrix(file([("A", [order, order], values)]))
    return try DiagonalizationAnalysis(matrix, options: options).run()
  }

  /// The eigenvalues of LegS are -1, ..., -n, and their condition numbers are known exactly.
  @Test(arguments: [1, 2, 7, 12]) func enclosesLegS(order: Int) throws {
    let report = try DiagonalizationAnalysis(StateMatrix(.legS, order: order)).run()
    #expect(report.isDiagonalizable && report.exitCode == 0)
    let values = report.eigenvalues.sorted { $0.real > $1.real }
    #expect(values.count == order)
    for (j, value) in values.enumerated() {
      #expect(hypot(value.real + Double(j + 1), value.imaginary) <= value.radius + 1e-15 * Double(j + 1))
      #expect(value.multiplicity == 1 && value.accuracyBits >= 53)
      let exact = LegS(order: order).conditionNumber(j).approximation
      let condition = try #require(value.condition)
      #expect(abs(condition - exact) <= 1e-4 * exact, "kappa of \(j)")
    }
    let bounds = try #require(report.conditionBounds)
    let exact = (0..<order).map { LegS(order: order).conditionNumber($0).approximation }
    #expect(abs(bounds.lowerBound - exact.max()!) <= 1e-4 * bounds.lowerBound)
    #expect(abs(bounds.upperBound - exact.reduce(0, +)) <= 1e-4 * bounds.upperBound)
  }

  /// What floating point loses is what conditioning says it may, and a perturbation wins digits back.
  @Test func measuresWhatIsLost() throws {
    let report = try DiagonalizationAnalysis(StateMatrix(.legS, order: 20)).run()
    for loss in report.losses {
      #expect(loss.isExplained, "\(loss.method) in \(loss.format)")
      #expect(loss.residual < (loss.format == "float32" ? 1e-5 : 1e-13))
    }
    // kappa is 6e12: float32 knows nothing, float64 some digits; rotated, LAPACK is no better.
    let wrong = report.losses.filter { $0.format == "float64" && !$0.method.hasSuffix("geev") }
    #expect(wrong.count == 3)
    for loss in wrong { #expect(loss.eigenvalueError > 1e-8, "\(loss.method)") }
    #expect(report.losses.contains { $0.method.hasSuffix("dgeev") && $0.eigenvalueError < 1e-14 })
    let errors = report.perturbations.compactMap { $0.measured.first { $0.format == "float64" }?.transferError }
    let least = try #require(errors.min())
    #expect(least < errors[0] / 10 && least < errors[errors.count - 1] / 10, "the error is least in between")
    let double = try #require(report.formats.first { $0.format == "float64" })
    #expect(double.direct < 3 && double.perturbed! > double.direct + 2)
  }

  /// A normal matrix loses nothing; rotations by 90 degrees have eigenvalues on the axis.
  @Test func normalMatrixLosesNothing() throws {
    let report = try Self.report([-1, -2, 0, 2, -1, 0, 0, 0, -3], order: 3)
    let bounds = try #require(report.conditionBounds)
    #expect(bounds.lowerBound > 0.999 && bounds.upperBound < 3.001)
    #expect(report.losses.allSatisfy { $0.eigenvalueError < 1e-6 })
    #expect(report.eigenvalues.map(\.imaginary).sorted() == [-2, 0, 2])
  }

  /// A Jordan block is not diagonalized, and the report says so.
  @Test func defectiveMatrixIsUndecided() throws {
    let report = try Self.report([-1, 1, 0, -1], order: 2, options: .init(cap: Precision(bits: 512)))
    #expect(!report.isDiagonalizable && report.exitCode == 3)
    #expect(report.conditionBounds == nil && report.perturbations.isEmpty)
    #expect(report.eigenvalues.map(\.multiplicity) == [2])
    #expect(report.summary.contains("defective"))
    #expect(!report.markdown.isEmpty)
  }

  @Test func sameBytesEachTime() throws {
    let reports = try (0..<2).map { _ in try DiagonalizationAnalysis(StateMatrix(.fouT, order: 5)).run() }
    #expect(reports[0].markdown == reports[1].markdown)
    #expect(reports[0].figures.map(\.table.tabSeparatedValues) == reports[1].figures.map(\.table.tabSeparatedValues))
    #expect(Set(reports[0].figures.map(\.name)).count == reports[0].figures.count)
  }

  @Test func refusesWhatIsNoSquareMatrix() throws {
    let square = ("A", [2, 2], [1.0, 0, 0, 2])
    func kind(_ tensors: [(String, [Int], [Double])], _ name: String? = nil) -> InterchangeError.Kind? {
      do {
        _ = try StateMatrix(Self.file(tensors), tensor: name)
        return nil
      } catch { return (error as? InterchangeError)?.kind }
    }
    #expect(kind([square]) == nil)
    #expect(kind([square, ("B", [2, 1], [1, 1])]) == nil)
    #expect(kind([("A", [1, 2], [1, 2])]) == .wrongShape)
    #expect(kind([("A", [4], [1, 2, 3, 4])]) == .wrongShape)
    #expect(kind([("A", [0, 0], [])]) == .wrongShape)
    #expect(kind([("A", [1, 1], [.nan])]) == .notFinite)
    #expect(kind([square, ("B", [3], [1, 1, 1])]) == .wrongShape)
    #expect(kind([("X", [1, 1], [1]), ("Y", [1, 1], [1])]) == .ambiguousName)
    #expect(kind([square], "W") == .missingTensor)
  }
}
