import Arithmetic

/// x -> M x + f on pairs: the element of the prefix scan of a LinOSS mode.
public struct PlanarAffineMap<A: Arithmetic>: Sendable {
  /// M, row by row.
  public let matrix: [A]
  /// f.
  public let offset: [A]

  public init(matrix: [A], offset: [A]) {
    precondition(matrix.count == 4 && offset.count == 2, "a map of pairs")
    self.matrix = matrix
    self.offset = offset
  }

  /// M x + f.
  public func applied(to x: [A]) -> [A] {
    (0..<2).map { i in (matrix[2 * i] * x[0]).addingProduct(matrix[2 * i + 1], x[1]) + offset[i] }
  }

  /// self after `earlier`.
  public func after(_ earlier: PlanarAffineMap) -> PlanarAffineMap {
    let product = (0..<4).map { place in
      let (i, j) = place.quotientAndRemainder(dividingBy: 2)
      return (matrix[2 * i] * earlier.matrix[j]).addingProduct(matrix[2 * i + 1], earlier.matrix[2 + j])
    }
    return PlanarAffineMap(matrix: product, offset: applied(to: earlier.offset))
  }
}

extension LinearOscillator {
  /// The step with a forcing as an element of a scan.
  public func scanElement(forcing: A) -> PlanarAffineMap<A> {
    let input = input(forcing)
    return PlanarAffineMap(matrix: transition, offset: [input.velocity, input.position])
  }
}
