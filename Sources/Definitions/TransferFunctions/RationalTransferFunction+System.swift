import Arithmetic
import LinearAlgebra

extension RationalTransferFunction where A: SizedArithmetic {
  /// D + C (z I - A)^-1 B, the transfer function of x_(k+1) = A x_k + B u_k, y_k = C x_k + D u_k with one input and one
  /// output: a from det(z I - A), b from C adj(z I - A) B.
  ///
  /// The output is read *before* the update, as in the paper: k_0 = D, k_t = C A^(t-1) B.
  ///
  /// - Source: Parnichkun et al., arXiv 2405.06147, equations (3) and (4).
  public init(_ system: LinearSystem<A>) {
    precondition(system.input.columns == 1 && system.output.rows == 1, "one input and one output")
    let n = system.order
    let (polynomial, adjugate) = system.matrix.characteristicPolynomial()
    self.init(
      denominator: (0..<n).map { polynomial.coefficients[n - 1 - $0] },
      numerator: (0..<n).map { (system.output * adjugate[n - 1 - $0] * system.input)[0, 0] },
      feedthrough: system.feedthrough[0, 0])
  }

  /// The companion realization: A has -a as its first row and ones below the diagonal, B = e_1, C = b, D = h_0.
  ///
  /// - Source: Parnichkun et al., arXiv 2405.06147, equation (16).
  public var companion: LinearSystem<A> {
    let context = feedthrough.context
    func number(_ value: Int) -> A { A(value, in: context) }
    return LinearSystem(
      matrix: Matrix(order, order, in: context) { i, j in i == 0 ? -denominator[j] : number(i == j + 1 ? 1 : 0) },
      input: Matrix(column: (0..<order).map { number($0 == 0 ? 1 : 0) }, in: context),
      output: Matrix([numerator], in: context), feedthrough: Matrix([[feedthrough]], in: context))
  }

  /// h_0, h_0 a_1 + b_1, ..., h_0 a_n + b_n: the numerator of the whole H, by powers of 1/z.
  public var wholeNumerator: [A] { [feedthrough] + zip(numerator, denominator).map { $0 + feedthrough * $1 } }

  /// What equation (5) and listing 1 of arXiv 2405.06147 compute and call b, by powers of 1/z:
  ///
  ///     det(z I - A + B C) + (h_0 - 1) det(z I - A).
  public static func listedNumerator(of system: LinearSystem<A>) -> [A] {
    let closed = (system.matrix - system.input * system.output).characteristicPolynomial().polynomial
    let open = system.matrix.characteristicPolynomial().polynomial
    let factor = system.feedthrough[0, 0] - 1
    return (closed + open.scaled(by: factor)).coefficients.reversed()
  }

  /// b~: the numerator of C~ (z I - A)^-1 B with C~ = C (I - A^power), which makes the transfer function that of the
  /// first `power` lags on the roots of unity of that order.
  ///
  /// - Source: Parnichkun et al., arXiv 2405.06147, equation (13).
  public func truncated(power: Int) -> RationalTransferFunction {
    var system = companion
    var tail = system.output
    for _ in 0..<power { tail = tail * system.matrix }
    system.output = system.output - tail
    return RationalTransferFunction(
      denominator: denominator, numerator: (0..<order).map { system.output[0, $0] }, feedthrough: feedthrough)
  }

  /// The sequence of period `length` whose discrete Fourier transform is H at the roots of unity of that order, exactly
  /// and without roots of unity: k_0 = h_0 + r_0, k_t = r_t with the cyclic convolution a * r = b.
  ///
  /// - Parameter cropping: whether coefficients from `length` on are left out, as a fast Fourier transform of that
  ///   length does,
  ///   and not wrapped around.
  /// - Throws: `noPivot` where a root of unity is, or may be, a pole.
  public func circularKernel(length: Int, cropping: Bool = false) throws(LinearAlgebraError) -> [A] {
    let zero = A(0, in: feedthrough.context)
    func wrapped(_ coefficients: [A]) -> [A] {
      var sums = Array(repeating: zero, count: length)
      for (k, value) in coefficients.enumerated() where !cropping || k < length { sums[k % length] += value }
      return sums
    }
    let (a, b) = (wrapped([A(1, in: zero.context)] + denominator), wrapped([zero] + numerator))
    let circulant = Matrix(length, length, in: zero.context) { a[($0 - $1 + length) % length] }
    var kernel = try circulant.solve(Matrix(column: b, in: zero.context)).column(0)
    kernel[0] += feedthrough
    return kernel
  }
}

extension RationalTransferFunction {
  /// H(z).
  public func callAsFunction(_ z: A) -> A {
    let inverse = 1 / z
    func sum(_ coefficients: [A]) -> A {
      coefficients.reversed().reduce(A(0, in: z.context)) { inverse * ($0 + $1) }
    }
    return feedthrough + sum(numerator) / (1 + sum(denominator))
  }

  /// The kernel by the fast Fourier transform: the coefficients padded with zeros to `length` (and cropped to it),
  /// transformed, divided, transformed back.
  ///
  /// - Parameter root: a root of unity of order `length`.
  public func fourierKernel(length: Int, root: A) -> [A] {
    let zero = A(0, in: root.context)
    func samples(_ coefficients: [A]) -> [A] {
      let padded = (0..<length).map { $0 < coefficients.count ? coefficients[$0] : zero }
      return FourierTransform.fast(padded, root: root)
    }
    let (a, b) = (samples([A(1, in: root.context)] + denominator), samples([zero] + numerator))
    return FourierTransform.inverse(zip(a, b).map { feedthrough + $1 / $0 }, root: root)
  }
}
