import Arithmetic

extension Polynomial where Scalar: RoundingArithmetic {
  /// All roots, each as often as its multiplicity, by increasing real part, equal real parts by increasing imaginary
  /// part; a leading coefficient that is exactly 0 is left out.
  ///
  /// By the simultaneous iteration of Ehrlich and Aberth from points on the circles of the Newton polygon:
  ///
  ///     z_i <- z_i - N_i/(1 - N_i sum_(j != i) 1/(z_i - z_j)),   N_i = p(z_i)/p'(z_i),
  ///
  /// until |p(z_i)| is within the rounding errors of its evaluation, or z_i no longer moves.
  ///
  /// - Accuracy: each is a root of a polynomial whose coefficients are within about 4 n u of these, relatively: the
  ///   error of a
  ///   root of multiplicity m is of the order of the m-th root of that times its condition number.
  /// - Throws: `zeroPolynomial`; `undefinedElement`, with the coefficient's index as the row; `noConvergence`.
  /// - Source: Aberth, Math. Comp. 27 (1973); Bini, Numer. Algorithms 13 (1996).
  public func roots() throws(LinearAlgebraError) -> [Complex<Scalar.RealPart>] {
    try coefficients.map { Complex($0.realPart, $0.imaginaryPart) }.approximateRoots(in: context)
  }
}

extension Array {
  /// The roots of the polynomial with these coefficients, the constant first.
  func approximateRoots<R>(in context: R.Context) throws(LinearAlgebraError) -> [Complex<R>]
  where Element == Complex<R>, R: RoundingArithmetic & RealElementaryArithmetic, R.RealPart == R {
    for (k, coefficient) in enumerated() where !coefficient.upperMagnitude.isFinite {
      throw .undefinedElement(row: k, column: 0)
    }
    guard let first = firstIndex(where: { !$0.upperMagnitude.isZero }),
      let last = lastIndex(where: { !$0.upperMagnitude.isZero })
    else { throw .zeroPolynomial }
    let zeros = Array(repeating: Complex(R(0, in: context), R(0, in: context)), count: first)
    var iteration = EhrlichAberth(Array(self[first...last]), in: context)
    return (zeros + (try iteration.roots())).sortedEigenvalues()
  }
}

/// The iteration on a polynomial whose first and last coefficients are not 0.
private struct EhrlichAberth<R: RoundingArithmetic & RealElementaryArithmetic> where R.RealPart == R {
  let coefficients: [Complex<R>]
  let sizes: [Magnitude]
  let one: Complex<R>
  var z: [Complex<R>]
  let unitRoundoff: Magnitude

  init(_ coefficients: [Complex<R>], in context: R.Context) {
    self.coefficients = coefficients
    sizes = coefficients.map(\.upperMagnitude)
    one = Complex(1, in: context)
    z = NewtonPolygon(sizes).startingPoints(in: context)
    unitRoundoff = R.unitRoundoff(in: context)
  }

  mutating func roots() throws(LinearAlgebraError) -> [Complex<R>] {
    var isDone = Array(repeating: false, count: z.count)
    var sweeps = 30 * z.count + 200
    while let first = isDone.firstIndex(of: false) {
      sweeps -= 1
      guard sweeps > 0 else { throw .noConvergence(remaining: isDone[first...].filter { !$0 }.count) }
      for i in first..<z.count where !isDone[i] {
        guard let newton = newtonCorrection(z[i]) else {
          isDone[i] = true
          continue
        }
        var repulsion = one - one
        for j in z.indices where j != i {
          let difference = z[i] - z[j]
          if !difference.upperMagnitude.isZero { repulsion = repulsion + one / difference }
        }
        let divisor = one - newton * repulsion
        let step = divisor.upperMagnitude.isZero ? newton : newton / divisor
        guard step.upperMagnitude.isFinite else { throw .noConvergence(remaining: z.count) }
        z[i] = z[i] - step
        isDone[i] = step.upperMagnitude <= unitRoundoff * z[i].upperMagnitude
      }
    }
    return z
  }

  /// p(z)/p'(z); nil where p(z) is within the rounding errors of Horner's rule, 4 n u sum_k |c_k| |z|^k. Outside the
  /// unit disc the reversed polynomial is evaluated at w = 1/z, so that no power overflows: p'/p = w (n - w
  /// q'(w)/q(w)).
  private func newtonCorrection(_ z: Complex<R>) -> Complex<R>? {
    let degree = coefficients.count - 1
    let isOutside = z.upperMagnitude > .one
    let point = isOutside ? one / z : z
    let modulus = point.upperMagnitude
    var (value, slope, bound) = (one - one, one - one, Magnitude.zero)
    for k in isOutside ? Array(0...degree) : (0...degree).reversed() {
      slope = value.addingProduct(slope, point)
      value = coefficients[k].addingProduct(value, point)
      bound = sizes[k] + bound * modulus
    }
    guard value.upperMagnitude > unitRoundoff * Magnitude(Double(4 * degree)) * bound else { return nil }
    if !isOutside { return slope.upperMagnitude.isZero ? value : value / slope }
    let quotient = point * (Complex(degree, in: one.context) - point * slope / value)
    return quotient.upperMagnitude.isZero ? z : one / quotient
  }
}
