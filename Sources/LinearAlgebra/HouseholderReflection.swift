import Arithmetic

/// The reflection P = I - t v v*, unitary and Hermitian, that takes a vector x to a multiple of the first unit vector:
/// P x = image e_1 with |image| = |x|.
///
/// v = x + s |x| e_1 for s the phase of x_1, so that nothing cancels, scaled by a power of two so that nothing
/// overflows; t = 2/(v* v).
///
/// - Source: Golub and Van Loan, Matrix Computations, 4th ed., section 5.1.
public struct HouseholderReflection<Scalar: RoundingArithmetic>: Sendable {
  /// v.
  public let vector: Scalar.Vector
  private let conjugate: Scalar.Vector
  /// t.
  public let scale: Scalar
  /// The first component of P x; the others are 0.
  public let image: Scalar

  /// - Returns: nil where all but the first component of x are 0: nothing has to be reflected.
  public init?(taking x: [Scalar], in context: Scalar.Context) {
    let size = x.map(\.upperMagnitude).max() ?? .zero
    guard x.dropFirst().contains(where: { !$0.upperMagnitude.isZero }) else { return nil }
    let exponent = Scalar.RealPart.scalingExponent(size)
    let shrink = Scalar.powerOfTwo(-exponent, in: context)
    var v = x.map { $0 * shrink }
    let tail = v.dropFirst().reduce(Scalar.RealPart(0, in: context)) { $0 + $1.squaredMagnitude }
    let length = Scalar.RealPart.sqrt(tail + v[0].squaredMagnitude)
    let direction = v[0].direction
    v[0] = v[0] + direction * Scalar(realPart: length)
    vector = Scalar.Vector(v, in: context)
    conjugate = Scalar.isComplex ? Scalar.Vector(v.map(\.conjugate), in: context) : vector
    scale = Scalar(realPart: 2 / (tail + v[0].squaredMagnitude))
    image = -(direction * Scalar(realPart: length * Scalar.RealPart.powerOfTwo(exponent, in: context)))
  }

  private var strip: Strip { Strip(start: 0, count: vector.count) }

  /// The block of `matrix` that begins at a row and a column, with as many rows as v has components, becomes P times
  /// it.
  public func applyFromLeft(to matrix: inout Matrix<Scalar>, row: Int, column: Int) {
    let width = matrix.columns - column
    guard width > 0 else { return }
    var sums = Scalar.Vector(zeros: width, in: matrix.context)
    let all = Strip(start: 0, count: width)
    for k in 0..<vector.count {
      sums.addProduct(conjugate[k], matrix.rowStrip(row + k, from: column), of: matrix.elements, to: all)
    }
    for k in 0..<vector.count {
      matrix.elements.addProduct(-(scale * vector[k]), all, of: sums, to: matrix.rowStrip(row + k, from: column))
    }
  }

  /// The columns of `matrix` from a column on, as many as v has components, become themselves times P: in the rows from
  /// `firstRow` on.
  public func applyFromRight(to matrix: inout Matrix<Scalar>, column: Int, fromRow firstRow: Int = 0) {
    for i in firstRow..<matrix.rows {
      let part = matrix.rowStrip(i, from: column, to: column + vector.count)
      let sum = matrix.elements.dot(part, vector, strip)
      matrix.elements.addProduct(-(scale * sum), strip, of: conjugate, to: part)
    }
  }
}
