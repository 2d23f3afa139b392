import Arithmetic

/// A diagonal system in continuous time by its modes, G(s) = sum_j r_j/(s - a_j), with residues r_j = c_j b_j.
public struct ModalResponse<C: ComplexArithmetic>: Sendable {
  /// a, shape (modes).
  public var poles: [C]
  /// r, shape (modes).
  public var residues: [C]

  public init(poles: [C], residues: [C]) {
    precondition(poles.count == residues.count, "a residue a pole")
    self.poles = poles
    self.residues = residues
  }

  /// G(s).
  public func callAsFunction(_ s: C) -> C {
    zip(poles, residues).reduce(C(0, in: s.context)) { $0 + $1.1 / (s - $1.0) }
  }
}

/// Bounds for diagonal systems in continuous time, mode by mode.
public enum ModalBounds {
  /// sup over w and |d| = `shift` of |r/(iw - a - d) - r/(iw - a)|, for |d| < |Re a|:
  ///
  ///     |r| |d| / (|Re a| (|Re a| - |d|)),
  ///
  /// attained at w = Im a by a real d > 0.
  ///
  /// - Parameters:
  ///   - residue: |r|.
  ///   - decay: |Re a|.
  ///   - shift: |d|.
  /// - Source: derived; Yu et al., HOPE, arXiv 2405.13975, Theorem 2, has its order.
  public static func poleSensitivity<R: RealArithmetic>(residue: R, decay: R, shift: R) -> R {
    residue * shift / (decay * (decay - shift))
  }

  /// The total variation of r/(iw - x - iy) over w >= B:
  ///
  ///     |r|/|x| (pi/2 - atan((B - y)/|x|)).
  ///
  /// - Parameters:
  ///   - residue: |r|.
  ///   - real: x < 0.
  ///   - imaginary: y.
  ///   - start: B.
  public static func variation<R: RealElementaryArithmetic>(residue: R, real: R, imaginary: R, from start: R) -> R {
    let decay = real.magnitude
    return residue / decay * (R.pi(in: start.context) / 2 - R.atan((start - imaginary) / decay))
  }

  /// |r|/(B - y), which that variation does not exceed for B > y.
  ///
  /// - Source: Yu, Lyu, Lim, Mahoney, Erichson, arXiv 2410.02035.
  public static func variationBound<R: RealArithmetic>(residue: R, imaginary: R, from start: R) -> R {
    residue / (start - imaginary)
  }
}
