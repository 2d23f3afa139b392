import Arithmetic

/// The singular values of an upper bidiagonal matrix B = (d, e) by QR steps on B* B that are carried out on B.
///
/// A step has the shift of Demmel and Kahan, the smaller singular value of the last 2 x 2 block, or none where that is
/// negligible beside the first diagonal element: a step without a shift has no subtraction, and moves a zero of the
/// diagonal to the end of its block. An element e_k is set to 0 where it is at most u (|d_k| + |d_(k+1)|). Among equal
/// singular values the rounding errors of a step make elements of that size anew: when half of the steps are used up, 16
/// u is taken for u.
struct GolubKahanIteration<Scalar: RoundingArithmetic> {
  typealias Real = Scalar.RealPart

  private(set) var factors: SingularFactors<Scalar>
  private var d: [Real]
  private var e: [Real]
  private let unitRoundoff: Magnitude

  /// - Throws: `noConvergence`.
  init(_ matrix: Matrix<Scalar>, vectors: Bool) throws(LinearAlgebraError) {
    let bidiagonal = Bidiagonalization(matrix, vectors: vectors)
    (d, e) = (bidiagonal.diagonal, bidiagonal.superdiagonal)
    factors = SingularFactors(values: [], left: bidiagonal.left, right: bidiagonal.right)
    unitRoundoff = Scalar.unitRoundoff(in: matrix.context)
    try run()
    factors.values = d.map(\.magnitude)
    for k in d.indices where d[k].isNegative.isTrue {
      guard let rows = factors.right else { break }
      factors.right?.elements.multiply(rows.rowStrip(k), by: Scalar(-1, in: matrix.context))
    }
  }

  private mutating func run() throws(LinearAlgebraError) {
    let size = (d + e).map(\.upperMagnitude).max() ?? .zero
    let negligible = unitRoundoff * unitRoundoff * size
    var last = d.count - 1
    // The last, cubic, phase takes a step more for each tripling of the precision.
    let stepLimit = 60 * d.count + 100
    var steps = 0
    while last > 0 {
      let tolerance = unitRoundoff.scaled(byPowerOfTwo: 2 * steps < stepLimit ? 0 : 4)
      func isNegligible(_ k: Int) -> Bool {
        let (x, neighbors) = (e[k].upperMagnitude, d[k].upperMagnitude + d[k + 1].upperMagnitude)
        return x <= negligible || x <= tolerance * neighbors
      }
      var first = last
      while first > 0, !isNegligible(first - 1) { first -= 1 }
      if first > 0 { e[first - 1] = Real(0, in: e[first - 1].context) }
      if first == last {
        last -= 1
        continue
      }
      steps += 1
      guard steps < stepLimit else { throw .noConvergence(remaining: last + 1) }
      if let shift = shift(first, last) { shiftedStep(first, last, shift) } else { unshiftedStep(first, last) }
    }
  }

  /// The smaller singular value of the last 2 x 2 block; nil where its square is negligible beside d_first^2.
  private func shift(_ first: Int, _ last: Int) -> Real? {
    guard !(first...last).contains(where: { d[$0].upperMagnitude.isZero }) else { return nil }
    let (f, g, h) = (d[last - 1].magnitude, e[last - 1].magnitude, d[last].magnitude)
    // sigma_max^2 + sigma_min^2 = f^2 + g^2 + h^2 and sigma_max sigma_min = f h.
    let (plus, minus) = (f + h, f - h)
    let root = Real.sqrt(plus * plus + g * g) + Real.sqrt(minus * minus + g * g)
    let shift = 2 * (f * h) / root
    let ratio = shift.upperMagnitude / d[first].lowerMagnitude
    return ratio * ratio <= unitRoundoff ? nil : shift
  }

  private mutating func shiftedStep(_ first: Int, _ last: Int, _ shift: Real) {
    let one = Real(1, in: shift.context)
    let sign = d[first].isNegative.isTrue ? -one : one
    var f = (d[first].magnitude - shift) * (sign + shift / d[first])
    var g = e[first]
    for k in first..<last {
      let right = PlaneRotation(annihilating: g, against: f)
      if k > first { e[k - 1] = right.length }
      f = right.c * d[k] + right.s * e[k]
      e[k] = right.c * e[k] - right.s * d[k]
      g = right.s * d[k + 1]
      d[k + 1] = right.c * d[k + 1]
      rotate(&factors.right, k, right)
      let left = PlaneRotation(annihilating: g, against: f)
      d[k] = left.length
      f = left.c * e[k] + left.s * d[k + 1]
      d[k + 1] = left.c * d[k + 1] - left.s * e[k]
      if k + 1 < last {
        g = left.s * e[k + 1]
        e[k + 1] = left.c * e[k + 1]
      }
      rotate(&factors.left, k, left)
    }
    e[last - 1] = f
  }

  private mutating func unshiftedStep(_ first: Int, _ last: Int) {
    let one = Real(1, in: d[first].context)
    var (c, oldC, oldS) = (one, one, one - one)
    for k in first..<last {
      let right = PlaneRotation(annihilating: e[k], against: d[k] * c)
      c = right.c
      if k > first { e[k - 1] = oldS * right.length }
      let left = PlaneRotation(annihilating: d[k + 1] * right.s, against: oldC * right.length)
      (d[k], oldC, oldS) = (left.length, left.c, left.s)
      rotate(&factors.right, k, right)
      rotate(&factors.left, k, left)
    }
    let h = d[last] * c
    e[last - 1] = h * oldS
    d[last] = h * oldC
  }

  /// Two neighboring rows become the rotation times themselves.
  private func rotate(_ rows: inout Matrix<Scalar>?, _ k: Int, _ rotation: PlaneRotation<Real>) {
    guard let strips = rows.map({ ($0.rowStrip(k), $0.rowStrip(k + 1)) }) else { return }
    let (c, s) = (Scalar(realPart: rotation.c), Scalar(realPart: rotation.s))
    rows!.elements.rotate(strips.0, strips.1, c: c, s: s, d: c, t: s)
  }
}
