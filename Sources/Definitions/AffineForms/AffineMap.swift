import Arithmetic

/// An affine map of a state, S -> M S + K, with S and K of shape (rows, columns): the element of an affine scan.
public struct AffineMap<A: Arithmetic>: Sendable {
  /// M.
  public enum Transition: Sendable {
    /// Of shape (rows).
    case diagonal(A.Vector)
    /// Of shape (rows, rows), row by row.
    case dense(A.Vector)
  }

  public var transition: Transition
  /// K, shape (rows, columns), row by row.
  public var offset: A.Vector

  public init(transition: Transition, offset: A.Vector) {
    self.transition = transition
    self.offset = offset
  }

  /// What one step does: M = D + a b^T, K = k v^T.
  public init(_ step: AffineStep<A>) {
    offset = A.Vector(zeros: step.key.count * step.value.count, in: step.key.context)
    offset.addOuterProduct(step.key, step.value)
    transition = .diagonal(step.decay)
    guard let correction = step.correction else { return }
    var matrix = self.matrix
    matrix.addOuterProduct(correction.target, correction.source)
    transition = .dense(matrix)
  }

  /// The identity on states of shape (rows, columns): (I, 0).
  public static func identity(rows: Int, columns: Int, in context: A.Context) -> AffineMap {
    var ones = A.Vector(zeros: rows, in: context)
    ones.fill(with: A(1, in: context))
    return AffineMap(transition: .diagonal(ones), offset: A.Vector(zeros: rows * columns, in: context))
  }

  public var rows: Int {
    switch transition {
    case .diagonal(let d): d.count
    // The square root of a square.
    case .dense(let m): Int(Double(m.count).squareRoot().rounded())
    }
  }

  /// M as a matrix, shape (rows, rows).
  public var matrix: A.Vector {
    switch transition {
    case .dense(let m): return m
    case .diagonal(let d):
      var matrix = A.Vector(zeros: d.count * d.count, in: d.context)
      for i in 0..<d.count { matrix[i * d.count + i] = d[i] }
      return matrix
    }
  }

  /// M S + K.
  public func callAsFunction(_ state: A.Vector) -> A.Vector {
    var result = linear(state)
    result.add(offset)
    return result
  }

  /// This map and then `later`: (M_2 M_1, M_2 K_1 + K_2).
  public func followed(by later: AffineMap) -> AffineMap {
    let product: Transition =
      switch (transition, later.transition) {
      case (.diagonal(let first), .diagonal(let second)): .diagonal(Self.product(second, first))
      default: .dense(later.linear(matrix))
      }
    return AffineMap(transition: product, offset: later(offset))
  }

  /// M X for X with as many rows as M.
  public func linear(_ x: A.Vector) -> A.Vector {
    switch transition {
    case .diagonal(let d):
      var result = x
      result.multiplyRows(by: d)
      return result
    case .dense(let m):
      let rows = rows
      let columns = rows == 0 ? 0 : x.count / rows
      var result = A.Vector(zeros: x.count, in: x.context)
      // Outer products of the columns of M and the rows of X.
      var left = A.Vector(zeros: rows, in: x.context)
      var right = A.Vector(zeros: columns, in: x.context)
      for l in 0..<rows {
        for i in 0..<rows { left[i] = m[i * rows + l] }
        for j in 0..<columns { right[j] = x[l * columns + j] }
        result.addOuterProduct(left, right)
      }
      return result
    }
  }

  private static func product(_ x: A.Vector, _ y: A.Vector) -> A.Vector {
    var result = x
    result.multiply(by: y)
    return result
  }
}
