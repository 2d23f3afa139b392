import Arithmetic

/// A V = W with orthogonal columns, by rotations of pairs of columns: the lengths of the columns of W are the singular
/// values.
///
/// Columns x, y are rotated where |x* y| > u sqrt(m) |x| |y|. Columns of equal lengths are turned by large angles for
/// the sake of rounding errors, and turning them makes new ones: where ten sweeps have not come to an end, the
/// threshold is doubled from sweep to sweep, up to 16 m u. The columns are kept as rows, and the lengths of both are
/// kept up to date from one rotation to the next, and computed anew where much of one is rotated away.
struct OneSidedJacobi<Scalar: RoundingArithmetic> {
  typealias Real = Scalar.RealPart

  private(set) var factors: SingularFactors<Scalar>

  /// - Throws: `noConvergence` after 60 sweeps.
  init(_ matrix: Matrix<Scalar>, vectors: Bool) throws(LinearAlgebraError) {
    let (n, context) = (matrix.columns, matrix.context)
    var columns = matrix.transposed
    // A strip's dot product conjugates nothing.
    var conjugates: Matrix<Scalar>? = Scalar.isComplex ? matrix.adjoint : nil
    var right: Matrix<Scalar>? = vectors ? Matrix(identity: n, in: context) : nil
    func product(_ p: Int, _ q: Int) -> Scalar {
      (conjugates ?? columns).elements.dot(columns.rowStrip(p), columns.elements, columns.rowStrip(q))
    }
    let width = Int.bitWidth - max(matrix.rows, 1).leadingZeroBitCount
    let unit = Scalar.unitRoundoff(in: context)
    let largestTolerance = unit.scaled(byPowerOfTwo: width + 4)
    var tolerance = unit.scaled(byPowerOfTwo: (width + 1) / 2)
    var squares: [Real] = []
    var sweeps = 0
    var isDone = false
    while !isDone {
      guard sweeps < 60 else { throw .noConvergence(remaining: n) }
      sweeps += 1
      if sweeps > 10, tolerance < largestTolerance { tolerance = tolerance.scaled(byPowerOfTwo: 1) }
      isDone = true
      squares = (0..<n).map { product($0, $0).realPart }
      for p in 0..<n {
        for q in p + 1..<max(n, p + 1) {
          let inner = product(p, q)
          let size = inner.upperMagnitude
          let lengths = Magnitude.sqrt(squares[p].upperMagnitude * squares[q].upperMagnitude)
          guard size > tolerance * lengths else { continue }
          isDone = false
          let rotation = ColumnRotation(squares[p], squares[q], inner)
          rotation.apply(to: &columns, p, q)
          if conjugates != nil { rotation.conjugate.apply(to: &conjugates!, p, q) }
          if right != nil { rotation.apply(to: &right!, p, q) }
          for (k, change) in [(p, -rotation.change), (q, rotation.change)] {
            let square = squares[k] + change
            let isSmall = square.lowerMagnitude.scaled(byPowerOfTwo: 1) < squares[k].upperMagnitude
            squares[k] = isSmall || square.isNegative.isTrue ? product(k, k).realPart : square
          }
        }
      }
    }
    let values = (0..<n).map { Real.sqrt(product($0, $0).realPart) }
    factors = SingularFactors(values: values, left: nil, right: right)
    if vectors { factors.left = columns.normalizedRows(lengths: values) }
  }
}

/// x' = c x - s conj(f) y, y' = c y + s f x for columns x, y with x* y = |x* y| f, which makes them orthogonal.
private struct ColumnRotation<Scalar: RoundingArithmetic> {
  var c: Scalar
  /// -s conj(f).
  var s: Scalar
  /// How much |y|^2 grows, and |x|^2 shrinks: t |x* y|.
  let change: Scalar.RealPart

  /// t is the root of smaller modulus of t^2 + 2 z t - 1 = 0, z = (|y|^2 - |x|^2)/(2 |x* y|).
  init(_ first: Scalar.RealPart, _ second: Scalar.RealPart, _ inner: Scalar) {
    typealias Real = Scalar.RealPart
    let size = inner.modulus
    let one = Real(1, in: inner.context)
    let z = (second - first) / (2 * size)
    let isHuge = z.upperMagnitude.exponent > Real.exponentLimit / 4
    let root = isHuge ? one / (2 * z.magnitude) : one / (z.magnitude + Real.sqrt(one + z * z))
    let t = z.isNegative.isTrue ? -root : root
    let cosine = one / Real.sqrt(one + t * t)
    c = Scalar(realPart: cosine)
    s = -(Scalar(realPart: t * cosine) * inner.direction.conjugate)
    change = t * size
  }

  var conjugate: Self {
    var conjugate = self
    conjugate.s = s.conjugate
    return conjugate
  }

  func apply(to rows: inout Matrix<Scalar>, _ p: Int, _ q: Int) {
    rows.elements.rotate(rows.rowStrip(p), rows.rowStrip(q), c: c, s: s, d: c, t: s.conjugate)
  }
}

extension Matrix where Scalar: RoundingArithmetic {
  /// The rows divided by their lengths. A row of length 0 becomes a unit vector orthogonal to the others, of which
  /// there are no more than columns.
  fileprivate func normalizedRows(lengths: [Scalar.RealPart]) -> Matrix {
    var unit = self
    let one = Scalar.RealPart(1, in: context)
    let isZero = lengths.map(\.upperMagnitude.isZero)
    for k in 0..<rows where !isZero[k] { unit.elements.multiply(rowStrip(k), by: Scalar(realPart: one / lengths[k])) }
    var done = (0..<rows).filter { !isZero[$0] }
    for k in 0..<rows where isZero[k] {
      // The unit vector that is farthest from the span: its distance squared is at least 1 - (rows done)/columns.
      let axis = (0..<columns).min { i, j in
        func share(_ i: Int) -> Magnitude {
          done.reduce(Magnitude.zero) { $0 + unit[$1, i].upperMagnitude * unit[$1, i].upperMagnitude }
        }
        return share(i) < share(j)
      }
      guard let axis else { break }
      unit[k, axis] = Scalar(1, in: context)
      for _ in 0..<2 {
        for other in done {
          let inner = (0..<columns).reduce(Scalar(0, in: context)) { $0 + unit[other, $1].conjugate * unit[k, $1] }
          unit.elements.addProduct(-inner, rowStrip(other), to: rowStrip(k))
        }
      }
      let square = (0..<columns).reduce(one - one) { $0 + unit[k, $1].squaredMagnitude }
      unit.elements.multiply(rowStrip(k), by: Scalar(realPart: one / Scalar.RealPart.sqrt(square)))
      done.append(k)
    }
    return unit
  }
}
