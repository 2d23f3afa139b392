import Arithmetic

/// What a diagonalization is for: the input in modal coordinates V^-1 B, and the transfer function, of computed
/// eigenvalues and eigenvectors beside the exact ones.
///
/// An eigenvector is determined up to a factor, and so is its entry of V^-1 B. The product v_j (V^-1 B)_j, the part of
/// B in the direction of mode j, is not, and that is what is compared. The transfer function
///
///     G(s) = sum_j (C v_j) (V^-1 B)_j / (s - lambda_j)
///
/// is evaluated without rounding for both, so that only the errors of the computed numbers are seen, not those of
/// whoever adds them up.
public struct ModalComparison: Sendable {
  /// ||x_j - v_j (w_j B)|| / ||v_j (w_j B)|| for the computed part x_j of each mode, in the reference's order; the
  /// indeterminate ball where the exact part may be 0.
  public let parts: [Ball]
  /// G at the points, exact.
  public let exact: [Disc]
  /// G at the points, of the computed numbers.
  public let computed: [Disc]

  /// - Parameters:
  ///   - reference: the exact spectrum, with vectors of both sides.
  ///   - computed: the spectrum to be judged, with right vectors, as points.
  ///   - modalInput: V^-1 B as it was computed, shape (order), as points.
  ///   - input: B, shape (order).
  ///   - output: C, shape (order).
  ///   - points: where the transfer functions are compared.
  /// - Returns: nil where vectors are missing.
  public init?(
    reference: EnclosedSpectrum, computed: EnclosedSpectrum, modalInput: [Disc], input: [Disc], output: [Disc],
    points: [Disc]
  ) {
    guard let right = reference.right, let left = reference.left, let columns = computed.right else { return nil }
    let n = reference.order
    let matching = SpectrumComparison.matching(reference.values, computed.values)
    let weights = (0..<n).map { j in product(left.row(j), input) / product(left.row(j), right.column(j)) }
    parts = (0..<n).map { j in
      let exact = right.column(j).map { $0 * weights[j] }
      let k = matching[j]
      let difference = zip(columns.column(k), exact).map { $0 * modalInput[k] - $1 }
      return norm(difference) / norm(exact)
    }
    func transfer(_ values: [Disc], _ residues: [Disc]) -> [Disc] {
      points.map { s in
        zip(values, residues).reduce(Disc(0, in: s.context)) { $0 + $1.1 / (s - $1.0) }
      }
    }
    exact = transfer(reference.values, (0..<n).map { product(output, right.column($0)) * weights[$0] })
    self.computed = transfer(computed.values, (0..<n).map { product(output, columns.column($0)) * modalInput[$0] })
  }

  /// |computed - exact| at the points.
  public var transferErrors: [Ball] { zip(exact, computed).map { ($0 - $1).magnitude } }
}
