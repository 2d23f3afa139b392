import Arithmetic
import LinearAlgebra

// The resolvent R(s) = (s I - A)^-1 of LegS on the imaginary axis. With i > j,
//
//     |R_ij(i w)|^2 = (2i+1)(2j+1)/((w^2 + i^2)(w^2 + (i+1)^2)),   |R_jj(i w)|^2 = 1/(w^2 + (j+1)^2),
//
// and R_ij(0) = (-1)^(i-j) |R_ij(0)|. Every modulus is largest at w = 0, where the signs are those of a diagonal
// similarity: ||R(i w)|| <= || |R(i w)| || <= || |R(0)| || = ||R(0)||, in the 2-norm and in the Frobenius norm.

extension LegS {
  /// |R_ij(i w)|^2 from w^2.
  public func squaredResolventElement<R: RealArithmetic>(_ i: Int, _ j: Int, squaredFrequency x: R) -> R {
    func shifted(_ k: Int) -> R { x + IntegerConstant(k * k) }
    if i < j { return R(0, in: x.context) }
    if i == j { return 1 / shifted(j + 1) }
    return R((2 * i + 1) * (2 * j + 1), in: x.context) / (shifted(i) * shifted(i + 1))
  }

  /// ||R(i w)||_F^2 = sum_(k=1..n) 2k/(w^2 + k^2) - n^2/(w^2 + n^2) from w^2: the columns telescope. 2 H_n - 1 at w = 0.
  public func squaredResolventFrobeniusNorm<R: RealArithmetic>(squaredFrequency x: R) -> R {
    let sum = (1...order).reduce(R(0, in: x.context)) { sum, k in
      sum + R(2 * k, in: x.context) / (x + IntegerConstant(k * k))
    }
    return sum - R(order * order, in: x.context) / (x + IntegerConstant(order * order))
  }

  /// T^-1 |R(0)|^T |R(0)| T f in O(n) operations, for a vector f in twin coordinates: a matrix with nonnegative
  /// elements.
  private func multiplyByGram<R: Arithmetic>(_ f: [R]) -> [R] {
    guard let context = f.first?.context else { return [] }
    // g_i = f_i/(i+1) + sum_(j<i) (2j+1) f_j/(i (i+1)).
    var sum = R(0, in: context)
    let g = f.enumerated().map { i, value in
      let own = value / IntegerConstant(i + 1)
      let element = i == 0 ? own : own + sum / IntegerConstant(i * (i + 1))
      sum = sum.addingProduct(R(2 * i + 1, in: context), value)
      return element
    }
    // h_j = g_j/(j+1) + sum_(i>j) (2i+1) g_i/(i (i+1)), as T^-1 X^T T has the transposed elements times (2i+1)/(2j+1).
    sum = R(0, in: context)
    return g.enumerated().reversed().map { j, value in
      let element = value / IntegerConstant(j + 1) + sum
      if j > 0 { sum = sum + R(2 * j + 1, in: context) * value / IntegerConstant(j * (j + 1)) }
      return element
    }.reversed()
  }

  /// An enclosure of ||A^-1||^2 = max_w ||R(i w)||^2, whose inverse is the squared stability radius of A, complex or
  /// real: every A + E with ||E|| below it has all eigenvalues in Re s < 0, and -sigma u v^T, from the least singular
  /// value of A and its vectors, makes A singular.
  ///
  /// The matrix |A^-1|^T |A^-1| has no negative element, so that for each positive vector v its largest eigenvalue lies
  /// between the least and the largest quotient of the elements of its product with v and of v (Collatz and Wielandt).
  /// v is found by iteration in `Double`.
  ///
  /// - Parameter relativeWidth: the iteration ends where the quotients are within this factor of each other.
  public func squaredInverseNorm(relativeWidth: Double = 1e-12, precision: Precision) -> Ball {
    largestEigenvalue(relativeWidth, precision, { multiplyByGram($0) }, { multiplyByGram($0) })
  }

  /// An enclosure of ||A||^2, in the same way: -A has no negative element either.
  public func squaredNorm(relativeWidth: Double = 1e-12, precision: Precision) -> Ball {
    largestEigenvalue(relativeWidth, precision, { multiplyBySquare($0) }, { multiplyBySquare($0) })
  }

  /// An enclosure of the largest eigenvalue of a matrix without negative elements, given by its products.
  private func largestEigenvalue(
    _ relativeWidth: Double, _ precision: Precision, _ iterate: ([Double]) -> [Double], _ enclose: ([Ball]) -> [Ball]
  ) -> Ball {
    var v = [Double](repeating: 1, count: order)
    for _ in 0..<20_000 {
      let w = iterate(v)
      let quotients = zip(w, v).map { $0 / $1 }
      let (low, high) = (quotients.min() ?? 0, quotients.max() ?? 0)
      v = w.map { $0 / high }
      if high - low <= relativeWidth * high { break }
    }
    let points = v.map { Ball($0, in: precision) }
    let quotients = zip(enclose(points), points).map { $0 / $1 }
    return quotients.dropFirst().reduce(quotients[0]) { $0.union($1) }
  }

  /// T^-1 A^T A T f in O(n) operations, from -M g = (i+1) g_i + sum_(j<i) (2j+1) g_j and its transpose.
  private func multiplyBySquare<R: Arithmetic>(_ f: [R]) -> [R] {
    guard let context = f.first?.context else { return [] }
    var sum = R(0, in: context)
    let g = f.enumerated().map { i, value in
      let element = sum.addingProduct(R(i + 1, in: context), value)
      sum = sum.addingProduct(R(2 * i + 1, in: context), value)
      return element
    }
    sum = R(0, in: context)
    return g.enumerated().reversed().map { j, value in
      let element = sum.addingProduct(R(j + 1, in: context), value)
      sum = sum.addingProduct(R(2 * j + 1, in: context), value)
      return element
    }.reversed()
  }

  /// An enclosure of the stability radius min_w sigma_min(i w I - A) = sigma_min(A).
  public func stabilityRadius(relativeWidth: Double = 1e-12, precision: Precision) -> Ball {
    1 / Ball.sqrt(squaredInverseNorm(relativeWidth: relativeWidth, precision: precision))
  }

  /// Unit vectors u, v, to nearly the digits of `Double`, with A v = sigma u for the least singular value sigma of A.
  /// No enclosure.
  public func leastSingularVectors() -> (left: [Double], right: [Double]) {
    var v = [Double](repeating: 1, count: order)
    for _ in 0..<300 {
      v = multiplyByGram(v)
      let largest = v.max() ?? 1
      v = v.map { $0 / largest }
    }
    // |R(0)|^T |R(0)| belongs to the left singular vectors of A; its signs alternate, and T leads back from the twin.
    let scale = (0..<order).map { Double(2 * $0 + 1).squareRoot() }
    let signed = v.indices.map { $0.isMultiple(of: 2) ? v[$0] : -v[$0] }
    let left = zip(signed, scale).map { $0 * $1 }
    let right = zip(twinResolvent(at: 0.0, times: signed), scale).map { -($0 * $1) }
    func unit(_ x: [Double]) -> [Double] {
      let norm = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return x.map { $0 / norm }
    }
    return (unit(left), unit(right))
  }
}
