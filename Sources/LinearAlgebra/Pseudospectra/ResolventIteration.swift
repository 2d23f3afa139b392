import Arithmetic

/// Lanczos's iteration for (z I - T)^-1 (z I - T)^-*, over any rounding arithmetic, by operations on rows.
final class ResolventIteration<Real: RoundingArithmetic & RealElementaryArithmetic>: LanczosIteration
where Real.RealPart == Real {
  typealias Number = Complex<Real>

  private let order: Int
  private let context: Real.Context
  /// T, and conj(T), row by row.
  private let rows: Matrix<Number>
  private let conjugates: Matrix<Number>
  private var divisors: [Number] = []
  private var current: Number.Vector
  private var previous: Number.Vector
  private var subdiagonal: Real
  private(set) var exponent = 0
  private var isFirst = true

  init(_ triangular: Matrix<Number>) {
    order = triangular.rows
    context = triangular.context
    rows = triangular
    conjugates = triangular.map(in: triangular.context) { $0.conjugate }
    current = Number.Vector(zeros: triangular.rows, in: triangular.context)
    previous = current
    subdiagonal = Real(0, in: triangular.context)
  }

  func start(at z: Complex<Real>) {
    divisors = (0..<order).map { 1 / (z - rows[$0, $0]) }
    let start = (0..<order).map { Real(startingComponent($0), in: context) }
    let inverse = 1 / Real.sqrt(start.reduce(Real(0, in: context)) { $0 + $1 * $1 })
    current = Number.Vector(start.map { Complex($0 * inverse) }, in: context)
    previous = Number.Vector(zeros: order, in: context)
    subdiagonal = Real(0, in: context)
    isFirst = true
  }

  func step() -> (diagonal: Double, subdiagonal: Double) {
    var w = current
    solve(&w)
    let all = Strip(start: 0, count: order)
    let diagonal = inner(current, w)
    w.addProduct(Complex(-diagonal), all, of: current, to: all)
    w.addProduct(Complex(-subdiagonal), all, of: previous, to: all)
    let length = Real.sqrt(inner(w, w))
    if isFirst {
      let size = diagonal.upperMagnitude
      exponent = size.isFinite && abs(size.exponent) < Real.exponentLimit ? size.exponent / 2 : 0
      isFirst = false
    }
    previous = current
    subdiagonal = length
    if !length.upperMagnitude.isZero { w.multiply(all, by: Complex(1 / length)) }
    current = w
    let scale = Real.powerOfTwo(-2 * exponent, in: context)
    return ((diagonal * scale).approximation, (length * scale).approximation)
  }

  /// Re(x* y).
  private func inner(_ x: Number.Vector, _ y: Number.Vector) -> Real {
    let all = Strip(start: 0, count: order)
    return x.real.dot(all, y.real, all) + x.imaginary.dot(all, y.imaginary, all)
  }

  /// x becomes B^-1 B^-* x: forward with conj(B), whose rows are the columns of B*, then backward with B, by rows.
  private func solve(_ x: inout Number.Vector) {
    for j in 0..<order {
      let value = x[j] * divisors[j].conjugate
      x[j] = value
      let rest = Strip(start: j + 1, count: order - j - 1)
      x.addProduct(value, conjugates.rowStrip(j, from: j + 1), of: conjugates.elements, to: rest)
    }
    for i in (0..<order).reversed() {
      let rest = Strip(start: i + 1, count: order - i - 1)
      x[i] = (x[i] + rows.elements.dot(rows.rowStrip(i, from: i + 1), x, rest)) * divisors[i]
    }
  }
}
