/// A plane rotation ((c, -s), (s, c)) of the planes `first` and `second`, which are zero-based coordinates.
struct PlaneRotation {
  let first: Int
  let second: Int
  let cosine: Double
  let sine: Double

  /// The rotation by 2 arctan t: c = (1 - t^2)/(1 + t^2), s = 2t/(1 + t^2), so that 0 gives the identity and 1 a
  /// quarter turn, both exact.
  init(_ first: Int, _ second: Int, halfTangent t: Double) {
    self.first = first
    self.second = second
    let denominator = 1 + t * t
    cosine = (1 - t) * (1 + t) / denominator
    sine = 2 * t / denominator
  }
}

extension SampleMatrix<Double> {
  /// G A for a rotation G.
  mutating func rotateRows(_ rotation: PlaneRotation) {
    for column in 0..<columns {
      let x = self[rotation.first, column]
      let y = self[rotation.second, column]
      self[rotation.first, column] = rotation.cosine * x - rotation.sine * y
      self[rotation.second, column] = rotation.sine * x + rotation.cosine * y
    }
  }

  /// A G^T for a rotation G.
  mutating func rotateColumns(_ rotation: PlaneRotation) {
    for row in 0..<rows {
      let x = self[row, rotation.first]
      let y = self[row, rotation.second]
      self[row, rotation.first] = rotation.cosine * x - rotation.sine * y
      self[row, rotation.second] = rotation.sine * x + rotation.cosine * y
    }
  }
}

extension Draw {
  /// Rotations in the planes of a butterfly: of coordinates 1, 2, 4, ... apart, so that log2 n layers of n/2 rotations
  /// mix everything with everything; where n is no power of two, the layers are gone through back again to do so. All
  /// simplest is the identity.
  ///
  /// The pattern is that of Parker: Random butterfly transformations with applications in computational linear algebra,
  /// UCLA technical report CSD-950023, 1995. The result is not uniformly distributed over all rotations.
  mutating func rotations(_ order: Int) -> [PlaneRotation] {
    let halfTangents = FloatDomain(-1...1)
    var strides = Array(sequence(first: 1) { 2 * $0 }.prefix { $0 < order })
    if order > 0 && order & (order - 1) != 0 { strides += strides.dropLast().reversed() }
    return span(SpanLabel.factor) { draw in
      var rotations: [PlaneRotation] = []
      for stride in strides {
        for first in 0..<order - stride where first & stride == 0 {
          rotations.append(PlaneRotation(first, first + stride, halfTangent: draw.float(halfTangents)))
        }
      }
      return rotations
    }
  }
}

extension Generator where Value == SampleMatrix<Double> {
  /// An orthogonal matrix, a product of plane rotations and, one in two, a reflection of the first coordinate; simplest
  /// the identity.
  ///
  /// After rounding, no element of Q^T Q - I is greater than 32 (1 + log2 n) 2^-53.
  public static func orthogonal(_ order: Int) -> Generator {
    Generator { draw in
      draw.span(SpanLabel.matrix) { draw in
        var matrix = SampleMatrix<Double>.identity(order)
        for rotation in draw.rotations(order) { matrix.rotateRows(rotation) }
        if draw.bool(), order > 0 {
          for column in 0..<order { matrix[0, column].negate() }
        }
        return matrix
      }
    }
  }

  /// Q A Q^T for a square matrix A that `generator` draws and a random rotation Q: in exact arithmetic it has the same
  /// eigenvalues, singular values and symmetry; simplest A itself.
  ///
  /// Rounding perturbs by at most about 32 (1 + log2 n) 2^-53 ||A||, which moves the eigenvalues of a matrix far from
  /// normal by much more. Symmetry survives only up to rounding.
  public static func similar(to generator: Generator) -> Generator {
    Generator { draw in
      try draw.span(SpanLabel.matrix) { draw in
        var matrix = try generator.draw(from: &draw)
        precondition(matrix.rows == matrix.columns, "only square matrices are similar to others")
        for rotation in draw.rotations(matrix.rows) {
          matrix.rotateRows(rotation)
          matrix.rotateColumns(rotation)
        }
        return matrix
      }
    }
  }
}
