import Arithmetic

/// ``ResolventIteration`` in `Double`: plain loops over real and imaginary parts.
final class HardwareResolventIteration: LanczosIteration {
  typealias Real = Double

  private let order: Int
  /// T column by column, real parts and imaginary parts: element (i, j) at j n + i; then T row by row.
  private let storage: UnsafeMutablePointer<Double>
  private var columns: (re: UnsafeMutablePointer<Double>, im: UnsafeMutablePointer<Double>) {
    (storage, storage + order * order)
  }
  private var rows: (re: UnsafeMutablePointer<Double>, im: UnsafeMutablePointer<Double>) {
    (storage + 2 * order * order, storage + 3 * order * order)
  }
  /// Vectors of n: the divisors 1/(z - t_ii), the current and the previous Lanczos vector, and the next one.
  private let vectors: UnsafeMutablePointer<Double>
  private var subdiagonal = 0.0
  let exponent = 0

  init(_ triangular: Matrix<Complex<Double>>) {
    let n = triangular.rows
    order = n
    storage = .allocate(capacity: 4 * n * n + 1)
    vectors = .allocate(capacity: 8 * n + 1)
    vectors.initialize(repeating: 0, count: 8 * n + 1)
    storage.initialize(repeating: 0, count: 4 * n * n + 1)
    for i in 0..<n {
      for j in 0..<n {
        let element = triangular[i, j]
        columns.re[j * n + i] = element.real
        columns.im[j * n + i] = element.imaginary
        rows.re[i * n + j] = element.real
        rows.im[i * n + j] = element.imaginary
      }
    }
  }

  deinit {
    storage.deallocate()
    vectors.deallocate()
  }

  func start(at z: Complex<Double>) {
    let n = order
    var square = 0.0
    for k in 0..<n { square += startingComponent(k) * startingComponent(k) }
    let inverse = 1 / square.squareRoot()
    for k in 0..<n {
      let divisor = 1 / (z - Complex(rows.re[k * n + k], rows.im[k * n + k]))
      vectors[k] = divisor.real
      vectors[n + k] = divisor.imaginary
      vectors[2 * n + k] = startingComponent(k) * inverse
    }
    (vectors + 3 * n).update(repeating: 0, count: 3 * n)
    subdiagonal = 0
  }

  func step() -> (diagonal: Double, subdiagonal: Double) {
    let n = order
    let (re, im) = (vectors + 2 * n, vectors + 3 * n)
    let (lastRe, lastIm) = (vectors + 4 * n, vectors + 5 * n)
    let (x, y) = (vectors + 6 * n, vectors + 7 * n)
    x.update(from: re, count: n)
    y.update(from: im, count: n)
    solve(x, y)
    var diagonal = 0.0
    for k in 0..<n { diagonal += re[k] * x[k] + im[k] * y[k] }
    var square = 0.0
    for k in 0..<n {
      x[k] -= diagonal * re[k] + subdiagonal * lastRe[k]
      y[k] -= diagonal * im[k] + subdiagonal * lastIm[k]
      square += x[k] * x[k] + y[k] * y[k]
    }
    let length = square.squareRoot()
    let inverse = length > 0 ? 1 / length : 0
    for k in 0..<n {
      (lastRe[k], lastIm[k]) = (re[k], im[k])
      (re[k], im[k]) = (x[k] * inverse, y[k] * inverse)
    }
    subdiagonal = length
    return (diagonal, length)
  }

  /// x + i y becomes B^-1 B^-* (x + i y), B = z I - T: forward by the columns of B*, the conjugated rows of T, then
  /// backward by the columns of B.
  private func solve(_ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    let n = order
    let (re, im) = (vectors, vectors + n)
    for j in 0..<n {
      let a = x[j] * re[j] + y[j] * im[j]
      let b = y[j] * re[j] - x[j] * im[j]
      (x[j], y[j]) = (a, b)
      let (p, q) = (rows.re + j * n, rows.im + j * n)
      for i in j + 1..<max(n, j + 1) {
        x[i] += a * p[i] + b * q[i]
        y[i] += b * p[i] - a * q[i]
      }
    }
    for j in (0..<n).reversed() {
      let a = x[j] * re[j] - y[j] * im[j]
      let b = y[j] * re[j] + x[j] * im[j]
      (x[j], y[j]) = (a, b)
      let (p, q) = (columns.re + j * n, columns.im + j * n)
      for i in 0..<j {
        x[i] += a * p[i] - b * q[i]
        y[i] += b * p[i] + a * q[i]
      }
    }
  }
}
