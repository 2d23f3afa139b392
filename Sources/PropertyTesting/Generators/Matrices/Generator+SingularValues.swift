extension Generator where Value == SampleMatrix<Double> {
  /// U S V^T with random rotations U and V and the singular values that `values` draws, at most min(rows, columns) of
  /// them, the others being zero; simplest diagonal.
  ///
  /// After rounding, each singular value is right up to about 32 (2 + log2 rows + log2 columns) 2^-53 times the
  /// greatest: those below that are only small, not what was asked for.
  public static func matrix(
    _ rows: Int, _ columns: Int, singularValues values: Generator<[Double]>
  ) -> Generator {
    Generator { draw in
      try draw.span(SpanLabel.matrix) { draw in
        let values = try values.draw(from: &draw)
        precondition(values.count <= min(rows, columns), "there are more singular values than rows or columns")
        var matrix = SampleMatrix(rows: rows, columns: columns) { $0 == $1 && $0 < values.count ? values[$0] : 0 }
        for rotation in draw.rotations(rows) { matrix.rotateRows(rotation) }
        for rotation in draw.rotations(columns) { matrix.rotateColumns(rotation) }
        return matrix
      }
    }
  }

  /// A matrix whose greatest singular value is 1 and whose least is 2^-e, e of `exponents`: its condition number in the
  /// 2-norm is 2^e, as exact as ``matrix(_:_:singularValues:)`` says, so that e beyond 40 means "about singular".
  ///
  /// In between there is one of four patterns: one small, all but one small, powers of two falling geometrically, or
  /// arithmetically. They are those of `randsvd`, in Higham: Accuracy and Stability of Numerical Algorithms, 2nd
  /// edition, 2002, section 28.3.
  public static func matrix(_ rows: Int, _ columns: Int, conditionExponents exponents: ClosedRange<Int>) -> Generator {
    precondition(min(rows, columns) > 0 && exponents.lowerBound >= 0, "a condition number is at least 1")
    let values = Generator<[Double]> { $0.singularValues(min(rows, columns), exponents: exponents) }
    return .matrix(rows, columns, singularValues: values)
  }
}

extension Draw {
  /// Singular values in descending order, the first 1, the last 2^-e with e of `exponents`; a single one is 1.
  fileprivate mutating func singularValues(_ count: Int, exponents: ClosedRange<Int>) -> [Double] {
    func power(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
    let exponent = integer(in: exponents)
    let pattern = index(upTo: 3)
    let last = count - 1
    return (0..<count).map { place in
      if place == 0 { return 1 }
      switch pattern {
      case 0: return place == last ? power(-exponent) : 1
      case 1: return power(-exponent)
      case 2: return power(-(exponent * place / last))
      default: return 1 - Double(place) / Double(last) * (1 - power(-exponent))
      }
    }
  }
}
