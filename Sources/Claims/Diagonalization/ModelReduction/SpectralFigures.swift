import Arithmetic
import Definitions
import LinearAlgebra

extension ModelReduction {
  static func spectralFiltersFigure(_ precision: Precision) throws -> FigureData {
    let (length, count) = (64, 32)
    let section = try SpectralSection(length: length, rank: 48)
    let values = try (0..<count).map { try section.eigenvalue($0) }
    let published = (1...count).map {
      SpectralFilters.publishedBound(constant: Ball(1, in: precision), index: $0, length: length)
    }
    let general = (1...count).map { j in
      j < 3
        ? Ball.indeterminate(in: precision)
        : values[0] * SpectralFilters.hankelBound(pairs: (j - 1) / 2, length: length, in: precision)
    }
    return FigureData(
      "spectral-filters", title: "Eigenvalues of the spectral filters' Hankel matrix, L = 64",
      caption: """
        sigma_j, enclosed by Sylvester's law of inertia in balls, against c^(-j/ln L) with c = e^(pi^2/4) (the \
        published form with K = 1) and the bound of Beckermann and Townsend for positive definite Hankel matrices. The \
        eigenvalues fall about four times as fast in the exponent; 18 exceed the unit roundoff of float64 times the \
        largest.
        """,
      xLabel: "j", yLabel: "sigma_j", logY: true, x: .init("j", (1...count).map(Double.init)),
      curves: [
        .init("sigma_j, certified", values, style: .points), .init("c^(-j/ln L)", published, style: .dashedLine),
        .init("Beckermann-Townsend", general, style: .dashedLine),
      ],
      guides: [
        .init(.horizontal, values[0].approximation * 0x1p-53, label: "2^-53 sigma_1"),
        .init(.horizontal, values[0].approximation * 0x1p-24, label: "2^-24 sigma_1"),
      ])
  }

  static func filterNoiseFigure(_ precision: Precision) throws -> FigureData {
    let (length, count) = (64, 28)
    let section = try SpectralSection(length: length, rank: 48)
    let values = try (0...count).map { try section.eigenvalue($0) }
    let wide = section.precision
    let points = section.filters(count + 1)
    let residuals = section.matrix * points
    func squaredNorm(_ x: [Ball]) -> Ball { x.reduce(Ball(0, in: wide)) { $0 + Ball.pow($1, 2) } }
    /// |r|/gap: how far the reference can be from the eigenvector, as a sine.
    func uncertainty(_ j: Int) -> Ball {
      let v = points.column(j)
      let quotient = zip(v, residuals.column(j)).reduce(Ball(0, in: wide)) { $0 + $1.0 * $1.1 } / squaredNorm(v)
      let residual = zip(residuals.column(j), v).map { $0 - quotient * $1 }
      let below = values[j] - values[j + 1]
      let gap = j == 0 ? below : Ball.minimum(below, values[j - 1] - values[j])
      return Ball.sqrt(squaredNorm(residual)) / gap
    }
    let uncertainties = (0..<count).map(uncertainty)
    func errors<S: LAPACKScalar & BinaryFloatingPoint>(_: S.Type) throws -> [Double] where S == S.Component {
      let rounded = SpectralFilters.matrix(length: length, in: Intrinsic()) as Matrix<S>
      let computed = try LAPACK.hermitianEigensystem(of: rounded).vectors
      return (0..<count).map { j in
        let x = computed.column(length - 1 - j).map { Ball(Double($0), in: wide) }
        let v = points.column(j)
        let along = zip(x, v).reduce(Ball(0, in: wide)) { $0 + $1.0 * $1.1 } / squaredNorm(v)
        let across = zip(x, v).map { $0 - along * $1 }
        let sine = Ball.sqrt(squaredNorm(across) / squaredNorm(x)) + uncertainties[j]
        // The routine's rounding depends on the machine: a power of two above the error.
        let size = sine.upperMagnitude.double
        return size > 0 && size.isFinite ? Double(sign: .plus, exponent: Int(size.exponent) + 1, significand: 1) : .nan
      }
    }
    return FigureData(
      "spectral-filter-noise", title: "The filters that float64 and float32 eigensolvers give, L = 64",
      caption: """
        The sine of the angle between the j-th eigenvector of LAPACK's xSYEVD and the exact filter, rounded up to a \
        power of two, against the enclosed u sigma_1/gap_j. From about the 17th filter on float64 gives noise, from \
        about the 11th on float32, while 24 filters are a common setting. The reference is within 2^-60 of the \
        filters, by its residuals and the certified gaps.
        """,
      xLabel: "j", yLabel: "sine of the angle to the exact filter", logY: true,
      x: .init("j", (1...count).map(Double.init)),
      curves: [
        .init("float64", try errors(Double.self), style: .points),
        .init("float32", try errors(Float.self), style: .points),
        .init("2^-53 sigma_1/gap", gaps(values, count, 53), style: .dashedLine),
        .init("2^-24 sigma_1/gap", gaps(values, count, 24), style: .dashedLine),
      ])
  }

  /// min(1, 2^-bits sigma_1/gap_j).
  private static func gaps(_ values: [Ball], _ count: Int, _ bits: Int) -> [Ball] {
    let wide = values[0].context
    return (0..<count).map { j in
      let below = values[j] - values[j + 1]
      let gap = j == 0 ? below : Ball.minimum(below, values[j - 1] - values[j])
      return Ball.minimum(Ball(1, in: wide), Ball(Rational.pow(2, -bits), in: wide) * values[0] / gap)
    }
  }
}
