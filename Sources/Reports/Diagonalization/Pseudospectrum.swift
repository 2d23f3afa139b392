import Arithmetic
import Definitions
import LinearAlgebra

/// sigma_min(z I - A) on a grid around the spectrum, with brackets that are proved at some of the points.
struct Pseudospectrum: Sendable {
  /// A point at which the value is enclosed.
  struct Bracket: Sendable {
    let real: Double
    let imaginary: Double
    let value: Ball
  }

  /// The precision of the grid's values: 53 bits are `Double`.
  let precision: Precision
  /// x, y and the value, row after row.
  let points: [(real: Double, imaginary: Double, value: Double)]
  let brackets: [Bracket]

  /// - Parameters:
  ///   - system: the system whose matrix it is.
  ///   - eigenvalues: where the rectangle lies.
  ///   - certifying: whether brackets are wanted.
  init(
    _ system: LinearSystem<Disc>, isReal: Bool, eigenvalues: [Disc], side: Int, precision: Precision, certifying: Bool,
    threads: Int, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws {
    let box = Self.box(eigenvalues, isReal: isReal)
    self.precision = precision
    if precision <= .double {
      let rounded = FloatSystem<Double>(system, isReal: isReal)
      let matrix =
        if let real = rounded.real { try SmallestSingularValue(real) } else {
          try SmallestSingularValue(rounded.matrix)
        }
      points = Self.points(
        PseudospectrumGrid(
          of: matrix, real: box.real, imaginary: box.imaginary, columns: side, rows: side, in: Intrinsic(),
          threads: threads, progress: progress))
    } else {
      let midpoint = system.matrix.map(in: precision) { Complex($0.midpoint.real, $0.midpoint.imaginary) }
      let matrix =
        if isReal {
          try SmallestSingularValue(midpoint.map(in: precision) { $0.real })
        } else { try SmallestSingularValue(midpoint) }
      points = Self.points(
        PseudospectrumGrid(
          of: matrix, real: box.real, imaginary: box.imaginary, columns: side, rows: side, in: precision,
          threads: threads, progress: progress))
    }
    guard certifying else {
      brackets = []
      return
    }
    let width = box.real.upperBound - box.real.lowerBound
    let middle = (box.real.lowerBound + box.real.upperBound) / 2
    brackets = try [(0, 0), (middle, width / 4), (middle, width / 8), (box.real.lowerBound + width / 8, 0)].map {
      x, y in
      let z = Disc(Ball(x, in: system.context), Ball(y, in: system.context))
      return Bracket(
        real: x, imaginary: y, value: try system.matrix.certifiedSmallestSingularValue(at: z).rounded(to: .double))
    }
  }

  private static func points<R>(
    _ grid: PseudospectrumGrid<R>
  ) -> [(real: Double, imaginary: Double, value: Double)] {
    grid.imaginary.indices.flatMap { i in
      grid.real.indices.map { j in
        (grid.real[j].approximation, grid.imaginary[i].approximation, grid[i, j].approximation)
      }
    }
  }

  /// A square about the eigenvalues, nearly twice as wide as they spread, symmetric to the real axis for a real matrix,
  /// with ends of few digits.
  private static func box(_ eigenvalues: [Disc], isReal: Bool) -> (
    real: ClosedRange<Double>, imaginary: ClosedRange<Double>
  ) {
    let reals = eigenvalues.map { $0.real.approximation }
    let imaginaries = eigenvalues.map { $0.imaginary.approximation }
    func middle(_ values: [Double]) -> Double { ((values.min() ?? 0) + (values.max() ?? 0)) / 2 }
    func spread(_ values: [Double]) -> Double { (values.max() ?? 0) - (values.min() ?? 0) }
    let size = eigenvalues.map { $0.magnitude.approximation }.max() ?? 1
    let half = roundedToDigits(0.9 * max(spread(reals), spread(imaginaries), 0.2 * size, 1e-300), 3)
    let x = roundedToDigits(middle(reals), 3)
    let y = isReal ? 0 : roundedToDigits(middle(imaginaries), 3)
    return (x - half...x + half, y - half...y + half)
  }

  /// The map of the levels, with the points at which the level is proved.
  func figure(_ name: String, of title: String) -> Figure {
    // The points that are proved stand beside the first rows of the grid.
    let rows = points.enumerated().map { index, point in
      let bracket = index < brackets.count ? brackets[index] : nil
      return [
        point.real, point.imaginary,
        // A value of 0 has no place on a logarithmic scale.
        point.value > 0 ? roundedToDigits(point.value) : .nan, bracket?.real ?? .nan, bracket?.imaginary ?? .nan,
        bracket?.value.approximation ?? .nan, bracket?.value.radius.double ?? .nan,
      ]
    }
    let levels = brackets.map { bracket in
      "\(significant(bracket.value.approximation)) at \(significant(bracket.real))"
        + (bracket.imaginary == 0 ? "" : " + \(significant(bracket.imaginary))i")
    }
    return Figure(
      name, title: "Pseudospectra of \(title)",
      caption:
        "The least singular value of zI - A: inside the curve where it is ε lie the eigenvalues of all matrices within ε of "
        + "A. Computed with \(precision.bits) bits"
        + (levels.isEmpty
          ? "." : "; proved to be \(levels.joined(separator: ", ")) (white points, to the radii in the table)."),
      x: .init("Re z"), y: .init("Im z"),
      table: Table(
        columns: ["Re z", "Im z", "least singular value", "proved at Re z", "proved at Im z", "proved value", "+/-"],
        numbers: rows),
      plots: [
        .init(.cells(x: 0, y: 1, value: 2), title: nil, color: .gray),
        .init(.points(x: 3, y: 4), title: nil, color: .white),
      ], isIsometric: true)
  }
}
