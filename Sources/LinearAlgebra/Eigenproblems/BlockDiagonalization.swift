import Arithmetic

/// V with V^-1 A V near a block diagonal matrix, from A = Q T Q* with T triangular: V = Q Y, Y block upper triangular
/// with identities as its diagonal blocks, columns scaled by powers of two to a 2-norm in [1/2, 1]. All of it is
/// rounded; nothing rests on its accuracy but the width of what is proved with it.
///
/// A block holds the eigenvalues that a chain of steps of at most some length connects. With blocks of one, V are
/// eigenvectors; a Jordan block, whose eigenvectors are all but parallel, has to stay in one piece.
struct BlockDiagonalization<Scalar: RoundingArithmetic> {
  /// The rows of each block.
  let blocks: [Range<Int>]
  /// The block diagonal matrix; its blocks are upper triangular.
  let diagonal: Matrix<Scalar>
  let vectors: Matrix<Scalar>
  /// V^-1.
  let inverse: Matrix<Scalar>

  /// Eigenvalues at most `reach` from one another share a block; nil: each has its own.
  init(_ schur: SchurDecomposition<Scalar>, reach: Magnitude?) {
    let n = schur.order
    let context = schur.triangular.context
    var t = schur.triangular
    var q = schur.unitary ?? Matrix(identity: n, in: context)
    var blocks = (0..<n).map { $0..<$0 + 1 }
    if let reach {
      blocks = []
      let labels = Self.labels(t.diagonal, reach: reach)
      Self.sort(&t, &q, by: labels)
      for label in 0..<(labels.max() ?? -1) + 1 {
        let start = blocks.last?.upperBound ?? 0
        blocks.append(start..<start + labels.count { $0 == label })
      }
    }
    var y = Self.blockVectors(t, blocks)
    var z = Self.inverse(ofUnitTriangular: y)
    let exponents = (0..<n).map { j -> Int in
      let size = y.elements.elements(y.columnStrip(j, to: j + 1)).reduce(Magnitude.zero) {
        Magnitude.hypot($0, $1.upperMagnitude)
      }
      return min(size.exponent + 1, Scalar.RealPart.exponentLimit / 4)
    }
    func power(_ n: Int) -> Scalar { Scalar.powerOfTwo(n, in: context) }
    for j in 0..<n {
      y.elements.multiply(y.columnStrip(j, to: j + 1), by: power(-exponents[j]))
      z.elements.multiply(z.rowStrip(j, from: j), by: power(exponents[j]))
    }
    var diagonal = Matrix<Scalar>(zeros: n, n, in: context)
    for block in blocks {
      for i in block {
        for j in i..<block.upperBound { diagonal[i, j] = t[i, j] * power(exponents[i] - exponents[j]) }
      }
    }
    self.blocks = blocks
    self.diagonal = diagonal
    vectors = q * y
    inverse = z * q.adjoint
  }

  /// A label for each value, counted from the first: equal for values that a chain of steps of at most `reach`
  /// connects.
  private static func labels(_ values: [Scalar], reach: Magnitude) -> [Int] {
    var labels = Array(repeating: -1, count: values.count)
    var count = 0
    for start in values.indices where labels[start] < 0 {
      labels[start] = count
      var open = [start]
      while let i = open.popLast() {
        for j in values.indices where labels[j] < 0 && (values[i] - values[j]).upperMagnitude <= reach {
          labels[j] = count
          open.append(j)
        }
      }
      count += 1
    }
    return labels
  }

  /// Exchanges neighbors on the diagonal of T until their labels ascend, by rotations.
  private static func sort(_ t: inout Matrix<Scalar>, _ q: inout Matrix<Scalar>, by labels: [Int]) {
    var labels = labels
    let n = t.rows
    for end in 0..<n {
      var k = end
      while k > 0, labels[k - 1] > labels[k] {
        // The eigenvector of t_kk in the block [a b; 0 c] is (b, c - a): the rotation takes it to the first unit
        // vector.
        let rotation = PlaneRotation(annihilating: t[k, k] - t[k - 1, k - 1], against: t[k - 1, k])
        rotation.applyFromLeft(to: &t, rows: (k - 1, k), from: k - 1, to: n)
        rotation.applyFromRight(to: &t, columns: (k - 1, k), from: 0, to: k + 1)
        rotation.applyFromRight(to: &q, columns: (k - 1, k), from: 0, to: n)
        t[k, k - 1] = Scalar(0, in: t.context)
        labels.swapAt(k - 1, k)
        k -= 1
      }
    }
  }

  /// Y with T Y = Y D, D the diagonal blocks of T. Row i of Y from the rows below: for the columns j of a block J later
  /// than that of i, y_ij (t_jj - t_ii) = sum_(k>i) t_ik y_kj - sum_(l in J, l<j) y_il t_lj.
  private static func blockVectors(_ t: Matrix<Scalar>, _ blocks: [Range<Int>]) -> Matrix<Scalar> {
    let n = t.rows
    let size = t.largestElementBound
    let least = Scalar.unitRoundoff(in: t.context) * (size.isZero ? .one : size)
    let smallest = Scalar.powerOfTwo(Scalar.RealPart.scalingExponent(least), in: t.context)
    var y = Matrix<Scalar>(identity: n, in: t.context)
    for (place, block) in blocks.enumerated().reversed() {
      for i in block.reversed() {
        for k in i + 1..<max(n, i + 1) {
          let from = max(k, block.upperBound)
          y.elements.addProduct(t[i, k], y.rowStrip(k, from: from), to: y.rowStrip(i, from: from))
        }
        for other in blocks[(place + 1)...] {
          for j in other {
            let difference = t[j, j] - t[i, i]
            let sum = y[i, j]
            guard !sum.upperMagnitude.isZero else { continue }
            let value = sum / (difference.upperMagnitude < least ? smallest : difference)
            y[i, j] = value
            let rest = t.rowStrip(j, from: j + 1, to: other.upperBound)
            if rest.count > 0 {
              y.elements.addProduct(-value, rest, of: t.elements, to: y.rowStrip(i, from: j + 1, to: other.upperBound))
            }
          }
        }
      }
    }
    return y
  }

  /// Row i of the inverse is e_i - sum_(k>i) y_ik times row k.
  private static func inverse(ofUnitTriangular y: Matrix<Scalar>) -> Matrix<Scalar> {
    var z = Matrix<Scalar>(identity: y.rows, in: y.context)
    for i in (0..<y.rows).reversed() {
      for k in i + 1..<max(y.rows, i + 1) {
        z.elements.addProduct(-y[i, k], z.rowStrip(k, from: k), to: z.rowStrip(i, from: k))
      }
    }
    return z
  }
}
