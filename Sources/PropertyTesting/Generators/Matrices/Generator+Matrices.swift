extension Generator {
  /// A matrix of independent elements.
  public static func matrix<Element>(
    _ rows: Int, _ columns: Int, of element: Generator<Element>
  ) -> Generator where Value == SampleMatrix<Element> {
    Generator { draw in
      try draw.span(SpanLabel.matrix) { draw in
        try SampleMatrix(rows: rows, columns: columns) { _, _ in try element.draw(from: &draw) }
      }
    }
  }

  /// A diagonal matrix.
  public static func diagonal<Element: Numeric & SendableMetatype>(
    _ order: Int, of element: Generator<Element>
  ) -> Generator where Value == SampleMatrix<Element> {
    Generator { draw in
      try draw.span(SpanLabel.matrix) { draw in
        try SampleMatrix(rows: order, columns: order) { $0 == $1 ? try element.draw(from: &draw) : 0 }
      }
    }
  }

  /// A symmetric matrix, exactly.
  public static func symmetric<Element>(
    _ order: Int, of element: Generator<Element>
  ) -> Generator where Value == SampleMatrix<Element> {
    Generator { draw in
      try draw.span(SpanLabel.matrix) { draw in
        // The lower triangle row by row; (i, j) with i >= j is at i (i + 1)/2 + j.
        let triangle = try (0..<order * (order + 1) / 2).map { _ in try element.draw(from: &draw) }
        return SampleMatrix(rows: order, columns: order) { triangle[max($0, $1) * (max($0, $1) + 1) / 2 + min($0, $1)] }
      }
    }
  }

  /// A Toeplitz matrix: element (i, j) depends only on i - j.
  public static func toeplitz<Element>(
    _ rows: Int, _ columns: Int, of element: Generator<Element>
  ) -> Generator where Value == SampleMatrix<Element> {
    Generator { draw in
      try draw.span(SpanLabel.matrix) { draw in
        let diagonals = try (0..<max(0, rows + columns - 1)).map { _ in try element.draw(from: &draw) }
        return SampleMatrix(rows: rows, columns: columns) { diagonals[$0 - $1 + columns - 1] }
      }
    }
  }

  /// A Hankel matrix: element (i, j) depends only on i + j.
  public static func hankel<Element>(
    _ rows: Int, _ columns: Int, of element: Generator<Element>
  ) -> Generator where Value == SampleMatrix<Element> {
    Generator { draw in
      try draw.span(SpanLabel.matrix) { draw in
        let diagonals = try (0..<max(0, rows + columns - 1)).map { _ in try element.draw(from: &draw) }
        return SampleMatrix(rows: rows, columns: columns) { diagonals[$0 + $1] }
      }
    }
  }
}

extension Generator where Value == SampleMatrix<Double> {
  /// A permutation matrix; simplest the identity.
  public static func permutationMatrix(_ order: Int) -> Generator {
    Generator { draw in
      let places = draw.shuffled(Array(0..<order))
      return SampleMatrix(rows: order, columns: order) { places[$0] == $1 ? 1 : 0 }
    }
  }

  /// A matrix of rank at most `rank`, exactly: a product of two matrices of integers of -7...7, whose elements have no
  /// rounding error.
  public static func lowRank(_ rows: Int, _ columns: Int, rank: Int) -> Generator {
    let factor = Generator<Int>.integer(in: -7...7).map { Double($0) }
    return Generator { draw in
      let left = try matrix(rows, rank, of: factor).draw(from: &draw)
      return left * (try matrix(rank, columns, of: factor).draw(from: &draw))
    }
  }

  /// A Cauchy matrix 1/(x_i + y_j) with distinct integers x and y of 1...bound, each ascending: it is nonsingular where
  /// square, and ill-conditioned. Each element is rounded correctly. Simplest x and y from 1: 1/(i + j + 2).
  public static func cauchy(_ rows: Int, _ columns: Int, bound: Int = 100) -> Generator {
    precondition(rows <= bound && columns <= bound, "there are not enough integers")
    return Generator { draw in
      let x = try draw.positions(in: bound, count: rows...rows)
      let y = try draw.positions(in: bound, count: columns...columns)
      return SampleMatrix(rows: rows, columns: columns) { 1 / Double(x[$0] + y[$1] + 2) }
    }
  }
}
