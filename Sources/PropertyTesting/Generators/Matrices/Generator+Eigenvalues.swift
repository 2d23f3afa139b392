import ComplexModule
import RealModule

extension Generator where Value == SampleMatrix<Double> {
  /// A block upper triangular matrix with the eigenvalues that `spectrum` draws, exactly: a real one is a diagonal
  /// element, a pair a ± bi, which must stand together, is the block ((a, b), (-b, a)). The elements above are drawn by
  /// `coupling`; simplest 0, which makes the matrix normal. Large ones make it far from normal.
  ///
  /// It is real and stable where the spectrum is: with ``Generator/conjugateClosedSpectrum(in:count:)``.
  public static func quasitriangular(
    spectrum: Generator<[Complex<Double>]>, coupling: Generator<Double> = .double(in: -1...1)
  ) -> Generator {
    Generator { draw in
      try draw.span(SpanLabel.matrix) { draw in
        let values = try spectrum.draw(from: &draw)
        var matrix = try SampleMatrix(rows: values.count, columns: values.count) { row, column in
          row < column ? try coupling.draw(from: &draw) : 0
        }
        var place = 0
        while place < values.count {
          let value = values[place]
          matrix[place, place] = value.real
          if value.imaginary != 0 {
            precondition(
              place + 1 < values.count && values[place + 1] == value.conjugate, "a complex pair must stand together")
            matrix[place, place + 1] = value.imaginary
            matrix[place + 1, place] = -value.imaginary
            matrix[place + 1, place + 1] = value.real
            place += 1
          }
          place += 1
        }
        return matrix
      }
    }
  }

  /// A stable matrix: a block triangular one with eigenvalues in `region`, exactly, whose elements above are of
  /// -2^e...2^e with e of `couplingExponents`.
  ///
  /// ``similar(to:)`` fills it, at the price of exactness.
  public static func matrix(
    _ order: Int, eigenvaluesIn region: SpectralRegion, couplingExponents exponents: ClosedRange<Int> = -10...10
  ) -> Generator {
    let spectrum = Generator<[Complex<Double>]>.conjugateClosedSpectrum(in: region, count: order)
    return Generator { draw in
      let bound = Double(sign: .plus, exponent: draw.integer(in: exponents), significand: 1)
      return try quasitriangular(spectrum: spectrum, coupling: .double(in: -bound...bound)).draw(from: &draw)
    }
  }

  /// A Jordan block of an eigenvalue that `eigenvalue` draws, with ones above the diagonal and 2^-e, e of `exponents`,
  /// or 0 in the lower left corner: its eigenvalues lie on a circle of radius 2^(-e/n) about the one drawn. Simplest
  /// the block itself. All elements are exact.
  public static func nearlyDefective(
    _ order: Int, eigenvalue: Generator<Double>, exponents: ClosedRange<Int> = 1...1022
  ) -> Generator {
    Generator { draw in
      try draw.span(SpanLabel.matrix) { draw in
        let value = try eigenvalue.draw(from: &draw)
        let isPerturbed = draw.bool()
        let corner = isPerturbed ? Double(sign: .plus, exponent: -draw.integer(in: exponents), significand: 1) : 0
        return SampleMatrix(rows: order, columns: order) { row, column in
          if row == column { return value }
          if column == row + 1 { return 1 }
          return row == order - 1 && column == 0 ? corner : 0
        }
      }
    }
  }
}
